from odoo import api, fields, models


class StockScanLine(models.Model):
    """Counted at a scanner, not yet in the stock: what came in by a receipt, what lies in a counted place.

    Movements are made of it at once in the end; a movement that grew by every scan would be read whole at every scan.
    """

    _name = "stock.scan.line"
    _description = "Scanned, Not Yet in Stock"
    _order = "id"

    session_id = fields.Many2one("stock.scan.session", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="session_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="session_id.company_id", store=True, index=True)
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True, index="btree_not_null", ondelete="cascade")
    location_id = fields.Many2one("stock.location", readonly=True, index="btree_not_null", ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="cascade")
    lot_id = fields.Many2one("stock.lot", "Series", readonly=True, index="btree_not_null", ondelete="cascade")
    package_id = fields.Many2one("stock.package", readonly=True, index="btree_not_null", ondelete="cascade")
    quantity = fields.Float(digits="Product Unit", readonly=True)

    _one_per_goods = models.UniqueIndex(
        "(session_id, product_id, coalesce(lot_id, 0), coalesce(location_id, 0), coalesce(package_id, 0))",
        "These goods are counted already.",
    )
    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "A count is not below zero.")

    @api.model
    def _add(self, session, quantity, product, **places):
        """Add to what this session counted of these goods (records by field name); returns the line."""
        values = {"session_id": session.id, "product_id": product.id}
        values |= {name: record.id for name, record in places.items()}
        keys = ("lot_id", "location_id", "package_id")
        domain = [(name, "=", value) for name, value in values.items() if name != "picking_id"]
        line = self.search(domain + [(name, "=", False) for name in keys if name not in values], limit=1)
        if line:
            line.quantity += quantity
            return line
        return self.create({**values, "quantity": quantity})
