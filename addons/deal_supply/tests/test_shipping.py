from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestShipping(DealSupplyCommon):
    """Ship what is ready or wait for all: the deal follows the order's word."""

    def test_deal_waits_for_all(self):
        self._put(self.made, 4)
        deal = self.make_deal()
        order = self.add_goods(deal, self.made, 4)
        self.add_goods(deal, self.bought, 2)
        order.picking_policy = "one"
        deal.with_user(self.manager).action_agree()
        self.assertEqual((deal.stage_code, order.picking_ids.move_type), ("production", "one"))
        self._receive(self._purchase_lines(order).order_id)
        self.assertEqual(deal.stage_code, "sale")

    def test_word_changed_after_agreement(self):
        self._put(self.made, 4)
        deal = self.make_deal()
        order = self.add_goods(deal, self.made, 4)
        self.add_goods(deal, self.bought, 2)
        order.picking_policy = "one"
        deal.action_agree()
        self.assertEqual(deal.stage_code, "production")
        order.with_user(self.manager).picking_policy = "direct"
        self.assertEqual(deal.stage_code, "sale", "what is there may go")
        self.assertEqual(order.picking_ids.move_type, "direct")

    @users("supply_worker")
    def test_storeman_reads_no_money_of_the_order(self):
        deal = self._agree((self.made, 1))
        order = deal.quotation_id.with_user(self.env.user)
        for name in ("amount_total", "amount_asked", "amount_received", "amount_overdue"):
            with self.assertRaises(AccessError):
                order.read([name])
        self.assertEqual(order.read(["name"])[0]["name"], order.name)
