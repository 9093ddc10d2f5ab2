"""Whatever is scanned, taken back and sent twice, in whatever order: what is done is what the events say."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import PickCommon

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.sampled_from(["NEW", "OLD", "(01)04600000000015(10)OLD(30)2", "NOBODY"])),
        st.tuples(st.just("repeat"), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("keypad"), st.integers(-1, 6)),
        st.tuples(st.just("short"), st.none()),
        st.tuples(st.just("reload"), st.none()),
    ),
    min_size=3,
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestSequences(PickCommon):
    def _play(self, pick, steps):
        sent = []
        for kind, value in steps:
            if kind == "scan":
                sent.append((f"seq-{next(self.numbers)}", value))
                pick.scan(value, uid=sent[-1][0])
            elif kind == "repeat" and sent:
                uid, code = sent[value % len(sent)]
                before = self._count(pick)
                pick.scan(code, uid=uid)
                self.assertEqual(self._count(pick), before)
            elif kind == "undo":
                pick.undo()
            elif kind == "keypad":
                pick.set("quantity", value)
            elif kind == "short" and pick.screen["target"]:
                pick.press("short")
                pick.set("short", "missing")
            elif kind == "reload":
                pick.start()

    def _count(self, pick):
        return {line["series"]: line["done"] for line in pick.screen["lines"]}

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        # A shorter example would take minutes to find: each step is a transaction.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(steps=STEPS)
    def test_what_is_done_is_what_the_events_say(self, steps):
        savepoint = self.env.cr.savepoint()
        try:
            picking = self._two_places(8)
            pick = self._start(picking)
            self._play(pick, steps)
            events = self.env["stock.scan.event"].search(
                [("session_id.key", "=", pick.session), ("is_undone", "=", False)]
            )
            counted = [event.undo["quantity"] for event in events if event.undo and event.undo["kind"] == "count"]
            lines = picking.move_line_ids
            self.assertEqual(sum(lines.mapped("scan_quantity")), sum(counted))
            self.assertTrue(all(0 <= line.scan_quantity <= line.quantity for line in lines))
            self.assertEqual(sum(lines.mapped("quantity")), 8)
            self.assertEqual(lines.filtered("picked"), lines.filtered("scan_quantity"))
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
