from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import MoneyCommon


@tagged("post_install", "-at_install")
class TestMyDay(MoneyCommon):
    """What waits for a manager today."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env["crm.lead"])
        self.deal.activity_schedule(
            summary="Nothing today", date_deadline=self.today + timedelta(days=9), user_id=self.manager.id
        )

    def plan(self, deal, summary, days=0, **values):
        day = self.today + timedelta(days=days)
        return deal.activity_schedule(summary=summary, date_deadline=day, **{"user_id": self.manager.id, **values})

    def day(self, section):
        """Rows of a section as the manager's screen gets them."""
        day = self.env["crm.lead"].with_user(self.manager).get_my_day()
        found = next(part for part in day["sections"] if part["code"] == section)
        self.assertEqual(found["count"], len(found["rows"]))
        return [row for row in found["rows"] if row["res_model"] == "crm.lead"]

    def test_tasks_that_are_due_the_oldest_first(self):
        due, late, later = (self.make_deal(name=name) for name in ("Due", "Late", "Later"))
        self.plan(due, "Call him")
        self.plan(late, "Write", days=-2)
        self.plan(later, "Next week", days=5)
        self.plan(self.make_deal(name="Foreign", user_id=self.colleague.id), "His", user_id=self.colleague.id)
        rows = self.day("tasks")
        self.assertEqual(
            [(row["name"], row["kind"], row["late"]) for row in rows],
            [
                ("Late", "Write", True),
                ("Due", "Call him", False),
            ],
        )

    @users("sb_manager")
    def test_ticked_off_task_is_gone(self):
        task = self.plan(self.make_deal(name="Due"), "Call him")
        (row,) = self.day("tasks")
        self.assertEqual(row["activity_id"], task.id)
        self.env["mail.activity"].browse(row["activity_id"]).action_feedback()
        self.assertFalse(self.day("tasks"))

    def test_deals_that_wait(self):
        idle, stale = self.make_deal(name="Idle"), self.make_deal(name="Stale")
        self.plan(stale, "Next week", days=5)
        stale.date_last_stage_update = fields.Datetime.now() - timedelta(days=30, hours=1)
        self.make_deal(name="Foreign", user_id=self.colleague.id)
        self.ask(date="2026-01-01", date_due="2026-01-10")
        rows = {row["name"]: row["kind"] for row in self.day("deals")}
        self.assertEqual(
            rows,
            {idle.name: "No planned step", "Stale": "30 days in this stage", self.deal.name: "Payment is overdue"},
        )

    def test_neither_closed_nor_lost_deals(self):
        won, lost = self.make_deal(name="Won"), self.make_deal(name="Lost")
        self.add_goods(won, self.pump)
        won.action_agree()
        won.action_set_won()
        self.refuse(lost)
        self.assertFalse(self.day("deals"))

    def test_long_lists_are_cut(self):
        for number in range(35):
            self.plan(self.deal, f"Task {number}")
        day = self.env["crm.lead"].with_user(self.manager).get_my_day()
        tasks = day["sections"][0]
        self.assertEqual((tasks["count"], len(tasks["rows"])), (35, 30))
        self.assertEqual(len({row["key"] for row in tasks["rows"]}), 30)
        self.assertEqual(day["user"], self.manager.name)

    def test_head_sees_what_waits_for_him_and_not_for_his_people(self):
        self.plan(self.make_deal(name="Due"), "Call him")
        mine = self.make_deal(name="Deal of the head", user_id=self.head.id)
        self.plan(mine, "Decide", user_id=self.head.id)
        day = self.env["crm.lead"].with_user(self.head).get_my_day()
        names = {part["code"]: [row["name"] for row in part["rows"]] for part in day["sections"]}
        self.assertIn("Deal of the head", names["tasks"])
        self.assertNotIn("Due", names["tasks"])
        self.assertFalse(set(names["deals"]) & {"Due", self.deal.name})

    def test_task_of_a_deal_that_he_may_not_open_any_more(self):
        deal = self.make_deal(name="Handed over")
        self.plan(deal, "Call him")
        deal.user_id = self.colleague
        rows = self.day("tasks")
        self.assertLessEqual({row["kind"] for row in rows}, {"Call him"})
        self.assertFalse(self.day("deals"))

    def test_the_day_ends_with_the_money(self):
        request = self.ask(date="2026-01-01", date_due="2026-01-10")
        self.assertEqual([row["kind"] for row in self.day("deals")], ["Payment is overdue"])
        self.pay(request)
        self.assertFalse(self.day("deals"))

    def test_whoever_sees_no_deals_has_no_day_here(self):
        with self.assertRaises(AccessError):
            self.env["crm.lead"].with_user(self.outsider).get_my_day()

    def test_a_full_day_costs_as_many_queries_as_an_empty_one(self):
        leads = self.env["crm.lead"].with_user(self.manager)
        costs = []
        for number in (3, 20):
            for place in range(number):
                deal = self.make_deal(name=f"Deal {place}")
                self.plan(self.make_deal(name=f"Due {place}"), "Call him")
                deal.priority = "1"
            self.env.flush_all()
            self.env.invalidate_all()
            costs.append(self.count_queries(leads.get_my_day))
        self.assertLessEqual(costs[1], costs[0] + 2)
