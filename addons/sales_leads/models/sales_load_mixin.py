from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

# An absence that begins within so many days counts before anything new is given to somebody.
SOON_AWAY = timedelta(days=14)


class SalesLoadMixin(models.AbstractModel):
    """How much a manager has to do already: what the head looks at before he names somebody."""

    _name = "sales.load.mixin"
    _description = "Load of a Manager"

    user_id = fields.Many2one("res.users", "Manager", required=True)
    open_leads = fields.Integer("Leads", compute="_compute_load")
    open_requests = fields.Integer("Requests", compute="_compute_load")
    open_deals = fields.Integer("Deals", compute="_compute_load")
    overdue_tasks = fields.Integer(compute="_compute_load")
    is_away = fields.Boolean("Away today", compute="_compute_absence")
    absence = fields.Char(compute="_compute_absence", help="Today's absence, or one that begins within two weeks.")

    @api.depends("user_id")
    def _compute_load(self):
        loads = self.user_id._get_load()
        for row in self:
            row.update(loads.get(row.user_id.id, {}))

    @api.depends("user_id")
    @api.depends_context("lang")
    def _compute_absence(self):
        absences = self.env["res.users.absence"].sudo()  # who is away is everybody's to know
        today = absences._get_today()
        domain = [
            ("user_id", "in", self.user_id.ids),
            ("date_to", ">=", today),
            ("date_from", "<=", today + SOON_AWAY),
        ]
        first = {absence.user_id: absence for absence in absences.search(domain, order="date_from desc")}
        for row in self:
            absence = first.get(row.user_id)
            row.is_away = bool(absence) and absence.date_from <= today
            row.absence = absence and row._describe_absence(absence)

    def _describe_absence(self, absence):
        last = format_date(self.env, absence.date_to)
        if self.is_away:
            return self.env._("until %s", last)
        return self.env._("%(first)s to %(last)s", first=format_date(self.env, absence.date_from), last=last)
