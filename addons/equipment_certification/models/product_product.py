from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_delivered_types(self):
        """{product: equipment types of the product and, where it is a kit, of all that is delivered for it}"""
        parts, todo = {}, self
        while todo:
            boms = self.env["mrp.bom"].sudo()._bom_find(todo, bom_type="phantom")  # a salesman may not read them all
            parts |= {product: boms[product].bom_line_ids.product_id for product in todo}
            todo = self.union(*parts.values()) - self.union(*parts)
        return {product: product._gather_parts(parts).equipment_type_id for product in self}

    def _gather_parts(self, parts):
        """This product with all its parts, and theirs.

        :param parts: {product: parts that it has itself}
        """
        found, todo = self.browse(), self
        while todo:
            found |= todo
            todo = self.union(*(parts[product] for product in todo)) - found
        return found
