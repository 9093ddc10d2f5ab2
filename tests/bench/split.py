"""Confirming an order of 100 lines (34 on stock, 33 made, 33 bought): the split against stock's make to order.

Goals: at most stock's time and stock's number of queries; ten times the lines cost at most 1.2 times as much each.
"""

from functools import partial

from common import databases, environment, result, rounds, stopwatch, vacuum

LINES, MANY, PIECES = 100, 1_000, 3


def kind(number):
    """In turn: on stock, made, bought."""
    return ("stock", "made", "bought")[number % 3]


def prepare(database, ours, number=LINES):
    """Products of the three kinds; without our addons what is not on stock is made or bought to order."""
    with environment(database, commit=True) as env:
        warehouse = env["stock.warehouse"].search([], limit=1)
        routes = env["stock.route"]
        if not ours:
            routes = warehouse.mto_pull_id.route_id
            routes.active = True
        vendor = env["res.partner"].create({"name": "Bench vendor"})
        part = env["product.product"].create({"name": "Bench part", "is_storable": True})
        env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 1_000_000)
        products = env["product.product"].create(
            [
                {"name": f"Bench {row}", "is_storable": True}
                | ({"route_ids": [(4, routes.id)]} if routes and kind(row) != "stock" else {})
                | ({"seller_ids": [(0, 0, {"partner_id": vendor.id})]} if kind(row) == "bought" else {})
                for row in range(number)
            ]
        )
        for row, product in enumerate(products):
            if kind(row) == "stock":
                env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1_000_000)
        env["mrp.bom"].create(
            [
                {
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "bom_line_ids": [(0, 0, {"product_id": part.id, "product_qty": 1})],
                }
                for row, product in enumerate(products)
                if kind(row) == "made"
            ]
        )
        vacuum(env, "stock_quant", "product_product", "product_template")
        return products.ids


def make_order(env, product_ids):
    customer = env["res.partner"].search([("name", "=", "Bench customer")], limit=1)
    customer = customer or env["res.partner"].create({"name": "Bench customer"})
    rows = [(0, 0, {"product_id": product, "product_uom_qty": PIECES}) for product in product_ids]
    order = env["sale.order"].create({"partner_id": customer.id, "order_line": rows})
    env.cr.flush()
    env.invalidate_all()
    return order


def count_made(env, product_ids):
    return env["mrp.production"].search_count([("product_id", "in", product_ids)])


def confirm(database, product_ids, measured="time"):
    """Seconds, or queries, of confirming an order of these products, all that happens before commit included."""
    with environment(database) as env:
        order = make_order(env, product_ids)
        known, before = count_made(env, product_ids), env.cr.sql_log_count
        with stopwatch() as passed:
            order.action_confirm()
            env.cr.flush()
            queries = env.cr.sql_log_count - before
        made = count_made(env, product_ids) - known
        assert made == sum(kind(row) == "made" for row in range(len(product_ids))), made
        return passed() if measured == "time" else queries


def main():
    with databases("split") as names:
        goods = {side: prepare(name, side == "ours", MANY) for side, name in names.items()}
        some = {side: ids[:LINES] for side, ids in goods.items()}
        times = rounds({side: partial(confirm, name, some[side]) for side, name in names.items()})
        queries = rounds({side: partial(confirm, name, some[side], "queries") for side, name in names.items()}, 1)
        many = rounds({"ours": partial(confirm, names["ours"], goods["ours"])}, 1)
    yield result("split", times["ours"], times["reference"], "<= 1.0", n=LINES)
    yield result("split_queries", queries["ours"], queries["reference"], "<= 1.0", n=LINES, unit="queries")
    yield result("split_linear", many["ours"] / MANY, times["ours"] / LINES, "<= 1.2", n=MANY)
