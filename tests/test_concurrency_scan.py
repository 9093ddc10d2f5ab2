"""Thirty handhelds scan the same hundred lines: no line twice, nothing lost, no error of the database in anybody's hands."""

import lib
from scanner import Handheld, together

PEOPLE, LINES, PIECES = 30, 100, 2
PASSWORD = "scanner-test-1"

PREPARE = """
people, lines, pieces, password = int(args[0]), int(args[1]), int(args[2]), args[3]
groups = [env.ref("base.group_user").id, env.ref("stock_batches.group_worker").id]
env["res.users"].create([
    {"name": f"Scanner {n}", "login": f"scanner_{n}", "password": password, "group_ids": [(6, 0, groups)]}
    for n in range(people)])
category = env["product.category"].create(
    {"name": "Scanned", "removal_strategy_id": env.ref("stock_batches.removal_series").id})
product = env["product.product"].create(
    {"name": "Scanned goods", "is_storable": True, "tracking": "lot", "categ_id": category.id})
warehouse = env["stock.warehouse"].search([], limit=1)
for number in range(lines):
    lot = env["stock.lot"].create(
        {"name": f"SC-{number:03}", "product_id": product.id, "production_date": "2025-01-01"})
    env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, pieces, lot_id=lot)
places = {"location_id": warehouse.lot_stock_id.id,
          "location_dest_id": env.ref("stock.stock_location_customers").id}
picking = env["stock.picking"].create({
    "picking_type_id": warehouse.out_type_id.id, **places,
    "move_ids": [(0, 0, {"product_id": product.id, "product_uom_qty": lines * pieces, **places})]})
picking.action_confirm()
picking.action_assign()
assert len(picking.move_line_ids) == lines, len(picking.move_line_ids)
print("NAME", picking.name)
env.cr.commit()
"""
LINES_DONE = """
SELECT count(*), sum(line.scan_quantity), min(line.scan_quantity), max(line.scan_quantity), sum(line.quantity)
  FROM stock_move_line line JOIN stock_lot lot ON lot.id = line.lot_id WHERE lot.name LIKE 'SC-%'
"""
EVENTS = """
SELECT count(*), sum((event.undo->>'quantity')::float)
  FROM stock_scan_event event WHERE event.undo->>'kind' = 'count' AND NOT coalesce(event.is_undone, false)
"""


def work(server, database, number, transfer):
    """Bring what the screen asks for until nothing is left; every scan is sent twice, as after a lost answer."""
    handheld = Handheld(server.url, database, f"scanner_{number}", PASSWORD)
    handheld.open("pick", transfer)
    scans = 0
    while handheld.target and scans < LINES * PIECES:
        code, uid = handheld.target["series"], f"{number}-{scans}"
        first = handheld.send("scan", uid=uid, code=code)
        again = handheld.send("scan", uid=uid, code=code)
        assert again["repeat"] and again["message"] == first["message"]
        assert first["message"]["kind"] == "right", first["message"]
        scans += 1
    return scans


def test_thirty_people_scan_the_same_hundred_lines(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    done = lib.odoo_shell(database, script, PEOPLE, LINES, PIECES, PASSWORD, capture_output=True)
    transfer = done.stdout.partition("NAME")[2].split()[0]
    servers = [serve(database), serve(database)]
    rows = [(servers[number % 2], database, number, transfer) for number in range(PEOPLE)]
    scans = together(work, *rows)
    assert sum(scans) == LINES * PIECES
    [(lines, scanned, least, most, asked)] = sql(database, LINES_DONE)
    assert (int(lines), float(scanned), float(asked)) == (LINES, LINES * PIECES, LINES * PIECES)
    assert (float(least), float(most)) == (PIECES, PIECES)
    [(events, counted)] = sql(database, EVENTS)
    assert (int(events), float(counted)) == (LINES * PIECES, LINES * PIECES)
