from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    closing_needs_service = fields.Boolean(related="company_id.closing_needs_service", readonly=False)
    closing_needs_payment = fields.Boolean(related="company_id.closing_needs_payment", readonly=False)
    service_response_hours = fields.Float(related="company_id.service_response_hours", readonly=False)
    service_product_id = fields.Many2one(related="company_id.service_product_id", readonly=False)
    service_visit_days = fields.Integer(related="company_id.service_visit_days", readonly=False)
