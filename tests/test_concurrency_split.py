"""Real processes confirm many orders for the same products at once: nobody gets an error, no piece is promised twice."""

import concurrent.futures
import os
import xmlrpc.client

import lib
import pytest

LONG = bool(os.environ.get("LONG"))
PROCESSES, ORDERS, PRODUCTS = (8, 200, 20) if LONG else (3, 12, 4)

PREPARE = """
number, orders = int(args[0]), int(args[1])
warehouse = env["stock.warehouse"].search([], limit=1)
vendor = env["res.partner"].create({"name": "Поставщик очереди"})
part = env["product.product"].create({"name": "Деталь очереди", "is_storable": True})
env["stock.quant"]._update_available_quantity(part, warehouse.lot_stock_id, 100000)
products = env["product.product"].create([
    {"name": f"Товар очереди {row}", "is_storable": True, "default_code": "QUEUE"}
    | ({"seller_ids": [(0, 0, {"partner_id": vendor.id})]} if row % 2 else {})
    for row in range(number)
])
for row, product in enumerate(products):
    env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, orders / 2)
    if not row % 2:
        env["mrp.bom"].create({
            "product_tmpl_id": product.product_tmpl_id.id,
            "bom_line_ids": [(0, 0, {"product_id": part.id, "product_qty": 1})],
        })
customer = env["res.partner"].create({"name": "Покупатели очереди"})
# Each order names the products in another order than the one before it.
rows = [list(products.ids[shift % number:] + products.ids[:shift % number]) for shift in range(orders)]
made = env["sale.order"].create([
    {"partner_id": customer.id, "order_line": [(0, 0, {"product_id": product, "product_uom_qty": 1}) for product in row]}
    for row in rows
])
print("IDS", *made.ids)
env.cr.commit()
"""

BY_PRODUCT = """
WITH goods AS (SELECT id FROM product_product WHERE default_code = 'QUEUE')
SELECT goods.id,
       (SELECT coalesce(sum(line.quantity), 0) FROM stock_move_line line JOIN stock_move move ON move.id = line.move_id
         WHERE move.product_id = goods.id AND move.sale_line_id IS NOT NULL AND move.production_id IS NULL
           AND move.state NOT IN ('done', 'cancel')),
       (SELECT sum(quantity) FROM stock_quant quant JOIN stock_location place ON place.id = quant.location_id
         WHERE quant.product_id = goods.id AND place.usage = 'internal'),
       (SELECT sum(reserved_quantity) FROM stock_quant WHERE product_id = goods.id),
       (SELECT coalesce(sum(product_qty), 0) FROM mrp_production WHERE product_id = goods.id AND state != 'cancel')
     + (SELECT coalesce(sum(product_qty), 0) FROM purchase_order_line line
          JOIN purchase_order purchase ON purchase.id = line.order_id AND purchase.state != 'cancel'
         WHERE line.product_id = goods.id)
  FROM goods
"""
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1903411"


def refused(server, order):
    """Press the button again on an order that is confirmed: it waits for its products, then meets an error."""
    with pytest.raises(xmlrpc.client.Fault):
        server.call("sale.order", "action_confirm", [order])


def confirm(server, orders):
    """Confirm one order after the other, as one person does; an error of any kind ends the test."""
    for order in orders:
        server.call("sale.order", "action_confirm", [order])


def test_confirmations_at_once_meet_no_error(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    done = lib.odoo_shell(database, script, PRODUCTS, ORDERS, capture_output=True)
    orders = [int(word) for word in done.stdout.partition("IDS")[2].split()]
    assert len(orders) == ORDERS
    servers = [serve(database) for _number in range(PROCESSES)]
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        jobs = [pool.submit(confirm, server, orders[row::PROCESSES]) for row, server in enumerate(servers)]
        errors = [job.exception() for job in jobs if job.exception()]
    assert not errors, errors
    refused(servers[0], orders[0])
    assert sql(database, LOCKS) == [["0"]], "who got an error takes no lock along"
    rows = sql(database, BY_PRODUCT)
    assert len(rows) == PRODUCTS
    for _product, promised, on_hand, reserved, ordered in rows:
        assert float(promised) == float(on_hand) == float(reserved) == ORDERS / 2
        assert float(ordered) == ORDERS / 2


SESSIONS = """
from odoo.addons.order_split.tools import session_lock


def held():
    with env.registry.cursor() as cr:
        cr.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [session_lock.SPACE])
        return cr.fetchone()[0]


found = []
with env.registry.cursor() as cr:
    session_lock.acquire(cr, [2, 1])
    for end in (cr.rollback, cr.rollback):
        end()
        found.append(held())
with env.registry.cursor() as cr:
    env(cr=cr)
    session_lock.acquire(cr, [1])
    session_lock.begin_anew(cr)
    for end in (cr.rollback, cr.commit):
        end()
        found.append(held())
try:
    with env.registry.cursor() as cr:
        session_lock.acquire(cr, [1])
        raise ValueError
except ValueError:
    found.append(held())
print("HELD", *found)
"""


def test_locks_outlive_one_rollback_and_no_more(database, tmp_path):
    script = tmp_path / "sessions.py"
    script.write_text(SESSIONS)
    done = lib.odoo_shell(database, script, capture_output=True)
    words = done.stdout.partition("HELD")[2].split()
    assert words == ["2", "0", "1", "0", "0"], "first try, second try; begun anew, first try, commit; an error"
