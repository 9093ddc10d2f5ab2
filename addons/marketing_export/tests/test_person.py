from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestPerson(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.make_phone()
        cls.plant = cls.make_customer("Plant", cls.at("office"), is_company=True)
        cls.ivan = cls.make_customer("Ivan", cls.at("ivan"), cls.phone, kind=False, parent_id=cls.plant.id)
        cls.lead = cls.make_lead("Wants", contact_name="Ivan", email_from=cls.at("ivan"))

    def ask(self, address, user=None):
        return (
            self.env["marketing.person"]
            .with_user(user or self.marketer)
            .create({"address": address, "reason": "Letter of 5 May"})
        )

    def test_what_is_held(self):
        request = self.ask(self.at("IVAN"))
        request.action_show()
        self.assertIn("Ivan", request.report)
        self.assertIn("Wants", request.report)
        log = self.env["marketing.person.log"].with_user(self.marketer).search([], limit=1)
        self.assertRecordValues(
            log, [{"kind": "report", "address": self.at("ivan"), "records": 2, "user_id": self.marketer.id}]
        )
        nobody = self.ask(self.at("nobody"))
        nobody.action_show()
        self.assertIn("Nothing", nobody.report)

    def test_stop_is_obeyed_at_once(self):
        self.ask(self.at("ivan")).action_stop()
        self.assertEqual(self.rows(("email", "=", self.at("ivan"))).mail_block, "opted_out")
        self.ask(self.phone).action_stop()
        self.assertEqual(self.rows(("email", "=", self.at("ivan"))).call_block, "no_call")
        self.ask(self.phone).action_stop()

    def test_who_was_taken_off_the_list_and_says_stop_again_is_on_it_again(self):
        address, number = self.at("ivan"), self.phone
        for value in (address, number):
            self.ask(value).action_stop()
        listed = self.env["mail.blacklist"].search([("email", "=", address)])
        listed.action_archive()
        numbers = self.env["phone.blacklist"].search([("number", "=", number)])
        numbers.action_archive()
        row = self.rows(("email", "=", address))
        self.assertNotIn("opted_out", (row.mail_block, row.call_block))
        for value in (address, number):
            self.ask(value).action_stop()
        row = self.rows(("email", "=", address))
        self.assertEqual((row.mail_block, row.call_block), ("opted_out", "no_call"))
        self.assertTrue(listed.active and numbers.active)

    def test_deleted_person_is_nowhere(self):
        self.ask(self.at("ivan")).action_delete()
        self.env.invalidate_all()
        self.assertFalse(self.rows("|", ("email", "=", self.at("ivan")), ("phone", "=", self.phone)))
        self.assertFalse(self.ivan.active or self.ivan.email or self.ivan.phone or self.ivan.contact_point_ids)
        self.assertFalse(self.lead.email_from)
        self.assertNotIn("Ivan", (self.ivan.name, self.lead.contact_name))
        self.assertTrue(self.plant.active, "The company stays.")
        self.assertTrue(self.env["mail.blacklist"].search_count([("email", "=", self.at("ivan"))]))
        log = self.env["marketing.person.log"].search([], limit=1)
        self.assertEqual(log.address, "i…@base.example")
        again = self.ask(self.at("ivan"))
        again.action_show()
        self.assertIn("Nothing", again.report)

    def test_companys_address_is_taken_away_the_company_stays(self):
        self.ask(self.at("office")).action_delete()
        self.assertRecordValues(self.plant, [{"active": True, "name": "Plant", "email": False}])

    def test_only_marketers_answer(self):
        for user in (self.manager, self.employee):
            with self.assertRaises(AccessError):
                self.ask(self.at("ivan"), user).action_show()
        with self.assertRaises(AccessError):
            self.env["marketing.person.log"].with_user(self.marketer).create(
                {"kind": "stop", "user_id": self.marketer.id}
            )
