from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    engineer_hour_cost = fields.Monetary(
        "Cost of an engineer's hour", help="Counts into the margin of deals that are commissioned."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    engineer_hour_cost = fields.Monetary(
        related="company_id.engineer_hour_cost", readonly=False, currency_field="company_currency_id"
    )
