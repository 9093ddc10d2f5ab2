"""A hundred thousand goods, as 1C unloads them for a site, against Odoo's own load() of the same products.

Goals: 0.5 times the time of load() (with its tracking switched off, in batches of two thousand, as its importer calls
it); at most 200 MiB over the idle server, whether for all rows or for a tenth. Ours reads XML out of the zip, looks up,
makes products and price list, keeps ids and names, and compares the control totals in the end.
"""

import os
from functools import partial

from common import databases, environment, measure_memory, result, rounds, stopwatch
from onec_data import GROUPS, make_zip, order, rows, work

ROWS = int(os.environ.get("BENCH_ROWS", 100_000))
LIMIT_MIB = 200
LOAD_BATCH = 2000
FIELDS = ["id", "name", "default_code", "categ_id/id", "weight", "list_price", "type", "is_storable"]


def take_over(database, data, number):
    """Seconds of one run."""
    with environment(database) as env:
        batch = order(env, data)
        with stopwatch() as passed:
            work(batch)
        assert batch.state == "done" and batch.made == number, (batch.state, batch.made, batch.error)
        return passed()


def load(database, number):
    with environment(database, import_file=True, tracking_disable=True, mail_create_nolog=True) as env:
        groups = env["product.category"].create([{"name": f"Group {place}"} for place in range(GROUPS)])
        env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"bench.g{place}", "record": group} for place, group in enumerate(groups)]
        )
        table = [
            [f"bench.{key}", name, article, f"bench.g{group}", str(weight), str(price), "consu", "1"]
            for key, article, name, group, weight, price in rows(number)
        ]
        with stopwatch() as passed:
            for start in range(0, number, LOAD_BATCH):
                done = env["product.template"].load(FIELDS, table[start : start + LOAD_BATCH])
                assert done["ids"], done["messages"]
                env.flush_all()
                env.invalidate_all()
        return passed()


def prepare_memory(database, number):
    """For `common.measure_memory`."""
    take_over(database, make_zip(20), 20)
    return partial(take_over, database, make_zip(number), number)


def main():
    data = make_zip(ROWS)
    with databases("onec_goods") as names:
        memory = {number: measure_memory("onec_goods", names["ours"], number) for number in (ROWS // 10, ROWS)}
        measures = {
            "ours": partial(take_over, names["ours"], data, ROWS),
            "reference": partial(load, names["reference"], ROWS),
        }
        times = rounds(measures, 1)
    yield result("onec_goods", times["ours"], times["reference"], "<= 0.5", n=ROWS)
    yield result("onec_goods_memory", memory[ROWS], LIMIT_MIB, "<= 1.0", n=ROWS, unit="MiB")
    yield result("onec_goods_memory_tenth", memory[ROWS // 10], LIMIT_MIB, "<= 1.0", n=ROWS // 10, unit="MiB")
