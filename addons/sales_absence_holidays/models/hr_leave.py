from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class HrLeave(models.Model):
    _inherit = "hr.leave"

    deputy_id = fields.Many2one(
        "res.users",
        "Deputy in sales",
        index="btree_not_null",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Gets what would go to the employee. Without a deputy it goes to the head of the department.",
    )

    @api.constrains("deputy_id", "employee_id")
    def _check_deputy(self):
        for leave in self:
            if leave.deputy_id and leave.deputy_id == leave.user_id:
                raise ValidationError(self.env._("Nobody can be his own deputy."))

    @api.model
    def _get_away_domain(self, today, now):
        """Approved time off that keeps its employee from working: whole days by the calendar, parts of a day by the hour."""
        part = Domain("request_unit_hours", "=", True) | Domain("request_unit_half", "=", True)
        days = Domain("request_date_from", "<=", today) & Domain("request_date_to", ">=", today)
        hours = Domain("date_from", "<=", now) & Domain("date_to", ">", now)
        away = Domain("state", "=", "validate") & Domain("user_id", "!=", False)
        # Training or work elsewhere is booked as time off too, and is work.
        return away & Domain("holiday_status_id.time_type", "=", "leave") & ((~part & days) | (part & hours))
