from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestSplit(SupplyCommon):
    def test_made_partly_on_stock(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})
        production = self._productions(order)
        self.assertEqual(production.product_qty, 4)
        self.assertEqual(production.sale_line_id, order.order_line)
        self.assertEqual(order.picking_ids.move_ids.quantity, 6)
        self.assertFalse(order.activity_ids)

    def test_bought_partly_on_stock(self):
        self._put(self.bought, 6)
        order = self._order((self.bought, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "buy": 4})
        self.assertEqual(self._purchase_lines(order).product_qty, 4)
        self.assertFalse(self._purchase_lines(order).order_id.dest_address_id)
