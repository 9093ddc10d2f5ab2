from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged, users

from .test_selection import SelectionCommon


@tagged("post_install", "-at_install")
class TestEngineerRequest(SelectionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engineer = new_test_user(cls.env, "sb_engineer", groups="deal_stages.group_engineer", tz="UTC")
        cls.other = new_test_user(cls.env, "sb_other", groups="deal_stages.group_engineer", tz="UTC")
        cls.env.company.write({"engineer_user_id": cls.engineer.id, "engineer_hours": 16})

    def ask(self, deal, question="Can it be made?", **values):
        return self.env["crm.engineer.request"].create({"deal_id": deal.id, "question": question, **values})

    @users("sb_manager")
    @freeze_time("2026-03-05 09:00:00")
    def test_manager_asks_and_knows_until_when(self):
        deal = self.make_wanted(flow=500).with_user(self.env.user)
        action = deal.action_ask_engineers()
        form = Form(self.env["crm.engineer.request"].with_context(**action["context"]), action["views"][0][0])
        form.question = "Can we make one?"
        request = form.save()
        # Thursday noon in Moscow plus two working days is Monday noon.
        self.assertEqual(request.deadline, datetime(2026, 3, 9, 9))
        self.assertEqual((request.engineer_id, request.user_id, request.name), (self.engineer, self.manager, deal.name))
        self.assertIn("Flow: 500 m³/h", request.requirements)
        task = request.sudo().activity_ids
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.engineer, "2026-03-09"))

    def test_engineer_answers_and_the_manager_is_told(self):
        deal = self.make_wanted(flow=500)
        pump = self.make_pump("Big", flow=600)
        request = self.ask(deal).with_user(self.engineer)
        request.write({"answer": "Take the big one.", "product_ids": pump.ids})
        request.action_answer()
        self.assertEqual(request.state, "answered")
        self.assertFalse(request.activity_ids)
        task = deal.activity_ids
        self.assertEqual((task.user_id, task.summary), (self.manager, f"The engineers answered: {deal.name}"))
        request.with_user(self.manager).action_put_into_goods()
        self.assertEqual(deal.goods_line_ids.product_id, pump)
        with self.assertRaisesRegex(UserError, "not waiting"):
            request.action_answer()

    def test_answer_needs_words(self):
        request = self.ask(self.make_wanted()).with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "Write the answer down"):
            request.action_answer()

    @users("sb_manager")
    def test_manager_does_not_answer_himself(self):
        request = self.ask(self.make_wanted().with_user(self.env.user))
        request.answer = "Yes"
        with self.assertRaisesRegex(AccessError, "answered by the engineers"):
            request.action_answer()

    @users("sb_manager")
    def test_nobody_asks_for_a_deal_of_another(self):
        deal = self.make_wanted()
        deal.user_id = self.colleague
        with self.assertRaises(AccessError):
            self.ask(deal.with_user(self.env.user))

    def test_late_requests_are_found(self):
        request = self.ask(self.make_wanted(), deadline="2026-01-01 10:00:00")
        fresh = self.ask(self.make_wanted(), deadline="2099-01-01 10:00:00")
        late = self.env["crm.engineer.request"].search([("is_late", "=", True)])
        self.assertIn(request, late)
        self.assertNotIn(fresh, late)
        self.assertTrue(request.is_late and not fresh.is_late)

    def test_another_engineer_takes_it_over(self):
        request = self.ask(self.make_wanted())
        request.engineer_id = self.other
        self.assertEqual(request.activity_ids.user_id, self.other)

    def test_cancelled_request_leaves_no_task(self):
        request = self.ask(self.make_wanted())
        request.action_cancel()
        self.assertEqual((request.state, len(request.activity_ids)), ("cancelled", 0))

    def test_who_is_asked_sees_it_and_nobody_else_of_his_like(self):
        worker = new_test_user(self.env, "sb_worker", groups="base.group_user", tz="UTC")
        request = self.ask(self.make_wanted(), engineer_id=worker.id)
        foreign = self.ask(self.make_wanted())
        seen = self.env["crm.engineer.request"].with_user(worker).search([("id", "in", (request | foreign).ids)])
        self.assertEqual(seen, request)
        seen.write({"answer": "No."})
        seen.action_answer()
        self.assertEqual(request.state, "answered")

    def test_engineer_keeps_technical_values(self):
        pump = self.make_pump("Any", flow=5)
        line = pump.equipment_value_ids.filtered("is_known").with_user(self.engineer)
        line.value_min = 7
        with self.assertRaises(AccessError):
            line.with_user(self.manager).value_min = 8

    @users("sb_manager")
    def test_proposing_nothing_puts_nothing(self):
        request = self.ask(self.make_wanted().with_user(self.env.user))
        with self.assertRaisesRegex(UserError, "proposed no product"):
            request.action_put_into_goods()
