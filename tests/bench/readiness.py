"""The plans of 200 orders of 20 lines each, read as a list or a board reads them, against one confirmation of 100 lines.

Goals: at most half of its time, and as many queries for 200 orders as for 20.
"""

from functools import partial

from common import databases, environment, result, rounds, stopwatch
from split import LINES, confirm, prepare

ORDERS, EACH = 200, 20
FIELDS = ["name", "supply_state", "supply_progress", "supply_ready_date", "supply_summary"]


def make_orders(database, product_ids):
    with environment(database, commit=True) as env:
        customer = env["res.partner"].create({"name": "Bench readers"})
        rows = [(0, 0, {"product_id": product, "product_uom_qty": 2}) for product in product_ids[:EACH]]
        orders = env["sale.order"]
        for _number in range(ORDERS):
            order = orders.create({"partner_id": customer.id, "order_line": rows})
            order.action_confirm()
            orders |= order
        return orders.ids


def read(database, order_ids, measured="time"):
    with environment(database) as env:
        orders = env["sale.order"].browse(order_ids)
        before = env.cr.sql_log_count
        with stopwatch() as passed:
            rows = orders.read(FIELDS)
        assert all(row["supply_summary"] for row in rows)
        return passed() if measured == "time" else env.cr.sql_log_count - before


def main():
    with databases("readiness") as names:
        name = names["ours"]
        ids = prepare(name, True)[:LINES]
        order_ids = make_orders(name, ids)
        times = rounds({"read": partial(read, name, order_ids), "confirm": partial(confirm, name, ids)})
        queries = rounds({size: partial(read, name, order_ids[:size], "queries") for size in (20, ORDERS)}, 1)
    yield result("readiness", times["read"], times["confirm"], "<= 0.5", n=ORDERS)
    yield result("readiness_queries", queries[ORDERS], queries[20], "<= 1.0", n=ORDERS, unit="queries")
