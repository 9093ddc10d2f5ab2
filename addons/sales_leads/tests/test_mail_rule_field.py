import time

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from ..tools import mail as mail_reader
from .common import SalesLeadsCommon

ENDLESS = r"^((?:a|aa)+)$"
LONG_TEXT = "a" * 200 + "!"


@tagged("post_install", "-at_install")
class TestMailRuleField(SalesLeadsCommon):
    """Conditions on headers and fields that are taken by a pattern."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["crm.mail.rule"]

    def make_rule(self, fields=(), **values):
        lines = [Command.create({"field": name, "pattern": pattern}) for name, pattern in fields]
        defaults = {"name": "Own", "sequence": 1, "subject_pattern": "zz", "channel": "chat"}
        return self.rules.create(defaults | {"field_ids": lines} | values)

    def read_mail(self, text="We need a pump.", **values):
        return self.rules._read(mail_reader.read(self.make_mail(text, **{"subject": "zz", **values})))

    # --- headers ------------------------------------------------------------------------------------

    def test_a_rule_fits_by_a_header(self):
        rule = self.make_rule(subject_pattern=False, header_name="X-Mailer", header_pattern="^shop-script")
        self.assertEqual(self.read_mail(headers="x-mailer: Shop-Script 8").rule.id, rule.id)
        for headers in ("X-Mailer: Mutt", "X-Other: Shop-Script 8", ""):
            reading = self.read_mail(headers=headers)
            self.assertNotEqual(reading.rule.id, rule.id)
            self.assertIn((rule.id, "header"), reading.passed)

    def test_any_value_of_a_repeated_header_counts(self):
        rule = self.make_rule(subject_pattern=False, header_name="X-Tag", header_pattern="^two$")
        self.assertEqual(self.read_mail(headers="X-Tag: one\nX-Tag: two").rule.id, rule.id)

    def test_a_header_without_pattern_has_to_be_there(self):
        rule = self.make_rule(subject_pattern=False, header_name="X-Form: ")
        self.assertEqual(self.read_mail(headers="X-Form: 7").rule.id, rule.id)
        self.assertNotEqual(self.read_mail().rule.id, rule.id)

    @mute_logger("odoo.sql_db")
    def test_a_pattern_needs_the_name_of_its_header(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_rule(header_pattern="x")

    def test_an_endless_pattern_for_a_header_is_stopped(self):
        self.make_rule(name="Endless", subject_pattern=False, header_name="X-Long", header_pattern=ENDLESS)
        started = time.monotonic()
        event = self.receive(self.make_mail("A pump, please.", headers=f"X-Long: {LONG_TEXT}"))
        self.assertLess(time.monotonic() - started, 10)
        self.assertEqual((event.state, event.appeal_id.channel), ("processed", "mail"))
        self.assertIn("Endless", event.error)

    # --- fields by pattern --------------------------------------------------------------------------

    def test_what_the_group_takes_is_better_than_label_and_sender(self):
        self.make_rule([("contact_name", r"клиент (\w+) просит"), ("phone", r"т\.(\d+)"), ("text", r"просит: ([^/]+)")])
        reading = self.read_mail("Имя: Другой\nклиент Анна просит: два насоса / т.84952223344")
        contact = reading.contact
        self.assertEqual(
            (contact["contact_name"], contact["phone"], contact["needs"]), ("Анна", "84952223344", "два насоса")
        )
        self.assertEqual(reading.sources["contact_name"][0], "pattern")
        self.assertIn("Имя: Другой", contact["text"])

    def test_first_pattern_that_finds_something_counts(self):
        self.make_rule([("email", r"first (\S+@\S+)"), ("email", r"second (\S+@\S+)")])
        self.assertEqual(self.read_mail("second b@b.example").contact["email"], "b@b.example")
        self.assertEqual(self.read_mail("second b@b.example first a@a.example").contact["email"], "a@a.example")

    def test_a_pattern_that_finds_nothing_leaves_the_rest_as_it_is(self):
        self.make_rule([("contact_name", "nobody (x)")], reading="plain")
        self.assertEqual(self.read_mail().contact["contact_name"], "Ivan Petrov")

    def test_an_endless_pattern_for_a_field_costs_this_field_alone(self):
        self.make_rule([("company_name", ENDLESS), ("phone", r"call (\d+)")], name="Slow")
        started = time.monotonic()
        event = self.receive(self.make_mail(f"{LONG_TEXT}\ncall 84952223344", subject="zz"))
        self.assertLess(time.monotonic() - started, 10)
        self.assertEqual((event.state, event.appeal_id.phone), ("processed", "84952223344"))
        self.assertIn("Slow", event.error)

    def test_wrong_patterns_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "no regular expression"):
            self.make_rule([("phone", "(")])
        with self.assertRaisesRegex(ValidationError, "needs a group"):
            self.make_rule([("phone", r"\d+")])
        with self.assertRaisesRegex(ValidationError, "no regular expression"):
            self.make_rule(header_name="X", header_pattern="[")

    def test_a_changed_pattern_counts_at_once(self):
        rule = self.make_rule([("contact_name", r"by (\w+)")])
        self.assertEqual(self.read_mail("by Ann for Bob").contact["contact_name"], "Ann")
        rule.field_ids.pattern = r"for (\w+)"
        self.assertEqual(self.read_mail("by Ann for Bob").contact["contact_name"], "Bob")
        rule.field_ids.unlink()
        self.assertEqual(self.read_mail("by Ann for Bob").contact["contact_name"], "Ivan Petrov")

    # --- who may ------------------------------------------------------------------------------------

    @users("sb_administrator")
    def test_administrator_makes_a_rule_in_the_form(self):
        form = Form(self.env["crm.mail.rule"])
        form.name, form.subject_pattern = "Shop", "zz"
        with form.field_ids.new() as line:
            line.field, line.pattern = "phone", r"tel (\d+)"
        form.save().sequence = 1
        self.assertEqual(self.read_mail("tel 84952223344").contact["phone"], "84952223344")

    @users("sb_dispatcher")
    def test_dispatcher_reads_rules_only(self):
        rule = self.make_rule([("phone", r"(\d+)")]).with_user(self.env.user)
        self.assertEqual(rule.field_ids.field, "phone")
        with self.assertRaises(AccessError):
            rule.field_ids.write({"pattern": "(x)"})
        with self.assertRaises(AccessError):
            rule.copy()

    def test_a_copied_rule_has_its_fields(self):
        self.assertEqual(self.make_rule([("phone", r"(\d+)")]).copy().field_ids.pattern, r"(\d+)")
