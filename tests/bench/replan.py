"""Raising one line of a confirmed order of 100 lines, against its confirmation.

Goal: at most 0.15 of that.
"""

from functools import partial

from common import databases, environment, result, rounds, stopwatch
from split import LINES, confirm, make_order, prepare


def raise_line(database, product_ids):
    """Seconds of raising one made line of a confirmed order by two, all that happens before commit included."""
    with environment(database) as env:
        order = make_order(env, product_ids)
        order.action_confirm()
        env.cr.flush()
        env.invalidate_all()
        line = order.order_line[1]
        with stopwatch() as passed:
            line.product_uom_qty += 2
            env.cr.flush()
        assert sum(line.supply_line_ids.mapped("quantity")) == line.product_uom_qty
        return passed()


def main():
    with databases("replan") as names:
        ids = prepare(names["ours"], True)[:LINES]
        times = rounds({"raise": partial(raise_line, names["ours"], ids), "all": partial(confirm, names["ours"], ids)})
    yield result("replan", times["raise"], times["all"], "<= 0.15", n=LINES)
