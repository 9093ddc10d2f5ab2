from odoo import fields, models


class StockSeriesRelease(models.Model):
    _inherit = "stock.series.release"

    production_id = fields.Many2one(
        related="move_id.raw_material_production_id", string="Production Order", store=True, index="btree_not_null"
    )
