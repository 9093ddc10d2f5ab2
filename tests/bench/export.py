"""A file of a million contacts: folded, with blacklist and consent, 8 columns, into a workbook.

Goals: 0.35 times the time in which XlsxWriter (constant_memory) writes the same rows out of memory; 0.2 times stock
Odoo's own export a row (measured at 50 000); peak memory at most 120 MiB over the idle server, and as much for a tenth
of the rows. Ours is the whole run: rows read under the marketer's rights, the list of who was left out, the comparison
with the run before, the file stored in the filestore with its check sum.
"""

import os
import tempfile
from functools import partial
from pathlib import Path

from common import databases, environment, measure_memory, result, rounds, stopwatch
from marketing_data import prepare

ROWS = int(os.environ.get("BENCH_ROWS", 1_000_000))
STOCK_ROWS = min(50_000, ROWS // 10)
COLUMNS = ("email", "name", "company", "phone", "city", "kind", "country_code", "tags")
STOCK = ("email", "name", "commercial_company_name", "phone", "city", "type", "country_id/code", "lang")
LIMIT_MIB = 120


def write(database, limit=None):
    """Seconds of one run, of the first `limit` contacts."""
    with environment(database) as env:
        export = order(env, limit)
        env.flush_all()
        with stopwatch() as passed:
            export._write_now()
            env.flush_all()
        assert export.state == "done" and export.row_count > 0.9 * (limit or ROWS), export.row_count
        env["ir.attachment"]._file_delete(export.attachment_id.store_fname)
        return passed()


def order(env, limit):
    from odoo import Command

    env = env(user=env["res.users"].search([("login", "=", "bench_marketer")]).id)
    profile = env["marketing.export.profile"].create(
        {
            "name": "Bench",
            "purpose": "mail",
            "file_type": "xlsx",
            "column_ids": [Command.create({"source": name, "heading": name}) for name in COLUMNS],
        }
    )
    first = env["marketing.contact"].search([], order="id", limit=1).id
    domain = [("id", "<", first + limit)] if limit else []
    segment = env["marketing.segment"].create({"name": "Bench", "domain": repr(domain), "unasked_reason": "Bench"})
    return env["marketing.export"]._order_run(segment, profile, "Bench")


def fetch(database):
    """The cells of the file, all in memory."""
    from odoo.addons.marketing_export.models.marketing_export_stream import RowStream
    from odoo.addons.marketing_export.tools import cells

    with environment(database) as env, tempfile.TemporaryFile("w+") as report:
        export = order(env, None)
        reader = export._as_owner().env
        stream = RowStream(export, reader, export.segment_id, lambda count: None)
        stream.open_report(report)
        return list(stream.iter_rows(export.segment_id._get_domain(), cells.mail_cell))


def write_plainly(rows):
    """XlsxWriter as it is quickest in constant memory."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder, stopwatch() as passed:
        book = xlsxwriter.Workbook(str(Path(folder) / "a.xlsx"), {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        book.close()
    return passed()


def write_stock(database):
    """Stock Odoo's own export of as many contacts, a row."""
    from types import SimpleNamespace

    from odoo.http import _request_stack

    from odoo.addons.web.controllers.export import ExcelExport

    with environment(database) as env:
        partners = env["res.partner"].search([("name", "like", "Works %")], limit=STOCK_ROWS)
        assert len(partners) == STOCK_ROWS
        env.invalidate_all()
        _request_stack.push(SimpleNamespace(env=env))
        try:
            with stopwatch() as passed:
                rows = partners.export_data(list(STOCK))["datas"]
                fields = [{"name": name, "label": name, "type": "char"} for name in STOCK]
                ExcelExport().from_data(fields, list(STOCK), rows)
        finally:
            _request_stack.pop()
        return passed() / STOCK_ROWS


def prepare_memory(database, limit):
    """For `common.measure_memory`."""
    write_small(database)
    return partial(write, database, limit)


def write_small(database):
    """What any server has done before: registry, views of fields, the writer loaded."""
    with environment(database) as env:
        export = order(env, 10)
        export._write_now()


def main():
    with databases("export") as names:
        prepare(names["ours"], ROWS)
        add_marketer(names["ours"])
        prepare_reference(names["reference"])
        memory = {limit: measure_memory("export", names["ours"], limit) for limit in (ROWS // 10, None)}
        rows = fetch(names["ours"])
        stock = rounds({"stock": lambda: write_stock(names["reference"])}, 3)["stock"]
        times = rounds({"ours": lambda: write(names["ours"]), "reference": lambda: write_plainly(rows)}, 3)
    yield result("export", times["ours"], times["reference"], "<= 0.35", n=ROWS)
    yield result("export_stock", times["ours"] / ROWS, stock, "<= 0.2", n=ROWS, unit="s a row")
    yield result("export_memory", memory[None], LIMIT_MIB, "<= 1.0", n=ROWS, unit="MiB")
    yield result("export_memory_tenth", memory[ROWS // 10], LIMIT_MIB, "<= 1.0", n=ROWS // 10, unit="MiB")


def add_marketer(database):
    with environment(database, commit=True) as env:
        groups = env.ref("base.group_user") + env.ref("marketing_export.group_marketer")
        env["res.users"].create({"name": "Bench", "login": "bench_marketer", "group_ids": [(6, 0, groups.ids)]})


def prepare_reference(database):
    """Customers with the same columns where our addons are not installed."""
    with environment(database, commit=True) as env:
        country = env.ref("base.ru").id
        env["res.partner"].create(
            [
                {
                    "name": f"Works {number}",
                    "is_company": True,
                    "email": f"buyer{number}@works.example",
                    "phone": f"+7{9000000000 + number}",
                    "city": f"City {number % 500}",
                    "country_id": country,
                }
                for number in range(STOCK_ROWS)
            ]
        )
