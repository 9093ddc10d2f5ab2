"""1 000 new series scanned into one receipt: the last hundred scans take as long as the first.

Goal: at most 1.5 times. By real HTTP, each scan a new series with its date of production, in a transaction of its own.
"""

import sys
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import databases, environment, result
from scanner import Handheld
from server import Server

SERIES, WINDOW = 1_000, 100
PASSWORD = "bench-scanner-1"
GTIN = "04600000000015"


def prepare(database):
    """A receipt of so many pieces and a worker; returns its name."""
    with environment(database, commit=True) as env:
        groups = [env.ref("base.group_user").id, env.ref("stock_batches.group_worker").id]
        env["res.users"].create(
            {"name": "Bench", "login": "bench_receive", "password": PASSWORD, "group_ids": [(6, 0, groups)]}
        )
        warehouse = env["stock.warehouse"].search([], limit=1)
        product = env["product.product"].create(
            {"name": "Bench", "is_storable": True, "tracking": "lot", "barcode": GTIN[1:]}
        )
        places = {
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
        goods = {"product_id": product.id, "product_uom_qty": SERIES, **places}
        picking = env["stock.picking"].create(
            {"picking_type_id": warehouse.in_type_id.id, **places, "move_ids": [(0, 0, goods)]}
        )
        picking.action_confirm()
        return picking.name


def main():
    with databases("receive") as names:
        receipt = prepare(names["ours"])
        with Server(names["ours"]) as server:
            handheld = Handheld(server.url, names["ours"], "bench_receive", PASSWORD)
            handheld.open("receive", receipt)
            handheld.send("scan", code=f"(01){GTIN}(11)250101(10)WARM-UP")
            handheld.times.clear()
            for number in range(SERIES - 1):
                answer = handheld.send("scan", code=f"(01){GTIN}(11)250101(10)S-{number:05}")
                assert answer["message"]["kind"] == "right", answer["message"]
            times = list(handheld.times)
            assert handheld.send("press", name="finish")["message"]["kind"] == "right"
    yield result("receive", mean(times[-WINDOW:]), mean(times[:WINDOW]), "<= 1.5", n=SERIES)
