import os
from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import SupplyCommon

LONG = bool(os.environ.get("LONG"))
STEP = st.tuples(
    st.sampled_from(
        ["raise", "lower", "deliver", "produce", "receive", "start work", "confirm purchase", "cancel", "again"]
        + ["cancel production", "cancel purchase", "decide"]
    ),
    st.integers(0, 3),
    st.integers(1, 4),
)


class Rolled(Exception):
    """Ends an example, so that the next one begins with the same goods."""


def examples(number, long):
    """How often hypothesis tries: the same sequences in every run of CI, new ones in the long runs."""
    return settings(
        max_examples=long if LONG else number,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@tagged("post_install", "-at_install")
class TestProperty(SupplyCommon):
    """After any sequence of steps supply equals demand."""

    @examples(25, long=300)
    @given(
        on_hand=st.tuples(st.integers(0, 8), st.integers(0, 8)),
        ordered=st.lists(st.integers(1, 8), min_size=4, max_size=4),
        steps=st.lists(STEP, max_size=20 if LONG else 8),
    )
    def test_any_sequence(self, on_hand, ordered, steps):
        with self._example():
            self._stock_up((self.made, self.bought), on_hand)
            products = (self.made, self.bought, self.made, self.nobody)
            self.order = self._order(*zip(products, ordered, strict=True))
            for step in self._play(steps, [self.order]):
                with self.subTest(step=step):
                    self.assertBalanced(self.order)
                    self.assertFalse(self._over_reserved())
                    self.assertTasks(self.order)

    @examples(8, long=100)
    @given(
        on_hand=st.tuples(st.integers(0, 8), st.integers(0, 8)),
        ordered=st.lists(st.integers(1, 6), min_size=6, max_size=6),
        steps=st.lists(STEP, max_size=20 if LONG else 6),
        ship_steps=st.sampled_from(["ship_only", "pick_ship", "pick_pack_ship"]),
    )
    def test_two_orders_compete(self, on_hand, ordered, steps, ship_steps):
        """The same goods, wanted twice, alone and in a kit, whatever the number of steps to the customer."""
        with self._example():
            self.warehouse.delivery_steps = ship_steps
            kit = self._product("Kit")
            self._make_bom(kit, {self.made: 2, self.bought: 1}, kind="phantom")
            self._stock_up((self.made, self.bought), on_hand)
            products = (self.made, self.bought, kit)
            first = self._order(*zip(products, ordered[:3], strict=True))
            second = self._order(*zip(products, ordered[3:], strict=True))
            for step in self._play(steps, [first, second]):
                with self.subTest(step=step):
                    for order in (first, second):
                        self.assertBalanced(order)
                        self.assertTasks(order)
                    self.assertFalse(self._over_reserved())

    @contextmanager
    def _example(self):
        """What happens inside did not happen: the next example begins with the same goods."""
        try:
            with self.env.cr.savepoint():
                yield
                raise Rolled
        except Rolled:
            self.env.cr.precommit.clear()
            self.env.invalidate_all(flush=False)

    def _stock_up(self, products, quantities):
        for product, quantity in zip(products, quantities, strict=True):
            if quantity:
                self._put(product, quantity)

    def _play(self, steps, orders):
        """Take the steps, each on the next of the orders, and yield its words after the transaction's end."""
        yield "confirm"
        for number, (name, index, quantity) in enumerate(steps):
            self.order = orders[number % len(orders)]
            lines = self.order.order_line
            getattr(self, "_step_" + name.replace(" ", "_"))(lines[index % len(lines)], quantity)
            self._settle()
            yield f"{number}: {name} {index} {quantity}"

    def _over_reserved(self):
        """Goods of which more is reserved than there is."""
        groups = self.env["stock.quant"]._read_group(
            [("location_id", "child_of", self.stock.id)], ["product_id"], ["quantity:sum", "reserved_quantity:sum"]
        )
        return [product.name for product, quantity, taken in groups if taken > max(quantity, 0)]

    def assertTasks(self, order):
        """One task for all that is to decide, one for all surplus, and none without a cause."""
        kinds = {
            "order_split.mail_activity_type_decide": lambda peg: peg.state == "decide",
            "order_split.mail_activity_type_surplus": lambda peg: peg.surplus,
        }
        for kind, condition in kinds.items():
            tasks = order.activity_ids.filtered(lambda task, kind=kind: task.activity_type_id == self.env.ref(kind))
            self.assertEqual(len(tasks), 1 if order.supply_line_ids.filtered(condition) else 0, kind)

    def _step_raise(self, line, quantity):
        if line.state == "sale":
            line.product_uom_qty += quantity

    def _step_lower(self, line, quantity):
        if line.state == "sale":
            line.product_uom_qty = max(line.product_uom_qty - quantity, line.qty_delivered)

    def _step_deliver(self, line, quantity):
        moves = line.move_ids.filtered(lambda move: move._is_supply_delivery() and move.quantity)
        for move in moves[:1]:
            for other in move.picking_id.move_ids - move:
                other.picked = False
            move.quantity = min(quantity, move.quantity)
            move.picked = True
            move.picking_id.with_context(skip_backorder=True).button_validate()

    def _open_productions(self, line):
        orders = self._productions(self.order).filtered(lambda row: row.state not in ("done", "cancel"))
        return orders.filtered(lambda row: row.sale_line_id == line)[:1]

    def _step_produce(self, line, quantity):
        for production in self._open_productions(line):
            self._produce(production, min(quantity, production.product_qty))

    def _step_start_work(self, line, quantity):
        for production in self._open_productions(line):
            production.qty_producing = min(quantity, production.product_qty)

    def _step_cancel_production(self, line, quantity):
        self._open_productions(line).action_cancel()

    def _step_confirm_purchase(self, line, quantity):
        self._purchase_lines(self.order).order_id.filtered(lambda row: row.state == "draft").button_confirm()

    def _step_cancel_purchase(self, line, quantity):
        purchases = self._purchase_lines(self.order).order_id
        purchases.filtered(lambda row: row.state == "draft").button_cancel()

    def _step_receive(self, line, quantity):
        for purchase in self._purchase_lines(self.order).order_id.filtered(lambda row: row.state == "purchase"):
            self._receive(purchase, quantity)

    def _step_cancel(self, line, quantity):
        if self.order.state == "sale":
            self.order.action_cancel()

    def _step_again(self, line, quantity):
        if self.order.state == "cancel":
            self.order.action_draft()
            self.order.action_confirm()

    def _step_decide(self, line, quantity):
        self.order.supply_line_ids.filtered(lambda peg: peg.state == "decide").action_procure()
