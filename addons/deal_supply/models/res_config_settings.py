from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    supply_start = fields.Selection(related="company_id.supply_start", readonly=False)
    supply_prepayment = fields.Float(related="company_id.supply_prepayment", readonly=False)
