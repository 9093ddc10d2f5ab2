"""From scan to answer by real HTTP with 1, 10 and 30 handhelds at once, on one pool of 5 000 lines.

Goal: the slowest of twenty answers at 30 handhelds takes at most 3 times as long as with one. Each handheld scans as a
person does, one series every two seconds or so; nobody meets an error. Compared are runs against the same server.
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import databases, environment, result, vacuum
from scanner import Handheld, percentile, together
from server import Server

TRANSFERS, EACH, PIECES = 50, 100, 40
PEOPLE, SCANS, PAUSE = (1, 10, 30), 40, 2.0
PASSWORD = "bench-scanner-1"


def prepare(database):
    """So many reserved transfers of so many lines, a series each, and workers; returns the names of the transfers."""
    with environment(database, commit=True) as env:
        warehouse = env["stock.warehouse"].search([], limit=1)
        groups = [env.ref("base.group_user").id, env.ref("stock_batches.group_worker").id]
        env["res.users"].create(
            [
                {"name": f"Bench {n}", "login": f"bench_scan_{n}", "password": PASSWORD, "group_ids": [(6, 0, groups)]}
                for n in range(max(PEOPLE))
            ]
        )
        strategy = env.ref("stock_batches.removal_series")
        category = env["product.category"].create({"name": "Bench", "removal_strategy_id": strategy.id})
        values = {"is_storable": True, "tracking": "lot", "categ_id": category.id}
        products = env["product.product"].create([{"name": f"Bench {n}", **values} for n in range(EACH)])
        names = make_transfers(env, warehouse, products)
        vacuum(env, "stock_lot", "stock_quant", "stock_move_line", "stock_move")
        return names


def make_transfers(env, warehouse, products):
    lots = env["stock.lot"].create(
        [
            {"name": f"B{n:03}-{t:03}", "product_id": product.id, "production_date": "2025-01-01"}
            for n, product in enumerate(products)
            for t in range(TRANSFERS)
        ]
    )
    for lot in lots:
        env["stock.quant"]._update_available_quantity(lot.product_id, warehouse.lot_stock_id, PIECES, lot_id=lot)
    places = {
        "location_id": warehouse.lot_stock_id.id,
        "location_dest_id": env.ref("stock.stock_location_customers").id,
    }
    goods = [(0, 0, {"product_id": product.id, "product_uom_qty": PIECES, **places}) for product in products]
    pickings = env["stock.picking"].create(
        [{"picking_type_id": warehouse.out_type_id.id, **places, "move_ids": goods} for _t in range(TRANSFERS)]
    )
    pickings.action_confirm()
    pickings.action_assign()
    assert set(pickings.mapped("state")) == {"assigned"}
    return pickings.mapped("name")


def work(server, database, number, transfer):
    """One person: so many scans of the series that the screen asks for; returns the seconds of each."""
    handheld = Handheld(server.url, database, f"bench_scan_{number}", PASSWORD)
    answer = handheld.open("pick", transfer)
    series = answer["screen"]["target"]["series"]
    handheld.send("scan", code=series)
    handheld.times.clear()
    chance = random.Random(number)
    for _scan in range(SCANS - 1):
        time.sleep(chance.uniform(0.5, 1.5) * PAUSE)
        answer = handheld.send("scan", code=handheld.target["series"])
        assert answer["message"]["kind"] == "right", answer["message"]
    return handheld.times


def main():
    with databases("scan") as names:
        transfers = prepare(names["ours"])
        with Server(names["ours"]) as server:
            work(server, names["ours"], 0, transfers.pop())
            times = {}
            for people in PEOPLE:
                rows = [(server, names["ours"], number, transfers.pop()) for number in range(people)]
                times[people] = [seconds for row in together(work, *rows) for seconds in row]
    slowest = {people: percentile(rows) for people, rows in times.items()}
    for people in PEOPLE[1:]:
        yield result(f"scan_{people}", slowest[people], slowest[PEOPLE[0]], "<= 3", n=TRANSFERS * EACH)
