from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_supply_other_demand(self, warehouse):
        """What others than customer orders, such as production, wait for in this warehouse."""
        self.ensure_one()
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", self.id),
                ("state", "in", ("waiting", "confirmed", "partially_available")),
                ("location_id", "child_of", warehouse.lot_stock_id.id),
                ("sale_line_id", "=", False),
                ("procure_method", "=", "make_to_stock"),
            ]
        )
        return sum(demand - reserved for demand, reserved in (move._get_supply_quantities() for move in moves))

    def _get_supply_components(self):
        """These products, kits replaced by what is delivered for them."""
        found, todo = self.browse(), self
        while todo:
            found |= todo
            boms = self.env["mrp.bom"].sudo()._bom_find(todo, bom_type="phantom")  # a salesman may not read them all
            todo = self.union(*(bom.bom_line_ids.product_id for bom in boms.values())) - found
        return found
