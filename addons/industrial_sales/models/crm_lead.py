from odoo import api, models
from odoo.fields import Domain

# What the screen shows as its own lines: the tasks that only remind of it would say the same twice.
REMINDERS = ("sort", "assign", "qualify", "answer", "call_back", "fill")


class CrmLead(models.Model):
    """My day, with what comes in: requests of customers, leads, calls."""

    _inherit = "crm.lead"

    @api.model
    def _get_my_day_sections(self):
        return [
            *super()._get_my_day_sections(),
            ("requests", self.env._("Requests of customers")),
            ("leads", self.env._("Leads to answer and to qualify")),
            ("calls", self.env._("Calls")),
        ]

    @api.model
    def _get_my_day(self):
        return [*super()._get_my_day(), *self._get_my_requests(), *self._get_my_leads(), *self._get_my_calls()]

    @api.model
    def _get_my_tasks_domain(self):
        kinds = [self.env.ref(f"sales_leads.mail_activity_type_{name}", raise_if_not_found=False) for name in REMINDERS]
        ids = [kind.id for kind in kinds if kind]
        return super()._get_my_tasks_domain() & Domain("activity_type_id", "not in", ids)

    @api.model
    def _get_my_requests(self):
        requests = self.env["crm.customer.request"].search(
            [("state", "=", "new"), ("user_id", "=", self.env.uid)], order="deadline, id"
        )
        return [self._describe_my_record(one, "requests", self.env._("Answer"), one.deadline) for one in requests]

    @api.model
    def _get_my_leads(self):
        """Mine to answer and to qualify; of the departments that I head, those that wait for a manager."""
        mine = Domain("user_id", "=", self.env.uid)
        headed = Domain("user_id", "=", False) & Domain("team_id.user_id", "=", self.env.uid)
        waiting = Domain("type", "=", "lead") & Domain("limit_kind", "!=", False)
        leads = self.search(waiting & (mine | headed), order="limit_at, id")
        words = dict(self._fields["limit_kind"]._description_selection(self.env))
        return [self._describe_my_record(lead, "leads", words[lead.limit_kind], lead.limit_at) for lead in leads]

    @api.model
    def _get_my_calls(self):
        """Talks that wait for their form, and whoever rang me and was not rung back."""
        forms = self.env["crm.phone.call.form"].search([("state", "=", "open"), ("user_id", "=", self.env.uid)])
        missed = self.env["crm.phone.call"].search([("waits_for_call", "=", True), ("user_id", "=", self.env.uid)])
        fill, ring = self.env._("Fill in"), self.env._("Call back")
        return [
            *(self._describe_my_record(call, "calls", ring, call.started_at) for call in missed),
            *(self._describe_my_record(form, "calls", fill, form.deadline, form.number) for form in forms),
        ]
