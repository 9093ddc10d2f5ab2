from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from ..tools.shares import Shares
from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestCalls(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_user("manager2", "sales_base.group_manager")
        cls.customers = cls.env["res.partner"]
        for number in range(6):
            cls.customers += cls.make_customer(f"C{number}", cls.at(f"c{number}"), cls.make_phone())
        cls.env["res.partner.responsible"].create(
            [
                {"partner_id": customer.id, "team_id": cls.pumps.id, "user_id": cls.manager.id}
                for customer in cls.customers[:2]
            ]
        )

    def make_campaign(self, **vals):
        vals = {"name": "Spare parts", "assignment": "even", "manager_ids": (self.manager + self.other).ids, **vals}
        segment = vals.pop("segment", None) or self.make_segment()
        return self.env["marketing.call.campaign"].with_user(self.marketer).create({"segment_id": segment.id, **vals})

    def give_out(self, **vals):
        campaign = self.make_campaign(**vals)
        campaign.action_give_out()
        return campaign

    def calls(self, campaign, user=None):
        return campaign.call_ids.with_user(user or self.marketer)

    def test_calls_are_shared_out_evenly_by_load(self):
        campaign = self.give_out()
        self.assertEqual(campaign.call_count, 6)
        self.assertEqual(len(self.calls(campaign).filtered(lambda call: call.user_id == self.manager)), 3)
        for number in range(2):
            self.make_customer(f"N{number}", self.at(f"n{number}"), self.make_phone())
        self.env["marketing.call"].create([{"user_id": self.manager.id} for _number in range(5)])
        campaign.action_give_out()
        new = self.calls(campaign).filtered(lambda call: call.name in ("N0", "N1"))
        self.assertEqual(new.user_id, self.other, "Whoever has less to do gets more.")

    def test_responsible_manager_calls_his_customers(self):
        campaign = self.give_out(assignment="responsible", manager_ids=self.other.ids)
        by_name = {call.name: call.user_id for call in self.calls(campaign)}
        self.assertEqual((by_name["C0"], by_name["C1"], by_name["C2"]), (self.manager, self.manager, self.other))

    def test_deputy_calls_for_who_is_absent(self):
        today = fields.Date.context_today(self.env.user)
        self.env["res.users.absence"].create(
            {"user_id": self.manager.id, "date_from": today, "date_to": today, "deputy_id": self.other.id}
        )
        campaign = self.give_out(assignment="responsible", manager_ids=[])
        self.assertEqual(self.calls(campaign).user_id, self.other)
        self.assertIn("without a manager: 4", campaign.skipped)

    def test_one_customer_is_called_once_and_not_again_soon(self):
        self.make_customer(
            "Colleague", self.at("colleague"), self.make_phone(), kind=False, parent_id=self.customers[0].id
        )
        campaign = self.give_out()
        self.assertEqual(campaign.call_count, 6)
        again = self.give_out()
        self.assertEqual(again.call_count, 0)
        self.assertIn("6", again.skipped)
        campaign.call_ids.sudo().write({"state": "done", "outcome": "reached", "done_at": "2020-01-01 10:00:00"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE marketing_call SET create_date = '2020-01-01'")
        self.env.invalidate_all()
        self.assertEqual(self.give_out().call_count, 6)

    def test_who_may_not_be_called_is_left_out_and_counted(self):
        self.env["phone.blacklist"]._add([self.customers[0].phone_sanitized])
        self.make_customer("No phone", self.at("nophone"))
        campaign = self.give_out()
        self.assertEqual(campaign.call_count, 5)
        self.assertIn("without a number that may be called: 2", campaign.skipped)

    def test_deadline_and_daily_limit(self):
        first = date(2026, 3, 2)
        with freeze_time(first):
            campaign = self.give_out(
                date_from=first, deadline=date(2026, 3, 3), day_limit=1, manager_ids=self.manager.ids
            )
            self.assertEqual(self.calls(campaign).mapped("planned_on"), [date(2026, 3, 2), date(2026, 3, 3)])
            self.assertIn("deadline: 4", campaign.skipped)

    def test_shares_never_exceed_the_limit(self):
        days = [date(2026, 3, day) for day in range(2, 7)]
        shares = Shares(2, {(1, days[0]): 2, (2, days[1]): 1}, days)
        given = [shares.take([1, 2]) for _number in range(17)]
        counts = {}
        for user, day in given:
            counts[user, day] = counts.get((user, day), 0) + bool(day)
        self.assertEqual(
            max(counts[key] + shares_load for key, shares_load in (((1, days[1]), 0), ((2, days[1]), 1))), 2
        )
        self.assertEqual(sum(1 for _user, day in given if day), 17)
        self.assertEqual(shares.take([1, 2])[1], None)
        self.assertEqual((shares.late, shares.nobody), (1, 0))

    @freeze_time("2026-03-04 09:00:00")
    def test_manager_works_his_list_through(self):
        campaign = self.give_out(manager_ids=self.manager.ids)
        first, *_rest = calls = self.calls(campaign, self.manager)
        action = first.action_reached()
        second = calls.browse(action["res_id"])
        self.assertNotEqual(second, first)
        self.assertRecordValues(first, [{"state": "done", "outcome": "reached", "attempts": 1}])
        with Form(second) as form:
            form.remark = "Wants an offer"
        action = second.action_interest()
        self.assertEqual(second.lead_id.sudo().user_id, self.manager)
        self.assertEqual(second.lead_id.sudo().needs, "Wants an offer")
        self.assertIn("Wants an offer", second.partner_id.message_ids[0].body)
        third = calls.browse(action["res_id"])
        third.action_no_answer()
        self.assertEqual((third.state, third.attempts), ("open", 1))
        self.assertGreater(third.planned_on, fields.Date.context_today(third))
        with self.assertRaisesRegex(UserError, "is done"):
            first.action_reached()

    def test_three_times_no_answer_is_enough(self):
        call = self.calls(self.give_out(manager_ids=self.manager.ids), self.manager)[0]
        for _time in range(3):
            call.action_no_answer()
        self.assertRecordValues(call, [{"state": "done", "outcome": "no_answer", "attempts": 3}])

    def test_call_later_comes_again_on_the_day_that_was_agreed(self):
        call = self.calls(self.give_out(manager_ids=self.manager.ids), self.manager)[0]
        agreed = fields.Date.add(fields.Date.context_today(call), days=10)
        call.next_date = agreed
        call.action_later()
        self.assertRecordValues(call, [{"state": "open", "planned_on": agreed}])

    def test_refusal_is_obeyed_everywhere(self):
        call = self.calls(self.give_out(manager_ids=self.manager.ids), self.manager)[0]
        phone = call.phone
        call.action_refused()
        self.assertTrue(self.env["phone.blacklist"].search_count([("number", "=", phone)]))
        self.assertEqual(self.rows(("phone", "=", phone)).call_block, "no_call")

    def test_last_one_leads_back_to_the_list(self):
        calls = self.calls(self.give_out(manager_ids=self.manager.ids), self.manager)
        for call in calls[:-1]:
            call.action_wrong()
        self.assertFalse(calls[-1].action_reached()["res_id"])

    def test_managers_make_their_own_calls_only(self):
        campaign = self.give_out()
        mine = self.env["marketing.call"].with_user(self.manager).search([("campaign_id", "=", campaign.id)])
        self.assertEqual(mine.user_id, self.manager)
        theirs = (campaign.sudo().call_ids - mine.sudo())[0].with_user(self.manager)
        with self.assertRaises(AccessError):
            theirs.action_reached()
        with self.assertRaises(AccessError):
            mine[0].unlink()
        with self.assertRaises(AccessError):
            mine.create({"user_id": self.manager.id})
        with self.assertRaises(AccessError):
            self.calls(campaign)[0].action_reached()
        with self.assertRaises(AccessError):
            self.env["marketing.call"].with_user(self.employee).search([])

    def test_report_counts_deals_but_shows_none(self):
        campaign = self.give_out(manager_ids=self.manager.ids)
        call = self.calls(campaign, self.manager)[0]
        call.action_interest()
        self.calls(campaign, self.manager)[1].action_reached()
        self.make_deal(call.lead_id.sudo())
        campaign.invalidate_recordset()
        self.assertRecordValues(
            campaign, [{"call_count": 6, "open_count": 4, "reached_count": 2, "interest_count": 1, "deal_count": 1}]
        )
        with self.assertRaises(AccessError):
            self.calls(campaign)[0].lead_id.read(["expected_revenue"])

    def test_calls_out_of_a_run_and_of_a_selection(self):
        export = self.write_file(self.make_segment([("email", "=", self.at("c1"))]), "call")
        campaign = self.make_campaign(export_id=export.id, segment=self.make_segment())
        campaign.action_give_out()
        self.assertEqual(campaign.call_ids.mapped("name"), ["C1"])
        rows = self.rows(("email", "in", [self.at("c2"), self.at("c3")]))
        chosen = self.make_campaign(contact_ids=rows.ids)
        chosen.action_give_out()
        self.assertEqual(set(chosen.call_ids.mapped("name")), {"C2", "C3"})

    def test_queries_do_not_grow_with_calls(self):
        def measure():
            campaign = self.make_campaign(quiet_days=0)
            self.env["marketing.call"].search([]).write({"state": "done"})
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            campaign.action_give_out()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        measure()
        few = measure()
        for number in range(20):
            self.make_customer(f"Q{number}", self.at(f"q{number}"), self.make_phone())
        self.rows()
        self.assertLessEqual(measure(), few + 5)
