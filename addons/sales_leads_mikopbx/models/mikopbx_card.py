from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, html2plaintext

# Cards are kept for a while, for whoever wants to write his note after the next call.
KEPT_DAYS = 7
SHOWN = 3
SHORT = 120


class MikopbxCard(models.Model):
    """The card of one call at one employee: who it is, what is open, what was said last, and his note."""

    _name = "mikopbx.card"
    _description = "Card of a Call"
    _order = "id desc"
    _rec_name = "number"

    connection_id = fields.Many2one("mikopbx.connection", required=True, readonly=True, index=True, ondelete="cascade")
    linkedid = fields.Char("Call id at the PBX", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Employee", required=True, readonly=True, index=True, ondelete="cascade")
    number = fields.Char("Phone", readonly=True)
    did = fields.Char("Number of the line", readonly=True)
    line_id = fields.Many2one("crm.phone.line", readonly=True, index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index="btree_not_null", ondelete="set null")
    appeal_id = fields.Many2one("crm.appeal", readonly=True, index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", "Deal", readonly=True, index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [("ring", "Rings"), ("talk", "Talks"), ("over", "Over")], required=True, default="ring", readonly=True
    )
    started_at = fields.Datetime("Rang at", required=True, readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    lead_ids = fields.Many2many("crm.lead", compute="_compute_open", string="Open leads and deals")
    request_ids = fields.Many2many("crm.customer.request", compute="_compute_open", string="Open requests")
    last_note = fields.Text("Last notes", compute="_compute_last_note")
    note = fields.Text()

    _call_uniq = models.UniqueIndex("(connection_id, linkedid, user_id)", "This card is there already.")

    @api.depends("number", "partner_id")
    def _compute_display_name(self):
        for card in self:
            card.display_name = card._get_caller()

    @api.depends("partner_id")
    def _compute_open(self):
        """What is open as far as the reader may see it."""
        leads, requests = self.env["crm.lead"], self.env["crm.customer.request"]
        for card in self:
            family = ("partner_id", "in", card.partner_id._get_family().ids if card.partner_id else [])
            card.lead_ids = leads.search([family, ("won_status", "=", "pending")], order="id desc", limit=SHOWN)
            card.request_ids = requests.search([family, ("state", "=", "new")], order="id desc", limit=SHOWN)

    @api.depends("partner_id", "lead_ids")
    def _compute_last_note(self):
        """What people wrote last about the customer and his open matters."""
        messages = self.env["mail.message"]
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        for card in self:
            about = [("model", "=", "crm.lead"), ("res_id", "in", card.lead_ids.ids)]
            if card.partner_id:
                about = ["|", "&", ("model", "=", "res.partner"), ("res_id", "=", card.partner_id.id), "&", *about]
            said = [("message_type", "=", "comment"), ("subtype_id", "=", comment)]
            found = messages.search([*about, *said], order="id desc", limit=SHOWN) if card.partner_id else messages
            card.last_note = "\n".join(card._show_message(message) for message in found)

    @api.model
    def _show_message(self, message):
        text = " ".join(html2plaintext(message.body).split())
        day = fields.Datetime.context_timestamp(self, message.date).strftime("%d.%m.%Y")
        return f"{day} {message.author_id.name or ''}: {text if len(text) <= SHORT else text[:SHORT].rstrip() + '…'}"

    def _get_caller(self):
        return self.partner_id.display_name or self.number or self.env._("(withheld)")

    # --- from ring to hang-up ------------------------------------------------------------------------

    @api.model
    def _ensure(self, connection, called):
        """The cards of these calls that were not there before.

        :param list called: pairs (res.users whose telephone rings, event)
        """
        if not called:
            return self.browse()
        now = self.env.cr.now()
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, 'ring', %s, %s, %s, %s, %s)",
                connection.id,
                str(event["linkedid"]),
                user.id,
                str(event.get("number") or "")[:64] or None,
                str(event.get("did") or "")[:64] or None,
                connection._read_moment(event),
                *(self.env.uid, now) * 2,
            )
            for user, event in called
        ]
        # One statement in place of create(): the second of two equal events shall leave no error in the log.
        made = self.env.execute_query(
            SQL(
                """INSERT INTO mikopbx_card (connection_id, linkedid, user_id, number, did, state, started_at,
                                             create_uid, create_date, write_uid, write_date)
                   VALUES %s ON CONFLICT DO NOTHING RETURNING id""",
                SQL(", ").join(rows),
            )
        )
        cards = self.browse(number for (number,) in made)
        cards._find_who()
        return cards

    def _find_who(self):
        """Line and customer of the cards, as the intake will tell them of the finished call."""
        lines = self.env["crm.phone.line"]
        keys = {card: lines._key_of(card.did) for card in self}
        named = lines.search([("did_key", "in", [key for key in keys.values() if key])])
        by_key = {line.did_key: line for line in named}
        customers = self._match_numbers()
        for card in self:
            card.line_id = by_key.get(keys[card], lines)
            card.partner_id = customers.get(card.number)

    def _match_numbers(self):
        """{number: partner} of those that are one customer's; two queries for all of them."""
        points, intake = self.env["res.partner.contact.point"], self.env["crm.intake"]
        told = {number: points._normalise("phone", number) for number in set(self.mapped("number")) - {False}}
        values = [value for value, _ten in told.values() if value]
        tens = [ten for _value, ten in told.values() if ten]
        found = points.search([("kind", "=", "phone"), "|", ("value", "in", values), ("last_ten", "in", tens)])
        customers = {}
        for number, (value, ten) in told.items():
            near = found.filtered(lambda one, value=value: one.value == value)
            near = near or found.filtered(lambda one, ten=ten: ten and one.last_ten == ten)
            partners = intake._fold_customer(intake._leave_out_own_people(near.partner_id))
            if len(partners.commercial_partner_id) == 1:
                customers[number] = partners.sorted("active", reverse=True)[:1]
        return customers

    @api.model
    def _find(self, connection, linkedid):
        return self.search([("connection_id", "=", connection.id), ("linkedid", "=", str(linkedid))])

    def _answer(self, user, moment):
        """Somebody took the call: his card stays, all others go."""
        mine = self.filtered(lambda card: card.user_id == user)
        (self - mine).filtered(lambda card: card.state == "ring")._end(moment)
        mine.filtered(lambda card: card.state == "ring").write({"state": "talk", "answered_at": moment})
        return "done" if mine else "nobody"

    def _hang_up(self, moment):
        """The call is over: whoever did not take it sees its card no more."""
        if not self:
            return "nobody"
        self.filtered(lambda card: card.state == "ring")._end(moment)
        self.filtered(lambda card: card.state == "talk").write({"state": "over", "ended_at": moment})
        return "done"

    def _end(self, moment):
        self.write({"state": "over", "ended_at": moment})
        for card in self:
            card.user_id._pop_down(card._get_tag())

    def _get_tag(self):
        return f"mikopbx-{self.id}"

    def _pop_up_cards(self):
        """Show each card in the browser of the employee whose telephone rings, in his language.

        What is open and what was said last his browser asks for itself: it is told by his rights.
        """
        for card in self:
            card = card.with_context(lang=card.user_id.lang)
            begin = card.env._("New Deal") if card.partner_id else card.env._("New Lead")
            buttons = [
                {"name": card.env._("Open"), "method": "action_open"},
                {"name": begin, "method": "action_create"},
                {"name": card.env._("Note"), "method": "action_note"},
            ]
            card.user_id._pop_up(
                card, card._get_title(), "", sticky=True, buttons=buttons, tag=card._get_tag(), details="get_details"
            )

    def _get_title(self):
        return self.env._("%s calls", self._get_caller())

    def get_details(self):
        """Line, what is open and what was said last, in a few lines; what the reader may see of it."""
        self.ensure_one()
        # A name of a line is no secret to whoever is called on it.
        lines = [self.number if self.partner_id else "", self.sudo().line_id.name or ""]
        told = [" · ".join(filter(None, lines))]
        open_names = [*self.lead_ids.mapped("display_name"), *self.request_ids.mapped("display_name")]
        told.append(self.env._("Open: %s", "; ".join(open_names)) if open_names else "")
        told.append((self.last_note or "").split("\n")[0])
        return "\n".join(filter(None, told))

    # --- what the employee does with it ----------------------------------------------------------------

    def action_open(self):
        """Open what is open of this caller, else the customer, else the card itself."""
        self.ensure_one()
        record = self.lead_id or self.lead_ids[:1] or self.partner_id
        return record._get_records_action() if record else self.action_note()

    def action_create(self):
        """Begin a deal with a known customer; of a stranger make an appeal that is sorted to the employee at once."""
        self.ensure_one()
        if not self.partner_id:
            self._make_lead()
            return self.lead_id._get_records_action()
        customer = self.partner_id
        context = {
            "default_type": "opportunity",
            "default_partner_id": customer.commercial_partner_id.id,
            "default_user_id": self.env.uid,
            "default_team_id": self.env.user.sale_team_id.id,
            "default_phone": self.number,
        }
        return self.env["crm.lead"]._get_records_action(context=context, views=[(False, "form")])

    def _make_lead(self):
        """The finished call finds it by the number a minute later, and is noted there."""
        if self.lead_id:
            return
        user = self.env.user
        team = user.sale_team_id
        if not team:
            raise UserError(self.env._("You belong to no department: the dispatcher sorts this call."))
        # Appeals are the dispatcher's; whoever speaks with a stranger takes this one on himself.
        appeal = self.env["crm.appeal"].sudo().create([self._prepare_appeal_values(team)])
        appeal._sort(team)
        lead = appeal.lead_id
        if user in lead._get_assignable_users():
            lead._assign(user)
        self.sudo().write({"appeal_id": appeal.id, "lead_id": lead.id, "partner_id": appeal.partner_id.id})

    def _prepare_appeal_values(self, team):
        return {
            "channel": "phone",
            "phone": self.number,
            "team_id": team.id,
            "subject": self.env._("Call from %s", self._get_caller()),
            "needs": self.note or False,
        }

    def action_note(self):
        """Open the card with its note in a dialog."""
        self.ensure_one()
        form = self.env.ref("sales_leads_mikopbx.mikopbx_card_view_form")
        return self._get_records_action(name=self.display_name, target="new", views=[(form.id, "form")])

    def action_keep_note(self):
        """Put the note where the next one looks for it: into the open matter, else to the customer."""
        self.ensure_one()
        self.check_access("write")
        if not (self.note or "").strip():
            raise UserError(self.env._("Write the note first."))
        record = self.lead_id or self.lead_ids[:1] or self.partner_id
        if not record:
            self._make_lead()
            record = self.lead_id
        # Managers write notes on customers whom they may only read.
        record.sudo().message_post(body=self.note, author_id=self.env.user.partner_id.id)
        self.note = False
        return {"type": "ir.actions.act_window_close"}

    @api.autovacuum
    def _gc_cards(self):
        border = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("started_at", "<", border)], limit=10_000).unlink()
