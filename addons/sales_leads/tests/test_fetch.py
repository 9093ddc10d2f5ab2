from imaplib import IMAP4
from unittest.mock import MagicMock, patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.fetchmail import OdooPOP3

from .common import SalesLeadsCommon

CONNECT = "odoo.addons.mail.models.fetchmail.FetchmailServer._connect__"


class FakeImap(IMAP4):
    """As much of core's connection as is used; no network."""

    def __init__(self, *mails):  # the real one would connect
        self.mails, self.seen, self.asked = dict(enumerate(mails, 1)), [], []
        self._unread_messages = None

    def check_unread_messages(self):
        self._unread_messages = sorted(set(self.mails) - set(self.seen), reverse=True)
        return len(self._unread_messages)

    def fetch(self, message_set, message_parts):
        self.asked.append(message_parts)
        raw = self.mails[message_set]
        return "OK", [(b"1 (BODY[] {1}", raw), b")"] if raw else [None]

    def handled_message(self, number):
        self.seen.append(number)

    def disconnect(self):
        """Nothing to close."""


@tagged("post_install", "-at_install")
class TestFetch(SalesLeadsCommon):
    """A mail is marked as read only when it is stored."""

    def fetch(self, connection):
        """Let core's scheduled action fetch from a server that has this connection; returns the server."""
        server = self.env["fetchmail.server"].create(
            {
                "name": "Box",
                "server": "imap.plant.example",
                "object_id": self.env["ir.model"]._get_id("crm.inbound.event"),
                "state": "done",
            }
        )
        with patch(CONNECT, lambda *args, **kwargs: connection), self.enter_registry_test_mode():
            self.env.ref("mail.ir_cron_mail_gateway_action").method_direct_trigger()
        self.env.invalidate_all()
        return server

    def test_mails_are_stored_then_marked(self):
        connection = FakeImap(self.make_mail(), self.make_mail())
        server = self.fetch(connection)
        self.assertFalse(server.error_message)
        self.assertEqual(connection.seen, [1, 2])
        self.assertEqual(set(connection.asked), {"(BODY.PEEK[])"})
        self.assertEqual(self.events.search_count([("origin_id.key", "=", f"server:{server.id}")]), 2)

    @mute_logger("odoo.addons.mail.models.fetchmail")
    def test_what_is_not_stored_stays_unread_and_is_told(self):
        mails = [self.make_mail(), self.make_mail("bad"), self.make_mail()]
        connection, insert = FakeImap(*mails), type(self.events)._insert

        def refuse_one(events, values, raw):
            if b"bad" in raw:
                raise ZeroDivisionError
            return insert(events, values, raw)

        with patch.object(type(self.events), "_insert", refuse_one):
            server = self.fetch(connection)
        self.assertEqual(connection.seen, [1, 3])
        self.assertIn("1 mails could not be stored and stay unread", server.error_message)
        source = self.env["crm.intake.source"].search([("key", "=", f"server:{server.id}")])
        with self.no_commit():
            source._cron_watch()
        self.assertEqual(source.state, "failed")

    def test_a_mail_that_was_moved_away_is_passed_over(self):
        connection = FakeImap(None, self.make_mail())
        self.assertFalse(self.fetch(connection).error_message)
        self.assertEqual(connection.seen, [2])

    def test_servers_of_other_models_are_left_to_core(self):
        server = self.env["fetchmail.server"].create(
            {"name": "P", "server": "x.example", "object_id": self.env["ir.model"]._get_id("res.partner")}
        )
        connection = FakeImap()
        with patch(CONNECT, lambda *args, **kwargs: connection):
            self.assertIs(server._connect__(), connection)

    def test_pop_is_read_by_core_and_deleted_only_when_stored(self):
        server = self.env["fetchmail.server"].create({"name": "P", "server": "x.example", "server_type": "pop"})
        pop = MagicMock(spec=OdooPOP3)
        pop.retrieve_unread_messages.return_value = iter([(1, self.make_mail())])
        with patch(CONNECT, lambda *args, **kwargs: pop):
            connection = server._connect__()
        ((number, raw),) = list(connection.retrieve_unread_messages())
        connection.handled_message(number)
        pop.handled_message.assert_not_called()
        self.deliver(raw)
        connection.handled_message(number)
        pop.handled_message.assert_called_once_with(1)
        # A mail for another alias is core's matter.
        connection._raw = self.make_mail(to="else@plant.example")
        connection.handled_message(2)
        self.assertEqual(pop.handled_message.call_count, 2)
