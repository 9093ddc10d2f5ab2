"""Rows of a telephone exchange, read over HTTP and registered with all their rules: against stock's mail gateway.

Goals: with 500 000 partners at least 2 times as many rows a second as stock's gateway takes mails; at most 1.2 times
slower than with 1 000 partners. A call has two legs: a queue and whoever answered; half of the callers are known. The
stand-in for MikoPBX is a real HTTP server in a process of its own. BENCH_ROWS is the number of rows of a round.
"""

import contextlib
import os
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial

import lib
from calls import MAILS, mails, staff
from common import databases, environment, result, rounds, stopwatch
from intake import NUMBERS, interpret, prepare

MANY, FEW = 500_000, 1_000
ROWS = int(os.environ.get("BENCH_ROWS", 2_000))
STAND_IN = """
import sys
sys.path.insert(0, sys.argv[1])
from datetime import datetime, timedelta
from pbx_server import PbxServer
server = PbxServer()
print(server.url, flush=True)
for line in sys.stdin:
    first, number, few = map(int, line.split())
    server.rows.clear()
    begun = datetime.now() - timedelta(days=9)
    for place in range(number // 2):
        call = first + place
        src = f"7495{call % few + 1:07d}" if call % 2 else f"79{call % 10**9:09d}"
        for leg, (dst, app) in enumerate((("2200100", "1"), ("201", "0"))):
            server.add(f"mikopbx-bench-{call}", begun + timedelta(seconds=place), src_num=src, dst_num=dst, is_app=app,
                       id=2 * call + leg)
    print("ready", flush=True)
"""


class StandIn:
    """The exchange in a process of its own: reading it must not share our interpreter."""

    def __enter__(self):
        tests = lib.ADDONS / "sales_leads_mikopbx" / "tests"
        command = [sys.executable, "-c", STAND_IN, str(tests)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_exc):
        self.process.stdin.close()
        self.process.wait(10)

    def fill(self, first):
        self.process.stdin.write(f"{first} {ROWS} {FEW}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "ready"


def connect(database, url):
    staff(database)
    with environment(database, commit=True) as env:
        values = {"name": "Bench", "host": url, "api_key": "miko_ak_stand_in_0123456789", "tz": "Europe/Moscow"}
        connection = env["mikopbx.connection"].create([values | {"since": datetime.now() - timedelta(days=30)}])
        connection.action_switch_on()


def catch_up(database, stand_in):
    """Rows per second, from the exchange to the task, everything committed."""
    calls = ROWS // 2
    first = next(NUMBERS) * 10_000
    stand_in.fill(first)
    with environment(database, commit=True) as env:
        env["mikopbx.connection"].search([]).position = False
    with stopwatch() as passed:
        with environment(database, commit=True) as env:
            env["mikopbx.connection"]._cron_poll()
        interpret(database)
    with environment(database) as env:
        names = [f"mikopbx-bench-{first + place}" for place in range(calls)]
        found = env["crm.phone.call"].search([("linkedid", "in", names)])
        assert len(found) == calls, (len(found), env["mikopbx.connection"].search([]).error)
        assert set(found.mapped("state")) == {"answered"}
        assert all(call.request_id or call.appeal_id for call in found)
    return ROWS / passed()


def main():
    with contextlib.ExitStack() as stack:
        many, few = (stack.enter_context(databases(name)) for name in ("cdr", "cdr_few"))
        stand_in = stack.enter_context(StandIn())
        partners = int(os.environ.get("BENCH_PARTNERS", MANY))
        for names, number in ((many, partners), (few, FEW)):
            prepare(names["ours"], number, ours=True)
            connect(names["ours"], stand_in.url)
        prepare(many["reference"], partners, ours=False)
        speeds = rounds(
            {
                "ours": partial(catch_up, many["ours"], stand_in),
                "few": partial(catch_up, few["ours"], stand_in),
                "reference": partial(mails, many["reference"]),
            }
        )
    n = {"partners": partners, "rows a round": ROWS, "mails a round": MAILS}
    yield result("cdr", speeds["ours"], speeds["reference"], ">= 2", n=n, unit="rows/s, mails/s")
    yield result("cdr_slowdown", speeds["few"], speeds["ours"], "<= 1.2", n=n, unit="rows/s")
