"""Several processes at once against a real server: the same piece is never promised twice, a mail is one event."""

import concurrent.futures
import xmlrpc.client

import lib

STOCK, ORDERS, CLIENTS = 12, 24, 6

PREPARE = """
product = env["product.product"].create({"name": "Насос для очереди", "type": "consu", "is_storable": True})
env["mrp.bom"].create({"product_tmpl_id": product.product_tmpl_id.id, "bom_line_ids": []})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, float(args[0]))
customer = env["res.partner"].create({"name": "Покупатели очереди"})
orders = env["sale.order"].create([
    {"partner_id": customer.id, "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1})]}
    for _number in range(int(args[1]))
])
print("IDS", *orders.ids)
env.cr.commit()
"""

RESERVED = """
SELECT coalesce(sum(line.quantity), 0)
  FROM stock_move_line line
  JOIN stock_move move ON move.id = line.move_id
  JOIN product_template template ON template.id = (SELECT product_tmpl_id FROM product_product WHERE id = move.product_id)
 WHERE template.name->>'en_US' = 'Насос для очереди' AND move.sale_line_id IS NOT NULL AND move.state NOT IN ('done', 'cancel')
"""
QUANT = """
SELECT sum(quantity), sum(reserved_quantity), min(quantity - reserved_quantity)
  FROM stock_quant quant
  JOIN stock_location location ON location.id = quant.location_id AND location.usage = 'internal'
  JOIN product_product product ON product.id = quant.product_id
  JOIN product_template template ON template.id = product.product_tmpl_id
 WHERE template.name->>'en_US' = 'Насос для очереди'
"""
MADE = """
SELECT coalesce(sum(product_qty), 0) FROM mrp_production
 WHERE state != 'cancel' AND product_id IN (
       SELECT product.id FROM product_product product
         JOIN product_template template ON template.id = product.product_tmpl_id
        WHERE template.name->>'en_US' = 'Насос для очереди')
"""


TRIES = 10


def confirm(server, order):
    """Confirm one order, pressing the button again when the server was too busy; returns how often it was pressed."""
    for number in range(1, TRIES + 1):
        try:
            server.call("sale.order", "action_confirm", [order])
            return number
        except xmlrpc.client.Fault as fault:
            # Odoo gives up after five serialization failures; anything else is an error of ours.
            if "could not serialize" not in fault.faultString:
                raise
    raise AssertionError(f"order {order} could not be confirmed in {TRIES} tries")


def test_the_same_piece_is_never_promised_twice(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    done = lib.odoo_shell(database, script, STOCK, ORDERS, capture_output=True)
    orders = [int(word) for word in done.stdout.partition("IDS")[2].split()]
    assert len(orders) == ORDERS
    servers = [serve(database), serve(database)]
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda pair: confirm(servers[pair[0] % 2], pair[1]), enumerate(orders)))
    assert float(sql(database, RESERVED)[0][0]) == STOCK
    assert [float(value) for value in sql(database, QUANT)[0]] == [STOCK, STOCK, 0]
    assert float(sql(database, MADE)[0][0]) == ORDERS - STOCK
