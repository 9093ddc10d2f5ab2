"""Several processes reserve the same series at once: no piece twice, the oldest first, quants and lines agree."""

import concurrent.futures
import xmlrpc.client

import lib

SERIES, EACH, TRANSFERS, CLIENTS, TRIES = 3, 4, 18, 6, 10

PREPARE = """
category = env["product.category"].create(
    {"name": "Queue of series", "removal_strategy_id": env.ref("stock_batches.removal_series").id})
product = env["product.product"].create(
    {"name": "Герметик для очереди", "is_storable": True, "tracking": "lot", "categ_id": category.id})
warehouse = env["stock.warehouse"].search([], limit=1)
for number in range(int(args[0])):
    lot = env["stock.lot"].create(
        {"name": f"Q{number}", "product_id": product.id, "production_date": f"2025-0{9 - number}-01"})
    env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, float(args[1]), lot_id=lot)
places = {"location_id": warehouse.lot_stock_id.id,
          "location_dest_id": env.ref("stock.stock_location_customers").id}
pickings = env["stock.picking"].create([
    {"picking_type_id": warehouse.out_type_id.id, **places, "move_ids": [
        (0, 0, {"product_id": product.id, "product_uom_qty": 1, **places})]}
    for _number in range(int(args[2]))
])
pickings.action_confirm()
pickings.move_ids._do_unreserve()
print("IDS", *pickings.ids)
env.cr.commit()
"""
QUANTS = """
SELECT lot.name, quant.quantity, quant.reserved_quantity
  FROM stock_quant quant
  JOIN stock_lot lot ON lot.id = quant.lot_id AND lot.name LIKE 'Q_'
  JOIN stock_location location ON location.id = quant.location_id AND location.usage = 'internal'
 ORDER BY lot.name
"""
LINES = """
SELECT lot.name, sum(line.quantity)
  FROM stock_move_line line
  JOIN stock_lot lot ON lot.id = line.lot_id AND lot.name LIKE 'Q_'
 WHERE line.state NOT IN ('done', 'cancel')
 GROUP BY lot.name ORDER BY lot.name
"""


def assign(server, picking):
    """Reserve one transfer, pressing the button again when the server was too busy."""
    for _number in range(TRIES):
        try:
            return server.call("stock.picking", "action_assign", [picking])
        except xmlrpc.client.Fault as fault:
            if "could not serialize" in fault.faultString:
                continue
            # Core says so when nothing is left.
            assert "Nothing to check" in fault.faultString, fault.faultString
            return False
    raise AssertionError(f"transfer {picking} could not be reserved in {TRIES} tries")


def test_the_same_series_is_never_promised_twice(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    done = lib.odoo_shell(database, script, SERIES, EACH, TRANSFERS, capture_output=True)
    pickings = [int(word) for word in done.stdout.partition("IDS")[2].split()]
    assert len(pickings) == TRANSFERS
    servers = [serve(database), serve(database)]
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda pair: assign(servers[pair[0] % 2], pair[1]), enumerate(pickings)))
    quants = [(name, float(quantity), float(reserved)) for name, quantity, reserved in sql(database, QUANTS)]
    assert quants == [(f"Q{number}", EACH, EACH) for number in range(SERIES)]
    assert [(name, float(number)) for name, number in sql(database, LINES)] == [
        (f"Q{number}", EACH) for number in range(SERIES)
    ]
