from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestStart(SupplyCommon):
    """Until supply starts nothing is reserved or ordered."""

    def test_nothing_before_start(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10), supply_start="manual")
        self.assertFalse(order.picking_ids)
        self.assertFalse(self._productions(order))
        self.assertEqual(self._plan(order), {"decide": 10})
        self.assertEqual(order.supply_state, "held")
        self.assertFalse(order.activity_ids)
        self.assertIn("not started", order.supply_summary)
        free = self._order((self.made, 6))
        self.assertEqual(self._plan(free), {"stock": 6})

    def test_start(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10), supply_start="manual")
        order.with_user(self.salesman).action_start_supply()
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})
        order.action_start_supply()
        self.assertEqual(self._productions(order).mapped("product_qty"), [4])

    def test_raised_before_start(self):
        order = self._order((self.made, 10), supply_start="manual")
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._plan(order), {"decide": 12})
        order.action_start_supply()
        self.assertEqual(self._plan(order), {"make": 12})

    def test_quotation_is_not_started(self):
        order = self._quote((self.made, 1), supply_start="manual")
        order.action_start_supply()
        self.assertFalse(order.supply_started)
        self.assertFalse(order.supply_line_ids)
