"""The live count of a segment with five conditions over a mailing base of a million: goal, 1.2 times the plain SQL.

Ours is all that the form asks for: the filter is read and validated, rights are added, what changed is taken over.
One line more tells what keeping the base current costs: taking over one changed customer, against making all anew.
"""

import os

from common import databases, environment, result, rounds, stopwatch
from marketing_data import prepare

ROWS = int(os.environ.get("BENCH_ROWS", 1_000_000))
FILTER = [
    ("kind", "in", ["counterparty", "partner"]),
    ("city", "in", [f"City {number}" for number in range(100)]),
    ("last_order_date", "=", False),
    ("mail_block", "=", "no_consent"),
    ("country_code", "=", "RU"),
]
PLAIN = """
    SELECT count(*) FROM marketing_contact
     WHERE kind IN ('counterparty', 'partner') AND city = ANY(%s) AND last_order_date IS NULL
           AND mail_block = 'no_consent' AND country_code = 'RU'
"""


def count(database):
    with environment(database) as env:
        segment = env["marketing.segment"].create({"name": "Bench", "domain": repr(FILTER)})
        env.flush_all()
        segment.invalidate_recordset()
        with stopwatch() as passed:
            found = segment.count
        assert found > ROWS / 20
        return passed()


def count_plainly(database):
    with environment(database) as env, stopwatch() as passed:
        env.cr.execute(PLAIN, [FILTER[1][2]])
        assert env.cr.fetchone()[0] > ROWS / 20
    return passed()


def take_over(database):
    """Seconds until the base says what was changed at one customer."""
    with environment(database) as env:
        partner = env["res.partner"].search([("name", "like", "Works %")], limit=1)
        partner.city = "Perm"
        env.flush_all()
        with stopwatch() as passed:
            env["marketing.contact"]._refresh()
        assert env["marketing.contact"].search_count([("city", "=", "Perm")]) == 1
        return passed()


def main():
    with databases("segment") as names:
        name = names["ours"]
        whole = prepare(name, ROWS)
        times = rounds(
            {
                "ours": lambda: count(name),
                "reference": lambda: count_plainly(name),
                "change": lambda: take_over(name),
            }
        )
    yield result("segment", times["ours"], times["reference"], "<= 1.2", n=ROWS)
    yield result("segment_change", times["change"], whole, "<= 0.05", n=ROWS)
