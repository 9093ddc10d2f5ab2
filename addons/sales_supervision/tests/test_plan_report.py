from datetime import date

from odoo.tests import tagged

from .common import SupervisionCommon

MEASURES = ["plan_amount:sum", "won_amount:sum", "difference:sum", "won_count:sum"]


@tagged("post_install", "-at_install")
class TestPlanReport(SupervisionCommon):
    def setUp(self):
        super().setUp()
        plans = [(self.manager, 3000), (self.colleague, 1000), (self.env["res.users"], 5000)]
        self.env["sales.plan"].create(
            [
                {"team_id": self.vys.id, "user_id": user.id, "month": "2026-03-01", "amount": amount}
                for user, amount in plans
            ]
        )
        self.win(self.make_deals(2), "2026-03-10", 1000)
        self.win(self.make_deals(1, self.colleague), "2026-03-11", 1500)
        self.env.flush_all()

    def read_facts(self, level, group, user=None):
        domain = [("level", "=", level), ("team_id", "=", self.vys.id)]
        return self.read_report("sales.plan.report", domain, [group], MEASURES, user)

    def test_managers_stand_beside_their_plans(self):
        facts = self.read_facts("manager", "user_id")
        self.assertEqual(facts[self.manager], (3000, 2000, -1000, 2))
        self.assertEqual(facts[self.colleague], (1000, 1500, 500, 1))

    def test_the_department_has_its_own_plan_and_every_sale_once(self):
        self.assertEqual(self.read_facts("department", "team_id"), {self.vys: (5000, 3500, -1500, 3)})

    def test_it_is_cut_by_month(self):
        self.win(self.make_deals(1), "2026-04-01", 10)
        facts = self.read_facts("manager", "month:month")
        self.assertEqual(facts[date(2026, 3, 1)][1], 3500)
        self.assertEqual(facts[date(2026, 4, 1)][1], 10)

    def test_plan_and_fact_are_two_bars(self):
        domain = [("level", "=", "manager"), ("user_id", "=", self.manager.id)]
        bars = self.read_report("sales.plan.report", domain, ["figure"], ["amount:sum"])
        self.assertEqual(bars, {"plan": (3000,), "fact": (2000,)})

    def test_a_manager_sees_his_own_lines(self):
        self.assertEqual(set(self.read_facts("manager", "user_id", self.manager)), {self.manager})

    def test_a_line_opens_its_deal_or_plan(self):
        report = self.env["sales.plan.report"].with_user(self.head)
        lines = report.search([("level", "=", "manager"), ("user_id", "=", self.colleague.id)])
        opened = {line.action_open_record()["res_model"] for line in lines}
        self.assertEqual(opened, {"crm.lead", "sales.plan"})

    def test_a_head_of_another_department_sees_nothing(self):
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.read_facts("department", "team_id"))
