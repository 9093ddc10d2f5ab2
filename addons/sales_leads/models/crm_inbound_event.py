import base64
import hashlib
import json
import logging
from contextlib import contextmanager

import psycopg2
from psycopg2 import errors as pg_errors

from odoo import SUPERUSER_ID, api, fields, models, modules
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import mail as mail_reader

_logger = logging.getLogger(__name__)

BATCH = 200
STORE_TRIES = 5
# Whoever loses the race for a key waits for the winner and then meets one of these two.
LOST_RACE = (pg_errors.UniqueViolation, pg_errors.SerializationFailure)


class CrmInboundEvent(models.Model):
    """What came from outside, as it came. Stored first, in a transaction of its own; interpreted afterwards."""

    _name = "crm.inbound.event"
    _description = "Inbound Event"
    # The thread makes the model eligible for mail aliases and incoming servers.
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char("Subject", readonly=True)
    source = fields.Selection([("mail", "Mail"), ("call", "Call")], required=True, default="mail", readonly=True)
    key = fields.Char(required=True, readonly=True, help="The same key is the same event, however often it comes.")
    message_id = fields.Char("Message-Id", index="btree_not_null", readonly=True)
    sender = fields.Char("From", readonly=True)
    received_at = fields.Datetime("Received", required=True, readonly=True)
    size = fields.Integer("Size, bytes", readonly=True, aggregator="sum")
    digest = fields.Char("SHA-256", readonly=True)
    raw = fields.Binary("As it came", attachment=False, readonly=True)
    raw_name = fields.Char("File name", compute="_compute_raw_name")
    changed_copy = fields.Boolean(
        "Same id, other content", readonly=True, help="Another event has the same Message-Id and another body."
    )
    state = fields.Selection(
        [("new", "New"), ("processed", "Processed"), ("failed", "Failed"), ("ignored", "Not a request")],
        required=True,
        default="new",
        index=True,
        readonly=True,
    )
    error = fields.Text("Remark", readonly=True, help="Why it failed or was ignored, or what was wrong with it.")
    interpreted_at = fields.Datetime("Interpreted", readonly=True)
    appeal_id = fields.Many2one("crm.appeal", index="btree_not_null", readonly=True, ondelete="set null")
    request_id = fields.Many2one("crm.customer.request", index="btree_not_null", readonly=True, ondelete="set null")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", readonly=True, ondelete="set null")
    call_id = fields.Many2one("crm.phone.call", index="btree_not_null", readonly=True, ondelete="set null")

    origin_id = fields.Many2one("crm.intake.source", "Came through", index="btree_not_null", readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This event is stored already.")

    @api.depends("source")
    def _compute_raw_name(self):
        for event in self:
            event.raw_name = f"{event.id}.{'eml' if event.source == 'mail' else 'json'}"

    # --- storing ---------------------------------------------------------------------------------

    @api.model
    def _store_mail(self, raw, origin="gateway", **values):
        """Keep a raw mail and have it interpreted soon; safe against any content.

        :param bytes raw: the mail as the gateway got it
        :param str origin: key of the crm.intake.source that it came through
        :param values: further fields of the event
        :return: id of the event, whether it is new or was stored before
        """
        mail = mail_reader.read_headers(raw)
        return self._store(
            {
                "source": "mail",
                "key": mail_reader.get_key(raw, mail),
                "message_id": mail.message_id or None,
                "name": mail.subject[:500] or None,
                "sender": mail.get("From")[:500] or None,
                "origin_id": self.env["crm.intake.source"]._get_id(origin) or None,
                **values,
            },
            raw,
        )

    @api.model
    def _store_call(self, payload):
        """Keep a call as a connector got it and have it registered soon.

        :param dict payload: see `crm.phone.call._register_call`; one event per linkedid and content
        :return: id of the event, whether it is new or was stored before
        """
        return self._store(*self._prepare_call(payload))

    @api.model
    def _prepare_call(self, payload):
        """(values of the event, its content) of a call as a connector got it."""
        raw = json.dumps(payload, ensure_ascii=False, sort_keys=True, default=str).encode()
        linkedid = str(payload.get("linkedid") or "")
        values = {"source": "call", "message_id": None, "name": linkedid or None, "sender": payload.get("src") or None}
        return values | {"key": f"call:{linkedid}:{hashlib.sha256(raw).hexdigest()}"}, raw

    @api.model
    def _store(self, values, raw):
        for _attempt in range(STORE_TRIES):
            with self._storing_env() as env:
                stored = env[self._name].sudo()
                known = stored._find_stored(values["key"])
                if known:
                    return known
                try:
                    event_id = stored._insert(values, raw)
                except LOST_RACE:
                    # Somebody else has stored the very same meanwhile: the next look finds it.
                    env.cr.rollback()
                    continue
                stored._wake()
                return event_id
        # Whoever brought it keeps it and brings it again.
        raise UserError(self.env._("The database is too busy to store what came: deliver it again."))

    @contextmanager
    def _storing_env(self):
        """Environment of a short transaction of its own, so that no later failure takes the mail with it."""
        if modules.module.current_test:
            yield self.env
            return
        with self.pool.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    @api.model
    def _find_stored(self, key):
        row = self.env.execute_query(SQL("SELECT id FROM crm_inbound_event WHERE key = %s", key))
        return row[0][0] if row else False

    @api.model
    def _insert(self, values, raw):
        """One statement in place of create(): the loser of a race shall leave no error in the log."""
        now = self.env.cr.now()
        row = values | {
            "digest": hashlib.sha256(raw).hexdigest(),
            "raw": base64.b64encode(raw),
            "size": len(raw),
            "state": "new",
            "received_at": now.replace(microsecond=0),
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
        }
        query = SQL(
            """INSERT INTO crm_inbound_event (changed_copy, %s)
               VALUES (EXISTS(SELECT 1 FROM crm_inbound_event WHERE message_id = %s), %s) RETURNING id""",
            SQL(", ").join(map(SQL.identifier, row)),
            values["message_id"],
            SQL(", ").join(SQL("%s", value) for value in row.values()),
        )
        self.env.cr.execute(query, log_exceptions=False)
        return self.env.cr.fetchone()[0]

    @api.model
    def _wake(self):
        """Have the interpretation run as soon as possible, unless somebody asked for it already."""
        cron = self.env.ref("sales_leads.ir_cron_interpret_events", raise_if_not_found=False)
        if cron and not self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)], limit=1):
            cron._trigger()

    # --- interpreting ----------------------------------------------------------------------------

    @api.model
    def _cron_interpret(self):
        """Interpret what is new, oldest first, each event in a transaction of its own.

        What it writes (tasks, remarks, names) is read by the company's people: it speaks the company's language.
        """
        self = self.with_context(lang=self.env.company.partner_id.lang or self.env.lang)
        last = 0
        while ids := self.search([("state", "=", "new"), ("id", ">", last)], order="id", limit=BATCH).ids:
            for event_id in ids:
                self.browse(event_id)._interpret_safely()
                if not self.env["ir.cron"]._commit_progress(1):
                    return
            last = ids[-1]

    def _interpret_safely(self):
        """Interpret one event; whatever goes wrong is undone and written down on the event itself."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "new":
            return
        try:
            with self.env.cr.savepoint():
                self._interpret()
        except psycopg2.OperationalError:
            # Another transaction was faster: the event stays new for the next run.
            self.env.cr.rollback()
        except UserError as error:
            self._finish("failed", str(error))
        except Exception as error:  # one bad event must never stop the next
            _logger.info("Inbound event %s failed: %s: %s", self.id, type(error).__name__, error)
            _logger.debug("Inbound event %s", self.id, exc_info=True)
            self._finish("failed", self.env._("Unexpected: %s", f"{type(error).__name__}: {error}"))

    def _interpret(self):
        """Make of the event what it is: appeal, customer request, note, call; or ignore it with a reason."""
        self.ensure_one()
        raw = base64.b64decode(self.raw or b"")
        if not raw:
            raise UserError(self.env._("The raw content is no longer kept."))
        if self.source == "call":
            call = self.env["crm.phone.call"]._register_call(json.loads(raw))
            self._finish("processed", call_id=call.id, appeal_id=call.appeal_id.id, request_id=call.request_id.id)
        else:
            self._interpret_mail(raw)

    def _finish(self, state, error=None, **values):
        now = fields.Datetime.now()
        self.write({"state": state, "error": error or False, "interpreted_at": now, **values})

    def action_open_result(self):
        """Open what the event became."""
        self.ensure_one()
        result = self.request_id or self.appeal_id or self.lead_id or self.call_id
        if not result:
            raise UserError(self.env._("Nothing was made of this event."))
        return result._get_records_action()
