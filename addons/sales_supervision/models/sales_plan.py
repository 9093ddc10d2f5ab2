from odoo import api, fields, models
from odoo.tools import date_utils


class SalesPlan(models.Model):
    """What a department, or one of its managers, is to sell in a month. The head enters it."""

    _name = "sales.plan"
    _description = "Sales Plan"
    _order = "month desc, team_id, user_id, id"
    _rec_name = "month"

    team_id = fields.Many2one(
        "crm.team",
        "Department",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_team(),
    )
    user_id = fields.Many2one(
        "res.users",
        "Manager",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Empty: the plan of the department as a whole.",
    )
    month = fields.Date(
        required=True, index=True, default=lambda self: date_utils.start_of(fields.Date.context_today(self), "month")
    )
    amount = fields.Monetary("Plan", required=True)
    won_amount = fields.Monetary("Fact", compute="_compute_won", help="Deals won in the month, without taxes.")
    won_count = fields.Integer("Deals won", compute="_compute_won")
    fulfilment = fields.Float("Done", compute="_compute_won", help="Fact by plan.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")

    _once = models.UniqueIndex(
        "(team_id, COALESCE(user_id, 0), month, company_id)", "There is a plan for this month already: change that one."
    )
    _month_begins = models.Constraint("CHECK(EXTRACT(DAY FROM month) = 1)", "A plan is for a whole month.")
    _not_negative = models.Constraint("CHECK(amount >= 0)", "A plan is not negative.")

    @api.model
    def _default_team(self):
        return self.env["crm.team"].search([("user_id", "=", self.env.uid)], limit=1) or self.env.user.sale_team_id

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._begin_month(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._begin_month(vals))

    @api.model
    def _begin_month(self, vals):
        """Whatever day is entered, its month is meant."""
        if not vals.get("month"):
            return vals
        return vals | {"month": date_utils.start_of(fields.Date.to_date(vals["month"]), "month")}

    @api.depends("month", "user_id")
    def _compute_display_name(self):
        for plan in self:
            whose = plan.user_id.name or plan.team_id.name or ""
            plan.display_name = f"{plan.month and plan.month.strftime('%m.%Y') or ''} {whose}".strip()

    @api.depends("team_id", "user_id", "month", "amount", "company_id")
    def _compute_won(self):
        facts = self._read_facts()
        for plan in self:
            amount, count = facts.get((plan.team_id, plan.user_id, plan.month), (0.0, 0))
            plan.won_amount, plan.won_count = amount, count
            plan.fulfilment = amount / plan.amount if plan.amount else 0.0

    def _read_facts(self):
        """{(department, manager or empty, month): (amount, number of deals)} of all months of these plans."""
        months = [plan.month for plan in self if plan.month]
        if not months:
            return {}
        rows = self.env["crm.lead"]._read_group(
            [
                ("won_on", ">=", min(months)),
                ("won_on", "<=", date_utils.end_of(max(months), "month")),
                ("team_id", "in", self.team_id.ids),
            ],
            ["team_id", "user_id", "won_on:month"],
            ["expected_revenue:sum", "__count"],
        )
        facts = {}
        for team, user, month, amount, count in rows:
            for whose in {user, self.env["res.users"]}:
                known = facts.get((team, whose, month), (0.0, 0))
                facts[team, whose, month] = (known[0] + amount, known[1] + count)
        return facts

    def action_copy_to_next_month(self):
        """The same plan for the month after, where there is none yet."""
        wanted = {(plan.team_id, plan.user_id, date_utils.add(plan.month, months=1)): plan for plan in self}
        known = self.search([("team_id", "in", self.team_id.ids), ("month", "in", [key[2] for key in wanted])])
        taken = {(plan.team_id, plan.user_id, plan.month) for plan in known}
        self.create(
            [
                {"team_id": team.id, "user_id": user.id, "month": month, "amount": plan.amount}
                for (team, user, month), plan in wanted.items()
                if (team, user, month) not in taken
            ]
        )
        return True
