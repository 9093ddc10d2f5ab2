"""What the benches of the live side share: a database with an exchange, people and partners, and many askers at once."""

import json
import os
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from common import environment
from intake import prepare

MANY, FEW = int(os.environ.get("BENCH_PARTNERS", 500_000)), 1_000
PEOPLE = 50


def make(database, partners):
    """Partners, employees 200 to 249 who are managers of customers, an exchange; returns the bridge's key."""
    prepare(database, partners, ours=True)
    with environment(database, commit=True, no_reset_password=True) as env:
        manager = env.ref("sales_base.group_manager")
        users = env["res.users"].create(
            [
                {
                    "name": f"Bench {200 + place}",
                    "login": f"bench{place}",
                    "pbx_extension": str(200 + place),
                    "group_ids": [(4, manager.id)],
                }
                for place in range(PEOPLE)
            ]
        )
        team = env["crm.team"].create(
            [{"name": "Bench", "crm_team_member_ids": [(0, 0, {"user_id": user.id}) for user in users]}]
        )
        customers = env["res.partner"].search([("name", "=like", "Bench %"), ("phone", "!=", False)], limit=FEW)
        customers.counterparty_kind = "counterparty"
        env["res.partner.responsible"].create(
            [
                {"partner_id": customer.id, "team_id": team.id, "user_id": users[place % PEOPLE].id}
                for place, customer in enumerate(customers)
            ]
        )
        values = {"name": "Bench", "source": "ami", "since": datetime.now() - timedelta(days=1)}
        connection = env["mikopbx.connection"].create([values])
        connection.action_switch_on()
        return connection._make_key()


def ask(url, key, content=None):
    """(seconds, answer) of one question."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    started = time.perf_counter()
    request = urllib.request.Request(url, content and json.dumps(content).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        raw = answer.read()
    return time.perf_counter() - started, json.loads(raw)


def ask_at_once(questions, askers):
    """Answers of (function, arguments), so many at once."""
    with ThreadPoolExecutor(askers) as pool:
        return list(pool.map(lambda question: question[0](*question[1:]), questions))


def p95(values):
    return sorted(values)[max(int(len(values) * 0.95) - 1, 0)]
