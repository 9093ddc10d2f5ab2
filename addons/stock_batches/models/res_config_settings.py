from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    oldest_series_first = fields.Boolean(related="company_id.oldest_series_first", readonly=False)
    stock_zone = fields.Selection(
        related="company_id.partner_id.tz", string="Time Zone of the Warehouse", readonly=False
    )
    expiry_offer_days = fields.Integer(related="company_id.expiry_offer_days", readonly=False)
    expiry_user_id = fields.Many2one(related="company_id.expiry_user_id", readonly=False)
