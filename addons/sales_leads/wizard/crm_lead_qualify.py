from odoo import fields, models

from ..models.crm_lead import OUTCOMES


class CrmLeadQualify(models.TransientModel):
    _name = "crm.lead.qualify"
    _description = "Qualify a Lead"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    outcome = fields.Selection(OUTCOMES, required=True, default="lead")
    next_contact_date = fields.Date("Next contact")
    false_reason_id = fields.Many2one("crm.false.reason", "Why false")

    def action_apply(self):
        self.ensure_one()
        date = self.next_contact_date if self.outcome == "preliminary" else False
        reason = self.false_reason_id if self.outcome == "false" else False
        self.lead_id._qualify(self.outcome, next_contact_date=date, reason=reason)
        return {"type": "ir.actions.act_window_close"}
