from odoo import api, fields, models

from .crm_phone_call_back import CALL_BACK


class CrmPhoneCall(models.Model):
    """The part of a call that says what is made of it, by its kind and line."""

    _inherit = "crm.phone.call"

    did_key = fields.Char(compute="_compute_did_key", store=True, index="btree_not_null")
    line_id = fields.Many2one(
        "crm.phone.line", compute="_compute_line_id", store=True, index="btree_not_null", ondelete="set null"
    )
    rule_id = fields.Many2one("crm.call.rule", "By rule", readonly=True, index="btree_not_null", ondelete="set null")
    task_user_id = fields.Many2one("res.users", "Task of", readonly=True, index="btree_not_null", copy=False)
    asks_to_call = fields.Boolean("Has to be called", readonly=True, copy=False)

    @api.depends("did")
    def _compute_did_key(self):
        lines = self.env["crm.phone.line"]
        for call in self:
            call.did_key = lines._key_of(call.did)

    @api.depends("did_key", "company_id")
    def _compute_line_id(self):
        # Archived lines name their old calls as well; whoever registers a call need not see lines.
        lines = self.env["crm.phone.line"].sudo().with_context(active_test=False)
        keys = [key for key in self.mapped("did_key") if key]
        found = lines.search([("did_key", "in", keys)]) if keys else lines
        by_key = {(line.company_id, line.did_key): line for line in found}
        for call in self:
            call.line_id = by_key.get((call.company_id, call.did_key), lines)

    def _interpret(self):
        """Make of the call what the rule for its kind and line says; inner calls are nobody's business."""
        self.ensure_one()
        if self.direction == "inner":
            return
        owners = self.env["res.partner.contact.point"]._match(phones=[self.number] if self.number else [])
        found = self.env["crm.intake"]._leave_out_own_people(owners)
        if owners and not found:
            # An employee by his own telephone.
            self.direction = "inner"
            return
        found = self.env["crm.intake"]._fold_customer(found)
        customers = found.commercial_partner_id
        known = any(customer._is_known() for customer in customers)
        self.rule_id = self.env["crm.call.rule"]._find(self, known)
        self.partner_id = customers if len(customers) == 1 else False
        getattr(self, f"_make_{self.rule_id.result or self._get_usual_result()}")(found)
        self._ask_to_fill()

    def _get_usual_result(self):
        """What a call becomes for which there is no rule: nobody who calls us is lost."""
        return "appeal" if self.direction == "in" else "nothing"

    def _make_appeal(self, found):
        """An appeal, or what the intake makes of this caller: a request, a question which customer, a note in his lead."""
        intake = self.env["crm.intake"].sudo()  # a call is worth the same whoever registers it
        lead = self.direction == "out" and intake._find_open_lead(found | found.commercial_partner_id)
        if lead:
            lead._message_log(body=self._describe())
            self.write({"lead_id": lead.id, "appeal_id": lead.appeal_id.id})
            return
        contact = {"channel": "phone", "phone": self.number, "subject": self._describe()}
        self.write(intake._receive(contact, call=self.sudo(), found=found))
        self.partner_id = self.request_id.partner_id or self.appeal_id.partner_id or self.lead_id.partner_id

    _make_request = _make_appeal

    def _make_nothing(self, found):
        """The call is listed, and that is all."""

    def _make_task(self, found):
        """A task on the call itself, unless that number waits to be called already."""
        missed = self.state == "missed"
        if missed and self._waits_already():
            return
        users = self.rule_id._get_user(self, self.partner_id)
        self.write({"task_user_id": users.id, "asks_to_call": missed})
        for user in users or self.env["res.users"]._get_dispatchers():
            self.activity_schedule(
                CALL_BACK if missed else "mail.mail_activity_data_todo",
                date_deadline=self.rule_id._get_deadline(self).date(),
                summary=self._get_task(),
                user_id=user.id,
            )

    def _waits_already(self):
        domain = [("number_key", "=", self.number_key), ("waits_for_call", "=", True), ("id", "!=", self.id)]
        return bool(self.number_key and self.search_count(domain, limit=1))

    def _get_task(self):
        who = self.partner_id.display_name or self._get_caller()
        if self.state == "answered":
            return self.env._("Follow the call of %s up", who)
        if self.direction == "out":
            return self.env._("Call %s again", who)
        return self.env._("Call %s back", who)

    def _schedule_call_back(self, user, call):
        """The task of a missed call, on the call itself: for whoever does not see what became of it."""
        self.task_user_id = user
        self.activity_schedule(
            CALL_BACK,
            date_deadline=self.rule_id._get_deadline(self).date(),
            summary=self._get_task(),
            user_id=user.id,
        )

    def _interpret_anew(self):
        """A call that turned out to be answered becomes what it would have become at once."""
        self.ensure_one()
        if not (self.request_id or self.appeal_id or self.lead_id):
            self._interpret()
            return
        customer = self.request_id.partner_id or self.partner_id
        known = bool(self.request_id) and (not customer or customer.commercial_partner_id._is_known())
        self.rule_id = self.env["crm.call.rule"]._find(self, known)
        if not self._follow_passing_on():
            # A call is worth the same whoever registers it.
            self.sudo().request_id._tell()
        self._ask_to_fill()

    def _follow_passing_on(self):
        """The customer was passed on: where the rule says that who spoke last acts, it is another one now."""
        # A call is worth the same whoever registers it.
        request = self.sudo().request_id.filtered(lambda request: request.state == "new" and request.partner_id)
        if not request or self.rule_id.responsible not in ("first", "last"):
            return False
        request.user_id = self.rule_id._get_user(self, request.partner_id)
        return bool(request.user_id)

    def _get_asked_team(self, customer):
        """The department whose manager is asked: that of the line where it knows the customer, else the one that does."""
        team = self.line_id.team_id
        if team and customer._get_responsible(team):
            return team
        return customer._get_responsible_team()
