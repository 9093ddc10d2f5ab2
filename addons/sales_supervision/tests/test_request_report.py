from datetime import datetime

from odoo.tests import freeze_time, tagged

from .common import SupervisionCommon

RECEIVED = datetime(2026, 3, 2, 7)


@tagged("post_install", "-at_install")
class TestRequestReport(SupervisionCommon):
    def make_request(self, answered=None, manager=None, **values):
        manager = manager or self.manager
        request = self.env["crm.customer.request"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "subject": "Where is my pump",
                    "user_id": manager.id,
                    "team_id": self.vys.id,
                    "received_at": RECEIVED,
                    **values,
                }
            ]
        )
        request.deadline = datetime(2026, 3, 2, 11)
        if answered:
            request.write({"state": "answered", "answered_at": answered})
        self.env.flush_all()
        return request

    def read_facts(self, user=None):
        measures = ["__count", "open_count:sum", "answered_share:avg", "late_share:avg", "hours_to_answer:avg"]
        domain = [("partner_id", "=", self.customer.id)]
        return self.read_report("sales.request.report", domain, ["user_id"], measures, user)

    def test_answered_in_time_late_and_not_at_all(self):
        self.make_request(datetime(2026, 3, 2, 9))
        self.make_request(datetime(2026, 3, 2, 13))
        self.make_request()
        count, waiting, answered, late, hours = self.read_facts()[self.manager]
        self.assertEqual((count, waiting, hours), (3, 1, 4.0))
        self.assertAlmostEqual(answered, 2 / 3)
        self.assertAlmostEqual(late, 2 / 3)

    def test_each_manager_has_his_line_and_sees_his_alone(self):
        self.make_request()
        self.make_request(manager=self.colleague)
        self.assertEqual(set(self.read_facts()), {self.manager, self.colleague})
        self.assertEqual(set(self.read_facts(self.colleague)), {self.colleague})

    @freeze_time("2026-03-02 08:00:00")
    def test_archived_requests_are_not_counted(self):
        self.make_request().active = False
        self.env.flush_all()
        self.assertFalse(self.read_facts())

    def test_a_line_opens_its_request(self):
        request = self.make_request()
        line = self.env["sales.request.report"].with_user(self.head).search([("id", "=", request.id)])
        self.assertEqual(line.action_open_record()["res_model"], "crm.customer.request")
