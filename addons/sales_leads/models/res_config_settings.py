from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    intake_alias_name = fields.Char(
        "Intake address",
        compute="_compute_intake_alias_name",
        inverse="_inverse_intake_alias_name",
        help="Mails to this address become appeals and customer requests.",
    )
    intake_alias_domain = fields.Char("Intake domain", compute="_compute_intake_alias_name")
    request_answer_hours = fields.Float(related="company_id.request_answer_hours", readonly=False)
    lead_assign_hours = fields.Float(related="company_id.lead_assign_hours", readonly=False)
    lead_qualify_hours = fields.Float(related="company_id.lead_qualify_hours", readonly=False)
    call_back_hours = fields.Float(related="company_id.call_back_hours", readonly=False)
    intake_silence_minutes = fields.Integer(related="company_id.intake_silence_minutes", readonly=False)
    intake_queue_minutes = fields.Integer(related="company_id.intake_queue_minutes", readonly=False)
    intake_queue_limit = fields.Integer(related="company_id.intake_queue_limit", readonly=False)
    intake_raw_days = fields.Integer(related="company_id.intake_raw_days", readonly=False)
    intake_raw_megabytes = fields.Integer(related="company_id.intake_raw_megabytes", readonly=False)
    dispatch_remind_minutes = fields.Integer(related="company_id.dispatch_remind_minutes", readonly=False)
    dispatch_margin_minutes = fields.Integer(related="company_id.dispatch_margin_minutes", readonly=False)
    dispatch_deputy_id = fields.Many2one(related="company_id.dispatch_deputy_id", readonly=False)

    def _get_intake_alias(self):
        return self.env.ref("sales_leads.mail_alias_intake", raise_if_not_found=False) or self.env["mail.alias"]

    @api.depends("company_id")
    def _compute_intake_alias_name(self):
        alias = self._get_intake_alias()
        self.intake_alias_name = alias.alias_name
        self.intake_alias_domain = alias.alias_domain

    def _inverse_intake_alias_name(self):
        alias = self._get_intake_alias()
        for settings in self:
            if alias and settings.intake_alias_name != alias.alias_name:
                alias.alias_name = settings.intake_alias_name
