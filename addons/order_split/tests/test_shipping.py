from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestShipping(SupplyCommon):
    """Ship what is ready, or wait for all; and what the warehouse order says."""

    def test_wait_for_all_after_confirmation(self):
        self._put(self.made, 4)
        order = self._order((self.made, 4), (self.bought, 2)).with_user(self.salesman)
        self.assertEqual(order.picking_ids.mapped("move_type"), ["direct"])
        self.assertEqual(order.picking_ids.state, "assigned")
        order.picking_policy = "one"
        self.assertEqual(order.picking_ids.move_type, "one")
        self.assertEqual(order.picking_ids.state, "confirmed")
        order.picking_policy = "direct"
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_shipped_pickings_stay(self):
        self._put(self.made, 4)
        order = self._order((self.made, 4), (self.bought, 2))
        self._deliver(order)
        done = order.picking_ids.filtered(lambda row: row.state == "done")
        order.with_user(self.salesman).picking_policy = "one"
        self.assertEqual(done.move_type, "direct")
        self.assertEqual((order.picking_ids - done).move_type, "one")

    def test_steps_wait_too(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._put(self.made, 4)
        order = self._order((self.made, 4), (self.bought, 2))
        order.with_user(self.salesman).picking_policy = "one"
        self.assertEqual(order.picking_ids.mapped("move_type"), ["one"] * len(order.picking_ids))

    def test_may_ship_filter(self):
        self._put(self.made, 4)
        order = self._order((self.made, 4), (self.bought, 2))
        action = self.env.ref("order_split.sale_order_view_search_inherit_sale").arch
        self.assertIn("picking_policy", action)
        self.assertEqual(order.supply_state, "part")

    def test_warehouse_order_in_words(self):
        self.env["res.lang"]._activate_lang("en_US")
        self._put(self.made, 7)
        order = self._order((self.made, 10))
        self._productions(order).with_context(force_date=True).date_finished = "2031-03-12 10:00:00"
        self._settle()
        picking = order.picking_ids.with_user(self.worker).with_context(lang="en_US")
        self.assertEqual(picking.supply_summary, "7 of 10 reserved, in production: 3, ready 12 March")
        move = picking.move_ids
        self.assertEqual((move.product_uom_qty, move.quantity, move.supply_awaited), (10, 7, 3))
        self.assertEqual(str(move.supply_date.date()), "2031-03-12")

    def test_words_of_two_deliveries(self):
        self._put(self.made, 7)
        order = self._order((self.made, 10))
        self._deliver(order, {self.made: 5})
        open_picking = order.picking_ids.filtered(lambda row: row.state != "done")
        self.assertTrue(open_picking.supply_summary.startswith("2 of 5 reserved, in production: 3"))
        self.assertFalse((order.picking_ids - open_picking).supply_summary)

    def test_nothing_awaited(self):
        self._put(self.made, 3)
        order = self._order((self.made, 3))
        move = order.picking_ids.move_ids.with_user(self.worker)
        self.assertEqual((move.supply_awaited, move.supply_date), (0, False))
        self.assertEqual(order.picking_ids.with_user(self.worker).supply_summary, "3 of 3 reserved")
        self._deliver(order)
        self.assertEqual(move.supply_awaited, 0)

    def test_queries_of_a_list_of_deliveries(self):
        counts = []
        for number in (2, 12):
            orders = self.env["sale.order"].union(*(self._order((self.made, 2)) for _row in range(number)))
            pickings = self.env["stock.picking"].browse(orders.picking_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            pickings.with_user(self.worker).read(["supply_summary"])
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
