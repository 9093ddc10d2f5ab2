from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    acknowledge_mail = fields.Boolean(related="company_id.acknowledge_mail", readonly=False)
    acknowledge_form = fields.Boolean(related="company_id.acknowledge_form", readonly=False)
    acknowledge_chat = fields.Boolean(related="company_id.acknowledge_chat", readonly=False)
    acknowledge_requests = fields.Boolean(related="company_id.acknowledge_requests", readonly=False)
    introduce_manager = fields.Boolean(related="company_id.introduce_manager", readonly=False)
    introduce_with_photo = fields.Boolean(related="company_id.introduce_with_photo", readonly=False)
    remind_unanswered = fields.Boolean(related="company_id.remind_unanswered", readonly=False)
    reminder_task_days = fields.Integer(related="company_id.reminder_task_days", readonly=False)
    remind_by_mail = fields.Boolean(related="company_id.remind_by_mail", readonly=False)
    reminder_mail_days = fields.Integer(related="company_id.reminder_mail_days", readonly=False)
