from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResUsersAbsence(models.Model):
    _name = "res.users.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Employee",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    date_from = fields.Date("First day", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Last day", required=True, index=True, default=fields.Date.context_today)
    deputy_id = fields.Many2one(
        "res.users",
        compute="_compute_deputy_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Gets what would go to the employee. Without a deputy it goes to the head of the department.",
    )
    reason = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day of an absence is not before its first."
    )
    _deputy_is_another = models.Constraint(
        "CHECK(deputy_id IS NULL OR deputy_id != user_id)", "Nobody can be his own deputy."
    )

    @api.depends("user_id")
    def _compute_deputy_id(self):
        for absence in self:
            absence.deputy_id = absence.deputy_id or absence.user_id.usual_deputy_id

    @api.constrains("user_id", "date_from", "date_to")
    def _check_overlap(self):
        # One query for all: the stored absences of these people, the checked ones among them.
        known = self.sudo().search([("user_id", "in", self.user_id.ids)])  # a manager sees his own only
        for absence in self:
            for other in known - absence:
                if absence._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(name)s is already absent from %(first)s to %(last)s.",
                            name=absence.user_id.name,
                            first=fields.Date.to_string(other.date_from),
                            last=fields.Date.to_string(other.date_to),
                        )
                    )

    def _overlaps(self, other):
        return self.user_id == other.user_id and self.date_from <= other.date_to and other.date_from <= self.date_to

    @api.model
    def _get_today(self):
        """Calendar day at the company, which is not the server's."""
        company = self.env.company
        return fields.Date.context_today(self.with_context(tz=company.resource_calendar_id.tz or self.env.user.tz))

    @api.model
    def _get_deputies(self):
        """{user: deputy or empty user} of all who are absent today, whoever asks."""
        today = self._get_today()
        # Who stands in for whom decides where work goes: it must not depend on the reader's rights.
        absences = self.sudo().search([("date_from", "<=", today), ("date_to", ">=", today)])
        return {absence.user_id: absence.deputy_id for absence in absences}
