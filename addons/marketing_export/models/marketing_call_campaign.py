from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.shares import Shares


class MarketingCallCampaign(models.Model):
    """“Call these customers”: out of a segment, a run or a selection, shared out among the managers."""

    _name = "marketing.call.campaign"
    _description = "Phone Campaign"
    _order = "create_date desc, id desc"

    name = fields.Char("Topic", required=True)
    active = fields.Boolean(default=True)
    script = fields.Html("What to say", help="The manager reads it while he calls.")
    user_id = fields.Many2one("res.users", "Marketer", required=True, readonly=True, default=lambda self: self.env.user)
    segment_id = fields.Many2one("marketing.segment", index="btree_not_null", ondelete="restrict")
    export_id = fields.Many2one("marketing.export", "Run", index="btree_not_null", ondelete="set null")
    contact_ids = fields.Many2many(
        "marketing.contact", "marketing_call_campaign_contact_rel", "campaign_id", "contact_id", "Chosen contacts"
    )
    assignment = fields.Selection(
        [("responsible", "The responsible manager of each customer"), ("even", "The managers below, evenly by load")],
        "Who calls",
        required=True,
        default="responsible",
    )
    manager_ids = fields.Many2many(
        "res.users",
        "marketing_call_campaign_manager_rel",
        "campaign_id",
        "user_id",
        "Managers",
        domain="[('all_group_ids', 'in', manager_group_id)]",
        help="Also for customers that have no responsible manager.",
    )
    manager_group_id = fields.Many2one("res.groups", compute="_compute_manager_group_id")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    deadline = fields.Date(help="Calls that do not fit in before it are not made.")
    day_limit = fields.Integer("Calls a day", default=30, help="Of one manager, all campaigns together; 0: any number.")
    quiet_days = fields.Integer("Not again within, days", default=30, help="Counted over all campaigns.")
    state = fields.Selection([("draft", "Draft"), ("given", "Given out")], default="draft", readonly=True, copy=False)
    call_ids = fields.One2many("marketing.call", "campaign_id", "Calls")
    skipped = fields.Text("Not given out", readonly=True, copy=False)
    call_count = fields.Integer("Given out", compute="_compute_counts")
    open_count = fields.Integer("To call", compute="_compute_counts")
    reached_count = fields.Integer("Reached", compute="_compute_counts")
    interest_count = fields.Integer("Interested", compute="_compute_counts")
    deal_count = fields.Integer("Deals", compute="_compute_counts")

    _sane_numbers = models.Constraint("CHECK(day_limit >= 0 AND quiet_days >= 0)", "Days and calls are not negative.")
    _dates_ordered = models.Constraint("CHECK(deadline >= date_from)", "The deadline is not before the first day.")

    def _compute_manager_group_id(self):
        self.manager_group_id = self.env.ref("sales_base.group_manager")

    @api.depends("call_ids.state", "call_ids.outcome", "call_ids.lead_id")
    def _compute_counts(self):
        # Marketers see how many, not which deals.
        calls = (
            self.env["marketing.call"]
            .sudo()
            ._read_group(
                [("campaign_id", "in", self.ids)],
                ["campaign_id", "state", "outcome", "lead_id.type"],
                ["__count"],
            )
        )
        for campaign in self:
            rows = [(state, outcome, kind, n) for own, state, outcome, kind, n in calls if own.id == campaign.id]
            campaign.call_count = sum(row[-1] for row in rows)
            campaign.open_count = sum(n for state, _o, _k, n in rows if state == "open")
            campaign.reached_count = sum(
                n for _s, outcome, _k, n in rows if outcome in ("reached", "interest", "refused")
            )
            campaign.interest_count = sum(n for _s, outcome, _k, n in rows if outcome == "interest")
            campaign.deal_count = sum(n for _s, _o, kind, n in rows if kind == "opportunity")

    @api.constrains("manager_ids", "assignment")
    def _check_managers(self):
        for campaign in self:
            if campaign.assignment == "even" and not campaign.manager_ids:
                raise UserError(self.env._("Name the managers among whom the calls are shared out."))

    def _get_domain(self):
        """Whom the campaign is about, as a Domain over marketing.contact."""
        self.ensure_one()
        if self.contact_ids:
            return Domain("id", "in", self.contact_ids.ids)
        segment = self.segment_id or self.export_id.segment_id
        if not segment:
            raise UserError(self.env._("Choose a segment, an export or contacts."))
        domain = segment._get_domain()
        if self.export_id:
            # Whoever was in that file, and still fits.
            domain &= Domain("id", "in", self.export_id._get_contact_ids())
        return domain

    def action_give_out(self):
        """Make the calls. Pressing it again gives out only what has come since."""
        self.check_access("write")
        for campaign in self:
            campaign._give_out()
        return True

    def _give_out(self):
        self.ensure_one()
        contacts, domain = self.env["marketing.contact"], self._get_domain()
        fitting = contacts.search(domain & Domain("call_block", "=", False))
        without = contacts.search_count(domain & Domain("call_block", "!=", False))
        quiet = self._get_quiet_customers(fitting)
        shares = Shares(self.day_limit, self._get_load(), self._get_workdays())
        values, seen = [], set(quiet)
        acting = self._get_acting_managers(fitting.user_id)
        for contact in fitting:
            customer = contact._get_customer_key()
            if customer in seen:
                continue
            user_id, day = shares.take(self._choose_users(contact, acting))
            if day:
                seen.add(customer)
                values.append(self._prepare_call(contact, user_id, day))
        # Marketers order calls, managers make them: nobody else writes the list.
        self.env["marketing.call"].sudo().create(values)
        self.write({"state": "given", "skipped": self._describe_skipped(without, quiet, shares)})

    def _describe_skipped(self, without, quiet, shares):
        text = self.env._
        nobody, late = shares.nobody, shares.late
        parts = [
            (without, text("without a number that may be called: %s", without)),
            (
                len(quiet),
                text("called or given out in the last %(days)s days: %(n)s", days=self.quiet_days, n=len(quiet)),
            ),
            (nobody, text("without a manager: %s", nobody)),
            (late, text("do not fit in before the deadline: %s", late)),
        ]
        return "\n".join(words for number, words in parts if number) or False

    def _get_acting_managers(self, users):
        """{responsible manager: ids of whoever does his work today}."""
        deputies = self.env["res.users.absence"]._get_deputies()
        return {user: (user._follow(deputies) or user).ids for user in users if user.active}

    def _choose_users(self, contact, acting):
        """Ids of the managers among whom the least loaded one gets the call."""
        own = acting.get(contact.user_id) if self.assignment == "responsible" else None
        return own or self.manager_ids.ids

    def _prepare_call(self, contact, user_id, day):
        return {
            "campaign_id": self.id,
            "contact_key": contact.key,
            "customer_key": contact._get_customer_key(),
            "partner_id": contact.partner_id.id,
            "team_id": contact.team_id.id,
            "user_id": user_id,
            "planned_on": day,
            "name": contact.name,
            "company_name": contact.company,
            "position": contact.position,
            "phone": contact.phone,
            "city": contact.city,
            "local_time": contact._describe_local_time(),
            "bought": contact.bought,
        }

    def _get_quiet_customers(self, contacts):
        """Keys of the customers that were given out or called lately, by whichever campaign."""
        since = fields.Date.subtract(fields.Date.context_today(self), days=self.quiet_days)
        recent = Domain("create_date", ">=", since) | Domain("done_at", ">=", since) | Domain("state", "=", "open")
        keys = {contact._get_customer_key() for contact in contacts}
        calls = (
            self.env["marketing.call"]
            .sudo()
            ._read_group(recent & Domain("customer_key", "in", list(keys)), ["customer_key"])
        )
        return {key for (key,) in calls}

    def _get_load(self):
        """{(user id, day): calls planned} of all campaigns."""
        groups = (
            self.env["marketing.call"]
            .sudo()
            ._read_group([("state", "=", "open")], ["user_id", "planned_on:day"], ["__count"])
        )
        return {(user.id, day): number for user, day, number in groups}

    def _get_workdays(self):
        """Days on which calls can be made, from the first day to the deadline (or a year on)."""
        first = max(self.date_from, fields.Date.context_today(self))
        last = self.deadline or fields.Date.add(first, years=1)
        return self.env.company._get_workdays(first, last)

    def action_show_calls(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_call_action_report")
        return {**action, "domain": [("campaign_id", "=", self.id)], "context": {}, "path": False}
