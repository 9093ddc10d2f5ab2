import contextlib
import ssl
from unittest.mock import MagicMock, patch

from imapclient.exceptions import LoginError
from psycopg2 import errors

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models import crm_own_mailbox
from .own_mailbox_common import SECRET, OwnMailboxCommon
from .test_letter import LetterCommon

LATER = "2026-03-06 12:00:00"


@tagged("post_install", "-at_install")
class TestTimeOver(LetterCommon):
    """A scheduled action whose time is over ends after the record in hand; the next run goes on with the rest."""

    @contextlib.contextmanager
    def time_over(self, after=1):
        """The scheduler lets `after` records through."""
        left = [after]

        def commit(_cron, processed=0, **_values):
            left[0] -= processed
            return max(left[0], 0)

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            yield

    def make_letters(self):
        for number in range(3):
            self.receive(self.make_fresh(sender=f"w{number}@letters.example"))
        return self.letters.search([("address", "like", "@letters.example")], order="id")

    def test_letters(self):
        letters = self.make_letters()
        with self.time_over():
            self.letters._cron_send()
        self.assertEqual([bool(letter.mail_id) for letter in letters], [True, False, False])
        self.send()
        self.assertTrue(all(letter.mail_id for letter in letters))

    def test_events(self):
        events = self.events.browse(self.deliver(self.make_mail(sender=f"e{n}@q.example")).id for n in range(3))
        with self.time_over():
            self.events._cron_interpret()
        self.assertEqual(events.mapped("state"), ["processed", "new", "new"])
        self.interpret()
        self.assertEqual(set(events.mapped("state")), {"processed"})

    def test_missed_limits(self):
        leads = self.env["crm.lead"]
        with freeze_time("2026-03-02 07:00:00"):
            for number in range(3):
                appeal = self.env["crm.appeal"].create({"contact_name": "Oleg", "email": f"l{number}@q.example"})
                appeal._sort(self.vys)
                appeal.lead_id._assign(self.manager)
                leads |= appeal.lead_id
        missed = self.env["crm.lead.missed"]
        with freeze_time(LATER), self.time_over():
            missed._cron_escalate()
        self.assertEqual(len(leads.missed_ids.lead_id), 1)
        with freeze_time(LATER), self.no_commit():
            missed._cron_escalate()
        self.assertEqual(leads.missed_ids.lead_id, leads)

    def test_sources(self):
        sources = self.env["crm.intake.source"]
        checked = []
        with (
            self.time_over(2),
            patch.object(type(sources), "_check_safely", lambda source: checked.append(source.id)),
        ):
            sources._cron_watch()
        self.assertEqual(len(checked), 2)

    def test_questions(self):
        questions, records = self.env["crm.open.question"], self.env["crm.lead"]
        for number in range(3):
            client = self.env["res.partner"].create({"name": f"C{number}", "email": f"c{number}@asked.example"})
            lead = self.env["crm.lead"].create(
                {
                    "name": "L",
                    "type": "lead",
                    "partner_id": client.id,
                    "user_id": self.manager.id,
                    "team_id": self.vys.id,
                }
            )
            letter = {"partner_ids": client.ids, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
            message = lead.with_user(self.manager).message_post(body="Which flow?", **letter).sudo()
            message.date = "2026-03-02 12:00:00"
            records |= lead
        found = [("lead_id", "in", records.ids)]
        with freeze_time(LATER), self.time_over():
            questions._cron_follow()
        self.assertEqual(questions.search_count(found), 1)
        with freeze_time(LATER), self.no_commit():
            questions._cron_follow()
        self.assertEqual(questions.search(found).lead_id, records)


@tagged("post_install", "-at_install")
class TestFasterElsewhere(LetterCommon):
    """Another transaction was faster: what it holds is left for the next run, without a word in the log."""

    @contextlib.contextmanager
    def quiet_rollback(self):
        """The savepoint of the record has undone its work; the test's own transaction goes on."""
        with patch.object(self.env.cr, "rollback"), self.assertNoLogs("odoo.addons.sales_leads", "INFO"):
            yield

    def test_a_letter_stays_planned(self):
        self.receive(self.make_fresh())
        letter = self.letters.search([], order="id desc", limit=1)
        with self.quiet_rollback(), patch.object(type(letter), "_send", side_effect=errors.SerializationFailure()):
            letter._send_safely()
        self.assertEqual((letter.state, letter.error), ("planned", False))
        with patch.object(type(letter), "try_lock_for_update", lambda one: one.browse()):
            letter._send_safely()
        self.assertFalse(letter.mail_id)
        self.assertEqual(len(self.send()), 1)

    def test_an_event_stays_new(self):
        event = self.deliver(self.make_mail())
        failing = patch.object(type(event), "_interpret", side_effect=errors.SerializationFailure())
        with self.quiet_rollback(), failing:
            event._interpret_safely()
        self.assertEqual((event.state, event.error), ("new", False))
        self.interpret()
        self.assertEqual(event.state, "processed")

    def test_a_question_is_asked_the_next_time(self):
        question = self.env["crm.open.question"]

        def fail():
            raise errors.SerializationFailure

        with self.quiet_rollback(), self.no_commit():
            self.assertTrue(question._safely(fail))

    @mute_logger("odoo.addons.sales_leads.models.crm_open_question")
    def test_one_question_that_fails_stops_no_other(self):
        question = self.env["crm.open.question"]
        with self.no_commit():
            self.assertTrue(question._safely(lambda: 1 / 0))

    def test_a_letter_whose_template_was_deleted_says_so(self):
        self.receive(self.make_fresh())
        letter = self.letters.search([], order="id desc", limit=1)
        letter.template_xmlid = "sales_leads.no_such_template"
        with mute_logger("odoo.addons.sales_leads.models.crm_letter_sending"):
            letter._send_safely()
        self.assertIn("its template was deleted", letter.error)


@tagged("post_install", "-at_install")
class TestConnection(OwnMailboxCommon):
    """How an own mailbox is reached: encrypted as it was set, with its password, closed again."""

    def setUp(self):
        super().setUp()
        # The real way, over a library that is not there.
        self.addCleanup(self.patch_client())

    def patch_client(self):
        self.imap = MagicMock()
        self.imap.return_value.__enter__.return_value = self.imap.return_value
        patcher = patch.object(crm_own_mailbox, "IMAPClient", self.imap)
        patcher.start()
        return patcher.stop

    def connect(self, encryption):
        self.box.encryption = encryption
        real = crm_own_mailbox.CrmOwnMailbox._connect
        with real(self.box) as client:
            client.login.assert_called_once_with("anna@plant.example", SECRET)
        self.assertTrue(client.__exit__.called)
        return self.imap.call_args, client

    def test_ssl_checks_the_servers_certificate(self):
        (server, options), client = self.connect("ssl")
        self.assertEqual((server, options["port"], options["ssl"]), (("imap.plant.example",), 993, True))
        self.assertEqual(options["ssl_context"].verify_mode, ssl.CERT_REQUIRED)
        self.assertTrue(options["ssl_context"].check_hostname and options["timeout"])
        self.assertFalse(client.starttls.called)

    def test_starttls_comes_before_the_password(self):
        (_server, options), client = self.connect("starttls")
        self.assertEqual((options["port"], options["ssl"]), (143, False))
        names = [call[0] for call in client.method_calls]
        self.assertLess(names.index("starttls"), names.index("login"))
        self.assertEqual(client.starttls.call_args.args[0].verify_mode, ssl.CERT_REQUIRED)

    def test_without_encryption_nothing_is_pretended(self):
        (_server, options), client = self.connect("none")
        self.assertEqual((options["ssl"], options["ssl_context"]), (False, None))
        self.assertFalse(client.starttls.called)

    def test_switching_on_tells_what_the_server_says(self):
        self.box.state = "draft"
        for error, words in (
            (LoginError("no"), "refuses the login"),
            (OSError(f"no route to host\n{SECRET}"), "cannot be read: no route to host"),
        ):
            with (
                patch.object(type(self.box), "_connect", side_effect=error),
                self.assertRaisesRegex(UserError, words) as raised,
            ):
                self.box.action_switch_on()
            self.assertNotIn(SECRET, str(raised.exception))
        self.assertEqual(self.box.state, "draft")

    def test_mailboxes_wait_their_turn(self):
        other = self.box.copy({"user_id": self.colleague.id, "login": "olga@plant.example", "state": "done"})
        self.box.last_run_at, other.last_run_at = "2026-03-02 09:00:00", "2026-03-01 09:00:00"
        seen = []
        over = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_values: 0)
        with over, patch.object(type(self.box), "_fetch_safely", lambda box: seen.append(box)):
            self.box._cron_fetch()
        self.assertEqual(seen, [other], "the longest waiting comes first, and the rest has to wait")
