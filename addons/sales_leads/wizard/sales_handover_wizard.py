from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SalesHandoverWizard(models.TransientModel):
    _name = "sales.handover.wizard"
    _description = "Hand Over"

    user_id = fields.Many2one(
        "res.users", "Work of", required=True, domain=[("share", "=", False)], context={"active_test": False}
    )
    reason = fields.Char(required=True, help="The new managers read it.")
    until = fields.Date("Hand back on", help="You are reminded on this day. Empty: the manager leaves.")
    receiver_id = fields.Many2one(
        "res.users",
        "All to",
        domain="[('share', '=', False)]",
        help="Fills the table where he works in the department.",
    )
    # Found with the rights of the head, not the superuser's.
    line_ids = fields.One2many(
        "sales.handover.wizard.line",
        "wizard_id",
        "To whom",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    out_of_reach = fields.Integer("Stays", compute="_compute_out_of_reach")

    @api.depends("user_id")
    def _compute_line_ids(self):
        handovers = self.env["sales.handover"]
        for wizard in self:
            counts = {}
            for (team, kind), records in handovers._find_held(wizard.user_id).items():
                counts.setdefault(team, {})[kind] = len(records)
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(wizard._prepare_line(team, counts[team])) for team in counts),
            ]

    def _prepare_line(self, team, counts):
        return {
            "team_id": team.id,
            "summary": self.env["sales.handover.line"]._describe_counts(counts),
            "to_user_id": self._get_deputy(team).id,
        }

    def _get_deputy(self, team):
        """Who stands in for him today, where he may get the work."""
        deputy = self.env["res.users.absence"]._get_deputies().get(self.user_id._origin)
        allowed = self._get_receivers(team)
        return deputy.with_env(self.env) if deputy and deputy.with_env(self.env) in allowed else allowed.browse()

    def _get_receivers(self, team):
        return self.env["sales.handover"]._get_receivers(self.user_id._origin, team)

    @api.depends("user_id")
    def _compute_out_of_reach(self):
        handovers = self.env["sales.handover"]
        for wizard in self:
            user = wizard.user_id
            wizard.out_of_reach = user and handovers._count_out_of_reach(user, handovers._find_held(user))

    def action_apply(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("%s has nothing that you could hand over.", self.user_id.name))
        receivers = {line.team_id: line.to_user_id for line in self.line_ids}
        handover = self.env["sales.handover"]._hand_over(self.user_id, receivers, self.reason, self.until)
        return handover._get_records_action()


class SalesReceiverLineMixin(models.AbstractModel):
    """A line of a window that hands something over: who may get it, and who gets it.

    Whoever mixes it in has `wizard_id`, a window with `receiver_id`, and computes `allowed_user_ids`.
    """

    _name = "sales.receiver.line.mixin"
    _description = "Line with Its Receiver"

    allowed_user_ids = fields.Many2many("res.users", compute="_compute_allowed_user_ids")
    to_user_id = fields.Many2one(
        "res.users",
        "To",
        compute="_compute_to_user_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', allowed_user_ids)]",
    )

    def _compute_allowed_user_ids(self):
        raise NotImplementedError

    @api.depends("wizard_id.receiver_id")
    def _compute_to_user_id(self):
        for line in self:
            receiver = line.wizard_id.receiver_id
            fits = receiver and receiver._origin in line.allowed_user_ids._origin
            line.to_user_id = receiver if fits else line.to_user_id


class SalesHandoverWizardLine(models.TransientModel):
    _name = "sales.handover.wizard.line"
    _inherit = ["sales.receiver.line.mixin"]
    _description = "Department of a Handover"

    wizard_id = fields.Many2one("sales.handover.wizard", required=True, index=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    summary = fields.Char("What", readonly=True)

    @api.depends("team_id", "wizard_id.user_id")
    def _compute_allowed_user_ids(self):
        for line in self:
            line.allowed_user_ids = line.wizard_id._get_receivers(line.team_id)
