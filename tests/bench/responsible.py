"""Who is responsible for a number: the answer that the exchange routes by, over HTTP from a real server.

Goals: p95 with 20 askers at once at most 3 times that with one; with 500 000 partners at most 1.3 times that with 1 000.
A fifth of the numbers is nobody's.
"""

import os
from functools import partial

import live_data
from common import databases, result, rounds
from server import Server

ASKERS = 20
QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", 200))


def measure(server, key, askers):
    """p95 in seconds."""
    numbers = [f"7495{place % live_data.FEW + 1:07d}" if place % 5 else "79990000000" for place in range(QUESTIONS)]
    questions = [(live_data.ask, f"{server.url}/mikopbx/responsible?number={number}", key) for number in numbers]
    answers = live_data.ask_at_once(questions, askers)
    named = sum(bool(answer["extension"]) for _seconds, answer in answers)
    assert named == sum(bool(place % 5) for place in range(QUESTIONS)), named
    return live_data.p95([seconds for seconds, _answer in answers])


def main():
    with databases("responsible") as many, databases("responsible_few") as few:
        keys = [live_data.make(names["ours"], size) for names, size in ((many, live_data.MANY), (few, live_data.FEW))]
        with Server(many["ours"]) as big, Server(few["ours"]) as small:
            times = rounds(
                {
                    "one": partial(measure, big, keys[0], 1),
                    "at once": partial(measure, big, keys[0], ASKERS),
                    "few": partial(measure, small, keys[1], 1),
                }
            )
    n = {"partners": live_data.MANY, "questions a round": QUESTIONS, "askers": ASKERS}
    yield result("responsible", times["at once"], times["one"], "<= 3", n=n)
    yield result("responsible_slowdown", times["one"], times["few"], "<= 1.3", n=n)
