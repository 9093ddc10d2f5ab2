import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_base.tools import contact

from ..tools import ami, rest
from ..tools.cdr import is_outside

# What happened longer ago is told late: a card for it would only be in the way.
FRESH = timedelta(minutes=2)
# How often a bridge that reports all the time is written down.
REPORT_EVERY = timedelta(minutes=1)
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)
KINDS = ("ring", "answer", "hangup", "call", "hello")


class MikopbxConnection(models.Model):
    """The live part of an exchange: what the bridge tells, who is responsible for a number, dialling."""

    _inherit = "mikopbx.connection"

    bridge_hash = fields.Char(groups=fields.NO_ACCESS, copy=False, index="btree_not_null")
    has_bridge_key = fields.Boolean("Key of the bridge is set", compute="_compute_has_bridge_key")

    @api.depends("bridge_hash")
    def _compute_has_bridge_key(self):
        for connection in self:
            connection.has_bridge_key = bool(connection.sudo().bridge_hash)  # that there is one is no secret

    # --- the key by which bridge and exchange are known --------------------------------------------

    def action_new_key(self):
        """Make a new key and show it this once; the old one is refused from now on."""
        key = self._make_key()
        params = {
            "title": self.env._("Key of the bridge"),
            "message": self.env._("Copy it now, it is not shown again: %s", key),
            "sticky": True,
            "type": "warning",
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        }
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def _make_key(self):
        self.ensure_one()
        self.check_access("write")
        key = secrets.token_urlsafe(32)
        self.sudo().bridge_hash = self._hash(key)  # kept as a hash, read by nobody
        return key

    @api.model
    def _hash(self, key):
        return hashlib.sha256(key.encode()).hexdigest()

    @api.model
    def _find_by_key(self, key):
        """The exchange that this key belongs to; of all that are not, one cannot tell which was nearest."""
        found, told = self.browse(), self._hash(key or "")
        for connection in self.search([("bridge_hash", "!=", False)]):
            if hmac.compare_digest(connection.bridge_hash, told):
                found = connection
        return found

    # --- what the bridge tells -----------------------------------------------------------------------

    def _take_events(self, events):
        """Take what the bridge tells; each event has its own answer, and none stops the others.

        :param list events: dicts with key, kind (see KINDS), at (ISO moment with its zone), linkedid, extension,
            number, did; "call" has the payload of a whole call, see `crm.phone.call._register_call`
        :return: list of {"key", "status"}: done, late, nobody, repeated, unneeded, or unknown and bad with a "why"
        """
        self.ensure_one()
        self._note_event()
        runs, answers = [], []
        for event in events:
            kind = self._get_kind(event)
            if not runs or runs[-1][0] != kind:
                runs.append((kind, []))
            runs[-1][1].append(event)
        for kind, run in runs:
            keys = [{"key": event.get("key") if isinstance(event, dict) else None} for event in run]
            answers += [key | answer for key, answer in zip(keys, self._take_run(kind, run), strict=True)]
        return answers

    @staticmethod
    def _get_kind(event):
        kind = event.get("kind") if isinstance(event, dict) else None
        return kind if kind in KINDS else None

    def _take_run(self, kind, events):
        """Answers to events of one kind that came one after the other; many telephones may ring at once."""
        if not kind:
            return [{"status": "unknown", "why": f"kind is one of {', '.join(KINDS)}"}] * len(events)
        if kind == "ring" and len(events) > 1:
            try:
                with self.env.cr.savepoint():
                    return [{"status": status} for status in self._take_rings(events)]
            except UNREADABLE:
                self.env["mikopbx.card"].invalidate_model()
        return [self._take_safely(kind, event) for event in events]

    def _take_safely(self, kind, event):
        try:
            with self.env.cr.savepoint():
                return {"status": getattr(self, f"_take_{kind}")(event)}
        except UNREADABLE as error:
            return {"status": "bad", "why": f"{type(error).__name__}: {error}"}

    def _note_event(self):
        now = fields.Datetime.now()
        if not self.last_event_at or now - self.last_event_at >= REPORT_EVERY:
            self.last_event_at = now
            name = self.env._("%s: bridge", self.name)
            self.env["crm.intake.source"]._report("connector", f"mikopbx-{self.id}-bridge", name)

    def _take_hello(self, _event):
        return "done"

    def _take_ring(self, event):
        return self._take_rings([event])[0]

    def _take_rings(self, events):
        """Show each card once, to whoever is called; returns a status for each event."""
        extensions = [str(event["extension"]) for event in events]
        users = self.env["res.users"].search([("pbx_extension", "in", extensions)])
        by_extension = {user.pbx_extension: user for user in users}
        called = [(by_extension.get(str(event["extension"]), users.browse()), event) for event in events]
        cards = self.env["mikopbx.card"]._ensure(self, [pair for pair in called if pair[0]])
        late = cards.filtered(lambda card: fields.Datetime.now() - card.started_at > FRESH)
        late.state = "over"
        (cards - late)._pop_up_cards()
        new = {(card.linkedid, card.user_id): "late" if card in late else "done" for card in cards}
        # The second of two equal events is a repeat of the first.
        return [new.pop((str(event["linkedid"]), user), "repeated") if user else "nobody" for user, event in called]

    def _take_answer(self, event):
        cards = self.env["mikopbx.card"]._find(self, event["linkedid"])
        return cards._answer(self._find_user(event["extension"]), self._read_moment(event))

    def _take_hangup(self, event):
        return self.env["mikopbx.card"]._find(self, event["linkedid"])._hang_up(self._read_moment(event))

    def _take_call(self, event):
        """A whole call as events tell it: the truth only where there is no list of calls to read."""
        if self.source != "ami":
            return "unneeded"
        payload = event["call"]
        if not is_outside(payload.get("src")) and not is_outside(payload.get("dst")) and not payload.get("did"):
            return "unneeded"
        json.dumps(payload)
        return "done" if self.env["crm.inbound.event"]._store_calls([payload]) else "repeated"

    @api.model
    def _read_moment(self, event):
        """Naive UTC moment of an event."""
        moment = datetime.fromisoformat(event["at"])
        if not moment.tzinfo:
            raise ValueError("a moment needs its zone")
        return self.env["crm.phone.call"]._to_utc(moment)

    @api.model
    def _find_user(self, extension):
        user = self.env["crm.phone.call"]._find_employee(str(extension))
        return user.filtered("active")

    # --- who is responsible ----------------------------------------------------------------------------

    def _get_responsible_of(self, number, did=""):
        """Whose telephone rings first for a caller: {"extension", "name"}; both empty when it is anybody's call.

        :param str number: of the caller, as the exchange has it
        :param str did: the line of ours that he called
        """
        self.ensure_one()
        users = self.env["res.users"]
        intake = self.env["crm.intake"]
        found = intake._fold_customer(intake._match({"phone": number})) if number else intake.env["res.partner"]
        customer = found.commercial_partner_id
        if len(customer) == 1:
            users = self._get_manager(customer, did)
        user = users.filtered("pbx_extension")[:1]
        return {"extension": user.pbx_extension or "", "name": user.name or ""}

    def _get_manager(self, customer, did):
        lines = self.env["crm.phone.line"]
        line = lines.search([("did_key", "=", lines._key_of(did)), ("company_id", "=", self.company_id.id)], limit=1)
        users = line.team_id and customer._get_responsible(line.team_id)
        users = users or customer._get_responsible(customer._get_responsible_team() or None)
        return users or self.env["crm.intake"]._find_open_lead(customer).user_id._get_acting()

    # --- dialling ----------------------------------------------------------------------------------------

    @api.model
    def _find_dialler(self):
        """The exchange that dials for this user, if any."""
        # Whoever dials need not see how the exchange is reached.
        working = [("state", "=", "done"), ("ami_user", "!=", False), ("company_id", "in", self.env.companies.ids)]
        return self.sudo().search(working, limit=1) if self.env.user.sudo().pbx_extension else self.browse()

    @api.model
    def dial(self, number):
        """Call a number for the user: his own telephone rings first.

        :param str number: as it stands in a field
        :return: one sentence on what happens now
        """
        extension = self.env.user.sudo().pbx_extension  # his own, which he need not be able to read as a field
        if not self.env.user._is_internal() or not extension:
            raise UserError(self.env._("You have no extension: ask the administrator to enter it."))
        connection = self._find_dialler()
        if not connection:
            raise UserError(self.env._("No telephone exchange dials for you: ask the administrator."))
        digits = connection._get_dialled(number)
        try:
            connection._dial(extension, digits)
        except ami.AmiError as error:
            raise UserError(connection._describe_ami(error)) from None
        return self.env._("Take your telephone: %s is called then.", number)

    def _get_dialled(self, number):
        value, _last_ten = self.env["res.partner.contact.point"]._normalise("phone", number or "")
        digits = contact.digits_of(value or number or "")
        if not digits or len(digits) > 20:
            raise UserError(self.env._("“%s” is no number that can be called.", number or ""))
        return digits

    def _dial(self, extension, digits):
        if not extension.isdigit():
            raise UserError(self.env._("Your extension “%s” is no number.", extension))
        with ami.AmiClient(self._get_ami_host(), self.ami_port, self.ami_user, self.ami_secret or "") as client:
            client.dial(self.dial_channel.replace("{extension}", extension), self.dial_context, digits)

    def _get_ami_host(self):
        return self.ami_host or urlsplit(rest.get_url(self.host)).hostname or ""

    @api.model
    def _describe_ami(self, error):
        told = {
            "unreachable": self.env._("The telephone exchange cannot be reached: tell the administrator."),
            "refused": self.env._("The telephone exchange refuses the login: tell the administrator."),
            "denied": self.env._("The telephone exchange does not dial: its user needs the right “originate”."),
            "said": self.env._(
                "The telephone exchange does not dial, it says “%s”: tell the administrator.", error.detail
            ),
            "odd": self.env._("What answers is no telephone exchange: tell the administrator."),
        }
        return told[error.kind]
