from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TAKE_OVER = "sales_supervision.mail_activity_type_escalation"


class SalesEscalation(models.Model):
    """A hard case, or one that the manager does not cope with: the head of sales takes it over and says why it was so."""

    _name = "sales.escalation"
    _description = "Hard Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one("crm.lead", "Lead or deal", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="lead_id.partner_id", string="Customer")
    team_id = fields.Many2one("crm.team", "Department", readonly=True, index="btree_not_null")
    user_id = fields.Many2one("res.users", "Manager", readonly=True, index="btree_not_null")
    head_id = fields.Many2one("res.users", "Who takes it over", readonly=True, index="btree_not_null", tracking=True)
    kind = fields.Selection(
        [("hard", "Hard case"), ("not_coped", "The manager does not cope")],
        required=True,
        default="hard",
        tracking=True,
    )
    reason = fields.Text("What is hard", required=True)
    state = fields.Selection(
        [("raised", "Raised"), ("taken", "Taken over"), ("solved", "Solved")],
        required=True,
        default="raised",
        readonly=True,
        index=True,
        tracking=True,
    )
    raised_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    taken_at = fields.Datetime("Taken over at", readonly=True)
    solved_at = fields.Datetime(readonly=True)
    days_to_solve = fields.Float(compute="_compute_days_to_solve", store=True, aggregator="avg")
    cause_id = fields.Many2one("sales.escalation.cause", index="btree_not_null", tracking=True)
    solution = fields.Text()
    survey_id = fields.Many2one("sales.survey", "From survey", readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _one_open = models.UniqueIndex("(lead_id) WHERE state != 'solved'", "This is a hard case already: open it.")
    _solved_is_told = models.Constraint(
        "CHECK(state != 'solved' OR (cause_id IS NOT NULL AND solution IS NOT NULL))",
        "Name the cause and write down the solution first.",
    )

    @api.depends("raised_at", "solved_at")
    def _compute_days_to_solve(self):
        for case in self:
            passed = case.solved_at and case.raised_at and case.solved_at - case.raised_at
            case.days_to_solve = passed.total_seconds() / 86400 if passed else 0

    @api.model_create_multi
    def create(self, vals_list):
        leads = self.env["crm.lead"].browse(vals["lead_id"] for vals in vals_list)
        # Whoever raises a case does so on a lead that he may change.
        leads.check_access("write")
        cases = super().create([vals | self._prepare_people(lead) for vals, lead in zip(vals_list, leads, strict=True)])
        cases._tell_heads()
        return cases

    @api.model
    def _prepare_people(self, lead):
        """Who had the case and who is to take it over, as things are when it is raised."""
        return {"team_id": lead.team_id.id, "user_id": lead.user_id.id, "head_id": self._find_head(lead).id}

    @api.model
    def _find_head(self, lead):
        """Head of the lead's department, or who stands in for him; else a director."""
        head = lead.team_id.user_id
        acting = head and head._get_acting()
        return acting or self.env["res.users"]._get_directors()[:1]

    def _tell_heads(self):
        # Managers raise cases without being allowed to change them afterwards.
        for case in self.sudo().filtered("head_id"):
            case.activity_schedule(
                TAKE_OVER,
                summary=self.env._("Take over: %s", case.lead_id.name),
                note=case.reason,
                user_id=case.head_id.id,
            )

    # --- what the head does ----------------------------------------------------------------------

    def action_take_over(self):
        """The head, or whoever of the heads presses the button, becomes the manager of the deal."""
        self._check_head()
        self._check_state("raised")
        for case in self:
            # The manager goes on seeing what becomes of his case.
            case.lead_id.message_subscribe(case.user_id.partner_id.ids)
        self.lead_id.write({"user_id": self.env.uid})
        self.write({"state": "taken", "taken_at": fields.Datetime.now(), "head_id": self.env.uid})
        self.activity_feedback([TAKE_OVER])
        return True

    def action_solve(self):
        """Closed, the deal stays with the head."""
        self._solve()
        return True

    def action_solve_and_give_back(self):
        """Closed, the manager goes on with the deal."""
        for case in self:
            if not case.user_id.active:
                raise UserError(self.env._("%s works here no more: the deal stays with you.", case.user_id.name))
        self._solve()
        for user, cases in self.grouped("user_id").items():
            cases.lead_id.write({"user_id": user.id})
        return True

    def _solve(self):
        self._check_head()
        for case in self:
            if case.state == "solved":
                raise UserError(self.env._("“%s” is solved already.", case.lead_id.name))
            if not case.cause_id or not (case.solution or "").strip():
                raise UserError(self.env._("Name the cause and write down the solution first."))
        self.write({"state": "solved", "solved_at": fields.Datetime.now()})
        self.activity_feedback([TAKE_OVER])

    def action_reopen(self):
        """Take the solution back: the case is with the head again."""
        self._check_head()
        self._check_state("solved")
        self.write({"state": "taken", "solved_at": False})
        return True

    def _check_head(self):
        if not self.env.su and not self.env.user.has_group("sales_base.group_head"):
            raise AccessError(self.env._("Hard cases are solved by the head of sales."))

    def _check_state(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for case in self:
            if case.state != state:
                raise UserError(
                    self.env._("“%(name)s” is in state “%(state)s”.", name=case.lead_id.name, state=labels[case.state])
                )

    def action_open_lead(self):
        self.ensure_one()
        return self.lead_id._get_records_action()
