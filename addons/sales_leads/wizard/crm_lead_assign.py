from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CrmLeadAssign(models.TransientModel):
    _name = "crm.lead.assign"
    _description = "Name a Manager"

    lead_ids = fields.Many2many("crm.lead", string="Leads", required=True)
    allowed_user_ids = fields.Many2many(
        "res.users", compute="_compute_allowed_user_ids", string="Managers to choose from"
    )
    line_ids = fields.One2many(
        "crm.lead.assign.line", "wizard_id", "Load", compute="_compute_line_ids", store=True, readonly=False
    )
    user_id = fields.Many2one("res.users", "Manager", domain="[('id', 'in', allowed_user_ids)]")

    @api.depends("lead_ids")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            choices = [lead._get_assignable_users() for lead in wizard.lead_ids]
            allowed = choices[0] if choices else self.env["res.users"]
            for users in choices[1:]:
                allowed &= users
            wizard.allowed_user_ids = allowed

    @api.depends("lead_ids")
    def _compute_line_ids(self):
        """Everybody who may get the leads, whoever has least to do and is there first."""
        for wizard in self:
            users = wizard._sort_by_load(wizard.allowed_user_ids._origin.filtered("active"))
            wizard.line_ids = [Command.clear(), *(Command.create({"user_id": user.id}) for user in users)]

    @api.model
    def _sort_by_load(self, users):
        load = users._get_load()
        away = self.env["res.users.absence"]._get_deputies()
        return users.sorted(lambda user: (user in away, sum(load[user.id].values()), user.name))

    def action_apply(self):
        self.ensure_one()
        if not self.user_id:
            raise UserError(self.env._("Choose a manager."))
        self.lead_ids._assign(self.user_id)
        return {"type": "ir.actions.act_window_close"}


class CrmLeadAssignLine(models.TransientModel):
    _name = "crm.lead.assign.line"
    _description = "Manager to Choose, with His Load"
    _inherit = ["sales.load.mixin"]

    wizard_id = fields.Many2one("crm.lead.assign", required=True, index=True, ondelete="cascade")

    def action_choose(self):
        """One click in the table names the manager."""
        self.ensure_one()
        self.wizard_id.user_id = self.user_id
        return self.wizard_id.action_apply()
