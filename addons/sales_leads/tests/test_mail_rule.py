import time

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import mail as mail_reader
from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestMailRule(SalesLeadsCommon):
    def read_contact(self, text, **values):
        return self.env["crm.mail.rule"]._read_contact(mail_reader.read(self.make_mail(text, **values)))

    def test_first_fitting_rule_reads_the_mail(self):
        rules = self.env["crm.mail.rule"]
        rules.create(
            {"name": "Shop", "sequence": 1, "sender_pattern": "^shop@", "subject_pattern": "order", "channel": "form"}
        )
        text = "Name: Ann\nPhone: +7 912 345-67-89\nE-mail: ann@home.example\nMessage: a pump"
        contact = self.read_contact(text, sender="shop@plant-shop.example", subject="New ORDER 7")
        self.assertEqual(
            {name: contact[name] for name in ("channel", "contact_name", "phone", "email", "needs")},
            {
                "channel": "form",
                "contact_name": "Ann",
                "phone": "+7 912 345-67-89",
                "email": "ann@home.example",
                "needs": "a pump",
            },
        )
        self.assertEqual(contact["text"], text)

    def test_archived_rule_is_not_used_and_order_counts(self):
        rules = self.env["crm.mail.rule"]
        chat = rules.create(
            {"name": "A", "sequence": 1, "subject_pattern": "zz", "channel": "chat", "reading": "plain"}
        )
        rules.create({"name": "B", "sequence": 2, "subject_pattern": "zz", "channel": "form", "reading": "plain"})
        self.assertEqual(self.read_contact("x", subject="zz")["channel"], "chat")
        chat.sequence = 3
        self.assertEqual(self.read_contact("x", subject="zz")["channel"], "form")
        chat.write({"sequence": 1, "active": False})
        self.assertEqual(self.read_contact("x", subject="zz")["channel"], "form")

    def test_without_rules_everything_is_read_as_written_by_hand(self):
        self.env["crm.mail.rule"].search([]).active = False
        contact = self.read_contact("Name: Ann")
        self.assertEqual((contact["channel"], contact["contact_name"]), ("mail", "Ivan Petrov"))

    def test_customer_with_contact_data_in_the_signature_is_no_robot(self):
        contact = self.read_contact("A pump, please.\nТелефон: +7 912 345-67-89", sender="Info <info@buyer.example>")
        self.assertEqual((contact["email"], contact["phone"]), ("info@buyer.example", "+7 912 345-67-89"))

    def test_robot_without_any_address_in_the_form_keeps_a_sender_who_reads(self):
        contact = self.read_contact("Name: Ann\nMessage: pump", sender="web@partner-site.example")
        self.assertEqual(contact["email"], "web@partner-site.example")
        self.assertFalse(self.read_contact("Name: Ann\nMessage: pump", sender="no-reply@partner-site.example")["email"])

    def test_new_wording_of_a_label_is_learnt(self):
        labels = self.env.ref("sales_leads.mail_label_phone")
        labels.with_user(self.dispatcher).synonyms = labels.synonyms + "\nКуда звонить"
        contact = self.read_contact("Имя: Анна\nКуда звонить: 8 912 345-67-89", sender="site@plant-shop.example")
        self.assertEqual(contact["phone"], "8 912 345-67-89")

    def test_a_pattern_that_would_run_for_ever_is_stopped(self):
        """Python's own matcher needs longer than the universe for these; the mail is read by the next rule."""
        rules = self.env["crm.mail.rule"]
        rules.create({"name": "Endless", "sequence": 1, "subject_pattern": "(a|aa)+$", "channel": "chat"})
        started = time.monotonic()
        event = self.receive(self.make_mail("A pump, please.", subject="a" * 200 + "!"))
        self.assertLess(time.monotonic() - started, 10)
        self.assertEqual((event.state, event.appeal_id.channel), ("processed", "mail"))
        self.assertIn("Endless", event.error)

    def test_an_endless_pattern_for_a_visitors_line_costs_his_words_alone(self):
        self.env["crm.mail.rule"].create(
            {"name": "Chat", "sequence": 1, "subject_pattern": "zz", "speaker_pattern": r"^((?:a|aa)+)$"}
        )
        event = self.receive(self.make_mail("a" * 200 + "!\nA pump.", subject="zz"))
        self.assertEqual(event.state, "processed")
        self.assertIn("A pump.", event.appeal_id.needs)
        self.assertIn("Chat", event.error)

    def test_wrong_patterns_are_refused(self):
        rules = self.env["crm.mail.rule"]
        with self.assertRaisesRegex(ValidationError, "no regular expression"):
            rules.create({"name": "x", "body_pattern": "("})
        with self.assertRaisesRegex(ValidationError, "needs a group"):
            rules.create({"name": "x", "speaker_pattern": "Visitor:.*"})

    @mute_logger("odoo.sql_db")
    def test_one_line_of_wordings_per_field(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["crm.mail.label"].create({"field": "phone", "synonyms": "x"})
