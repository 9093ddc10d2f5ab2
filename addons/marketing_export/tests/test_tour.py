from odoo.tests import HttpCase, tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestMarketingTour(MarketingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_customer("Tour customer", cls.at("tour"), kind="counterparty")
        cls.make_lead("Tour lead", contact_name="Tour lead", email_from=cls.at("lead"))

    def test_marketer_takes_a_file_out(self):
        self.start_tour("/odoo", "marketing_export_segment", login=self.marketer.login)
        segment = self.env["marketing.segment"].search([("name", "=", "Tour segment")])
        self.assertRecordValues(segment, [{"user_id": self.marketer.id, "profile_id": self.profile("xlsx").id}])
        self.assertEqual(segment.export_ids.mapped("state"), ["done"])
        self.assertGreaterEqual(segment.export_ids.row_count, 2)

    def test_marketer_looks_through_the_base(self):
        self.start_tour("/odoo/mailing-base", "marketing_export_base", login=self.marketer.login)

    def test_marketer_plans_a_file(self):
        self.make_segment(name="Tour plan")
        self.start_tour("/odoo/marketing-schedules", "marketing_export_schedule", login=self.marketer.login)
        schedule = self.env["marketing.export.schedule"].search([("segment_id.name", "=", "Tour plan")])
        self.assertRecordValues(schedule, [{"user_id": self.marketer.id, "interval": "weekly"}])
        self.assertTrue(schedule.next_run)

    def test_manager_works_ten_customers_through(self):
        self.env["marketing.call"].create(
            [
                {
                    "user_id": self.manager.id,
                    "name": f"C{number}",
                    "company_name": f"C{number}",
                    "phone": self.make_phone(),
                }
                for number in range(10)
            ]
        )
        self.start_tour("/odoo/marketing-calls", "marketing_export_calls", login=self.manager.login)
        calls = self.env["marketing.call"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(sorted(calls.mapped("outcome")), ["no_answer"] * 5 + ["reached"] * 5)

    def test_marketer_uploads_results(self):
        self.start_tour("/odoo", "marketing_export_results", login=self.marketer.login)
        call = self.env["marketing.call"].search([("contact_key", "=", self.at("tour"))])
        self.assertRecordValues(call, [{"state": "done", "outcome": "interest", "remark": "Wants two pumps"}])
        self.assertEqual(call.lead_id.needs, "Wants two pumps")

    def test_file_comes_over_http(self):
        export = self.write_file(self.make_segment(), "mailchimp_csv")
        url = export.action_download()["url"]
        self.authenticate(self.marketer.login, self.marketer.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn(self.at("tour"), answer.text)
        self.authenticate(self.manager.login, self.manager.login)
        self.assertNotIn(self.at("tour"), self.url_open(url).text)
