from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_base.tools import requisites

SNIPPET = 240
REACHED_BY = {"email", "phone"}
CONTACT_FIELDS = {"contact_name", "company_name", "needs", *REACHED_BY}


class CrmAppeal(models.Model):
    """Somebody unknown asked for something. The dispatcher gives it to a department or says that it is nothing."""

    _name = "crm.appeal"
    _description = "Appeal"
    _inherit = ["crm.intake.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "received_at, id"
    _rec_name = "number"
    _rec_names_search = ["number", "contact_name", "company_name", "email", "phone"]

    number = fields.Char(readonly=True, copy=False, default="/", index=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("new", "New"), ("sorted", "Sorted"), ("rejected", "Not a request"), ("merged", "Merged")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    needs = fields.Text("In his own words", help="What the lead and the deal take over as the customer's needs.")
    snippet = fields.Char("Gist", compute="_compute_snippet")
    team_id = fields.Many2one("crm.team", "Department", index="btree_not_null", tracking=True, copy=False)
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", copy=False, readonly=True)
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", copy=False, readonly=True, ondelete="set null")
    manager_id = fields.Many2one(related="lead_id.user_id", string="Manager", related_sudo=True)
    sorted_at = fields.Datetime(readonly=True, copy=False)
    sorted_by_id = fields.Many2one("res.users", "Sorted by", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _number_uniq = models.UniqueIndex("(number, company_id) WHERE number != '/'", "This number is taken.")
    _sorted_needs_team = models.Constraint(
        "CHECK(state != 'sorted' OR team_id IS NOT NULL)", "Choose a department before sorting the appeal."
    )

    @api.depends("needs", "text")
    def _compute_snippet(self):
        for appeal in self:
            words = " ".join((appeal.needs or appeal.text or "").split())
            appeal.snippet = words if len(words) <= SNIPPET else words[:SNIPPET].rstrip() + "…"

    @api.depends("number", "contact_name", "company_name", "email", "phone")
    def _compute_display_name(self):
        for appeal in self:
            appeal.display_name = f"{appeal.number} {appeal._get_writer()}"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_unknown(vals_list)
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("number", "/") == "/":
                vals["number"] = sequence.next_by_code("crm.appeal") or "/"
        appeals = super().create(vals_list)
        appeals._make_customers()
        for appeal in appeals.filtered(lambda appeal: appeal.call_id.state == "missed"):
            appeal._ask_call_back(appeal.call_id)
        return appeals

    @api.model
    def _check_unknown(self, vals_list):
        """An appeal entered by hand may turn out to be of a customer: then it is his request, or his lead's."""
        for vals in vals_list:
            if vals.get("event_id") or vals.get("call_id") or vals.get("partner_id"):
                continue
            found = self.env["crm.intake"]._match(vals)
            customers = found.commercial_partner_id
            if any(customer._is_known() for customer in customers):
                names = ", ".join(customers.mapped("display_name"))
                raise UserError(self.env._("%s is a known customer: enter a customer request.", names))
            if len(customers) == 1:
                vals["partner_id"] = found[:1].id

    def write(self, vals):
        result = super().write(vals)
        if CONTACT_FIELDS & vals.keys():
            self.filtered(lambda appeal: appeal.state == "new")._pass_on(CONTACT_FIELDS & vals.keys())
        return result

    # --- customer and lead -----------------------------------------------------------------------

    def _make_customers(self):
        """Give each appeal its potential customer and its lead, in one batch each."""
        appeals = self.filtered(lambda appeal: not appeal.lead_id)
        # The dispatcher enters appeals without being allowed to write every customer there is.
        partners = self.env["res.partner"].sudo()
        new = appeals.filtered(lambda appeal: not appeal.partner_id)
        made = partners.create([appeal._prepare_partner_values() for appeal in new])
        for appeal, partner in zip(new, made, strict=True):
            appeal.partner_id = partner
        (appeals - new).partner_id.sudo().filtered(lambda partner: not partner.active).active = True
        leads = self.env["crm.lead"].sudo().create([appeal._prepare_lead_values() for appeal in appeals])
        for appeal, lead in zip(appeals, leads, strict=True):
            appeal.lead_id = lead

    def _prepare_partner_values(self):
        """Values of the potential customer; other addons may add theirs."""
        self.ensure_one()
        return {
            "name": self._get_writer(),
            "company_name": self.company_name if self.contact_name else False,
            "is_company": bool(self.company_name and not self.contact_name),
            "email": self.email,
            "phone": self.phone,
            "counterparty_kind": "potential",
            "appeal_id": self.id,
            "user_id": False,
        }

    def _prepare_lead_values(self):
        """Values of the lead; other addons may add theirs. Without a department no department sees it."""
        self.ensure_one()
        return {
            "type": "lead",
            "name": self.subject
            or self.env._("Appeal %(number)s of %(writer)s", number=self.number, writer=self._get_writer()),
            "partner_id": self.partner_id.id,
            "contact_name": self.contact_name or False,
            "partner_name": self.company_name or False,
            "needs": self.needs or self.text or False,
            "inn": (requisites.find_inns(f"{self.needs or ''}\n{self.text or ''}") or [False])[0],
            "appeal_id": self.id,
            "team_id": self.team_id.id if self.state == "sorted" else False,
            "user_id": False,
            "company_id": self.company_id.id,
            # Nothing is known that a score could be told from; sorting computes it.
            "probability": 0,
            "automated_probability": 0,
        }

    def _pass_on(self, names):
        """What the dispatcher adds to a new appeal, after a call for one, reaches its lead and its customer."""
        for appeal in self:
            lead = appeal._prepare_lead_values()
            appeal.lead_id.sudo().write({name: lead[name] for name in ("contact_name", "partner_name", "needs")})
            partner = appeal.partner_id.sudo()
            if partner.appeal_id == appeal:
                values = appeal._prepare_partner_values()
                partner.write(
                    {name: values[name] for name in ("name", "company_name", "is_company", *names & REACHED_BY)}
                )

    # --- sorting ---------------------------------------------------------------------------------

    def action_sort(self):
        """Give the appeals to the departments chosen on them; ask for one where none is chosen."""
        self.check_access("write")
        if not all(appeal.team_id for appeal in self):
            action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_appeal_sort_action")
            return action | {"context": {"default_appeal_ids": self.ids}}
        for team, appeals in self.grouped("team_id").items():
            appeals._sort(team)
        return True

    def _sort(self, team):
        """Give the appeals to a department: its leads appear there and its head is told.

        :param team: crm.team
        """
        if not self:
            return
        self._check_state("new")
        if not team:
            raise UserError(self.env._("Choose a department."))
        now = fields.Datetime.now()
        self.write({"team_id": team.id, "state": "sorted", "sorted_at": now, "sorted_by_id": self.env.uid})
        # The lead belongs to nobody yet; the dispatcher moves it without seeing other leads.
        leads = self.lead_id.sudo()
        leads.write({"team_id": team.id})
        leads._ask_to_assign()
        self.activity_feedback(["sales_leads.mail_activity_type_sort"])

    def action_reject(self):
        """Not a request: lead and potential customer are archived; whoever writes again is still recognised."""
        self._check_state("new")
        self.write({"state": "rejected", "sorted_at": fields.Datetime.now(), "sorted_by_id": self.env.uid})
        leads = self.lead_id.sudo()  # see _sort
        leads.action_archive()
        self._get_single_customers().action_archive()
        self.activity_feedback(["sales_leads.mail_activity_type_sort", "sales_leads.mail_activity_type_call_back"])
        return True

    def action_restore(self):
        """Take "not a request" back: the appeal stands among the new ones again."""
        self._check_state("rejected")
        self.write({"state": "new", "sorted_at": False, "sorted_by_id": False, "team_id": False})
        self.lead_id.sudo().action_unarchive()  # see _sort
        self.partner_id.sudo().filtered(lambda partner: not partner.active).action_unarchive()
        return True

    def _check_state(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for appeal in self:
            if appeal.state != state:
                raise UserError(
                    self.env._(
                        "Appeal %(number)s is in state “%(state)s”.", number=appeal.number, state=labels[appeal.state]
                    )
                )

    def _get_single_customers(self):
        """Potential customers of these appeals that have no other lead."""
        partners = self.partner_id.sudo().filtered(lambda partner: partner.counterparty_kind == "potential")
        others = (
            self.env["crm.lead"]
            .sudo()
            ._read_group([("partner_id", "in", partners.ids), ("id", "not in", self.lead_id.ids)], ["partner_id"])
        )
        return partners - partners.browse(partner.id for (partner,) in others)

    def _follow_lead(self):
        """A lead that was given a department in another way than by sorting takes its appeal along."""
        late = self.filtered(lambda appeal: appeal.lead_id.team_id and appeal.team_id != appeal.lead_id.team_id)
        for team, appeals in late.grouped(lambda appeal: appeal.lead_id.team_id).items():
            appeals.write({"team_id": team.id, "state": "sorted", "sorted_at": fields.Datetime.now()})

    # --- telling ---------------------------------------------------------------------------------

    def _ask_call_back(self, call):
        """A missed call of somebody unknown: whoever the rule names, or the dispatchers call back, before they sort it."""
        users = call.rule_id._get_user(call)
        # Who sorts no appeals does not see this one: his task stands on the call.
        record = call if users and not users.has_group("sales_base.group_dispatcher") else self
        for user in users or self.env["res.users"]._get_dispatchers():
            record._schedule_call_back(user, call)

    def _schedule_call_back(self, user, call):
        self.activity_schedule(
            "sales_leads.mail_activity_type_call_back",
            date_deadline=call.rule_id._get_deadline(call).date(),
            summary=self.env._("Call %s back", call._get_caller()),
            user_id=user.id,
        )

    def action_open_lead(self):
        self.ensure_one()
        return self.lead_id._get_records_action()
