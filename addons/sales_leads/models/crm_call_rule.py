from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

RESULTS = [
    ("request", "Customer request"),
    ("appeal", "Appeal"),
    ("task", "Only a task"),
    ("nothing", "Nothing"),
]
RESPONSIBLE = [
    ("manager", "Manager of the customer"),
    ("first", "Who answered first"),
    ("last", "Who answered last"),
    ("user", "A chosen employee"),
    ("dispatcher", "Dispatcher"),
]


class CrmCallRule(models.Model):
    """What is made of a call of some kind, who has to act and until when; the first that fits is taken."""

    _name = "crm.call.rule"
    _description = "Call Rule"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    direction = fields.Selection([("in", "Incoming"), ("out", "Outgoing")], required=True, default="in")
    state = fields.Selection([("answered", "Answered"), ("missed", "Missed")], required=True, default="answered")
    caller = fields.Selection(
        [("known", "Known customer"), ("unknown", "Unknown")],
        required=True,
        default="unknown",
        help="Unknown: nobody's number, or a potential customer's who has bought nothing yet.",
    )
    line_ids = fields.Many2many(
        "crm.phone.line",
        "crm_call_rule_line_rel",
        "rule_id",
        "line_id",
        "Lines",
        # Deleting a line must not turn its rule into one for all lines.
        ondelete="restrict",
        context={"active_test": False},
        help="None chosen means every line.",
    )
    result = fields.Selection(RESULTS, "What is made", required=True, default="appeal")
    responsible = fields.Selection(RESPONSIBLE, "Who acts", required=True, default="dispatcher")
    user_id = fields.Many2one(
        "res.users", "Employee", index="btree_not_null", ondelete="restrict", domain=[("share", "=", False)]
    )
    own_deadline = fields.Boolean(
        help="Otherwise the time to call back for missed calls, the time to answer for others (see the settings)."
    )
    hours = fields.Float("Working hours", help="Until when he has to act; 0 is the next working moment.")

    _hours_positive = models.Constraint("CHECK(hours >= 0)", "Working hours until a deadline cannot be negative.")
    _user_is_chosen = models.Constraint(
        "CHECK(responsible != 'user' OR user_id IS NOT NULL)", "Choose the employee who acts."
    )
    _request_of_known = models.Constraint(
        "CHECK(result != 'request' OR caller = 'known')", "Only a known customer's call can become a customer request."
    )
    _appeal_of_unknown = models.Constraint(
        "CHECK(result != 'appeal' OR caller = 'unknown')",
        "A known customer's call becomes a customer request, never an appeal.",
    )
    _missed_was_not_answered = models.Constraint(
        "CHECK(state != 'missed' OR responsible NOT IN ('first', 'last'))", "Nobody answered a missed call."
    )

    @api.constrains("direction", "result", "line_ids", "active")
    def _check_nothing_is_lost(self):
        for rule in self:
            if rule.direction == "in" and rule.result in ("task", "nothing") and not rule.line_ids:
                raise ValidationError(
                    self.env._(
                        "“%s”: choose the lines whose incoming calls shall make no request or appeal.", rule.name
                    )
                )

    @api.model
    def _find(self, call, known):
        """The rule for a call; empty when there is none.

        :param call: crm.phone.call
        :param known: whether the number belongs to a known customer
        """
        # Whose rights a call is registered with does not decide on what becomes of it.
        rules = self.sudo().search(self._get_fitting_domain(call, known))
        return next((rule for rule in rules if not rule.line_ids or call.line_id in rule.line_ids), rules.browse())

    @api.model
    def _get_fitting_domain(self, call, known):
        return (
            Domain("direction", "=", call.direction)
            & Domain("state", "=", call.state)
            & Domain("caller", "=", "known" if known else "unknown")
        )

    def _get_deadline(self, call):
        """Moment until which somebody has to act on the call."""
        company = call.company_id
        if self.own_deadline:
            hours = self.hours
        else:
            hours = company.call_back_hours if call.state == "missed" else company.request_answer_hours
        return company._plan_deadline(call.started_at, hours)

    def _get_user(self, call, partner=None):
        """Who has to act on the call, or who stands in for him; empty means the dispatchers.

        :param partner: the customer whose manager may be asked
        """
        users = self.env["res.users"]
        if self.responsible == "manager" or not self:
            # Whoever registers a call may not know who is responsible where.
            customer = partner.sudo() if partner else users.partner_id
            found = customer._get_responsible(call._get_asked_team(customer) or None) if customer else users
            return found.with_env(self.env)
        user = {"first": call.user_id, "last": call.last_user_id or call.user_id, "user": self.user_id}.get(
            self.responsible, users
        )
        acting = user._get_acting() if user.active else users
        # The exchange may name somebody who has no part in sales: then the dispatchers act.
        return acting.with_env(self.env) if acting._works_in_sales() else users
