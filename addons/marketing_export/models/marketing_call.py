from odoo import api, fields, models
from odoo.exceptions import UserError

ATTEMPTS = 3


class MarketingCall(models.Model):
    """One “call the customer” of a manager. It holds what he needs to know: he does not read the mailing base."""

    _name = "marketing.call"
    _description = "Call to a Customer"
    _order = "planned_on, id"

    campaign_id = fields.Many2one("marketing.call.campaign", index="btree_not_null", ondelete="restrict")
    script = fields.Html(related="campaign_id.script", related_sudo=True)
    contact_key = fields.Char("Address in the mailing base", readonly=True, index="btree_not_null")
    customer_key = fields.Char(readonly=True, index="btree_not_null", help="One customer, whichever of his contacts.")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null", ondelete="set null")
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", required=True, index=True)
    name = fields.Char("Contact", readonly=True)
    company_name = fields.Char("Company name", readonly=True)
    position = fields.Char("Job position", readonly=True)
    phone = fields.Char(readonly=True)
    city = fields.Char(readonly=True)
    local_time = fields.Char(readonly=True)
    bought = fields.Char("What they bought", readonly=True)
    planned_on = fields.Date("Call on", required=True, index=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("open", "To call"), ("done", "Done")], required=True, default="open", readonly=True, index=True
    )
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("interest", "Interested"),
            ("later", "Call later"),
            ("no_answer", "No answer"),
            ("refused", "Not to be called"),
            ("wrong", "Wrong number"),
        ],
        readonly=True,
    )
    remark = fields.Text()
    next_date = fields.Date("Call again on")
    attempts = fields.Integer("Times tried", readonly=True)
    done_at = fields.Datetime("Called at", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Lead or deal", readonly=True, index="btree_not_null", ondelete="set null")
    result_key = fields.Char(readonly=True, copy=False, index="btree_not_null", help="Line of an uploaded list.")

    _result_once = models.UniqueIndex("(result_key) WHERE result_key IS NOT NULL", "This line was taken over already.")

    @api.depends("name", "company_name")
    def _compute_display_name(self):
        for call in self:
            call.display_name = ", ".join(filter(None, (call.company_name, call.name))) or call.phone

    @api.model
    def _get_outcome_labels(self):
        return list(dict(self._fields["outcome"]._description_selection(self.env)).values())

    def action_reached(self):
        return self._finish("reached")

    def action_interest(self):
        return self._finish("interest")

    def action_later(self):
        return self._finish("later")

    def action_no_answer(self):
        return self._finish("no_answer")

    def action_refused(self):
        return self._finish("refused")

    def action_wrong(self):
        return self._finish("wrong")

    def _finish(self, outcome):
        """Write the outcome down and show the next customer."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "done":
            raise UserError(self.env._("This call is done: take the next one."))
        self._apply(outcome)
        return self.action_next()

    def _apply(self, outcome):
        """What follows from an outcome: the call ends, or comes again on another day.

        Everything but the outcome itself happens as superuser: a manager may write down that somebody refuses calls,
        but keeps no blacklist.
        """
        self.ensure_one()
        again = self._get_next_day(outcome)
        values = {"outcome": outcome, "attempts": self.attempts + 1, "done_at": fields.Datetime.now()}
        own = self.sudo()
        own.write({**values, "planned_on": again} if again else {**values, "state": "done"})
        own._note()
        if outcome == "refused" and self.phone:
            own.env["phone.blacklist"]._add([self.phone])
        elif outcome == "interest":
            own.lead_id = own._get_lead()

    def _get_next_day(self, outcome):
        """The day on which to try again; False when the call is done."""
        today = fields.Date.context_today(self)
        if outcome == "later" or (outcome == "no_answer" and self.attempts + 1 < ATTEMPTS):
            if self.next_date and self.next_date > today:
                return self.next_date
            tomorrow = fields.Date.add(today, days=1)
            return next(iter(self.env.company._get_workdays(tomorrow, fields.Date.add(tomorrow, days=30))), tomorrow)
        return False

    def _note(self):
        """The talk stands at the customer, where his manager looks."""
        if self.partner_id:
            label = self.env["crm.lead"]._get_selection_label(self, "outcome")
            text = self.env._("Call “%(topic)s”: %(outcome)s", topic=self.campaign_id.name or "", outcome=label)
            self.partner_id.message_post(
                body=f"{text}. {self.remark}" if self.remark else text, author_id=self.env.user.partner_id.id
            )

    def _get_lead(self):
        """The manager's own open lead or deal of this customer, or a new lead out of this talk."""
        whose = [("partner_id", "child_of", self.partner_id.commercial_partner_id.ids)]
        if not self.partner_id:
            whose = [("phone_sanitized", "=", self.phone)]
        domain = [*whose, ("user_id", "=", self.user_id.id), ("won_status", "=", "pending")]
        leads = self.env["crm.lead"]
        return leads.search(domain, order="id desc", limit=1) or leads.create(self._prepare_lead())

    def _prepare_lead(self):
        return {
            "name": self.campaign_id.name or self.display_name,
            "type": "lead",
            "partner_id": self.partner_id.id,
            "contact_name": self.name,
            "partner_name": self.company_name,
            "phone": self.phone,
            "team_id": self.team_id.id or self.user_id.sale_team_id.id,
            "user_id": self.user_id.id,
            "needs": self.remark,
        }

    def action_next(self):
        """Open the next customer of one's list; the list itself when nobody is left."""
        today = fields.Date.context_today(self)
        domain = [("user_id", "=", self.env.uid), ("state", "=", "open"), ("planned_on", "<=", today)]
        call = self.search([*domain, ("id", "not in", self.ids)], limit=1)
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_call_action")
        if not call:
            return {**action, "target": "main"}
        return {
            **action,
            "res_id": call.id,
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "main",
            "path": False,
        }
