"""From an event of the exchange to the message on the bus: p95 with 50 calls at once against one call.

Goal: at most 3 times. Measured from the question of the bridge to PostgreSQL's notification by which the bus wakes every
browser, through a real server; each of 50 calls rings at an employee of his own.
"""

import itertools
import json
import os
import select
import threading
import time
from datetime import UTC, datetime
from functools import partial

import lib
import live_data
import psycopg2
from common import databases, result, rounds
from server import Server

CALLS = 50
ROUNDS = int(os.environ.get("BENCH_CALLS", 50))
NUMBERS = itertools.count(int(time.time()))


class Bus:
    """Listens as Odoo's websocket does: {linkedid: moment} of what was told."""

    def __init__(self, database):
        # The bus is woken through the database of the server, whatever database a message is of.
        self.database, self.seen, self.stop = database, [], threading.Event()
        env = lib.pg_env()
        self.connection = psycopg2.connect(
            dbname="postgres",
            host=env.get("PGHOST"),
            port=env.get("PGPORT"),
            user=env.get("PGUSER"),
            password=env.get("PGPASSWORD"),
        )
        self.connection.autocommit = True
        self.connection.cursor().execute("LISTEN imbus")
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while not self.stop.is_set():
            if select.select([self.connection], [], [], 0.2)[0]:
                self.connection.poll()
                while self.connection.notifies:
                    payload = json.loads(self.connection.notifies.pop(0).payload)
                    moment = time.perf_counter()
                    self.seen += [(moment, channel) for channel in payload]

    def close(self):
        self.stop.set()
        self.thread.join()
        self.connection.close()


def ring(server, key, place):
    """Moment at which the bridge told of a call."""
    event = {
        "kind": "ring",
        "linkedid": f"popup-{next(NUMBERS)}",
        "extension": str(200 + place % live_data.PEOPLE),
        "number": f"7495{place % live_data.FEW + 1:07d}",
        "at": datetime.now(UTC).isoformat(),
    }
    started = time.perf_counter()
    _seconds, answer = live_data.ask(
        f"{server.url}/mikopbx/event", key, {"events": [event | {"key": event["linkedid"]}]}
    )
    assert answer["results"][0]["status"] == "done", answer
    return started


def measure(server, key, bus, askers):
    """p95 in seconds from the question to the bus."""
    bus.seen.clear()
    started = live_data.ask_at_once([(ring, server, key, place) for place in range(ROUNDS)], askers)
    until = time.perf_counter() + 5
    while len(bus.seen) < ROUNDS and time.perf_counter() < until:
        time.sleep(0.01)
    told = sorted(moment for moment, _channel in bus.seen)
    assert len(told) >= ROUNDS, (len(told), ROUNDS)
    # Calls begin and are told in their order; the k-th was told no later than the k-th message.
    return live_data.p95([moment - begun for begun, moment in zip(sorted(started), told, strict=False)])


def main():
    with databases("popup") as names:
        key = live_data.make(names["ours"], live_data.FEW)
        bus = Bus(names["ours"])
        try:
            with Server(names["ours"]) as server:
                times = rounds(
                    {
                        "one": partial(measure, server, key, bus, 1),
                        "at once": partial(measure, server, key, bus, CALLS),
                    }
                )
        finally:
            bus.close()
    yield result("popup", times["at once"], times["one"], "<= 3", n={"calls at once": CALLS, "calls a round": ROUNDS})
