from odoo import api, fields, models
from odoo.fields import Command


class EmployeeLeavingWizard(models.TransientModel):
    """What an employee holds and who gets it, before he is let go."""

    _name = "employee.leaving.wizard"
    _inherit = ["sales.handover.wizard"]
    _description = "Employee Leaves"

    user_id = fields.Many2one(string="Employee")
    # Whoever leaves does not come back on a day.
    until = fields.Date(store=False)
    # Nothing may stay with him: what the administrator himself does not see is found as well.
    line_ids = fields.One2many("employee.leaving.wizard.line", compute_sudo=True)
    duty_ids = fields.One2many(
        "employee.leaving.wizard.duty", "wizard_id", "Duties", compute="_compute_duty_ids", store=True, readonly=False
    )
    shut_out = fields.Text("What is closed to him", compute="_compute_shut_out")

    @api.depends("user_id")
    def _compute_duty_ids(self):
        leavings = self.env["employee.leaving"]
        for wizard in self:
            counts = leavings._count_items(wizard.user_id)
            lines = [{"kind": kind, "count": counts[kind], "to_user_id": wizard._propose(kind).id} for kind in counts]
            wizard.duty_ids = [Command.clear(), *map(Command.create, lines)]

    @api.depends("user_id")
    def _compute_shut_out(self):
        for wizard in self:
            wizard.shut_out = "\n".join(wizard._describe_shut_out(wizard.user_id._origin))

    def _describe_shut_out(self, user):
        # How many sessions somebody has open is otherwise his own affair.
        sessions = self.env["res.device"].sudo().search_count([("user_id", "=", user.id)])
        box = self.env["crm.own.mailbox"].search_count([("user_id", "=", user.id), ("state", "=", "done")])
        words = [self.env._("The login %s is closed.", user.login)]
        if sessions:
            words.append(self.env._("Open sessions end: %s.", sessions))
        if user.has_badge:
            words.append(self.env._("The badge is revoked."))
        if user.pbx_extension:
            words.append(self.env._("Extension %s becomes free.", user.pbx_extension))
        if box:
            words.append(self.env._("The own mailbox is not read any more."))
        return words

    def _get_deputy(self, team):
        """His usual deputy, else the head of the department, where these may get the work."""
        user = self.user_id._origin
        allowed = self._get_receivers(team)
        # Who leads a department is no secret from whoever lets its people go.
        candidates = user.usual_deputy_id | team.sudo().user_id.with_env(self.env) | super()._get_deputy(team)
        return next((person for person in candidates if person in allowed), allowed.browse())

    def _propose(self, kind):
        """His usual deputy, else the head of one of his departments, else whoever alone has the role."""
        leavings = self.env["employee.leaving"]
        user, role = self.user_id._origin, leavings._get_leaving_items()[kind]["role"]
        allowed = leavings._get_item_receivers(role) - user
        candidates = user.usual_deputy_id | user.sudo().crm_team_ids.user_id.with_env(self.env)  # as above
        candidates |= allowed if len(allowed) == 1 else allowed.browse()
        return next((person for person in candidates if person in allowed), allowed.browse())

    def action_apply(self):
        """Hand everything over and shut him out."""
        self.ensure_one()
        receivers = {line.team_id: line.to_user_id for line in self.line_ids}
        duties = {line.kind: line.to_user_id for line in self.duty_ids}
        leaving = self.env["employee.leaving"]._let_go(self.user_id, self.reason, receivers, duties)
        return leaving._get_records_action()


class EmployeeLeavingWizardLine(models.TransientModel):
    _name = "employee.leaving.wizard.line"
    _inherit = ["sales.handover.wizard.line"]
    _description = "Department of a Leaving"

    wizard_id = fields.Many2one("employee.leaving.wizard")


class EmployeeLeavingWizardDuty(models.TransientModel):
    _name = "employee.leaving.wizard.duty"
    _inherit = ["sales.receiver.line.mixin"]
    _description = "Duty of a Leaving"

    wizard_id = fields.Many2one("employee.leaving.wizard", required=True, index=True, ondelete="cascade")
    kind = fields.Char("Kind, technical", required=True, readonly=True)
    label = fields.Char("What", compute="_compute_label")
    count = fields.Integer("How many", readonly=True)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_label(self):
        items = self.env["employee.leaving"]._get_leaving_items()
        for line in self:
            line.label = items[line.kind]["label"] if line.kind else False

    @api.depends("kind", "wizard_id.user_id")
    def _compute_allowed_user_ids(self):
        leavings = self.env["employee.leaving"]
        items = leavings._get_leaving_items()
        for line in self:
            role = items[line.kind]["role"] if line.kind else None
            line.allowed_user_ids = leavings._get_item_receivers(role) - line.wizard_id.user_id._origin
