from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SalesLeadsCommon

HOURS = ("request_answer_hours", "lead_assign_hours", "lead_qualify_hours", "call_back_hours")


@tagged("post_install", "-at_install")
class TestSettings(SalesLeadsCommon):
    def test_address_and_hours_are_set(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual((settings.intake_alias_name, settings.intake_alias_domain), ("info", "plant.example"))
        settings.write({"intake_alias_name": "orders", "call_back_hours": 3, "lead_assign_hours": 6})
        settings.execute()
        self.assertEqual(self.alias.alias_full_name, "orders@plant.example")
        self.assertEqual((self.env.company.call_back_hours, self.env.company.lead_assign_hours), (3, 6))

    def test_settings_stay_usable_without_the_alias(self):
        self.alias.unlink()
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.intake_alias_name)
        settings.intake_alias_name = "orders"
        settings.execute()
        self.assertFalse(self.env["mail.alias"].search([("alias_name", "=", "orders")]))

    @mute_logger("odoo.sql_db")
    def test_hours_cannot_be_negative(self):
        for name in HOURS:
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.company.write({name: -1})
                self.env.flush_all()

    def test_hours_set_the_deadlines(self):
        self.env.company.write({"call_back_hours": 2, "request_answer_hours": 5})
        # Monday 12:00 in Moscow.
        missed = self.make_call(src="84951234567").request_id
        answered = self.make_call(src="84951234567", answered=True, linkedid="longer").request_id
        self.assertEqual(str(missed.deadline), "2026-03-02 12:00:00")
        self.assertEqual(str(answered.deadline), "2026-03-02 15:00:00")

    @mute_logger("odoo.sql_db")
    def test_extension_belongs_to_one_employee(self):
        self.manager.pbx_extension = "9301"
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.colleague.pbx_extension = "9301"
            self.env.flush_all()
        (self.manager | self.colleague).pbx_extension = False
        self.env.flush_all()

    def test_rules_and_labels_are_the_administrators(self):
        rule = self.env.ref("sales_leads.mail_rule_plain")
        rule.with_user(self.administrator).sequence = 999
        self.assertEqual(rule.sequence, 999)
        for user in (self.dispatcher, self.head, self.manager):
            with self.assertRaises(AccessError):
                rule.with_user(user).sequence = 1
        label = self.env.ref("sales_leads.mail_label_phone")
        with self.assertRaises(AccessError):
            label.with_user(self.dispatcher).unlink()
        with self.assertRaises(AccessError):
            label.with_user(self.manager).synonyms = "x"

    def test_dispatchers_work_falls_to_whoever_may_do_it(self):
        users = self.env["res.users"]
        self.assertIn(self.dispatcher, users._get_dispatchers())
        today = self.env["res.users.absence"]._get_today()
        self.make_absence(self.dispatcher, self.colleague, today, today)
        told = users._get_dispatchers()
        self.assertIn(self.colleague, told)
        self.assertNotIn(self.dispatcher, told)
        self.env.ref("sales_base.group_dispatcher").user_ids.active = False
        self.assertIn(self.administrator, users._get_dispatchers())
