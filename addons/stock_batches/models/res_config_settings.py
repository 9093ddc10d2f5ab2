from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    oldest_series_first = fields.Boolean(related="company_id.oldest_series_first", readonly=False)
    stock_zone = fields.Selection(
        related="company_id.partner_id.tz", string="Time Zone of the Warehouse", readonly=False
    )
