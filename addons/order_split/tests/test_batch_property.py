from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import SupplyCommon
from .test_property import examples

STEP = st.tuples(st.sampled_from(["first", "second"]), st.integers(0, 12))


@tagged("post_install", "-at_install")
class TestBatchProperty(SupplyCommon):
    """Two orders of a product that is not made or bought in less than a batch, changed again and again."""

    @examples(15, long=200)
    @given(
        batch=st.integers(1, 7),
        on_hand=st.integers(0, 4),
        ordered=st.tuples(st.integers(1, 9), st.integers(1, 9)),
        steps=st.lists(STEP, max_size=6),
        source=st.sampled_from(["made", "bought"]),
    )
    def test_any_changes(self, batch, on_hand, ordered, steps, source):
        self.env.flush_all()
        point = self.env.cr.savepoint()
        try:
            product = getattr(self, source)
            product.supply_batch = batch
            if on_hand:
                self._put(product, on_hand)
            orders = [self._order((product, quantity)) for quantity in ordered]
            for number, quantity in [("first", ordered[0]), *steps]:
                order = orders[number == "second"]
                order.order_line.product_uom_qty = quantity
                self._settle()
                self._check(orders, batch)
            for order in orders:
                order.action_cancel()
            self._settle()
            self.assertFalse(self._open_quantities(orders), "nothing stays of what nobody began")
        finally:
            point.close(rollback=True)
            self.env.cr.precommit.clear()
            self.env.invalidate_all(flush=False)

    def _open_quantities(self, orders):
        """What each document of these orders brings."""
        lines = orders[0].order_line | orders[1].order_line
        productions = self.env["mrp.production"].search([("sale_line_id", "in", lines.ids), ("state", "!=", "cancel")])
        purchases = self.env["purchase.order.line"].search([("sale_line_id", "in", lines.ids)])
        return productions.mapped("product_qty") + purchases.mapped("product_qty")

    def _check(self, orders, batch):
        for order in orders:
            self.assertBalanced(order)
        quantities = self._open_quantities(orders)
        needed = sum(peg.quantity for order in orders for peg in order.supply_line_ids if peg.source in ("make", "buy"))
        surplus = sum(sum(order.supply_line_ids.mapped("surplus")) for order in orders)
        self.assertAlmostEqual(sum(quantities), needed + surplus, 5)
        for quantity in quantities:
            self.assertGreaterEqual(quantity, batch, "never less than a batch")
