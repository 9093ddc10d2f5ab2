"""A receipt and a count against what a storeman would write down on paper, whatever the order of scans."""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import ScanCommon

CALM = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.tuples(st.sampled_from("ABC"), st.integers(1, 4))),
        st.tuples(st.just("keypad"), st.integers(0, 9)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("repeat"), st.none()),
        st.tuples(st.just("reload"), st.none()),
        st.tuples(st.just("nonsense"), st.sampled_from(["", "?", "4600000000022", "SHELF-B"])),
    ),
    min_size=2,
    max_size=10,
)


class Paper:
    """What is written down: how much of which series, and what was written before each change."""

    def __init__(self):
        self.counted, self.before, self.last = Counter(), [], None

    def add(self, name, quantity):
        self.before.append((name, quantity))
        self.counted[name] += quantity
        self.last = name

    def correct(self, quantity):
        if self.last is not None:
            self.add(self.last, quantity - self.counted[self.last])

    def take_back(self):
        if self.before:
            name, quantity = self.before.pop()
            self.counted[name] -= quantity
            self.last = name

    def total(self):
        return {name: quantity for name, quantity in self.counted.items() if quantity}


@tagged("post_install", "-at_install")
class TestReceiveSequences(ScanCommon):
    def _play(self, handheld, steps, paper):
        last = None
        for kind, value in steps:
            if kind == "scan":
                name, quantity = value
                last = (f"seq-{next(self.numbers)}", f"(01)04600000000015(11)250101(10)SQ-{name}(30){quantity}")
                handheld.scan(last[1], uid=last[0])
                paper.add(f"SQ-{name}", quantity)
            elif kind == "keypad":
                handheld.set("quantity", value)
                paper.correct(value)
            elif kind == "undo":
                handheld.undo()
                paper.take_back()
            elif kind == "repeat" and last:
                handheld.scan(last[1], uid=last[0])
            elif kind == "reload":
                handheld.start()
            elif kind == "nonsense":
                handheld.scan(value)
                self.assertIn(handheld.kind, ("wrong", "info", "attention"))

    def _undone(self, work):
        """Run one example and leave no trace of it."""
        savepoint = self.env.cr.savepoint()
        try:
            work()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    @CALM
    @given(steps=STEPS)
    def test_what_comes_in_is_what_was_written_down(self, steps):
        def work():
            picking, paper = self._make_picking("in", 30), Paper()
            receive = self._handheld(self.worker, "receive")
            receive.set("picking", str(picking.id))
            self._play(receive, steps, paper)
            receive.press("finish")
            receive.press("drop_rest")
            done = {line.lot_id.name: line.quantity for line in picking.move_line_ids if picking.state == "done"}
            self.assertEqual(done, paper.total())

        self._undone(work)

    @CALM
    @given(steps=STEPS)
    def test_what_is_counted_is_what_was_written_down(self, steps):
        def work():
            lots = {
                f"SQ-{name}": self._make_lot(f"SQ-{name}", date(2025, 1, 1), quantity=5, location=self.shelf_a)
                for name in "ABC"
            }
            counting, paper = self._handheld(self.worker, "count"), Paper()
            counting.scan("SHELF-A")
            self._play(counting, [step for step in steps if step != ("nonsense", "SHELF-B")], paper)
            counting.press("finish")
            counted = {
                name: quant.inventory_quantity
                for name, lot in lots.items()
                for quant in lot.quant_ids
                if quant.location_id == self.shelf_a and quant.inventory_quantity
            }
            self.assertEqual(counted, paper.total())
            self.assertEqual({lot.product_qty for lot in lots.values()}, {5})

        self._undone(work)
