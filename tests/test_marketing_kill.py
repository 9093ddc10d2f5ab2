"""The server dies in the middle of a big mailing file: nobody is offered half of it, and it is written after all."""

import hashlib
import signal
import zipfile

import db
from test_gateway import serve_crons, shell, wait_for

ROWS = 240_000
PREPARE = """
from odoo import Command
user = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Ирина", "login": "irina", "group_ids": [Command.link(env.ref("marketing_export.group_marketer").id)]})
partner = env["res.partner"].create({
    "name": "Водоканал", "is_company": True, "counterparty_kind": "counterparty", "email": "office@vodokanal.example"})
env.cr.commit()
contacts = env["marketing.contact"]
contacts._refresh(wait=True)
row = contacts.search([("key", "=", "office@vodokanal.example")])
row.ensure_one()
names = [name for name, field in contacts._fields.items() if field.store and field.column_type and name != "id"]
names = ", ".join(name for name in names if name not in ("key", "email"))
env.cr.execute(
    f"INSERT INTO marketing_contact (key, email, {names}) SELECT n || key, n || email, {names}"
    f" FROM marketing_contact, generate_series(2, %s) n WHERE id = %s", [int(args[0]), row.id])
profile = env["marketing.export.profile"].search([("file_type", "=", "xlsx"), ("purpose", "=", "list")], limit=1)
segment = env["marketing.segment"].with_user(user).create({
    "name": "Вся база", "domain": "[('partner_id', '=', %d)]" % partner.id})
export = segment._export(profile, "Рассылка")
assert export.state == "waiting", export.state
env.cr.commit()
"""
WAKE = """
env.ref("marketing_export.ir_cron_write_files")._trigger()
env.cr.commit()
"""
RUN = "SELECT state, coalesce(read_count, 0), row_count, attempts, attachment_id IS NOT NULL FROM marketing_export"


def test_a_file_whose_server_was_killed_is_written_whole_by_the_next_one(database, serve, sql, tmp_path):
    shell(database, tmp_path, PREPARE, ROWS)
    server = serve_crons(serve, database)
    assert wait_for(lambda: int(sql(database, RUN)[0][1]) > 0, pause=0.02)
    server.stop(signal.SIGKILL)
    state, read, _rows, attempts, offered = sql(database, RUN)[0]
    assert (state, attempts, offered) == ("running", "1", "f"), "nobody is offered half a file"
    assert 0 < int(read) < ROWS, read
    shell(database, tmp_path, WAKE)
    serve_crons(serve, database)
    assert wait_for(lambda: sql(database, RUN)[0][0] in ("done", "failed"))
    assert sql(database, RUN) == [["done", str(ROWS), str(ROWS), "2", "t"]]
    ((name, digest),) = sql(
        database,
        "SELECT a.store_fname, e.sha256 FROM marketing_export e JOIN ir_attachment a ON a.id = e.attachment_id",
    )
    path = db.filestore(database) / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            assert sum(line.count(b"<row ") for line in sheet) == ROWS + 1, "the headings and every row"
