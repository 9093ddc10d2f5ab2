from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestContactAccess(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_lead("Pump", email_from=cls.at("pump"))
        cls.make_lead("Chamber", email_from=cls.at("chamber"), team_id=cls.chambers.id)
        cls.make_customer("Nobody's", cls.at("nobodys"))

    def test_other_roles_see_no_base(self):
        for user in (self.employee, self.manager):
            with self.assertRaises(AccessError):
                self.rows(user=user)

    def test_marketer_changes_nothing(self):
        row = self.rows()[0]
        for operation in ("write", "create", "unlink"):
            self.assertFalse(row.has_access(operation))

    def test_marketer_sees_no_deals(self):
        with self.assertRaises(AccessError):
            self.env["crm.lead"].with_user(self.marketer).search([])
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(self.marketer).search([])
        contacts = self.env["marketing.contact"].with_user(self.marketer)
        self.assertNotIn("lead_id", contacts.fields_get())
        with self.assertRaises(AccessError):
            contacts.search([("lead_id.expected_revenue", ">", 0)])

    def test_visible_departments_bind_reading_counting_and_files(self):
        self.marketer.visible_team_ids = self.pumps
        visible = {self.at("pump"), self.at("nobodys")}
        self.assertEqual(set(self.rows().mapped("email")), visible)
        contacts = self.env["marketing.contact"].with_user(self.marketer)
        groups = contacts._read_group([("email", "like", "%@base.example")], ["team_id"], ["__count"])
        self.assertEqual({team: count for team, count in groups}, {self.pumps: 1, self.env["crm.team"]: 1})
        segment = self.make_segment()
        self.assertEqual(segment.count, 2)
        self.assertEqual(
            {row["Email Address"] for row in self.read_csv(self.write_file(segment, "mailchimp_csv"))}, visible
        )

    def test_rows_of_other_companies_are_not_there(self):
        other = self.env["res.company"].create({"name": "Other company of the test"})
        self.make_customer("Theirs", self.at("theirs"), company_id=other.id)
        self.assertNotIn(self.at("theirs"), self.rows().mapped("email"))

    def test_marketer_opens_the_views(self):
        contacts = self.env["marketing.contact"].with_user(self.marketer)
        for kind in ("list", "form", "search", "graph", "pivot"):
            self.assertIn("arch", contacts.get_view(view_type=kind))
        spec = {name: {} for name in ("name", "email", "kind")} | {"team_id": {"fields": {"display_name": {}}}}
        self.assertEqual(contacts.web_search_read([("email", "=", self.at("pump"))], spec)["length"], 1)

    def test_administrator_is_a_marketer(self):
        administrator = self.make_user("administrator", "sales_base.group_administrator")
        self.assertTrue(administrator.has_group("marketing_export.group_marketer"))
        self.assertTrue(self.rows(user=administrator))
