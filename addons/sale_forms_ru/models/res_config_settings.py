from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    form_status = fields.Selection(related="company_id.form_status", readonly=False)
    form_stamp = fields.Image(related="company_id.form_stamp", readonly=False)
    form_stamp_printed = fields.Boolean(related="company_id.form_stamp_printed", readonly=False)
    payment_reminders = fields.Boolean(related="company_id.payment_reminders", readonly=False)
    payment_reminder_days = fields.Integer(related="company_id.payment_reminder_days", readonly=False)
    paper_reminder_days = fields.Integer(related="company_id.paper_reminder_days", readonly=False)
    credit_check = fields.Selection(related="company_id.credit_check", readonly=False)
    credit_overdue_days = fields.Integer(related="company_id.credit_overdue_days", readonly=False)
