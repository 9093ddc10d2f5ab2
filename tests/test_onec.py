"""Leaving 1C with real commits: a worker killed thirty times, two administrators at once, and the addon uninstalled."""

import lib
from conftest import cloned
from test_gateway import shell

ROWS = 900
KILLS = 30

PREPARE = f"""
import base64
rows = ["Код;Артикул;Наименование;Группа;Вес;Штрихкод"]
for number in range({ROWS}):
    rows.append(f"{{number:05}};A-{{number:05}};Насос {{number}};Насосы / Серия {{number % 7}};{{number % 90 + 1}};")
batch = env["onec.import"].create(
    {{"file": base64.b64encode("\\n".join(rows).encode("utf-8-sig")), "file_name": "goods.csv"}})
batch.kind = "goods"
batch._map_columns()
batch.action_check()
env.cr.commit()
env["onec.import"]._cron_run()
assert batch.state == "checked", (batch.state, batch.error, batch.line_ids.mapped("text")[:3])
assert batch.progress_ids.made == {ROWS}, batch.progress_ids.made
batch.action_run()
env.cr.commit()
"""

# The registry is loaded once; each worker is a fork with connections of its own, and is killed like a server.
KILL = """
import contextlib, os, random, signal, sys, time
from odoo import SUPERUSER_ID, api
from odoo.addons.onec_import.models import onec_import_run
from odoo.modules.registry import Registry
from odoo.sql_db import close_all
onec_import_run.BATCH = 10
name, wanted = env.cr.dbname, int(args[0])
env.cr.commit()
chance, kills, runs = random.Random(11), 0, 0

def state():
    with contextlib.closing(Registry(name).cursor()) as cr:
        cr.execute("SELECT state FROM onec_import ORDER BY id DESC LIMIT 1")
        return cr.fetchone()[0]

while state() == "running":
    close_all()
    child = os.fork()
    if not child:
        with contextlib.closing(Registry(name).cursor()) as cr:
            api.Environment(cr, SUPERUSER_ID, {})["onec.import"]._cron_run()
            cr.commit()
        os._exit(0)
    if kills < wanted:
        time.sleep(chance.uniform(0.1, 0.45))
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    kills += bool(os.WIFSIGNALED(status))
    runs += 1
    assert runs < 200
print("kills", kills, flush=True)
assert kills >= wanted, kills
sys.stdout.flush()
os._exit(0)  # the shell's own connection was closed before the first fork
"""

GOODS = """
SELECT t.name->>'en_US', p.default_code, c.complete_name, p.weight, p.active, d.name, o.digest
  FROM product_template t
  JOIN product_product p ON p.product_tmpl_id = t.id
  JOIN product_category c ON c.id = t.categ_id
  LEFT JOIN ir_model_data d ON d.module = '__onec__' AND d.model = 'product.template' AND d.res_id = t.id
  LEFT JOIN onec_record o ON o.name = d.name
 WHERE p.default_code LIKE 'A-%' ORDER BY 2"""
PROGRESS = "SELECT made, coalesce(refused, 0), position FROM onec_import_progress WHERE NOT is_dry"


def test_killed_thirty_times_is_as_undisturbed(built, sql, tmp_path):
    found = []
    with cloned(built) as disturbed, cloned(built) as quiet:
        for name, kills in ((disturbed, KILLS), (quiet, 0)):
            shell(name, tmp_path, PREPARE)
            shell(name, tmp_path, KILL, kills)
            found.append((sql(name, GOODS), sql(name, PROGRESS)))
    assert found[0] == found[1]
    goods, progress = found[0]
    assert len(goods) == ROWS
    assert progress == [[str(ROWS), "0", str(ROWS)]]
    assert all(row[5] for row in goods), "every product keeps its 1C id"


UNINSTALL = """
env["onec.import"]._cron_run()
assert env["onec.import"].search([], limit=1).state == "done"
env.cr.commit()
env["ir.module.module"].search([("name", "=", "onec_import")]).button_immediate_uninstall()
"""
COUNTS = (
    "SELECT count(*) FROM product_product WHERE default_code LIKE 'A-%'",
    "SELECT count(*) FROM ir_model_data WHERE module = '__onec__'",
    "SELECT count(*) FROM product_category WHERE complete_name LIKE 'Насосы / %'",
)


def test_uninstalled_when_the_move_is_over(database, sql, tmp_path):
    shell(database, tmp_path, PREPARE)
    shell(database, tmp_path, UNINSTALL)
    assert [int(sql(database, count)[0][0]) for count in COUNTS] == [ROWS, ROWS, 7]
    assert sql(database, "SELECT name FROM ir_model_data WHERE module = 'onec_import'") == []
    assert sql(database, "SELECT tablename FROM pg_tables WHERE tablename LIKE 'onec_%'") == []
    dangling = "SELECT 1 FROM ir_model_data d WHERE module = '__onec__' AND NOT EXISTS (SELECT FROM product_template t WHERE t.id = d.res_id)"
    assert sql(database, dangling) == []
    # Known again when it is installed once more: nothing comes twice.
    lib.odoo("server", "-d", database, "-i", "onec_import", "--stop-after-init", "--no-http", "--log-level=warn")
    shell(database, tmp_path, PREPARE.replace("made == ", "unchanged + batch.progress_ids.changed == "))
    assert [int(sql(database, count)[0][0]) for count in COUNTS] == [ROWS, ROWS, 7]
