from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestHooks(DealSupplyCommon):
    def test_documents(self):
        self._put(self.made, 1)
        deal = self._agree((self.made, 3), (self.bought, 2))
        order = deal.quotation_id
        rows = {row["res_model"]: row for row in deal.with_user(self.manager)._get_deal_documents()}
        self.assertEqual(rows["stock.picking"]["number"], order.picking_ids.name)
        self.assertEqual(rows["mrp.production"]["number"], self._productions(order).name)
        self.assertEqual(rows["purchase.order"]["number"], self._purchase_lines(order).order_id.name)
        self.assertFalse(rows["purchase.order"]["amount"])
        shown = deal.with_user(self.manager).documents
        self.assertEqual(len(shown), len(deal._get_deal_documents()))

    def test_progress(self):
        self._put(self.made, 1)
        deal, fresh = self._agree((self.made, 4)), self.make_deal()
        self.assertEqual((deal | fresh)._get_progress(), {deal.id: 25, fresh.id: 0})

    def test_availability(self):
        self._put(self.made, 5)
        self._order((self.made, 2))
        goods = self.made | self.bought | self.nobody | self.pump
        known = self.env["crm.lead"].with_user(self.manager)._get_availability(goods.with_user(self.manager))
        self.assertEqual(known[self.made.id]["free"], 3)
        self.assertGreaterEqual(known[self.made.id]["lead_days"], 2)
        self.assertGreaterEqual(known[self.bought.id]["lead_days"], 3)
        self.assertIs(known[self.nobody.id]["lead_days"], False)
        self.assertIsNone(known[self.pump.id]["free"])

    def test_next_free_receipt(self):
        """Goods on their way for somebody's order are promised; those for the stock are not."""
        day = fields.Datetime.now() + timedelta(days=9)
        order = self._order((self.bought, 2))
        self._purchase_lines(order).order_id.button_confirm()
        known = self.env["crm.lead"]._get_availability(self.bought)
        self.assertFalse(known[self.bought.id]["date"])
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [
                    fields.Command.create({"product_id": self.bought.id, "product_qty": 5, "date_planned": day})
                ],
            }
        )
        purchase.button_confirm()
        known = self.env["crm.lead"]._get_availability(self.bought)
        self.assertEqual(known[self.bought.id]["date"], fields.Date.context_today(purchase, day))

    def test_effects_of_lowering(self):
        self._put(self.made, 2)
        deal = self._agree((self.made, 10), (self.nobody, 3))
        made, nobody = deal.quotation_id.order_line
        production = self._productions(deal.quotation_id)
        effects = deal._get_supply_effects({made.id: 1, nobody.id: 2})
        self.assertEqual(
            effects,
            [
                f"Made: 8 are taken back from {production.name}.",
                "Made: 1 on stock become free for others.",
                "Orphan: 1 need no decision any more.",
            ],
        )
        made.product_uom_qty = 1
        self.assertEqual(self._plan(deal.quotation_id, self.made), {"stock": 1})
        self.assertEqual(production.state, "cancel")

    def test_effects_of_lowering_what_is_in_work(self):
        deal = self._agree((self.made, 10))
        production = self._productions(deal.quotation_id)
        production.qty_producing = 1
        effects = deal._get_supply_effects({deal.quotation_id.order_line.id: 7})
        self.assertEqual(effects, [f"Made: 3 become surplus in {production.name}, the planner decides."])

    def test_effects_of_raising(self):
        self._put(self.made, 3)
        deal = self._agree((self.made, 1))
        line = deal.quotation_id.order_line
        effects = deal._get_supply_effects({line.id: 6})
        self.assertEqual(effects, ["Made: 2 from stock.", "Made: 3 to be made or bought."])
        self.assertEqual(deal._get_supply_effects({line.id: 1}), [])
        with self.assertRaises(AccessError):
            deal.with_user(self.worker.copy({"login": "supply_nobody", "group_ids": False}))._get_supply_effects(
                {line.id: 6}
            )

    def test_closing_waits_for_the_goods(self):
        self._put(self.made, 1)
        deal = self._agree((self.made, 1))
        self.assertIn(deal.quotation_id.name, deal._get_closing_points()[0])
        self._deliver(deal.quotation_id)
        self.assertEqual(deal._get_closing_points(), [])
