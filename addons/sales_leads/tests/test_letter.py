import email
import email.policy
from email.utils import parseaddr
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import SalesLeadsCommon


class LetterCommon(SalesLeadsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")
        cls.letters = cls.env["crm.letter"]
        cls.env.company.write({"name": "Plant", "phone": "+7 495 000-00-00"})

    def make_fresh(self, text="We need a pump.", **values):
        """A mail that came just now, as the calendar of the test says."""
        return self.make_mail(text, **values).replace(b"Date: Mon, 02 Mar 2026 09:00:00 +0300\n", b"")

    def send(self):
        """Let the scheduled action write what is planned; returns the mails that it queued."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with self.no_commit():
            self.letters.sudo()._cron_send()
        return mails.search([]) - before

    def build(self, mail):
        """The mail as it would leave, headers and all."""
        values = mail._prepare_outgoing_list()[0]
        names = ("email_to", "subject", "body", "reply_to", "message_id", "references", "headers")
        message = self.env["ir.mail_server"]._build_email__(
            email_from=mail.email_from, subtype="html", **{name: values[name] for name in names}
        )
        return email.message_from_bytes(message.as_bytes(), policy=email.policy.default)


@tagged("post_install", "-at_install")
class TestAcknowledgement(LetterCommon):
    """Whoever writes for the first time is told that it came, once, and never a robot."""

    def test_it_answers_the_mail_with_its_number_and_says_it_is_a_machine(self):
        raw = self.make_fresh(key="<first@newcomer.example>", headers="References: <older@newcomer.example>")
        appeal = self.receive(raw).appeal_id
        mail = self.send()
        message = self.build(mail)
        self.assertEqual(message["Auto-Submitted"], "auto-replied")
        self.assertEqual(message["X-Auto-Response-Suppress"], "All")
        self.assertEqual(message["In-Reply-To"], "<first@newcomer.example>")
        self.assertEqual(message["References"].split(), ["<older@newcomer.example>", "<first@newcomer.example>"])
        self.assertEqual(parseaddr(message["To"]), ("Ivan Petrov", "ivan@newcomer.example"))
        self.assertEqual(parseaddr(message["From"]), ("Plant", "info@plant.example"))
        self.assertEqual(message["Reply-To"], "info@plant.example")
        self.assertEqual(message["Subject"], f"Re: Pump [{appeal.number}]")
        self.assertIn(appeal.number, mail.body_html)
        self.assertIn("Hello, Ivan Petrov!", mail.body_html)

    def test_it_stands_on_the_leads_chatter_and_in_the_list(self):
        appeal = self.receive(self.make_fresh()).appeal_id
        mail = self.send()
        self.assertIn(mail.mail_message_id, appeal.lead_id.message_ids)
        self.assertIn("ivan@newcomer.example", appeal.message_ids[0].body)
        letter = appeal.letter_ids
        self.assertEqual((letter.kind, letter.state, letter.lead_id), ("acknowledgement", "queued", appeal.lead_id))
        mail.state = "sent"
        self.assertEqual(letter.state, "sent")

    def test_language_is_the_writers(self):
        cases = (
            ("Добрый день! Нужен насос Grundfos CR 5-10 A-FGJ-A-E-HQQE.", "Здравствуйте"),
            ("Good morning, we look for a pump. Ivan Иванов", "Hello"),
        )
        for number, (text, greeting) in enumerate(cases):
            self.receive(self.make_fresh(text, sender=f"w{number}@lang.example", subject="CR 5"))
            self.assertIn(greeting, self.send().body_html)

    def test_language_of_who_writes_nothing_is_his_countrys(self):
        company = self.env.company
        company.partner_id.lang = "ru_RU"
        cases = (
            ("1", "DE", "x@firm.example", "en_US"),
            ("1", "KZ", "x@firm.example", "ru_RU"),
            ("1", None, "x@firm.ru", "ru_RU"),
            ("1", None, "x@firm.example", "ru_RU"),
            ("Pump", "RU", "x@firm.ru", "en_US"),
        )
        for *known, expected in cases:
            self.assertEqual(company._choose_letter_lang(*known), expected, known)

    def test_answer_to_it_comes_back_into_the_lead(self):
        appeal = self.receive(self.make_fresh()).appeal_id
        sent = self.send()
        before = self.env["crm.appeal"].search_count([])
        event = self.receive(
            self.make_fresh("And a drawing.", subject=sent.subject, headers=f"In-Reply-To: {sent.message_id}")
        )
        self.assertEqual((event.state, event.lead_id), ("processed", appeal.lead_id))
        self.assertEqual(self.env["crm.appeal"].search_count([]), before)
        self.assertIn("And a drawing.", appeal.lead_id.message_ids[0].body)
        self.assertIn(self.dispatcher, appeal.lead_id.activity_ids.user_id)
        self.assertFalse(self.send())

    def test_once_per_address_and_day(self):
        self.env["crm.appeal"].search([]).lead_id.active = False
        first = self.receive(self.make_fresh()).appeal_id
        first.lead_id.action_set_lost()
        second = self.receive(self.make_fresh("Another matter.", sender="IVAN@newcomer.example"))
        self.assertTrue(second.appeal_id)
        self.assertEqual(self.letters.search_count([("address", "=", "ivan@newcomer.example")]), 1)
        self.letters.search([]).day = "2026-03-01"
        second.appeal_id.lead_id.action_set_lost()
        self.receive(self.make_fresh("On the next day."))
        self.assertEqual(self.letters.search_count([("address", "=", "ivan@newcomer.example")]), 2)

    def test_who_loses_the_race_for_the_day_neither_fails_nor_logs(self):
        values = {"kind": "acknowledgement", "address": "twice@race.example", "day": "2026-03-02"}
        values["company_id"] = self.env.company.id
        self.assertTrue(self.letters._plan(values))
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            self.assertFalse(self.letters._plan(values))

    def test_robots_get_none(self):
        cases = (
            {"sender": "noreply@shop.example"},
            {"sender": "MAILER-DAEMON@relay.example"},
            {"sender": "list-owner@list.example"},
            {"sender": "bounces+17=x@news.example"},
            {"headers": "Auto-Submitted: auto-generated"},
            {"headers": "Precedence: bulk"},
            {"headers": "List-Id: <news.example>"},
            {"headers": "List-Unsubscribe: <mailto:off@news.example>", "sender": "news@news.example"},
            {"headers": "X-Auto-Response-Suppress: DR, OOF, AutoReply", "sender": "away@firm.example"},
            {"headers": "Return-Path: <>", "sender": "null@path.example"},
        )
        for case in cases:
            with self.subTest(**case):
                self.receive(self.make_fresh(**case))
                self.assertFalse(self.letters.search([("state", "=", "planned")]))

    def test_blacklisted_and_our_own_get_none(self):
        self.env["mail.blacklist"].create({"email": "no@more.example"})
        base = {"kind": "acknowledgement", "company_id": self.env.company.id}
        for address in ("no@more.example", "info@plant.example", self.manager.email, "", "no address", False):
            self.assertFalse(self.letters._plan({**base, "address": address}), address)

    def test_header_injection_is_one_harmless_line(self):
        subject = "=?utf-8?q?Pump=0D=0ABcc:_victim@else.example?="
        sender = "=?utf-8?q?Ivan=0D=0ABcc:_victim@else.example?= <ivan@inject.example>"
        self.receive(self.make_fresh(subject=subject, sender=sender, key="<a@b.example>"))
        message = self.build(self.send())
        self.assertIsNone(message["Bcc"])
        self.assertEqual(len(message.get_all("Subject")), 1)
        self.assertIn("Pump Bcc: victim@else.example", message["Subject"])
        self.assertNotIn(b"\nBcc:", message.as_bytes())
        self.assertEqual(message["To"].addresses[0].addr_spec, "ivan@inject.example")
        self.assertEqual(len(message["To"].addresses), 1)

    def test_form_is_acknowledged_to_the_visitor_without_his_words(self):
        text = "Имя: Пётр\nE-mail: petr@visitor.example\nСообщение: Нужна камера"
        raw = self.make_fresh(text, sender="Site <wordpress@site.example>", subject='Plant "Buy our pills"')
        appeal = self.receive(raw).appeal_id
        self.assertEqual(appeal.channel, "form")
        message = self.build(self.send())
        self.assertIsNone(message["In-Reply-To"])
        self.assertNotIn("pills", message["Subject"])
        self.assertIn(appeal.number, message["Subject"])
        self.assertEqual(message["To"].addresses[0].addr_spec, "petr@visitor.example")

    def test_request_of_a_customer_has_its_own_text_with_his_manager(self):
        request = self.receive(self.make_fresh(sender="Ilya Semenov <semenov@vodokanal.example>")).request_id
        mail = self.send()
        self.assertEqual(request.letter_ids.state, "queued")
        self.assertIn(mail.mail_message_id, request.message_ids)
        self.assertIn(self.manager.name, mail.body_html)

    def test_switches(self):
        self.env.company.write({"acknowledge_mail": False, "acknowledge_requests": False})
        self.receive(self.make_fresh())
        self.receive(self.make_fresh(sender="semenov@vodokanal.example"))
        self.assertFalse(self.letters.search([("kind", "=", "acknowledgement")]))

    def test_old_mails_read_in_at_once_are_not_answered(self):
        self.receive(self.make_mail())
        self.assertFalse(self.send())
        letter = self.letters.search([], limit=1)
        self.assertEqual(letter.state, "cancelled")
        self.assertIn("older than three days", letter.error)

    def test_what_turned_out_to_be_no_request_is_not_answered(self):
        self.receive(self.make_fresh()).appeal_id.action_reject()
        self.assertFalse(self.send())
        self.assertEqual(self.letters.search([], limit=1).state, "cancelled")

    def test_spoilt_text_costs_a_letter_never_the_appeal_nor_the_next_letter(self):
        template = self.env.ref("sales_leads.mail_template_acknowledge_mail")
        self.env.flush_all()
        spoilt = self.receive(self.make_fresh()).appeal_id
        good = self.receive(self.make_fresh(sender="semenov@vodokanal.example")).request_id
        with patch.object(type(template), "_check_can_be_rendered", lambda *args, **kwargs: None):
            template.subject = "{{ object.no_such_field }}"
        self.send()
        self.assertEqual((spoilt.letter_ids.state, good.letter_ids.state), ("failed", "queued"))
        self.assertTrue(spoilt.lead_id)
        template.subject = "Better"
        spoilt.letter_ids.with_user(self.dispatcher).action_retry()
        self.assertEqual(self.send().subject, "Better")

    @users("sb_manager")
    def test_manager_sees_his_letters_and_stops_none(self):
        request = self.receive(self.make_fresh(sender="semenov@vodokanal.example")).request_id
        other = self.receive(self.make_fresh()).appeal_id.letter_ids
        letters = self.letters.with_user(self.env.user)
        self.assertEqual(letters.search([]), request.letter_ids)
        self.assertNotIn(other, letters.search([]))
        with self.assertRaises(AccessError):
            letters.search([]).action_cancel()

    def test_dispatcher_stops_a_letter(self):
        letter = self.receive(self.make_fresh()).appeal_id.letter_ids
        letter.with_user(self.dispatcher).action_cancel()
        self.assertFalse(self.send())
        with self.assertRaisesRegex(UserError, "on its way or done"):
            letter.with_user(self.dispatcher).action_cancel()

    def test_administrator_edits_the_texts_a_manager_does_not(self):
        template = self.env.ref("sales_leads.mail_template_acknowledge_mail")
        self.receive(self.make_fresh())
        template.with_user(self.administrator).subject = "We have it: {{ object.appeal_id.number }}"
        self.assertTrue(self.send().subject.startswith("We have it: "))
        with self.assertRaises(AccessError):
            template.with_user(self.manager).subject = "mine"

    def test_company_without_the_intakes_address_writes_from_its_own(self):
        self.alias.alias_name = False
        self.env.company.email = "office@plant.example"
        values = {"kind": "acknowledgement", "company_id": self.env.company.id}
        letter = self.letters.new(values)
        self.assertEqual(letter._get_sender(), "office@plant.example")
        self.env.company.email = False
        with self.assertRaisesRegex(UserError, "no e-mail to write from"):
            letter._get_sender()

    def test_mail_that_the_server_refused_is_sent_again(self):
        letter = self.receive(self.make_fresh()).appeal_id.letter_ids
        mail = self.send()
        mail.state = "exception"
        self.assertEqual(letter.state, "failed")
        with self.assertRaises(AccessError):
            letter.with_user(self.manager).action_retry()
        letter.with_user(self.dispatcher).action_retry()
        self.assertEqual((mail.state, letter.state), ("outgoing", "queued"))
        with self.assertRaisesRegex(UserError, "Only letters that failed"):
            letter.with_user(self.dispatcher).action_retry()

    def test_administrators_own_rule_works_beside_ours(self):
        model = self.env["ir.model"]._get("crm.appeal")
        rule = self.env["base.automation"].create({"name": "Own", "model_id": model.id, "trigger": "on_create"})
        self.env["ir.actions.server"].create(
            {
                "name": "Own",
                "model_id": model.id,
                "base_automation_id": rule.id,
                "state": "code",
                "code": "record.write({'company_name': 'By rule'})",
                "usage": "base_automation",
            }
        )
        self.assertEqual(self.receive(self.make_fresh()).appeal_id.company_name, "By rule")
        self.assertTrue(self.send())
