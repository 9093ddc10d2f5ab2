from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sale_way = fields.Selection(related="company_id.sale_way", readonly=False)
    payment_request_days = fields.Integer(related="company_id.payment_request_days", readonly=False)
    engineer_user_id = fields.Many2one(related="company_id.engineer_user_id", readonly=False)
    engineer_hours = fields.Float(related="company_id.engineer_hours", readonly=False)
    seller_check_hours = fields.Float(related="company_id.seller_check_hours", readonly=False)
    proposal_silence_days = fields.Integer(related="company_id.proposal_silence_days", readonly=False)
