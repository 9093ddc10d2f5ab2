"""The same file a second time, against the first. Goal: 0.15 times."""

import os

from common import databases, environment, result, rounds, stopwatch
from onec_data import make_zip, order, work

ROWS = int(os.environ.get("BENCH_ROWS", 100_000))


def run(env, data):
    batch = order(env, data)
    with stopwatch() as passed:
        work(batch)
    return batch, passed()


def main():
    data, seen = make_zip(ROWS), {}

    def first(database):
        with environment(database) as env:
            batch, seconds = run(env, data)
            assert batch.made == ROWS, batch.made
            again, seen["again"] = run(env, data)
            assert again.unchanged == ROWS, again.unchanged
            return seconds

    with databases("onec_again") as names:
        times = rounds({"reference": lambda: first(names["ours"]), "ours": lambda: seen["again"]}, 1)
    yield result("onec_again", times["ours"], times["reference"], "<= 0.15", n=ROWS)
