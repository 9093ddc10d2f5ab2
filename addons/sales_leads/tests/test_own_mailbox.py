import contextlib
from unittest.mock import patch

from imapclient.exceptions import LoginError

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models import crm_own_mailbox
from ..tools import own_mail
from .own_mailbox_common import SECRET, VALIDITY, OwnMailboxCommon


@tagged("post_install", "-at_install")
class TestOwnMailbox(OwnMailboxCommon):
    """The manager's letters from and to known customers are taken over, once; nothing else is."""

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

    # --- questions of ours -----------------------------------------------------------------------

    def follow(self, **record):
        self.env.company.write({"remind_unanswered": True, "reminder_task_days": 3})
        with freeze_time("2026-03-06 06:30:00"), self.no_commit():
            self.env["crm.open.question"]._cron_follow()
        return self.env["crm.open.question"].search([(name, "=", one.id) for name, one in record.items()])

    def make_deal(self):
        values = {"name": "Pumps", "type": "lead", "partner_id": self.buyer.id, "team_id": self.vys.id}
        return self.env["crm.lead"].create(values | {"user_id": self.manager.id})

    def test_a_question_asked_from_the_own_mailbox_waits_for_its_answer(self):
        with freeze_time("2026-03-02 06:00:00"):
            self.put(self.write_to_anna(key="<asked@vodokanal.example>"))
            request = self.fetch().request_id
            answer = "In-Reply-To: <asked@vodokanal.example>"
            self.put(self.write_as_anna("Which flow?", headers=answer, key="<flow@plant.example>"), folder="Sent")
            self.fetch()
        self.assertEqual(str(request.answered_at), "2026-03-02 06:00:00")
        question = self.follow(request_id=request)
        self.assertEqual((question.user_id, question.partner_id), (self.manager, self.buyer))
        self.assertEqual(request.activity_ids.user_id, self.manager)
        self.put(self.write_to_anna("Thirty.", headers="In-Reply-To: <flow@plant.example>"))
        self.fetch()
        self.assertEqual(self.follow(request_id=request).outcome, "answered")

    def test_what_is_written_anew_belongs_to_the_one_open_matter(self):
        lead = self.make_deal()
        self.put(self.write_as_anna("Which flow?").replace(b"Mar 2026", b"Mar 2027"), folder="Sent")
        with freeze_time("2027-03-05 06:00:00"):
            event = self.fetch()
        self.assertEqual((event.lead_id, lead.message_ids[0].partner_ids), (lead, self.buyer))
        self.assertEqual(str(lead.first_answered_at), "2027-03-02 06:00:00")

    def test_of_two_open_matters_none_is_guessed(self):
        self.make_deal(), self.make_deal()
        self.put(self.write_as_anna("Which flow?"), folder="Sent")
        self.assertFalse(self.fetch().lead_id)
        self.assertIn("Which flow?", self.known.message_ids[0].body)

    def test_answered_before_our_mail_was_fetched_is_answered(self):
        lead = self.make_deal()
        later = self.write_to_anna("Thirty.", headers="In-Reply-To: <flow@plant.example>")
        self.put(later.replace(b"09:00:00", b"10:00:00"))
        self.fetch()
        self.put(self.write_as_anna("Which flow?", key="<flow@plant.example>"), folder="Sent")
        self.fetch()
        self.assertIn("Which flow?", lead.message_ids[0].body)
        self.assertFalse(self.follow(lead_id=lead))

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

    def test_scheduled_action_runs_as_scheduled(self):
        self.put(self.write_to_anna())
        with self.enter_registry_test_mode():
            self.env.ref("sales_leads.ir_cron_own_mailboxes").method_direct_trigger()
        self.assertTrue(self.box.last_success_at)
        self.assertTrue(self.events.search([("mailbox_id", "=", self.box.id)]))

    def test_positions(self):
        for written, validity, uid in ((False, 5, 0), ("5:17", 5, 17), ("5:17", 6, 0), ("", 5, 0)):
            self.assertEqual(own_mail.read_position(written, validity), uid)
