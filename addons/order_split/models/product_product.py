from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_supply_components(self):
        """These products, kits replaced by what is delivered for them."""
        found, todo = self.browse(), self
        while todo:
            found |= todo
            boms = self.env["mrp.bom"].sudo()._bom_find(todo, bom_type="phantom")  # a salesman may not read them all
            todo = self.union(*(bom.bom_line_ids.product_id for bom in boms.values())) - found
        return found
