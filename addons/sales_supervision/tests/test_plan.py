from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestPlan(SupervisionCommon):
    def make_plan(self, user=None, month="2026-03-01", amount=3000.0, team=None):
        values = {"team_id": (team or self.vys).id, "month": month, "amount": amount}
        return self.env["sales.plan"].create([values | {"user_id": user.id if user else False}])

    @users("sb_head")
    def test_the_head_plans_and_sees_what_is_won(self):
        first, second = self.make_deals(2)
        self.win(first, "2026-03-02", 1000)
        self.win(second, "2026-03-31", 500)
        plan = self.make_plan(self.manager)
        self.assertEqual((plan.won_amount, plan.won_count), (1500.0, 2))
        self.assertAlmostEqual(plan.fulfilment, 0.5)

    def test_a_deal_counts_in_the_month_of_its_sale_alone(self):
        self.win(self.make_deals(1), "2026-04-01")
        plan = self.make_plan(self.manager)
        self.assertEqual((plan.won_amount, plan.won_count), (0.0, 0))

    def test_the_department_sums_all_of_its_managers(self):
        self.win(self.make_deals(1), "2026-03-02", 1000)
        self.win(self.make_deals(1, self.colleague), "2026-03-02", 200)
        department, manager = self.make_plan(), self.make_plan(self.manager)
        self.assertEqual(department.won_amount, 1200.0)
        self.assertEqual(manager.won_amount, 1000.0)

    def test_a_deal_of_another_department_does_not_count(self):
        self.win(self.make_deals(1, team=self.konts), "2026-03-02")
        self.assertFalse(self.make_plan(self.manager).won_amount)

    def test_a_plan_without_amount_is_not_fulfilled(self):
        self.win(self.make_deals(1), "2026-03-02")
        self.assertEqual(self.make_plan(self.manager, amount=0).fulfilment, 0)

    def test_whatever_day_is_entered_the_month_is_meant(self):
        plan = self.make_plan(self.manager, "2026-03-17")
        self.assertEqual(plan.month, date(2026, 3, 1))
        plan.month = "2026-05-31"
        self.assertEqual(plan.month, date(2026, 5, 1))

    @freeze_time("2026-03-17 09:00:00")
    def test_the_form_offers_this_month_and_the_heads_department(self):
        defaults = self.env["sales.plan"].with_user(self.head).default_get(["month", "team_id"])
        self.assertEqual(defaults["month"], date(2026, 3, 1))
        self.assertEqual(defaults["team_id"], self.vys.id)

    def test_two_plans_for_one_month_are_refused(self):
        self.make_plan(self.manager)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_plan(self.manager, "2026-03-20")

    def test_two_plans_for_one_department_are_refused(self):
        self.make_plan()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_plan()

    def test_a_negative_plan_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_plan(self.manager, amount=-1)

    def test_managers_read_their_own_and_change_none(self):
        own, other = self.make_plan(self.manager), self.make_plan(self.colleague)
        visible = self.env["sales.plan"].with_user(self.manager).search([("id", "in", (own | other).ids)])
        self.assertEqual(visible, own)
        with self.assertRaises(AccessError):
            own.with_user(self.manager).write({"amount": 1})

    def test_dispatchers_see_no_plans(self):
        plan = self.make_plan(self.manager)
        with self.assertRaises(AccessError):
            plan.with_user(self.dispatcher).read(["amount"])

    def test_a_head_of_one_department_sees_no_other_plans(self):
        plan = self.make_plan(team=self.konts)
        self.head.visible_team_ids = self.vys
        self.assertFalse(self.env["sales.plan"].with_user(self.head).search([("id", "=", plan.id)]))

    def test_facts_of_many_plans_cost_one_query(self):
        plans = self.env["sales.plan"]
        for month in range(1, 11):
            plans |= self.make_plan(self.manager, f"2026-{month:02}-01")
        plans.invalidate_recordset()
        plans.mapped("amount")
        self.env.company.currency_id.mapped("name")
        with self.assertQueryCount(2):
            plans.mapped("won_amount")

    def test_copied_to_the_next_month_where_there_is_none(self):
        plans = self.make_plan(self.manager, "2026-12-01", 700) | self.make_plan(self.colleague, "2026-12-01", 800)
        self.make_plan(self.colleague, "2027-01-01", 900)
        plans.with_user(self.head).action_copy_to_next_month()
        copied = self.env["sales.plan"].search([("month", "=", "2027-01-01")])
        self.assertEqual({(plan.user_id, plan.amount) for plan in copied}, {(self.manager, 700), (self.colleague, 900)})

    def test_the_name_tells_month_and_whose(self):
        self.assertEqual(self.make_plan(self.manager).display_name, "03.2026 Manager")
        self.assertEqual(self.make_plan().display_name, "03.2026 Vys")
