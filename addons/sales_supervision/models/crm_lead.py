from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    escalation_ids = fields.One2many("sales.escalation", "lead_id", "Hard cases")
    escalation_id = fields.Many2one("sales.escalation", "Open hard case", compute="_compute_escalation_id")

    @api.depends("escalation_ids.state")
    def _compute_escalation_id(self):
        for lead in self:
            lead.escalation_id = lead.escalation_ids.filtered(lambda case: case.state != "solved")[:1]

    def action_escalate(self):
        """Open the hard case of this lead or deal, or the form that makes one."""
        self.ensure_one()
        if self.escalation_id:
            return self.escalation_id._get_records_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hard Case"),
            "res_model": "sales.escalation",
            "views": [(self.env.ref("sales_supervision.sales_escalation_view_form_new").id, "form")],
            "target": "new",
            "context": {"default_lead_id": self.id},
        }
