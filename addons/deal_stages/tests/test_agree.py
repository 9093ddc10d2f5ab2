from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestAgree(DealCommon):
    @users("sb_manager")
    def test_agreed_list_becomes_the_customer_order(self):
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump, 3)
        other = deal._create_quotation()
        deal.action_agree()
        today = fields.Date.context_today(deal)
        self.assertEqual((order.state, other.state), ("sale", "cancel"))
        self.assertRecordValues(
            deal, [{"agreed_on": today, "won_on": False, "expected_revenue": 3000.0, "quotation_id": order.id}]
        )
        self.assertEqual(deal.won_status, "pending", "agreed is neither won nor closed")

    def test_confirmation_elsewhere_counts_as_well(self):
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        order.action_confirm()
        self.assertTrue(deal.agreed_on)

    def test_deal_of_services_goes_on_to_sale(self):
        self.assertEqual(self.make_agreed_deal(self.pump).stage_code, "sale")

    def test_buyer_becomes_a_counterparty(self):
        self.entity.counterparty_kind = "potential"
        self.make_agreed_deal(self.pump)
        self.assertEqual(self.entity.counterparty_kind, "counterparty")

    def test_first_day_stays(self):
        deal = self.make_agreed_deal(self.pump)
        deal.won_on = deal.agreed_on = "2026-01-15"
        second = deal._create_quotation()
        second.order_line = [Command.create({"product_id": self.pump.id})]
        second.action_confirm()
        self.assertEqual(str(deal.won_on), "2026-01-15")
        self.assertEqual(deal.expected_revenue, 2000.0)

    def test_cancelled_order_wins_nothing(self):
        deal = self.make_agreed_deal(self.pump)
        deal.quotation_id._action_cancel()
        self.assertFalse(deal.agreed_on or deal.won_on)

    def test_revenue_in_the_companys_currency(self):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "CHF")])
        currency.active = True
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.5, "name": "2020-01-01"})
        self.env["res.currency.rate"].search([("currency_id", "=", currency.id), ("name", "!=", "2020-01-01")]).unlink()
        pricelist = self.env["product.pricelist"].create({"name": "Swiss", "currency_id": currency.id})
        deal = self.make_deal()
        deal.action_create_goods_list()
        deal.quotation_id.pricelist_id = pricelist
        deal.write({"goods_line_ids": [Command.create({"product_id": self.pump.id})]})
        self.assertAlmostEqual(deal.quotation_id.amount_untaxed, 500.0)
        deal.action_agree()
        self.assertAlmostEqual(deal.expected_revenue, 1000.0)

    @users("sb_manager")
    def test_empty_list_is_not_agreed(self):
        deal = self.make_deal().with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "at least one product"):
            deal.action_agree()
        deal.action_create_goods_list()
        with self.assertRaisesRegex(UserError, "at least one product"):
            deal.action_agree()

    def test_second_agreement_is_refused(self):
        deal = self.make_agreed_deal(self.pump)
        with self.assertRaisesRegex(UserError, "agreed already"):
            deal.action_agree()

    def test_order_without_a_deal_is_none_of_ours(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.entity.id, "order_line": [Command.create({"product_id": self.pump.id})]}
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")
