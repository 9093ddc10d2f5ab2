from datetime import datetime

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import DealCommon, MoneyCommon


@tagged("post_install", "-at_install")
class TestUnsuitable(DealCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("deal_stages.crm_lost_reason_competitor")

    def window(self, deals):
        return Form(self.env["crm.lead.lost"].with_context(default_lead_ids=deals.ids))

    @users("sb_manager")
    @freeze_time("2026-03-05 09:00:00")
    def test_refused_by_the_window(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        form = self.window(deal)
        form.lost_reason_id = self.reason
        form.lost_feedback = "<p>They took the cheaper one.</p>"
        form.save().action_lost_reason_apply()
        self.assertRecordValues(
            deal,
            [
                {
                    "won_status": "lost",
                    "lost_reason_id": self.reason.id,
                    "unsuitable_words": "They took the cheaper one.",
                    "unsuitable_on": fields.Date.to_date("2026-03-05"),
                }
            ],
        )
        self.assertEqual(deal.order_ids.state, "cancel")
        self.assertEqual(self.entity.unsuitable_reason_id, self.reason)
        check = deal.sudo().seller_check_ids
        self.assertEqual((check.user_id, check.head_id, check.state), (self.manager, self.head, "todo"))
        self.assertEqual(check.deadline, datetime(2026, 3, 9, 9), "two working days")
        self.assertEqual(check.activity_ids.user_id, self.head)

    @users("sb_manager")
    def test_reason_and_words_are_wanted_everywhere(self):
        deal = self.make_deal().with_user(self.env.user)
        with self.assertRaisesRegex(AssertionError, "required"):
            self.window(deal).save()
        wizard = self.env["crm.lead.lost"].create({"lead_ids": deal.ids, "lost_reason_id": self.reason.id})
        with self.assertRaisesRegex(UserError, "say in words why"):
            wizard.action_lost_reason_apply()
        for act in (
            lambda: deal.action_set_lost(lost_reason_id=self.reason.id),
            lambda: deal.action_set_lost(),
            lambda: deal.write({"active": False, "probability": 0}),
            lambda: deal.with_context(deal_stages_skip_gate=True).write({"active": False, "probability": 0}),
        ):
            with self.assertRaisesRegex(UserError, "say in words why"), self.env.cr.savepoint():
                act()
            deal.invalidate_recordset()

    @users("sb_manager")
    def test_not_after_shipment(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        deal.quotation_id.order_line.sudo().qty_delivered = 1
        with self.assertRaisesRegex(UserError, "shipped already"):
            self.refuse(deal)
        self.assertEqual(deal.quotation_id.state, "sale", "nothing was cancelled")
        installed = self.make_agreed_deal(self.pump).with_user(self.env.user)
        installed._move_to("installation")
        with self.assertRaisesRegex(UserError, "shipped already"):
            self.refuse(installed)

    @users("sb_manager")
    def test_from_every_stage_before_shipment(self):
        for code in ("selection", "production", "sale"):
            deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
            deal._move_to(code)
            order = deal.quotation_id
            self.refuse(deal)
            self.assertEqual((deal.won_status, order.state, deal.agreed_on), ("lost", "cancel", False))

    def test_leads_are_lost_as_in_core(self):
        lead = self.make_lead()
        form = self.window(lead)
        form.save().action_lost_reason_apply()
        self.assertFalse(lead.active)
        self.assertFalse(lead.seller_check_ids)

    def test_customer_with_another_deal_stays_suitable(self):
        self.make_deal()
        self.refuse(self.make_deal())
        self.assertFalse(self.entity.unsuitable_on)

    def test_taken_up_again(self):
        deal = self.make_deal()
        check = self.refuse(deal)
        deal.action_restore()
        self.assertFalse(deal.unsuitable_on or deal.unsuitable_words or self.entity.unsuitable_on)
        self.assertEqual((check.state, len(check.activity_ids)), ("cancelled", 0))
        self.refuse(deal)
        self.assertEqual(len(deal.seller_check_ids.filtered(lambda row: row.state == "todo")), 1)

    def test_who_buys_after_all_is_suitable(self):
        self.refuse(self.make_deal())
        self.assertTrue(self.entity.unsuitable_on)
        self.make_agreed_deal(self.pump)
        self.assertFalse(self.entity.unsuitable_on)

    @users("sb_manager")
    def test_nobody_refuses_for_a_colleague(self):
        deal = self.make_deal(user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            self.refuse(deal.with_user(self.env.user))

    def test_effects_are_shown_before(self):
        deal = self.make_agreed_deal(self.pump)
        order = deal.quotation_id
        sentence = "The pump goes back."
        self.patch(type(deal), "_get_supply_effects", lambda records, changes: [sentence] if changes else [])
        wizard = self.env["crm.lead.lost"].create({"lead_ids": deal.ids})
        self.assertEqual(wizard.effects, f"Order {order.name} is cancelled.\n{sentence}")

    def test_many_at_once_cost_the_same_queries_for_rules(self):
        deals = self.env["crm.lead"].union(*(self.make_deal() for _number in range(6)))
        values = {"active": False, "probability": 0}
        deals.write({"lost_reason_id": self.reason.id, "unsuitable_words": "Closed"})
        self.env.flush_all()
        one = self.count_queries(lambda: deals[:1].write(values))
        self.env.invalidate_all()
        five = self.count_queries(lambda: deals[1:].write(values))
        self.assertLessEqual(five, one + 5 * 4, "no search for each deal beyond its own writes")


@tagged("post_install", "-at_install")
class TestRefusedMoney(MoneyCommon):
    def test_money_that_came_is_told_of(self):
        request = self.ask(1000)
        self.pay(request)
        effects = self.deal._get_refusal_effects()
        self.assertIn(f"{self.order.currency_id.format(1000)} came for {self.order.name}", effects[1])
        self.refuse(self.deal)
        self.assertIn("money of a cancelled order", self.order.activity_ids.summary)


@tagged("post_install", "-at_install")
class TestSellerCheck(DealCommon):
    def fill(self, check, **values):
        check.write({"done_well": "Found out the needs.", "verdict": "minor", "follows": "talk", **values})

    @users("sb_head")
    def test_head_checks_and_the_seller_is_told(self):
        check = self.refuse(self.make_deal()).with_user(self.env.user)
        self.fill(check)
        check.action_done()
        self.assertEqual((check.state, check.head_id, check.good_share), ("done", self.head, 0.5))
        self.assertFalse(check.activity_ids)
        told = self.env["mail.notification"].sudo().search([("res_partner_id", "=", self.manager.partner_id.id)])
        self.assertIn(check.id, told.mail_message_id.mapped("res_id"))
        self.assertEqual(check.with_user(self.manager).verdict, "minor")
        with self.assertRaisesRegex(UserError, "not waiting"):
            check.action_done()
        check.action_reopen()
        self.assertEqual(check.state, "todo")

    @users("sb_head")
    def test_verdict_and_words_are_wanted(self):
        check = self.refuse(self.make_deal()).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "verdict"):
            check.action_done()
        check.write({"verdict": "good", "follows": "nothing"})
        with self.assertRaisesRegex(UserError, "done well or what was missed"):
            check.action_done()

    def test_nobody_checks_himself(self):
        check = self.refuse(self.make_deal(user_id=self.head.id))
        self.assertNotEqual(check.head_id, self.head)
        self.assertTrue(check.head_id.has_group("sales_base.group_director"))
        own = check.with_user(self.head)
        for act in (lambda: self.fill(own), own.action_done, own.action_reopen):
            with self.assertRaisesRegex(UserError, "Nobody checks his own work"):
                act()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            own.head_id = self.head
            own.flush_recordset()

    @users("sb_manager")
    def test_manager_reads_only_what_was_said_of_him(self):
        mine = self.refuse(self.make_deal())
        foreign = self.refuse(self.make_deal(user_id=self.colleague.id))
        self.fill(foreign)
        foreign.with_user(self.head).action_done()
        seen = self.env["crm.seller.check"].search([("id", "in", (mine | foreign).ids)])
        self.assertFalse(seen, "neither what is not checked yet nor that of a colleague")
        with self.assertRaises(AccessError):
            mine.with_user(self.env.user).verdict = "good"

    @freeze_time("2026-03-05 09:00:00")
    def test_absent_head_is_stood_in_for(self):
        self.make_absence(self.head, self.colleague)
        self.assertEqual(self.refuse(self.make_deal()).head_id, self.colleague)
