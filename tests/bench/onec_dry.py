"""The check of a file against its real run. Goal: 0.3 times."""

import os
from functools import partial

from common import databases, environment, result, rounds, stopwatch
from onec_data import make_zip, order, work

ROWS = int(os.environ.get("BENCH_ROWS", 100_000))


def run(database, data, state):
    with environment(database) as env:
        batch = order(env, data, state)
        with stopwatch() as passed:
            work(batch)
        row = batch.progress_ids
        assert row.made == ROWS, (row.made, batch.error)
        return passed()


def main():
    data = make_zip(ROWS)
    with databases("onec_dry") as names:
        times = rounds(
            {
                "ours": partial(run, names["ours"], data, "mapping"),
                "reference": partial(run, names["ours"], data, "checked"),
            },
            1,
        )
    yield result("onec_dry", times["ours"], times["reference"], "<= 0.3", n=ROWS)
