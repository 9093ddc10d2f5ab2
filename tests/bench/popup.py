"""From an event of Asterisk to the message on the bus, through bridge and server: 50 calls at once against one.

Goal: p95 at most 3 times. Asterisk is a stand-in that writes the events of all calls at once; the bridge and the server are
processes of their own; the end is PostgreSQL's notification by which the bus wakes the browsers. Each call rings at an
employee of his own.
"""

import contextlib
import json
import os
import select
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import live_data
import psycopg2
from common import databases, result, rounds

sys.path.append(str(Path(__file__).resolve().parents[1]))

import lib
from ami_server import SECRET, AmiServer
from bridge import Bridge
from server import Server

CALLS = 50
SINGLE = int(os.environ.get("BENCH_CALLS", 20))


class Bus:
    """Listens as Odoo's websocket does: moments at which somebody was told something."""

    def __init__(self):
        self.seen, self.stop = [], threading.Event()
        env = lib.pg_env()
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        known = {name: env[variable] for name, variable in names.items() if env.get(variable)}
        self.connection = psycopg2.connect(dbname="postgres", **known)
        self.connection.autocommit = True
        self.connection.cursor().execute("LISTEN imbus")
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while not self.stop.is_set():
            if select.select([self.connection], [], [], 0.2)[0]:
                moment = time.perf_counter()
                self.connection.poll()
                while self.connection.notifies:
                    self.seen += [moment] * len(json.loads(self.connection.notifies.pop(0).payload))

    def wait(self, number):
        until = time.perf_counter() + 20
        while len(self.seen) < number and time.perf_counter() < until:
            time.sleep(0.001)
        assert len(self.seen) >= number, (len(self.seen), number)
        return self.seen[:number]

    def close(self):
        self.stop.set()
        self.thread.join()
        self.connection.close()


def ring(ami, bus, number):
    """Seconds from the events of so many calls at once to each message on the bus."""
    events = []
    for place in range(number):
        caller = f"7495{place % live_data.FEW + 1:07d}"
        events += ami.ring(ami.new_call(), caller, str(200 + place % live_data.PEOPLE))
    bus.seen.clear()
    started = time.perf_counter()
    ami.tell(*events)
    return [moment - started for moment in bus.wait(number)]


def measure(ami, bus, number, times):
    """p95 in seconds."""
    return live_data.p95([seconds for _time in range(times) for seconds in ring(ami, bus, number)])


def main():
    with contextlib.ExitStack() as stack:
        names = stack.enter_context(databases("popup"))
        key = live_data.make(names["ours"], live_data.FEW)
        server = stack.enter_context(Server(names["ours"]))
        ami = stack.enter_context(AmiServer())
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        pbx = {"host": "127.0.0.1", "port": str(ami.port), "user": "odoo", "secret": SECRET}
        stack.enter_context(Bridge(pbx, {"url": server.url, "key": key}, folder))
        ami.wait_for_login()
        bus = stack.enter_context(contextlib.closing(Bus()))
        times = rounds({"one": partial(measure, ami, bus, 1, SINGLE), "at once": partial(measure, ami, bus, CALLS, 3)})
    yield result("popup", times["at once"], times["one"], "<= 3", n={"calls at once": CALLS})
