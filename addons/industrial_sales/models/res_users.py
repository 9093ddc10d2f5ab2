from odoo import api, fields, models

from .employee_role import check_administrator, get_roles


class ResUsers(models.Model):
    _inherit = "res.users"

    role_names = fields.Char("Roles", compute="_compute_role_names", compute_sudo=True)

    @api.depends("group_ids")
    @api.depends_context("lang")
    def _compute_role_names(self):
        roles = get_roles(self.env)
        for user in self:
            # A role that another one of his brings along says nothing new.
            own = user.group_ids & roles
            user.role_names = ", ".join(own.sorted(lambda role: roles.ids.index(role.id)).mapped("name"))

    def action_leave(self):
        """Open the dialog in which the employee's work is handed over before he is archived."""
        self.ensure_one()
        check_administrator(self.env)
        action = self.env["ir.actions.act_window"]._for_xml_id("industrial_sales.employee_leaving_wizard_action")
        return action | {"context": {"default_user_id": self.id}}
