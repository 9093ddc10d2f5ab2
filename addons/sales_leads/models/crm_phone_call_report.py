from odoo import models
from odoo.tools import SQL

# Which calls an average is of: the others hold a zero that says nothing.
COUNTED = {
    "duration:avg": ("state", SQL("= 'answered'")),
    "missed_share:avg": ("direction", SQL("= 'in'")),
    "call_back_minutes:avg": ("called_back_at", SQL("IS NOT NULL")),
}


class CrmPhoneCall(models.Model):
    """The part of a call that reports read: talk per answered call, missed of what came in, time of what was called back."""

    _inherit = "crm.phone.call"

    def _read_group_select(self, aggregate_spec, query):
        average = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec not in COUNTED:
            return average
        name, condition = COUNTED[aggregate_spec]
        return SQL("%s FILTER (WHERE %s %s)", average, self._field_to_sql(self._table, name, query), condition)
