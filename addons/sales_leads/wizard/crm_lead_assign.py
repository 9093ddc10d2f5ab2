from odoo import api, fields, models


class CrmLeadAssign(models.TransientModel):
    _name = "crm.lead.assign"
    _description = "Name a Manager"

    lead_ids = fields.Many2many("crm.lead", string="Leads", required=True)
    allowed_user_ids = fields.Many2many(
        "res.users", compute="_compute_allowed_user_ids", string="Managers to choose from"
    )
    user_id = fields.Many2one("res.users", "Manager", required=True, domain="[('id', 'in', allowed_user_ids)]")

    @api.depends("lead_ids")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            choices = [lead._get_assignable_users() for lead in wizard.lead_ids]
            allowed = choices[0] if choices else self.env["res.users"]
            for users in choices[1:]:
                allowed &= users
            wizard.allowed_user_ids = allowed

    def action_apply(self):
        self.ensure_one()
        self.lead_ids._assign(self.user_id)
        return {"type": "ir.actions.act_window_close"}
