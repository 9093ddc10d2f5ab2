from odoo import api, fields, models


class StockSeriesReleaseReason(models.Model):
    _name = "stock.series.release.reason"
    _description = "Reason to Deliver Another Series"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "This reason is in the list already.")


class StockSeriesRelease(models.Model):
    _name = "stock.series.release"
    _description = "Allowed Delivery of Another Series"
    _order = "id desc"
    _rec_name = "lot_id"

    KINDS = [
        ("older", "An older series stays"),
        ("shelf_life", "Keeps too short for the customer"),
        ("expired", "Expired"),
    ]

    move_id = fields.Many2one("stock.move", "Movement", required=True, index=True, ondelete="cascade")
    picking_id = fields.Many2one(related="move_id.picking_id", store=True, index="btree_not_null")
    product_id = fields.Many2one(related="move_id.product_id", store=True, index=True)
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    lot_id = fields.Many2one("stock.lot", "Delivered Series", required=True, index=True, ondelete="restrict")
    older_lot_id = fields.Many2one("stock.lot", "Older Series", index="btree_not_null", ondelete="restrict")
    kind = fields.Selection(KINDS, required=True, default="older")
    quantity = fields.Float(digits="Product Unit", required=True)
    reason_id = fields.Many2one("stock.series.release.reason", required=True, ondelete="restrict", index=True)
    note = fields.Text()
    user_id = fields.Many2one(
        "res.users", "Allowed By", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    age_days = fields.Integer(
        "Older by, Days",
        compute="_compute_age_days",
        store=True,
        aggregator="avg",
        help="Age that the older series has more.",
    )
    state = fields.Selection(related="move_id.state", string="Movement State")

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "Allow a quantity above zero.")

    @api.depends("lot_id.series_date", "older_lot_id.series_date")
    def _compute_age_days(self):
        for release in self:
            dates = release.lot_id.series_date, release.older_lot_id.series_date
            release.age_days = (dates[0] - dates[1]).days if all(dates) else 0

    @api.model_create_multi
    def create(self, vals_list):
        """Who allows is who is logged in, whatever a client sends."""
        return super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
