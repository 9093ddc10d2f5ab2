import os

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


@tagged("post_install", "-at_install")
class TestProperty(SupplyCommon):
    """After any sequence of steps supply equals demand."""

    @settings(
        max_examples=300 if LONG else 25,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        on_hand=st.tuples(st.integers(0, 8), st.integers(0, 8)),
        ordered=st.lists(st.integers(1, 8), min_size=4, max_size=4),
        steps=st.lists(STEP, max_size=20 if LONG else 8),
    )
    def test_any_sequence(self, on_hand, ordered, steps):
        try:
            with self.env.cr.savepoint():
                self._play(on_hand, ordered, steps)
                raise Rolled
        except Rolled:
            self.env.cr.precommit.clear()
            self.env.invalidate_all(flush=False)

    def _play(self, on_hand, ordered, steps):
        for product, quantity in zip((self.made, self.bought), on_hand, strict=True):
            if quantity:
                self._put(product, quantity)
        self.order = self._order(
            (self.made, ordered[0]), (self.bought, ordered[1]), (self.made, ordered[2]), (self.nobody, ordered[3])
        )
        self._check("confirm")
        for name, index, quantity in steps:
            getattr(self, "_step_" + name.replace(" ", "_"))(self.order.order_line[index], quantity)
            self._settle()
            self._check(f"{name} {index} {quantity}")

    def _check(self, step):
        with self.subTest(step=step):
            self.assertBalanced(self.order)
            reserved = self.env["stock.quant"]._read_group(
                [("location_id", "child_of", self.stock.id)], ["product_id"], ["quantity:sum", "reserved_quantity:sum"]
            )
            for product, quantity, taken in reserved:
                self.assertLessEqual(taken, max(quantity, 0), product.name)
            kinds = {
                "order_split.mail_activity_type_decide": lambda peg: peg.state == "decide",
                "order_split.mail_activity_type_surplus": lambda peg: peg.surplus,
            }
            for kind, condition in kinds.items():
                tasks = self.order.activity_ids.filtered(
                    lambda task, kind=kind: task.activity_type_id == self.env.ref(kind)
                )
                self.assertEqual(len(tasks), 1 if self.order.supply_line_ids.filtered(condition) else 0)

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
