from odoo import fields, models


class CrmAppealSort(models.TransientModel):
    _name = "crm.appeal.sort"
    _description = "Sort Appeals"

    appeal_ids = fields.Many2many("crm.appeal", string="Appeals", required=True)
    team_id = fields.Many2one("crm.team", "Department", required=True)

    def action_apply(self):
        self.ensure_one()
        self.appeal_ids._sort(self.team_id)
        return {"type": "ir.actions.act_window_close"}
