from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .crm_intake import CONTACT_FIELDS


class CrmCustomerRequest(models.Model):
    """A mail or call of a customer whom we know: told to the manager responsible, never an appeal."""

    _name = "crm.customer.request"
    _description = "Customer Request"
    _inherit = ["crm.intake.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, received_at, id"
    _rec_name = "subject"
    _rec_names_search = ["subject", "partner_id", "contact_name", "email", "phone"]

    active = fields.Boolean(default=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("answered", "Answered"),
            ("deal", "Made a deal"),
            ("service", "Handed to service"),
        ],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", tracking=True)
    contact_id = fields.Many2one("res.partner", "Contact person", index="btree_not_null")
    candidate_ids = fields.Many2many(
        "res.partner",
        "crm_customer_request_candidate_rel",
        "request_id",
        "partner_id",
        "Whose could it be",
        readonly=True,
        help="The address or number belongs to each of these customers: choose the right one.",
    )
    team_id = fields.Many2one("crm.team", "Department", index="btree_not_null", tracking=True)
    user_id = fields.Many2one(
        "res.users", "Manager", index="btree_not_null", tracking=True, domain=[("share", "=", False)]
    )
    deadline = fields.Datetime("Answer before", index=True)
    answered_at = fields.Datetime(readonly=True, copy=False)
    answered_late = fields.Boolean(compute="_compute_answered_late", store=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    lead_id = fields.Many2one(
        "crm.lead", "Deal", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _done_has_customer = models.Constraint(
        "CHECK(state = 'new' OR partner_id IS NOT NULL)", "Choose the customer before closing the request."
    )

    @api.depends("partner_id", "contact_name", "company_name", "subject")
    def _compute_display_name(self):
        for request in self:
            names = [request.partner_id.name or request._get_writer(), request.subject]
            request.display_name = ": ".join(filter(None, names))

    @api.depends("deadline", "answered_at")
    def _compute_answered_late(self):
        for request in self:
            moments = request.deadline and request.answered_at
            request.answered_late = bool(moments) and request.answered_at > request.deadline

    @api.depends("deadline", "answered_at", "answered_late")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            waiting = request.deadline and not request.answered_at
            request.is_late = request.answered_late or bool(waiting and now > request.deadline)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = Domain("answered_at", "=", False) & Domain("deadline", "<", fields.Datetime.now())
        late = waiting | Domain("answered_late", "=", True)
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._tell()
        return requests

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self.filtered(lambda request: request.state == "new" and request.candidate_ids)._settle()
        if vals.get("user_id") and not self.env.context.get("sales_leads_telling"):
            self._tell_new_manager()
        return result

    # --- who has to act --------------------------------------------------------------------------

    def _settle(self):
        """Somebody said which of several customers it is."""
        for request in self:
            customer = request.partner_id.commercial_partner_id
            request.candidate_ids = False
            request.activity_feedback(["sales_leads.mail_activity_type_sort"])
            if customer._is_known():
                request._tell()
            else:
                request._become_appeal()

    def _become_appeal(self):
        """It was a potential customer's: it goes on as a note in his lead or as an appeal."""
        self.ensure_one()
        contact = {name: self[name] for name in (*CONTACT_FIELDS, "channel")}
        intake = self.env["crm.intake"].sudo()  # the dispatcher decides, the intake makes
        lead = intake._find_open_lead(self.partner_id)
        if lead:
            lead._message_log(body=self.text or self.subject or "")
            lead._tell_came_back(contact, self.call_id)
        else:
            intake._make_appeal(contact, self.partner_id, None, self.event_id, self.call_id)
        self.active = False

    def _tell(self):
        """Give the requests their department, manager and deadline, and tell who has to act.

        The manager responsible for the customer, or who stands in for him; when there is nobody, or nobody
        knows which customer it is, the dispatchers.
        """
        for request in self.filtered(lambda request: request.state == "new"):
            values = {"deadline": request._plan_answer()}
            if request.partner_id and not (request.user_id and request.team_id):
                found = request._prepare_responsible()
                values |= {name: value for name, value in found.items() if not request[name]}
            # Its manager is told below.
            request.with_context(sales_leads_telling=True).write(values)
            request._remind()

    def _plan_answer(self):
        """Moment until which the request has to be answered; what a call asks for is said by its rule."""
        self.ensure_one()
        if self.call_id:
            return self.call_id.rule_id._get_deadline(self.call_id)
        return self.company_id._plan_deadline(self.received_at, self.company_id.request_answer_hours)

    def _prepare_responsible(self):
        """Department and manager of the request, who may stand in for the one that is away."""
        self.ensure_one()
        # Whoever takes the mail may not know who is responsible where.
        customer = self.partner_id.sudo()
        if self.call_id:
            team = self.team_id or self.call_id._get_asked_team(customer)
            user = self.call_id.rule_id._get_user(self.call_id, customer)
        else:
            team = self.team_id or customer._get_responsible_team()
            user = customer._get_responsible(team or None)
        # Whoever was chosen by hand answers for his own department where the customer has none.
        return {"team_id": (team or self.user_id.sale_team_id).id, "user_id": user.id}

    def _is_missed_call(self):
        return self.call_id.state == "missed"

    def _remind(self):
        """Activity for the manager, or for the dispatchers when there is none."""
        self.ensure_one()
        kind = "call_back" if self._is_missed_call() else "answer"
        users = self.user_id
        if not users:
            kind = "sort" if kind == "answer" else kind
            users = self.env["res.users"]._get_dispatchers()
        for user in users:
            self.activity_schedule(
                f"sales_leads.mail_activity_type_{kind}",
                date_deadline=self.deadline.date(),
                summary=self._get_task(),
                user_id=user.id,
            )
        self._pop_up(users)

    def _get_task(self):
        writer = self.partner_id.name or self._get_writer()
        if self._is_missed_call():
            return self.env._("Call %s back", writer)
        if not self.partner_id:
            return self.env._("Say which customer it is: %s", writer)
        if not self.user_id:
            return self.env._("Find a manager for %s", writer)
        return self.env._("Answer %s", writer)

    # --- what became of it -----------------------------------------------------------------------

    def action_answer(self):
        self._close("answered")
        return True

    def action_make_deal(self):
        """Make a deal of the request; where something that a deal needs is missing, its form is opened filled."""
        self.ensure_one()
        self._check_open()
        values = self._prepare_deal_values()
        try:
            with self.env.cr.savepoint():
                deal = self.env["crm.lead"].create([values])
        except (UserError, ValidationError):
            return self._get_deal_form(values)
        return deal.redirect_lead_opportunity_view()

    def _get_deal_form(self, values):
        """Action of the form in which the rest of the deal is filled in; whoever has one of his own overrides it.

        :param values: what the request knows of the deal
        """
        defaults = {f"default_{name}": value for name, value in values.items()}
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_action_pipeline")
        return action | {"views": [(False, "form")], "view_mode": "form", "domain": [], "context": defaults}

    def _prepare_deal_values(self):
        """Values of the deal that the request becomes; other addons may add theirs."""
        self.ensure_one()
        contact = self.contact_id or self.partner_id
        entity = self.partner_id.commercial_partner_id
        values = {
            "type": "opportunity",
            "name": self.subject or self.display_name,
            "partner_id": contact.id,
            "needs": self.text,
            "team_id": self.team_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "customer_request_id": self.id,
            # Where deals name who signs and whom to speak with.
            "legal_entity_id": entity.id,
            "contact_id": contact.id,
        }
        return {name: value for name, value in values.items() if name in self.env["crm.lead"]._fields}

    def action_hand_to_service(self):
        self._close("service")
        for request in self:
            request._hand_to_service()
        return True

    def _hand_to_service(self):
        """Hook: service takes the request over. Here it is a task with a deadline for whoever closed it."""
        self.ensure_one()
        company = self.company_id
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=company._plan_deadline(fields.Datetime.now(), company.request_answer_hours).date(),
            summary=self.env._("Hand the request of %s to service", self.partner_id.name),
            user_id=(self.user_id or self.env.user).id,
        )

    def _check_open(self):
        for request in self:
            if request.state != "new":
                raise UserError(self.env._("The request of %s is closed already.", request.partner_id.display_name))
            if not request.partner_id:
                raise UserError(self.env._("Choose the customer first."))

    def _close(self, state, moment=None):
        """:param moment: when it was answered, where that is told afterwards"""
        self._check_open()
        self.activity_feedback([f"sales_leads.mail_activity_type_{kind}" for kind in ("answer", "call_back", "sort")])
        self.write({"state": state, "answered_at": moment or fields.Datetime.now()})

    def _follow_deal(self, deal):
        """The deal that was made of the request is there."""
        self.ensure_one()
        if self.state == "new":
            self._close("deal")
        self.lead_id = deal

    def action_open_deal(self):
        self.ensure_one()
        return self.lead_id._get_records_action()
