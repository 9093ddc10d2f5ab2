from odoo import api, fields, models
from odoo.exceptions import UserError


class StockSeriesDateChange(models.TransientModel):
    _name = "stock.series.date.change"
    _description = "Change of the Series Date"

    lot_ids = fields.Many2many("stock.lot", string="Series", required=True)
    series_date = fields.Date("New Series Date")
    expiration_day = fields.Date("New Expiry")
    use_expiration_date = fields.Boolean(compute="_compute_use_expiration_date")
    reason = fields.Char(required=True)

    @api.depends("lot_ids")
    def _compute_use_expiration_date(self):
        for change in self:
            change.use_expiration_date = bool(change.lot_ids) and all(change.lot_ids.mapped("use_expiration_date"))

    def action_apply(self):
        """The lots check the right and the reason themselves: the form is only one way to them."""
        self.ensure_one()
        values = {name: self[name] for name in ("series_date", "expiration_day") if self[name]}
        if not values:
            raise UserError(self.env._("Give the new date."))
        self.lot_ids.write({**values, "series_date_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
