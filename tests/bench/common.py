"""What the benches share: databases with and without our addons, rounds that alternate, the line of a result.

A bench is a module of this folder with a function `main()` that yields results; `tools/bench.py` prints them.
Everything runs in one process, which serves both databases as an Odoo server would:

    with databases("reserve") as names:                   # {"ours": name, "reference": name}, dropped afterwards
        for name in names.values():
            with environment(name, commit=True) as env:   # rows made in bulk; then `vacuum(env)`
                ...
        times = rounds({side: partial(measure, name) for side, name in names.items()})
        yield result("reserve", times["ours"], times["reference"], "<= 0.02", n=100_000)

`rounds` calls each function once for nothing (registry, caches), then five times in turn; a function returns its
own measure (seconds, or things per second), so that preparing it costs nothing. `environment` rolls back unless told
otherwise: a measure leaves no trace. `result` compares by the goal, "<= x" or ">= x", on ours / reference.
"""

import contextlib
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import db
import lib
import test as suite

ROUNDS = 5


def start():
    """Configure Odoo in this process; called once, before the first environment."""
    lib.write_config()
    os.environ.update(lib.pg_env())
    import odoo.tools

    odoo.tools.config.parse_config(["-c", str(lib.CONF), "--no-http", "--log-level=error", "--max-cron-threads=0"])
    logging.getLogger("odoo").setLevel(logging.ERROR)


@contextlib.contextmanager
def databases(bench):
    """Clones for one bench: core's modules alone, and the same with our addons (BENCH_ADDONS names fewer)."""
    names = {side: f"bench_{bench}_{side}" for side in ("ours", "reference")}
    addons = [name for name in os.environ.get("BENCH_ADDONS", "").replace(",", " ").split() if name]
    try:
        db.clone(db.template(), names["reference"])
        if addons:
            db.make(names["ours"], addons)
        else:
            db.clone(suite.built(), names["ours"])
        yield names
    finally:
        _close(names.values())
        for name in names.values():
            db.drop(name)


def _close(names):
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    for name in names:
        Registry.delete(name)
        close_db(name)


@contextlib.contextmanager
def environment(database, commit=False, **context):
    """An environment of the superuser in a transaction of its own, rolled back unless `commit`."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with contextlib.closing(Registry(database).cursor()) as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, context)
        yield env
        if commit:
            env.flush_all()
            cursor.commit()
        else:
            env.invalidate_all(flush=False)
            env.transaction.clear()
            cursor.rollback()


def vacuum(env, *tables):
    """Once it is committed: vacuum and count rows made in bulk, as the server does by itself after a while."""
    names, database = ", ".join(f'"{table}"' for table in tables), env.cr.dbname
    env.cr.postcommit.add(lambda: lib.psql(f"VACUUM (ANALYZE) {names}", database))


def make_customer(env):
    """A Russian company with all that a deal asks for; stock Odoo gets what it knows of that."""
    customer = env["res.partner"].create(
        {
            "name": "Bench works",
            "is_company": True,
            "country_id": env.ref("base.ru").id,
            "vat": "7707083893",
            "city": "Tver",
            "street": "Lenina 1",
            "email": "bench@works.example",
        }
    )
    if "kpp" in customer:
        bank = env["res.bank"].create({"name": "Bench bank", "bic": "044525225", "country": customer.country_id.id})
        account = {"acc_number": "40702810938000012345", "bank_id": bank.id}
        customer.write({"kpp": "770701001", "actual_is_legal": True, "bank_ids": [(0, 0, account)]})
    return customer


def make_lead(env, customer):
    """A lead of this customer that may become a deal."""
    lead = env["crm.lead"].create({"name": "Bench 1", "type": "lead", "partner_id": customer.id})
    if "needs" in lead:
        lead.write({"needs": "Move 50 m³/h of oil.", "legal_entity_id": customer.id, "contact_id": customer.id})
    return lead


@contextlib.contextmanager
def stopwatch():
    """`with stopwatch() as passed: …; passed()` gives the seconds from the start to the end of the block."""
    started = time.perf_counter()
    stopped = []
    yield lambda: (stopped or [time.perf_counter()])[0] - started
    stopped.append(time.perf_counter())


def rounds(measures, number=ROUNDS):
    """Medians by name of what the functions return, called in turn."""
    for measure in measures.values():
        measure()
    seen = {name: [] for name in measures}
    for _round in range(number):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {name: statistics.median(values) for name, values in seen.items()}


def measure_memory(bench, *arguments):
    """MiB that what `prepare_memory(*arguments)` of a bench returns adds to a server of its own that was idle."""
    code = f"import common; common.start(); import {bench}; common.print_memory({bench}, {arguments!r})"
    here = Path(__file__).resolve().parent
    done = subprocess.run([sys.executable, "-c", code], cwd=here, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def print_memory(bench, arguments):
    run = bench.prepare_memory(*arguments)
    idle = _read_status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    run()
    print(json.dumps(_read_status("VmHWM") - idle))


def _read_status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def result(bench, ours, reference, goal, n, unit="s"):
    """The line of one bench."""
    sign, limit = goal.split()
    ratio = ours / reference
    good = {"<=": ratio <= float(limit), ">=": ratio >= float(limit)}[sign]
    return {
        "bench": bench,
        "ours": round(ours, 5),
        "reference": round(reference, 5),
        "ratio": round(ratio, 4),
        "goal": goal,
        "ok": good,
        "unit": unit,
        "n": n,
    }
