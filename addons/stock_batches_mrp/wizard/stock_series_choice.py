from odoo import api, fields, models


class StockSeriesChoice(models.TransientModel):
    _inherit = "stock.series.choice"

    production_ids = fields.Many2many("mrp.production", string="Production Orders")

    @api.depends("production_ids")
    def _compute_line_ids(self):
        return super()._compute_line_ids()

    def _get_leaving_lines(self):
        return super()._get_leaving_lines() | self.production_ids._get_leaving_lines()

    def _take_oldest(self):
        if self.production_ids:
            self.production_ids.check_access("write")
            self.production_ids._take_oldest_series()
        return super()._take_oldest()
