from odoo.tests import HttpCase, tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestTour(SupplyCommon, HttpCase):
    def test_planner_decides(self):
        order = self._order((self.nobody, 3))
        self._put(self.nobody, 3)
        self.start_tour("/odoo/supply", "order_split_planner", login="supply_planner")
        self.env.invalidate_all()
        self.assertEqual(self._plan(order), {"stock": 3})

    def test_salesman_sees_the_plan(self):
        self._put(self.made, 7)
        order = self._quote((self.made, 10))
        self.start_tour(f"/odoo/sales/{order.id}", "order_split_salesman", login="supply_salesman")
        self.env.invalidate_all()
        self.assertEqual(self._plan(order), {"stock": 7, "make": 3})

    def test_planner_works_his_board(self):
        self._put(self.made, 1)
        self._order((self.made, 1))
        order = self._order((self.bought, 3))
        self.start_tour("/odoo/supply", "order_split_board", login="supply_planner")
        self.env.invalidate_all()
        self.assertEqual(order.supply_line_ids.date_reason, "The vendor is on strike")
        self.assertEqual(self._purchase_lines(order).order_id.state, "purchase")
        self.assertTrue(order.message_ids.filtered(lambda one: "another vendor" in (one.body or "")))

    def test_storeman_sees_what_is_awaited_and_no_prices(self):
        self._put(self.made, 7)
        order = self._order((self.made, 10))
        picking = order.picking_ids
        self.start_tour(
            f"/odoo/action-stock.action_picking_tree_all/{picking.id}", "order_split_warehouse", login="supply_worker"
        )
        self.start_tour("/odoo/action-sale.action_orders", "order_split_no_prices", login="supply_worker")


@tagged("post_install", "-at_install")
class TestForemanTour(SupplyCommon, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_foreman_reports(self):
        order = self._order((self.made, 8))
        self._productions(order).user_id = self.foreman
        self.start_tour("/odoo/foreman", "order_split_foreman", login="supply_foreman")
        self.env.invalidate_all()
        self.assertEqual(self._productions(order).supply_reported, 4)
        self.assertEqual(self._productions(order).supply_percent, 75)
        self.assertEqual(order.supply_progress, 75)
