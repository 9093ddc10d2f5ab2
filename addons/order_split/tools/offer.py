"""What is coming and nobody needs is promised to who waits and has nothing coming."""

import itertools
from collections import defaultdict


def offer(balance, replan, force):
    """Make claims; returns the order lines that have to be looked at with these."""
    claims = []
    if replan:
        claims += _ask(balance, force)
    claims += _spread(balance)
    rows = balance.env["sale.supply.claim"].create(claims)
    if not balance.env.context.get("order_split_forecast"):
        rows.order_id._note_supply_claims(rows)
    return rows._get_lines()


def _ask(balance, force):
    """New shortages take what is coming for nobody and what others have too much of."""
    needs = [need for need in balance.needs.values() if not need.is_component]
    needs = [need for need in needs if balance.new_shortage(need, force) > 0]
    if not needs:
        return []
    needs.sort(key=lambda need: need.line._get_supply_rank())
    products = balance.env["product.product"].union(*(need.product for need in needs))
    sources = _read_surplus(balance, products) | _read_pools(balance, products, needs)
    claims = []
    for need in needs:
        warehouse = need.line._get_supply_warehouse(need)
        claims += _give(sources, need.line, warehouse, need.product, balance.new_shortage(need, force))
    return claims


def _give(free, line, warehouse, product, missing):
    """Claims of an order line on what is left over in its warehouse, as far as that goes; `free` is less by them."""
    claims = []
    for key, quantity in free.items():
        source, place, goods = key
        if goods != product or place != warehouse or source == line:
            continue
        given = product.uom_id.round(min(quantity, missing))
        if given > 0:
            claims.append(_claim(line, source, warehouse, product, given))
            free[key] = product.uom_id.round(quantity - given)
            missing = product.uom_id.round(missing - given)
    return claims


def _claim(line, source, warehouse, product, quantity):
    env = line.env
    reason = env._("was too much for %s", source.order_id.name) if source else env._("was coming for nobody")
    return {
        "order_line_id": line.id,
        "from_line_id": source.id if source else False,
        "warehouse_id": warehouse.id,
        "product_id": product.id,
        "quantity": quantity,
        "open_quantity": quantity,
        "reason": reason,
    }


def _find_surplus(balance):
    """{(order line, warehouse, product): what stays of its documents} of the lines in this balance."""
    free = defaultdict(float)
    for need in balance.needs.values():
        if need.surplus > 0 and not need.is_component:
            for document, _used, surplus in need.allocate():
                if surplus:
                    free[need.line, document.warehouse, need.product] += surplus
    return free


def _read_surplus(balance, products):
    """As above, with what other lines have too much of these products."""
    free = _find_surplus(balance)
    pegs = balance.env["sale.supply.line"].search(
        [
            ("product_id", "in", products.ids),
            ("surplus", ">", 0),
            ("is_component", "=", False),
            ("order_line_id", "not in", balance.lines.ids),
        ]
    )
    for peg in pegs:
        document = peg.production_id or peg.purchase_line_id or peg.move_id
        free[peg.order_line_id, document._get_supply_warehouse(), peg.product_id] += peg.surplus
    return free


def _read_pools(balance, products, needs):
    """As above for documents of nobody: less what is claimed, and what others than orders wait for."""
    with_documents = _products_with_pool(balance.env, products)
    if not with_documents:
        return {}
    warehouses = balance.env["stock.warehouse"].union(*(need.line._get_supply_warehouse(need) for need in needs))
    claimed = balance.env["sale.supply.claim"]._read_group(
        [
            ("product_id", "in", with_documents.ids),
            ("warehouse_id", "in", warehouses.ids),
            ("from_line_id", "=", False),
            ("open_quantity", ">", 0),
        ],
        ["warehouse_id", "product_id"],
        ["open_quantity:sum"],
    )
    taken = {(warehouse, product): quantity for warehouse, product, quantity in claimed}
    free = {}
    for warehouse, product in itertools.product(warehouses, with_documents):
        coming = sum(document.quantity for document in balance.pool(warehouse, product))
        waiting = product._get_supply_other_demand(warehouse)
        rest = product.uom_id.round(coming - taken.get((warehouse, product), 0.0) - waiting)
        if rest > 0:
            free[balance.env["sale.order.line"], warehouse, product] = rest
    return free


def _products_with_pool(env, products):
    """Those of which a document for nobody is open: two queries for all, most products have none."""
    domain = [("product_id", "in", products.ids), ("sale_line_id", "=", False), ("supply_root_line_id", "=", False)]
    made = env["mrp.production"]._read_group([*domain, ("state", "not in", ("done", "cancel"))], ["product_id"])
    bought = env["purchase.order.line"]._read_group(
        [*domain, ("order_id.state", "!=", "cancel"), ("order_id.receipt_status", "!=", "full")], ["product_id"]
    )
    return products.browse({row[0].id for row in made + bought})


def _spread(balance):
    """Surplus found in this balance goes to order lines elsewhere that have nothing coming."""
    free = _find_surplus(balance)
    if not free:
        return []
    waiting = balance.env["sale.supply.line"].search(
        [
            ("product_id", "in", [product.id for _line, _warehouse, product in free]),
            ("state", "=", "decide"),
            ("reason", "in", ("lost", "no_source")),
            ("is_component", "=", False),
            ("order_line_id", "not in", balance.lines.ids),
        ]
    )
    claims = []
    for peg in waiting.sorted(lambda row: row.order_line_id._get_supply_rank()):
        line, product = peg.order_line_id, peg.product_id
        claims += _give(free, line, line._get_supply_short_warehouse(product), product, peg.quantity)
    return claims
