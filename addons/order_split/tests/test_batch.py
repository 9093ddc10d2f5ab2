from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestBatch(SupplyCommon):
    """The least that is made or bought at once, by product or by line."""

    def _made(self, order):
        return self._productions(order).filtered(lambda row: row.state != "cancel").mapped("product_qty")

    def test_of_the_product(self):
        self.made.supply_batch = 8
        order = self._order((self.made, 3), (self.made_too, 3))
        self.assertEqual(self._plan(order, self.made), {"make": 3, "surplus": 5})
        self.assertEqual(self._plan(order, self.made_too), {"make": 3})
        self.assertBalanced(order)

    def test_more_than_the_least(self):
        self.made.supply_batch = 8
        self.assertEqual(self._plan(self._order((self.made, 9))), {"make": 9})

    def test_only_what_is_short_counts(self):
        self.bought.supply_batch = 8
        self._put(self.bought, 6)
        order = self._order((self.bought, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "buy": 4, "surplus": 4})

    def test_line_goes_before_product(self):
        self.bought.supply_batch = 8
        order = self._quote((self.bought, 3))
        order.order_line.supply_batch = 5
        order.with_user(self.salesman).action_confirm()
        self.assertEqual(self._purchase_lines(order).product_qty, 5)

    def test_raised_within_the_batch(self):
        self.made.supply_batch = 8
        order = self._order((self.made, 3))
        order.order_line.product_uom_qty = 7
        self.assertEqual(self._made(order), [8])
        self.assertEqual(self._plan(order), {"make": 7, "surplus": 1})
        order.order_line.product_uom_qty = 9
        self.assertEqual(self._made(order), [9], "what is added to an open order needs no batch of its own")

    def test_raised_beside_an_order_in_work(self):
        self.made.supply_batch = 4
        order = self._order((self.made, 4))
        self._productions(order).qty_producing = 1
        order.order_line.product_uom_qty = 5
        self.assertEqual(sorted(self._made(order)), [4, 4])
        self.assertEqual(self._plan(order), {"make": 5, "surplus": 3})

    def test_lowered_to_the_batch_and_no_further(self):
        self.made.supply_batch = 8
        order = self._order((self.made, 10))
        order.order_line.product_uom_qty = 5
        self.assertEqual(self._made(order), [8])
        order.order_line.product_uom_qty = 2
        self.assertEqual(self._made(order), [8])
        self.assertEqual(self._plan(order), {"make": 2, "surplus": 6})

    def test_cancelled_takes_all_back(self):
        self.made.supply_batch = 8
        self.bought.supply_batch = 6
        order = self._order((self.made, 5), (self.bought, 2))
        order.with_user(self.salesman).action_cancel()
        self.assertFalse(self._made(order))
        self.assertFalse(self._purchase_lines(order))
        self.assertFalse(order.supply_line_ids)

    def test_buyers_own_stays_beyond_the_batch(self):
        self.bought.supply_batch = 6
        order = self._order((self.bought, 4))
        line = self._purchase_lines(order)
        line.product_qty = 10
        self._settle()
        order.action_cancel()
        self.assertEqual(line.product_qty, 4, "what the buyer wrote in addition is his")

    def test_rest_serves_the_next_order(self):
        self.made.supply_batch = 8
        first, second = self._order((self.made, 3)), self._order((self.made, 4))
        self.assertFalse(self._productions(second))
        self.assertEqual(self._plan(second), {"make": 4})
        self.assertEqual(self._plan(first), {"make": 3, "surplus": 1})
        first.action_cancel()
        self.assertEqual(self._made(first), [8], "a piece of it is still needed, and less is not made")
        self.assertEqual(self._plan(second), {"make": 4})

    def test_components(self):
        rare = self._product("Rare", vendor=self.vendor, supply_batch=20)
        machine = self._product("Machine")
        self._make_bom(machine, {rare: 2})
        order = self._order((machine, 3))
        lines = self.env["purchase.order.line"].search([("product_id", "=", rare.id)])
        self.assertEqual(lines.product_qty, 20)
        self.assertEqual(self._plan(order), {"make": 3})
        order.action_cancel()
        self.assertFalse(lines.exists())

    def test_below_zero_is_refused(self):
        order = self._order((self.made, 1))
        for record in (self.made.product_tmpl_id, order.order_line):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                record.supply_batch = -1
                self.env.flush_all()
