from odoo import api, fields, models


class StockSeriesCorrection(models.TransientModel):
    """In production nothing is shipped: the window speaks of what was used."""

    _inherit = "stock.series.correction"

    is_production = fields.Boolean(compute="_compute_is_production")

    @api.depends("candidate_ids")
    def _compute_is_production(self):
        for correction in self:
            correction.is_production = bool(correction.candidate_ids.move_id.raw_material_production_id)
