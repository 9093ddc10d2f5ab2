"""Finished calls, registered with all their rules: with few and with many partners, against stock's mail gateway.

Goals: with 500 000 partners at least 2 times as many calls a second as stock's gateway takes mails; at most 1.2 times
slower than with 1 000 partners. Half of the calls are of known customers, half of numbers that nobody knows; half are
answered. Each call comes as a connector tells it: stored by `_store_call` as an event of its own, registered by the
scheduled action, which makes requests, appeals, leads, potential customers, tasks and short forms of it.
BENCH_CALLS is the number of calls of a round: fewer than 10 000 by default, so that a round stays under a minute.
"""

import os
from functools import partial

from common import databases, environment, result, rounds, stopwatch
from intake import MAIL, NUMBERS, deliver, interpret, leads, prepare

MANY, FEW, MAILS = 500_000, 1_000, 30
CALLS = int(os.environ.get("BENCH_CALLS", 1_000))


def make_payload(number):
    """One finished call of the mix; a known customer is one of the partners that `prepare` made."""
    known, answered = number % 2, number // 2 % 2
    src = f"7495{number % FEW + 1:07d}" if known else f"79{number % 10**9:09d}"
    return {
        "linkedid": f"bench-{number}",
        "start": "2026-11-23 09:00:00",
        "answer": "2026-11-23 09:00:12" if answered else None,
        "end": "2026-11-23 09:04:00",
        "src": src,
        "dst": "201",
        "did": "74951000000",
        "direction": "in",
        "answered": bool(answered),
        "employee": "201",
    }


def staff(database):
    """An employee who answers, and a line with a name."""
    with environment(database, commit=True) as env:
        env.ref("base.user_admin").pbx_extension = "201"
        env["crm.phone.line"].create([{"name": "Sales", "did": "74951000000"}])


def register(database):
    """Calls per second, from the connector's report to the task, everything committed."""
    numbers = [next(NUMBERS) for _call in range(CALLS)]
    with stopwatch() as passed:
        with environment(database, commit=True) as env:
            for number in numbers:
                env["crm.inbound.event"]._store_call(make_payload(number))
        interpret(database)
    check(database, numbers)
    return CALLS / passed()


def check(database, numbers):
    """Every call was registered and became what it had to: a call that was dropped is not fast."""
    with environment(database) as env:
        calls = env["crm.phone.call"].search([("linkedid", "in", [f"bench-{number}" for number in numbers])])
        assert len(calls) == CALLS, len(calls)
        assert all(call.request_id or call.appeal_id for call in calls)
        assert len(calls.filtered("request_id")) == sum(number % 2 for number in numbers)


def mails(database):
    """Mails per second of stock's gateway."""
    numbers = [next(NUMBERS) for _mail in range(MAILS)]
    raws = [MAIL.format(n=number).encode() for number in numbers]
    with stopwatch() as passed:
        for raw in raws:
            deliver(database, raw)
    assert leads(database, numbers) == MAILS
    return MAILS / passed()


def main():
    with databases("calls") as many, databases("calls_few") as few:
        for names, number in ((many, MANY), (few, FEW)):
            prepare(names["ours"], number, ours=True)
            staff(names["ours"])
        prepare(many["reference"], MANY, ours=False)
        speeds = rounds(
            {
                "ours": partial(register, many["ours"]),
                "few": partial(register, few["ours"]),
                "reference": partial(mails, many["reference"]),
            }
        )
    n = {"partners": MANY, "calls a round": CALLS, "mails a round": MAILS}
    yield result("calls", speeds["ours"], speeds["reference"], ">= 2", n=n, unit="calls/s, mails/s")
    yield result("calls_slowdown", speeds["few"], speeds["ours"], "<= 1.2", n=n, unit="calls/s")
