from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestTaskReport(SupervisionCommon):
    def setUp(self):
        super().setUp()
        self.deal = self.make_deals(1)
        self.deal.activity_unlink([])
        self.today = fields.Date.context_today(self.deal)

    def make_task(self, due, done=None, user=None, record=None):
        """A task due in so many days, done in so many."""
        task = (record or self.deal).activity_schedule(
            "mail.mail_activity_data_todo",
            summary="Call",
            date_deadline=self.today + timedelta(days=due),
            user_id=(user or self.manager).id,
        )
        if done is not None:
            task.action_done()
            task.with_context(active_test=False).date_done = self.today + timedelta(days=done)
        self.env.flush_all()
        return task

    def find(self, task, user=None):
        return self.env["sales.task.report"].with_user(user or self.head).search([("id", "=", task.id)])

    def test_the_four_states(self):
        cases = {(0, 0): "in_time", (-3, -1): "late", (0, None): "open", (2, None): "open", (-1, None): "overdue"}
        for (due, done), state in cases.items():
            with self.subTest(due=due, done=done):
                self.assertEqual(self.find(self.make_task(due, done)).state, state)

    def test_share_in_time_leaves_out_what_is_not_due_yet(self):
        for due, done in ((0, 0), (-3, -1), (-1, None), (5, None)):
            self.make_task(due, done)
        measures = ["in_time_share:avg", "overdue_count:sum", "__count"]
        domain = [("res_model", "=", "crm.lead"), ("res_id", "=", self.deal.id)]
        share, overdue, count = self.read_report("sales.task.report", domain, ["user_id"], measures)[self.manager]
        self.assertAlmostEqual(share, 1 / 3)
        self.assertEqual((overdue, count), (1, 4))

    def test_a_task_belongs_to_the_department_of_its_record(self):
        line = self.find(self.make_task(0))
        self.assertEqual((line.team_id, line.name), (self.vys, "Call"))

    def test_tasks_on_other_records_are_no_sales(self):
        task = self.make_task(0, record=self.customer)
        self.assertFalse(self.find(task))

    def test_who_sees_what(self):
        task = self.make_task(0, user=self.colleague)
        self.assertFalse(self.find(task, self.manager))
        self.assertTrue(self.find(task, self.colleague))
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.find(task))
        with self.assertRaises(AccessError):
            self.find(task, self.outsider)

    def test_a_line_opens_the_record(self):
        action = self.find(self.make_task(0)).action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.deal.id))

    def test_tasks_of_requests_and_appeals_count_too(self):
        request = self.env["crm.customer.request"].create([{"partner_id": self.customer.id, "team_id": self.vys.id}])
        appeal = self.env["crm.appeal"].create([{"contact_name": "Ivan", "phone": "+7 912 000-00-02"}])
        self.manager.pbx_extension = "9601"
        call = self.env["crm.phone.call"]._register_call(
            {
                "linkedid": "task",
                "start": "2026-03-02 09:00:00",
                "src": "79120000003",
                "answered": 1,
                "employee": "9601",
            }
        )
        for record, team in ((request, self.vys), (appeal, self.env["crm.team"]), (call, self.vys)):
            with self.subTest(model=record._name):
                line = self.find(self.make_task(0, record=record))
                self.assertEqual((line.team_id, line.res_model), (team, record._name))
