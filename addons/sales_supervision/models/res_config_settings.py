from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    stale_days = fields.Integer(related="company_id.stale_days", readonly=False)
    survey_share = fields.Float(related="company_id.survey_share", readonly=False)
    survey_pause_months = fields.Integer(related="company_id.survey_pause_months", readonly=False)
