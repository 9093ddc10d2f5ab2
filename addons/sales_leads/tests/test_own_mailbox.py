import contextlib
import logging
from unittest.mock import patch

from imapclient.exceptions import LoginError
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from ..models import crm_own_mailbox
from ..tools import mail as mail_reader
from ..tools import own_mail
from .common import SalesLeadsCommon

SECRET = "s3cret-of-the-manager"
VALIDITY = 4_000_000_000


class FakeClient:
    """As much of IMAPClient as is used, over two lists of raw mails; the real thing is used in tests/."""

    def __init__(self):
        self.folders = {"INBOX": [], "Sent": []}
        self.validity, self.opened, self.whole = VALIDITY, None, []
        self.sent_flag = True

    def find_special_folder(self, _flag):
        return "Sent" if self.sent_flag else None

    def list_folders(self):
        return [((), b"/", name) for name in self.folders]

    def select_folder(self, name, readonly=False):
        assert readonly, "nothing may be changed in somebody's mailbox"
        self.opened = self.folders[name]
        return {b"UIDVALIDITY": self.validity}

    def search(self, criteria):
        uids = list(range(1, len(self.opened) + 1))
        if criteria[0] == "UID":
            first = int(criteria[1].partition(":")[0])
            return [uid for uid in uids if uid >= first] or uids[-1:]
        return uids

    def fetch(self, uids, parts):
        (part,) = parts
        name = part.replace(".PEEK", "").encode()
        if part == own_mail.WHOLE:
            self.whole.extend(self.opened[uid - 1] for uid in uids)
            return {uid: {b"SEQ": uid, name: self.opened[uid - 1]} for uid in uids}
        heads = {uid: mail_reader.split(self.opened[uid - 1])[0] for uid in uids}
        return {uid: {b"SEQ": uid, name: head + b"\r\n\r\n"} for uid, head in heads.items()}


