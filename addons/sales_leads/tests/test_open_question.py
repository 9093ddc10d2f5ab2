from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .test_letter import LetterCommon

ASKED = "2026-03-02 12:00:00"  # Monday
THURSDAY = "2026-03-05 06:30:00"  # half past nine in Moscow
MONDAY = "2026-03-09 06:30:00"  # two working days after the task


@tagged("post_install", "-at_install")
class TestOpenQuestion(LetterCommon):
    """Our mail that stays unanswered: a task first, then a letter, and silence as soon as the customer is heard of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = cls.env["crm.open.question"]
        cls.client = cls.env["res.partner"].create(
            {
                "name": "Anna",
                "email": "anna@asked.example",
                "phone": "+7 499 555-44-33",
                "counterparty_kind": "potential",
            }
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Pump for Anna",
                "type": "opportunity",
                "partner_id": cls.client.id,
                "contact_id" if "contact_id" in cls.env["crm.lead"]._fields else "partner_id": cls.client.id,
                "needs": "A pump",
                "team_id": cls.vys.id,
                "user_id": cls.manager.id,
            }
            | ({"legal_entity_id": cls.client.id} if "legal_entity_id" in cls.env["crm.lead"]._fields else {})
        )

    def ask(self, record=None, when=ASKED, partner=None):
        record = (record or self.lead).with_user(self.manager)
        with freeze_time(when):
            message = record.message_post(
                body="What pressure do you need?",
                subject="Pressure",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=(partner or self.client).ids,
            )
            message.sudo().date = when
        return message.sudo()

    def follow(self, when):
        with freeze_time(when), self.no_commit():
            self.questions._cron_follow()
        return self.questions.search([("lead_id", "=", self.lead.id)])

    def answer(self, message, when="2026-03-04 09:00:00", **values):
        with freeze_time(when):
            return self.receive(
                self.make_mail(
                    "Six bar.", sender="anna@asked.example", headers=f"In-Reply-To: {message.message_id}", **values
                )
            )

    def get_tasks(self, record=None):
        kind = self.env.ref("sales_leads.mail_activity_type_ask_again")
        return (record or self.lead).activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_task_on_the_third_working_day_then_letter_two_days_later(self):
        message = self.ask()
        self.assertFalse(self.follow("2026-03-04 18:00:00"))
        question = self.follow(THURSDAY)
        self.assertEqual((question.message_id, question.user_id, question.name), (message, self.manager, "Pressure"))
        self.assertEqual(self.get_tasks().user_id, self.manager)
        self.assertIn("Anna", self.get_tasks().summary)
        self.assertFalse(self.follow("2026-03-06 06:30:00").letter_ids)
        letter = self.follow(MONDAY).letter_ids
        self.assertEqual((letter.kind, letter.address), ("reminder", "anna@asked.example"))
        mail = self.send()
        built = self.build(mail)
        self.assertEqual(built["In-Reply-To"], message.message_id)
        self.assertEqual(built["Subject"], "Re: Pressure")
        self.assertIn("March 2, 2026", mail.body_html)
        self.assertIn(mail.mail_message_id, self.lead.message_ids)

    def test_asked_at_an_address_that_is_nobodys_card_yet(self):
        with freeze_time(ASKED):
            message = self.lead.with_user(self.manager).message_post(
                body="What pressure?",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                outgoing_email_to="boss@asked.example",
            )
            message.sudo().date = ASKED
        question = self.follow(THURSDAY)
        self.assertEqual((question.message_id, question.partner_id), (message, self.client))
        self.assertEqual(self.follow(MONDAY).letter_ids.address, "anna@asked.example")

    def test_twice_is_once(self):
        self.ask()
        for when in (THURSDAY, THURSDAY, MONDAY, MONDAY, "2026-03-20 06:30:00"):
            question = self.follow(when)
        self.assertEqual((len(question), len(question.letter_ids), len(self.get_tasks())), (1, 1, 1))

    def test_day_begins_at_midnight_whatever_the_hours(self):
        self.ask(when="2026-03-03 07:00:00")  # Tuesday morning
        self.assertFalse(self.follow(THURSDAY))
        self.assertTrue(self.follow("2026-03-06 06:30:00"))

    def test_answer_in_time_makes_nothing(self):
        self.answer(self.ask())
        self.assertFalse(self.follow(THURSDAY))

    def test_answer_after_the_task_closes_it_and_stops_the_letter(self):
        message = self.ask()
        self.follow(THURSDAY)
        self.answer(message, "2026-03-06 09:00:00")
        question = self.follow(MONDAY)
        self.assertEqual(question.outcome, "answered")
        self.assertFalse(self.get_tasks())
        self.assertFalse(question.letter_ids)

    def test_letter_that_was_planned_is_not_sent_once_he_answered(self):
        message = self.ask()
        self.follow(THURSDAY)
        question = self.follow(MONDAY)
        self.answer(message, "2026-03-09 07:00:00")
        self.follow("2026-03-09 08:00:00")
        self.assertFalse(self.send())
        self.assertEqual(question.letter_ids.state, "cancelled")

    def test_answered_call_settles_a_missed_one_does_not(self):
        self.ask()
        self.follow(THURSDAY)
        self.make_call(src="201", dst="74995554433", direction="out", start="2026-03-05 10:00:00", end=False)
        self.assertFalse(self.follow("2026-03-05 11:00:00").closed_at)
        call = {"answer": "2026-03-05 12:00:00", "answered": True, "start": "2026-03-05 12:00:00", "end": False}
        self.make_call(src="201", dst="74995554433", direction="out", **call)
        self.assertEqual(self.follow("2026-03-05 13:00:00").outcome, "called")

    def test_closed_matter_settles(self):
        self.ask()
        self.follow(THURSDAY)
        self.lead.type = "lead"  # what a deal needs to be refused is not the matter here
        self.lead.action_set_lost()
        self.assertEqual(self.follow(MONDAY).outcome, "closed")

    def test_written_again_begins_anew(self):
        self.ask()
        self.follow(THURSDAY)
        self.ask(when="2026-03-06 12:00:00")
        question = self.follow(MONDAY)
        self.assertEqual(question.outcome, "asked")
        again = self.follow("2026-03-11 06:30:00") - question
        self.assertTrue(again)
        self.assertFalse(again.closed_at)

    def test_holidays_count_as_no_working_days(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "date_from": "2026-03-03 00:00:00",
                "date_to": "2026-03-05 20:00:00",
            }
        )
        self.ask()
        self.assertFalse(self.follow("2026-03-09 06:30:00"))
        self.assertTrue(self.follow("2026-03-10 06:30:00"))

    def test_notes_and_our_own_letters_are_no_questions(self):
        with freeze_time(ASKED):
            note = self.lead.with_user(self.manager).message_post(body="Note", subtype_xmlid="mail.mt_note")
            note.sudo().date = ASKED
            self.lead.user_id = False
            self.lead._introduce_manager()
        self.assertFalse(self.follow(MONDAY))

    def test_request_of_a_customer_that_our_question_closed_is_followed(self):
        with freeze_time("2026-03-02 08:00:00"):
            request = self.env["crm.customer.request"].create(
                {"partner_id": self.known.id, "contact_id": self.buyer.id, "subject": "Seals", "channel": "mail"}
            )
        self.ask(request, partner=self.buyer)
        self.follow(THURSDAY)
        question = self.questions.search([("request_id", "=", request.id)])
        self.assertEqual(request.state, "answered")
        self.assertFalse(question.closed_at)
        self.assertEqual(self.get_tasks(request).user_id, self.manager)

    def test_request_that_our_question_answered_is_followed_a_plain_answer_is_not(self):
        requests = self.env["crm.customer.request"]
        for words in ("Shall it be steel?", "The seals are on their way."):
            with freeze_time("2026-03-02 08:00:00"):
                request = requests.create({"partner_id": self.known.id, "subject": words, "channel": "mail"})
            self.ask(request, partner=self.buyer).body = f"<p>{words}</p><blockquote>Can you?</blockquote>"
            self.assertEqual((request.state, request.answered_at), ("answered", fields.Datetime.to_datetime(ASKED)))
            requests |= request
        self.known.commercial_partner_id.customer_request_ids.received_at = "2026-03-02 08:00:00"
        self.follow(THURSDAY)
        found = self.questions.search([("request_id", "in", requests.ids)])
        self.assertEqual(found.request_id, requests[0])

    def test_absent_managers_deputy_is_told(self):
        self.make_absence(self.manager, self.colleague)
        self.ask()
        self.assertEqual(self.follow(THURSDAY).user_id, self.colleague)

    def test_switches(self):
        self.ask()
        self.env.company.remind_unanswered = False
        self.assertFalse(self.follow(THURSDAY))
        self.env.company.write({"remind_unanswered": True, "remind_by_mail": False})
        self.assertTrue(self.follow(THURSDAY))
        self.assertFalse(self.follow(MONDAY).letter_ids)

    def test_manager_says_that_no_answer_is_needed(self):
        self.ask()
        question = self.follow(THURSDAY)
        question.with_user(self.manager).action_stop()
        self.assertEqual((question.outcome, bool(self.get_tasks())), ("stopped", False))
        self.assertFalse(self.follow(MONDAY).letter_ids)
        other = self.questions.with_user(self.colleague)
        self.assertFalse(other.search([]))
        with self.assertRaises(AccessError):
            question.with_user(self.colleague).action_stop()

    def test_one_that_fails_stops_no_other(self):
        second = self.lead.copy({"name": "Second", "user_id": self.manager.id, "team_id": self.vys.id})
        self.ask()
        self.ask(second)
        schedule = type(self.lead).activity_schedule

        def fail(record, *args, **kwargs):
            if record == self.lead:
                raise ZeroDivisionError("on purpose")
            return schedule(record, *args, **kwargs)

        self.patch(type(self.lead), "activity_schedule", fail)
        self.follow(THURSDAY)
        self.assertEqual(self.questions.search([]).lead_id, second)

    def test_calendar_without_hours_counts_plain_days(self):
        self.env.company.resource_calendar_id.attendance_ids.unlink()
        self.ask()
        self.assertFalse(self.follow("2026-03-05 11:00:00"))
        self.assertTrue(self.follow("2026-03-05 13:00:00"))

    def test_queries_do_not_grow_with_the_threads(self):
        leads = self.lead
        for number in range(3):
            leads |= self.lead.copy({"name": f"More {number}", "user_id": self.manager.id, "team_id": self.vys.id})
        due = fields.Datetime.from_string(THURSDAY) - timedelta(days=1)
        counts = []
        for some in (leads[:1], leads[1:]):
            for lead in some:
                self.ask(lead)
            self.env.invalidate_all()
            find = self.questions._find_unanswered
            counts.append(self.count_queries(lambda find=find: find("crm.lead", self.env.company, due)))
        self.assertLessEqual(counts[1], counts[0] + 1)
