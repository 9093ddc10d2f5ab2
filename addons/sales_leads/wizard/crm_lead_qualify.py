from odoo import fields, models

from ..models.crm_lead import OUTCOMES


class CrmLeadQualify(models.TransientModel):
    _name = "crm.lead.qualify"
    _description = "Qualify a Lead"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    outcome = fields.Selection(OUTCOMES, required=True, default="lead")
    next_contact_date = fields.Date("Next contact")
    false_reason_id = fields.Many2one("crm.false.reason", "Why false")
    next_step = fields.Char(default=lambda self: self._default_next_step())
    next_step_date = fields.Date("When", default=lambda self: self._default_next_step_date())

    def _default_next_step(self):
        return self.env._("Agree on the needs with the customer")

    def _default_next_step_date(self):
        company = self.env.company
        return company._plan_deadline(fields.Datetime.now(), company.lead_qualify_hours).date()

    def action_apply(self):
        self.ensure_one()
        date = self.next_contact_date if self.outcome == "preliminary" else False
        reason = self.false_reason_id if self.outcome == "false" else False
        self.lead_id._qualify(self.outcome, next_contact_date=date, reason=reason)
        if self.outcome == "lead" and self.next_step:
            self.lead_id._plan_next_step(self.next_step, self.next_step_date)
        return {"type": "ir.actions.act_window_close"}
