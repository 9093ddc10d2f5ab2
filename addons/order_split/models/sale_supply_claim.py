from odoo import api, fields, models


class SaleSupplyClaim(models.Model):
    """So much of what is coming for one order line, or for nobody, goes to another order line.

    `open_quantity` is what is still to come; it shrinks as the goods arrive, and when the receiver or the source has
    less of them. The row itself stays: both orders show who gave what to whom, and why.
    """

    _name = "sale.supply.claim"
    _description = "Goods passed on between orders"
    _order = "by_planner desc, id"
    _rec_name = "product_id"

    order_line_id = fields.Many2one("sale.order.line", "For order line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="order_line_id.order_id", string="For order", store=True, index=True)
    from_line_id = fields.Many2one(
        "sale.order.line",
        "From order line",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: goods that were coming for nobody.",
    )
    from_order_id = fields.Many2one(related="from_line_id.order_id", string="From order", store=True, index=True)
    company_id = fields.Many2one(related="order_line_id.company_id", store=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True)
    product_id = fields.Many2one("product.product", required=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float("Passed on", digits="Product Unit", required=True)
    open_quantity = fields.Float("Still to come", digits="Product Unit", required=True)
    reason = fields.Char(required=True)
    by_planner = fields.Boolean("By a planner", help="Goes before the need of the order that the goods were made for.")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0 AND open_quantity >= 0 AND open_quantity <= quantity)",
        "What is passed on lies between nothing and what was agreed.",
    )
    _not_to_itself = models.Constraint(
        "CHECK(from_line_id IS NULL OR from_line_id != order_line_id)", "Goods cannot be passed on to the same line."
    )

    @api.model
    def _get_open(self, lines):
        """Claims by or on these order lines that still wait for goods."""
        return self.search(
            [("open_quantity", ">", 0), "|", ("order_line_id", "in", lines.ids), ("from_line_id", "in", lines.ids)]
        )

    @api.model
    def _join(self, lines):
        """These order lines and all that give them goods or get some from them, through any number of claims."""
        while more := self._get_open(lines)._get_lines() - lines:
            lines |= more
        return lines

    def _get_lines(self):
        return self.order_line_id | self.from_line_id
