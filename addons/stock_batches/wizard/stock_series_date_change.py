from odoo import fields, models


class StockSeriesDateChange(models.TransientModel):
    _name = "stock.series.date.change"
    _description = "Change of the Series Date"

    lot_ids = fields.Many2many("stock.lot", string="Series", required=True)
    series_date = fields.Date("New Series Date", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """The lots check the right and the reason themselves: the form is only one way to them."""
        self.ensure_one()
        self.lot_ids.write({"series_date": self.series_date, "series_date_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