@tagged("post_install", "-at_install")
class TestOwnMailbox(SalesLeadsCommon):
    """The manager's letters from and to known customers are taken over, once; nothing else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.email = "anna@plant.example"
        cls.box = cls.env["crm.own.mailbox"].create(
            {
                "user_id": cls.manager.id,
                "server": "imap.plant.example",
                "login": "anna@plant.example",
                "password": SECRET,
                "state": "done",
            }
        )

    def setUp(self):
        super().setUp()
        self.client = FakeClient()
        patcher = patch.object(type(self.box), "_connect", lambda box: contextlib.nullcontext(self.client))
        patcher.start()
        self.addCleanup(patcher.stop)

    def put(self, *mails, folder="INBOX"):
        self.client.folders[folder].extend(raw.replace(b"\n", b"\r\n") for raw in mails)

    def write_to_anna(self, text="When will the pump come?", **values):
        return self.make_mail(
            text, **{"sender": "Ilya <semenov@vodokanal.example>", "to": "anna@plant.example", **values}
        )

    def write_as_anna(self, text="In May.", **values):
        return self.make_mail(text, **{"sender": "anna@plant.example", "to": "semenov@vodokanal.example", **values})

    def fetch(self):
        """One run of the scheduled actions; returns the events of the mailbox."""
        with self.no_commit():
            self.box._cron_fetch()
        self.interpret()
        return self.events.search([("mailbox_id", "=", self.box.id)], order="id")

    # --- received --------------------------------------------------------------------------------

    def test_a_customers_mail_becomes_a_request_of_the_manager_responsible(self):
        self.put(self.write_to_anna())
        event = self.fetch()
        self.assertRecordValues(event, [{"state": "processed", "box": "in", "appeal_id": False}])
        request = event.request_id
        self.assertRecordValues(request, [{"partner_id": self.known.id, "user_id": self.manager.id, "state": "new"}])
        self.assertIn("When will the pump come?", request.message_ids[0].body)
        self.assertTrue(request.deadline)

    def test_without_a_manager_responsible_it_is_of_whoever_was_written_to(self):
        self.known.responsible_ids.unlink()
        self.put(self.write_to_anna())
        request = self.fetch().request_id
        self.assertEqual(request.user_id, self.manager)
        self.assertEqual(request.activity_ids.user_id, self.manager)

    def test_what_is_not_of_a_known_customer_is_neither_read_nor_kept(self):
        potential = self.env["res.partner"].create(
            {"name": "Maybe", "email": "maybe@later.example", "counterparty_kind": "potential"}
        )
        self.assertTrue(potential.contact_point_ids)
        before = self.events.search_count([])
        self.put(
            self.make_mail("Private words", sender="mum@home.example", to="anna@plant.example"),
            self.write_to_anna("An offer", sender="maybe@later.example"),
            self.write_to_anna("Between colleagues", sender=self.colleague.email),
        )
        self.put(self.write_as_anna("To a friend", to="friend@home.example"), folder="Sent")
        self.fetch()
        self.assertEqual(self.client.whole, [])
        self.assertEqual(self.events.search_count([]), before)
        self.assertFalse(self.env["mail.message"].search([("body", "ilike", "Private words")]))
        self.assertFalse(self.env["crm.appeal"].search([("email", "=", "mum@home.example")]))

    def test_an_answer_goes_into_its_thread_and_makes_no_request(self):
        self.put(self.write_to_anna())
        request = self.fetch().request_id
        question = request.with_user(self.manager).message_post(body="Which flow?", message_type="comment")
        self.put(self.write_to_anna("Thirty.", headers=f"In-Reply-To: {question.message_id}"))
        event = self.fetch()[1]
        self.assertEqual((event.state, event.request_id), ("processed", request))
        self.assertIn("Thirty.", request.message_ids[0].body)
        self.assertEqual(self.env["crm.customer.request"].search_count([("partner_id", "=", self.known.id)]), 1)

    def test_a_copy_for_information_is_kept_and_asks_for_nothing(self):
        self.put(self.write_to_anna("For your files.", to="info@elsewhere.example\nCc: anna@plant.example"))
        event = self.fetch()
        self.assertRecordValues(event, [{"state": "processed", "request_id": False}])
        self.assertIn("For your files.", self.known.message_ids[0].body)
        self.assertEqual(self.known.message_ids[0].author_id, self.buyer)

    def test_robots_make_no_request(self):
        self.put(self.write_to_anna("I am away", headers="Auto-Submitted: auto-replied"))
        event = self.fetch()
        self.assertRecordValues(event, [{"state": "ignored", "request_id": False}])

    def test_one_address_of_several_customers_is_asked_about(self):
        twin = self.env["res.partner"].create(
            {"name": "Twin", "is_company": True, "counterparty_kind": "counterparty", "email": self.buyer.email}
        )
        self.put(self.write_to_anna())
        self.assertEqual(self.fetch().request_id.candidate_ids, self.known | twin)

    # --- sent ------------------------------------------------------------------------------------

    def test_what_the_manager_sent_stands_in_the_customers_correspondence(self):
        self.put(self.write_as_anna("The pump leaves on Monday."), folder="Sent")
        event = self.fetch()
        self.assertRecordValues(event, [{"state": "processed", "box": "out", "request_id": False}])
        message = self.known.message_ids[0]
        self.assertIn("The pump leaves on Monday.", message.body)
        self.assertEqual((message.author_id, message.message_type), (self.manager.partner_id, "email"))
        self.assertFalse(self.env["mail.notification"].search([("mail_message_id", "=", message.id)]))

    def test_an_answer_from_the_own_mailbox_answers_the_request(self):
        asked = self.write_to_anna(key="<asked@vodokanal.example>")
        self.put(asked)
        request = self.fetch().request_id
        self.put(self.write_as_anna("In May.", headers="In-Reply-To: <asked@vodokanal.example>"), folder="Sent")
        self.fetch()
        self.assertEqual(request.state, "answered")
        self.assertFalse(request.activity_ids)
        self.assertIn("In May.", "".join(request.message_ids.mapped("body")))

    def test_several_customers_get_their_copy_each(self):
        other = self.env["res.partner"].create(
            {"name": "Other", "is_company": True, "counterparty_kind": "counterparty", "email": "buy@other.example"}
        )
        self.put(self.write_as_anna("To both.", to="semenov@vodokanal.example, buy@other.example"), folder="Sent")
        self.fetch()
        for customer in self.known | other:
            self.assertIn("To both.", customer.message_ids[0].body)

    def test_of_twins_with_one_address_the_managers_own_gets_the_letter(self):
        twin = self.env["res.partner"].create(
            {"name": "Twin", "is_company": True, "counterparty_kind": "counterparty", "email": self.buyer.email}
        )
        self.put(self.write_as_anna("Only once."), folder="Sent")
        self.fetch()
        self.assertIn("Only once.", self.known.message_ids[0].body)
        self.assertNotIn("Only once.", "".join(twin.message_ids.mapped("body")))

    def test_a_customer_lost_meanwhile_leaves_nothing_behind(self):
        self.put(self.write_as_anna("Secret words"), self.write_as_anna("More", subject="B"), folder="Sent")
        with self.no_commit():
            self.box._cron_fetch()
        self.known.counterparty_kind = self.buyer.counterparty_kind = "potential"
        events = self.fetch()
        self.assertEqual(events.mapped("state"), ["ignored", "ignored"])
        self.assertFalse(any(event.raw or event.name or event.sender for event in events))

    # --- once ------------------------------------------------------------------------------------

    def test_the_same_message_id_is_there_once(self):
        both = self.write_to_anna(key="<both@vodokanal.example>", to="info@plant.example, anna@plant.example")
        self.put(both)
        gateway = self.receive(both.replace(b"\n", b"\r\n"))
        self.assertTrue(gateway.request_id)
        self.assertFalse(self.fetch())
        self.assertEqual(self.client.whole, [])
        self.assertEqual(self.env["mail.message"].search_count([("message_id", "=", "<both@vodokanal.example>")]), 1)

    def test_the_gateway_coming_second_makes_no_second_request(self):
        both = self.write_to_anna(to="info@plant.example, anna@plant.example")
        self.put(both)
        event = self.fetch()
        self.assertEqual(self.receive(both.replace(b"\n", b"\r\n")), event)
        self.assertEqual(self.env["crm.customer.request"].search_count([("partner_id", "=", self.known.id)]), 1)

    def test_a_mail_stored_twice_over_is_kept_once(self):
        raw = self.write_as_anna(key="<twice@plant.example>")
        self.put(raw, folder="Sent")
        self.fetch()
        changed = self.box._store(raw + b"relay's footer\n", "sent")
        self.assertIsNone(changed)
        event = self.fetch()[-1]
        self.assertRecordValues(event, [{"state": "ignored", "changed_copy": True}])
        self.assertEqual(self.env["mail.message"].search_count([("message_id", "=", "<twice@plant.example>")]), 1)

    def test_letters_sent_from_here_are_not_taken_for_new(self):
        message = self.known.with_user(self.manager).message_post(body="From the screen", message_type="comment")
        self.put(self.write_as_anna(key=message.message_id), folder="Sent")
        self.assertFalse(self.fetch())

    def test_each_run_reads_on_where_the_last_stopped(self):
        self.put(self.write_to_anna(), self.make_mail(sender="a@stranger.example"))
        self.assertEqual(len(self.fetch()), 1)
        self.assertEqual(self.box.inbox_position, f"{VALIDITY}:2")
        self.fetch()
        self.put(self.write_to_anna("Second"))
        self.assertEqual(len(self.fetch()), 2)
        # A server that numbers anew is read from the first day on; nothing comes twice.
        self.client.validity += 1
        self.assertEqual(len(self.fetch()), 2)
        self.assertEqual(self.box.inbox_position, f"{VALIDITY + 1}:3")

    def test_large_mailboxes_are_read_in_slices(self):
        self.put(*(self.write_to_anna(f"No. {number}", subject=f"S{number}") for number in range(5)))
        with patch.object(crm_own_mailbox, "SLICE", 2):
            self.assertEqual(len(self.fetch()), 2)
            self.assertEqual(len(self.fetch()), 4)
            self.assertEqual(len(self.fetch()), 5)

    def test_queries_do_not_grow_with_letters_of_strangers(self):
        self.fetch()
        counts = []
        for number in (10, 100):
            self.put(*(self.make_mail(sender=f"s{index}@stranger{number}.example") for index in range(number)))
            counts.append(self.count_queries(self.box._fetch_safely))
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_sent_letters_are_found_where_the_server_does_not_say(self):
        self.client.sent_flag = False
        self.client.folders["Отправленные"] = self.client.folders.pop("Sent")
        self.put(self.write_as_anna(), folder="Отправленные")
        self.assertEqual(self.fetch().box, "out")
        del self.client.folders["Отправленные"]
        self.put(self.write_to_anna())
        self.assertEqual(self.fetch().mapped("box"), ["out", "in"])

    # --- what fails ------------------------------------------------------------------------------

    @mute_logger("odoo.addons.sales_leads.models.crm_own_mailbox")
    def test_a_failed_login_is_told_and_stops_nobody(self):
        other = self.box.copy({"user_id": self.colleague.id, "login": "olga@plant.example", "state": "done"})
        self.put(self.write_to_anna())

        def connect(box):
            if box == other:
                raise LoginError(f"b'[AUTHENTICATIONFAILED] {SECRET}'")
            return contextlib.nullcontext(self.client)

        with patch.object(type(self.box), "_connect", connect):
            self.assertTrue(self.fetch())
        self.assertEqual(other.error, "The mail server refuses the login: check name and password.")
        self.assertFalse(self.box.error)
        source = self.env["crm.intake.source"].search([("key", "=", f"mailbox:{other.id}")])
        with freeze_time("2026-03-06 09:00:00"):
            source._check()
        self.assertEqual((source.state, source.user_id), ("failed", self.colleague))
        self.assertIn(self.colleague, source.activity_ids.user_id)
        self.assertTrue(source.with_user(self.colleague).activity_ids.read(["summary"]))
        self.fetch()
        source._check()
        self.assertRecordValues(source, [{"state": "ok", "error": False, "incident_at": False}])

    @mute_logger("odoo.addons.sales_leads.models.crm_own_mailbox")
    def test_an_odd_mailbox_does_not_stop_the_next(self):
        with patch.object(type(self.client), "search", side_effect=ZeroDivisionError("odd")):
            self.fetch()
        self.assertEqual(self.box.error, "Unexpected: ZeroDivisionError")
        self.assertFalse(self.box.last_success_at)

    def test_mailboxes_of_people_who_left_or_switched_off_are_not_read(self):
        self.put(self.write_to_anna())
        self.box.state = "draft"
        self.assertFalse(self.fetch())
        self.box.state = "done"
        self.manager.active = False
        self.assertFalse(self.fetch())

    # --- whose it is -----------------------------------------------------------------------------

    @users("sb_manager")
    def test_the_password_is_written_and_never_read(self):
        box = self.box.with_env(self.env)
        self.assertFalse(box.password)
        self.assertTrue(box.has_password)
        for reader in (self.env, self.env(user=self.administrator), self.env(user=self.env.ref("base.user_admin"))):
            mine = box.with_env(reader)
            self.assertNotIn(SECRET, str(mine.read()))
            if reader.user.has_group("base.group_allow_export"):
                self.assertNotIn(SECRET, str(mine.export_data(["login", "password", "has_password"])))
            with self.assertRaises(AccessError):
                mine.read(["secret"])
            with self.assertRaises(AccessError):
                mine.search([("secret", "like", "s3c%")])
        self.assertEqual(self.box.sudo().secret, SECRET)

    @users("sb_manager")
    def test_the_password_is_not_logged(self):
        with self.assertLogs("odoo", level=logging.DEBUG) as logs:
            logging.getLogger("odoo.addons.sales_leads").debug("begin")
            self.box.with_env(self.env).write({"password": "another-secret"})
            self.box.with_env(self.env).action_switch_on()
            with patch.object(type(self.box), "_connect", side_effect=LoginError("another-secret")):
                self.box.sudo()._fetch_safely()
                with self.assertRaises(UserError) as raised:
                    self.box.with_env(self.env).action_switch_on()
        written = [line for line in logs.output if "odoo.sql_db" not in line]
        self.assertNotIn("another-secret", "\n".join(written) + str(raised.exception) + str(self.box.error))

    @users("sb_manager")
    def test_a_password_goes_to_no_other_server(self):
        box = self.box.with_env(self.env)
        box.server = "imap.evil.example"
        self.assertFalse(self.box.sudo().secret)
        self.assertEqual(box.state, "draft")
        with self.assertRaisesRegex(UserError, "Enter the password"):
            box.action_switch_on()

    def test_everybody_has_his_own(self):
        hers = self.box.with_user(self.colleague)
        with self.assertRaises(AccessError):
            hers.read(["login"])
        with self.assertRaises(AccessError):
            hers.action_switch_off()
        self.assertFalse(hers.search([]))
        with self.assertRaises(AccessError):
            hers.create([{"user_id": self.head.id, "server": "x.example", "login": "x"}])
        with self.assertRaises(AccessError):
            self.box.with_user(self.dispatcher).read(["login"])
        self.assertTrue(self.box.with_user(self.administrator).search([("id", "=", self.box.id)]))

    @users("sb_colleague")
    def test_a_manager_sets_his_mailbox_up(self):
        action = self.env.user.action_open_own_mailbox()
        form = Form(self.env["crm.own.mailbox"].with_context(**action["context"]))
        form.server, form.login = "imap.plant.example", "olga@plant.example"
        self.assertEqual(form.port, 993)
        form.encryption = "starttls"
        self.assertEqual(form.port, 143)
        form.password = "x"
        box = form.save()
        self.assertRecordValues(box, [{"user_id": self.colleague.id, "state": "draft", "has_password": True}])
        box.action_switch_on()
        self.assertEqual(box.state, "done")
        self.assertEqual(self.env.user.action_open_own_mailbox()["res_id"], box.id)
        box.action_switch_off()
        self.assertEqual(box.state, "draft")

    @mute_logger("odoo.sql_db")
    def test_one_mailbox_each(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.box.copy()
            self.env.flush_all()

    def test_scheduled_action_runs_as_scheduled(self):
        self.put(self.write_to_anna())
        with self.enter_registry_test_mode():
            self.env.ref("sales_leads.ir_cron_own_mailboxes").method_direct_trigger()
        self.assertTrue(self.box.last_success_at)
        self.assertTrue(self.events.search([("mailbox_id", "=", self.box.id)]))


@tagged("post_install", "-at_install")
class TestOwnMailTools(SalesLeadsCommon):
    def test_positions(self):
        for written, validity, uid in ((False, 5, 0), ("5:17", 5, 17), ("5:17", 6, 0), ("", 5, 0)):
            self.assertEqual(own_mail.read_position(written, validity), uid)
