from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class CrmLeadLost(models.TransientModel):
    """Core's window, which asks more of a deal: why, in words, after showing what it does."""

    _inherit = "crm.lead.lost"

    deal_count = fields.Integer(compute="_compute_effects")
    effects = fields.Text("What happens then", compute="_compute_effects")

    @api.depends("lead_ids")
    def _compute_effects(self):
        for wizard in self:
            deals = wizard.lead_ids.filtered(lambda lead: lead.type == "opportunity")
            wizard.deal_count = len(deals)
            wizard.effects = "\n".join(deals._get_refusal_effects()) if deals else False

    def action_lost_reason_apply(self):
        self.ensure_one()
        deals = self.lead_ids.filtered(lambda lead: lead.type == "opportunity")
        if deals:
            words = html2plaintext(self.lost_feedback or "").strip()
            if not self.lost_reason_id or not words:
                raise UserError(self.env._("Choose the reason of the refusal and say in words why."))
            deals._set_unsuitable(self.lost_reason_id, words)
        rest = self.lead_ids - deals
        if not rest:
            return {"type": "ir.actions.act_window_close"}
        self.lead_ids = rest
        return super().action_lost_reason_apply()
