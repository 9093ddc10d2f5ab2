from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_intake_source import HEARD_OF

# Calls and mails that came since the last look are enough; the first look goes further back.
LOOK_BACK = timedelta(days=1)
FIRST_LOOK = timedelta(days=60)


class CrmIntakeSource(models.Model):
    """The part of a source that learns what there is and what came through it.

    Nothing is written when a mail or call comes: parallel deliveries would wait for each other. What came is read
    from the events and calls themselves.
    """

    _inherit = "crm.intake.source"

    @api.model
    def _sync(self):
        """Every server, line and mailbox has its source; each knows what last came through it."""
        self._ensure_shared()
        self._sync_servers()
        self._sync_mailboxes()
        self._sync_lines()
        self._sync_events()

    @api.model
    def _ensure_shared(self):
        alias = self.env.ref("sales_leads.mail_alias_intake", raise_if_not_found=False)
        address = (alias and alias.sudo().alias_full_name) or ""
        for key, name in (
            ("gateway", self.env._("Mail gateway %s", address).strip()),
            ("queue", self.env._("Interpretation of what came")),
        ):
            source = self.browse(self._get_id(key)).exists()
            if not source:
                self.create([{"kind": key, "key": key, "name": name}])
            elif source.name != name:
                source.name = name

    @api.model
    def _sync_servers(self):
        """Incoming mail servers: core keeps the last error until the server works again."""
        servers = self.env["fetchmail.server"].sudo().with_context(active_test=False)  # read for whoever watches
        found = servers.search([("server_type", "!=", "local")])
        known = self.with_context(active_test=False).search([("kind", "=", "server")])
        by_key = {source.key: source for source in known}
        seen = set()
        for server in found:
            key = f"server:{server.id}"
            # Core gives a server up that failed for days: that is not peace but the worst case.
            given_up = server.state == "draft" and server.error_date
            if server.active and (server.state == "done" or (given_up and key in by_key)):
                seen.add(key)
                self.browse(self._ensure("server", server.id, server.name))._note_server(server)
        (known.filtered(lambda source: source.key not in seen))._retire()

    def _note_server(self, server):
        error = server.error_date and (server.error_message or self.env._("It cannot be reached."))
        if error or server.date:
            self._note(error, (server.error_date if error else server.date))

    @api.model
    def _sync_mailboxes(self):
        boxes = self.env["crm.own.mailbox"].sudo().search([("state", "!=", "draft"), ("user_id.active", "=", True)])
        for box in boxes:
            self._ensure("mailbox", box.id, box.display_name, user_id=box.user_id.id)
        keys = {f"mailbox:{box.id}" for box in boxes}
        self.search([("kind", "=", "mailbox")]).filtered(lambda source: source.key not in keys)._retire()

    def _retire(self):
        """It is no longer there: nobody is alarmed any more."""
        for source in self.filtered("active"):
            source.write({"state": "off", "remark": False, "error": False, "error_at": False, "active": False})
            if source.incident_at:
                source._close_incident()

    @api.model
    def _sync_lines(self):
        """A line is watched from its first call on."""
        rows = self._read_last("crm_phone_call", "did", "started_at", SQL("direction = 'in' AND did IS NOT NULL"))
        for did, last in rows:
            source = self.browse(self._ensure("line", did, self.env._("Line %s", did)))
            source._note_event(last)

    @api.model
    def _sync_events(self):
        origin = SQL("raw IS NOT NULL AND origin_id IS NOT NULL")
        for source_id, last in self._read_last("crm_inbound_event", "origin_id", "received_at", origin):
            self.browse(source_id)._note_event(last)

    @api.model
    def _read_last(self, table, column, moment, condition):
        """Pairs (value of `column`, last `moment`) of what came lately."""
        self.env.flush_all()
        # After a stop of days the look goes as far back as there was nobody to look.
        looked_at = self.search([("kind", "in", HEARD_OF)]).mapped("last_event_at")
        last_look = max(filter(None, looked_at), default=None)
        now = fields.Datetime.now()
        since = min(last_look or now - FIRST_LOOK, now) - LOOK_BACK
        column, moment = SQL.identifier(column), SQL.identifier(moment)
        return self.env.execute_query(
            SQL(
                "SELECT %s, max(%s) FROM %s WHERE %s AND %s >= %s GROUP BY 1",
                column,
                moment,
                SQL.identifier(table),
                condition,
                moment,
                since,
            )
        )

    def _note_event(self, moment):
        # A clock of an exchange that goes fast must not keep the alarm away.
        moment = min(moment.replace(microsecond=0), fields.Datetime.now())
        if not self.last_event_at or moment > self.last_event_at:
            self.last_event_at = moment
