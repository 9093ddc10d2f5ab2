from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmAppealMerge(models.TransientModel):
    """Which appeal another one belongs to: likely ones with the reason, or any that the dispatcher finds."""

    _name = "crm.appeal.merge"
    _description = "Merge an Appeal"

    appeal_id = fields.Many2one("crm.appeal", required=True, readonly=True, ondelete="cascade")
    snippet = fields.Char(related="appeal_id.snippet")
    candidate_ids = fields.One2many("crm.appeal.merge.candidate", "merge_id", "May be about the same", readonly=True)
    target_id = fields.Many2one(
        "crm.appeal",
        "Merge into",
        domain="[('id', '!=', appeal_id), ('state', 'in', ('new', 'sorted'))]",
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            found = wizard.appeal_id._get_merge_candidates()
            wizard.candidate_ids.create(
                [{"merge_id": wizard.id, "appeal_id": appeal.id, "reason": reason} for appeal, reason in found]
            )
            if found and not wizard.target_id:
                wizard.target_id = found[0][0]
        return wizards

    def action_apply(self):
        self.ensure_one()
        if not self.target_id:
            raise UserError(self.env._("Choose the appeal to merge into."))
        self.appeal_id._merge_into(self.target_id)
        return {"type": "ir.actions.act_window_close"}


class CrmAppealMergeCandidate(models.TransientModel):
    _name = "crm.appeal.merge.candidate"
    _description = "Appeal to Merge Into"

    merge_id = fields.Many2one("crm.appeal.merge", required=True, index=True, ondelete="cascade")
    appeal_id = fields.Many2one("crm.appeal", required=True, ondelete="cascade")
    reason = fields.Char("Because of")
    received_at = fields.Datetime(related="appeal_id.received_at")
    state = fields.Selection(related="appeal_id.state")
    team_id = fields.Many2one(related="appeal_id.team_id")
    snippet = fields.Char(related="appeal_id.snippet")

    def action_choose(self):
        """Merge into this one."""
        self.ensure_one()
        self.merge_id.target_id = self.appeal_id
        return self.merge_id.action_apply()
