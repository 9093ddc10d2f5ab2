"""A real Asterisk and SIPp: unknown and known callers, missed, through a queue, passed on, inner; told live and read from its file."""

import shutil
import time

import asterisk
import lib
import pytest
from bridge import Bridge
from waiting import wait_for

pytest.importorskip("panoramisk", reason="panoramisk is not installed: run make setup")
pytestmark = pytest.mark.skipif(bool(asterisk.missing()), reason=asterisk.missing() or "Asterisk runs")

KNOWN, STRANGER, THIRD = "74959998877", "79160001122", "79160003344"
SET_UP = """
values = {"name": "Asterisk", "source": "ami", "ami_host": "127.0.0.1", "ami_port": int(args[1]), "ami_user": "odoo"}
connection = env["mikopbx.connection"].create([values | {"ami_password": args[2]}])
connection.action_switch_on()
manager = env.ref("sales_base.group_manager")
for extension in ("9201", "9202"):
    env["res.users"].create([{"name": extension, "login": extension, "password": extension + "-pass",
        "pbx_extension": extension, "group_ids": [(4, manager.id)]}])
env["res.partner"].create([{"name": "Водоканал", "is_company": True, "counterparty_kind": "counterparty",
    "phone": "+7 495 999-88-77"}])
env["res.company"].search([]).resource_calendar_id.tz = "UTC"
open(args[0], "w").write(connection._make_key())
env.cr.commit()
"""
INTERPRET = """
env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
"""
READ_FILE = """
env["ir.config_parameter"].set_param("sales_leads_mikopbx.cdr_folder", args[0])
env["crm.phone.call"].search([]).unlink()
env["crm.inbound.event"].search([("source", "=", "call")]).unlink()
env["mikopbx.connection"].search([]).write({"source": "csv", "file_name": "Odoo.csv", "tz": args[1]})
env.cr.commit()
env.ref("sales_leads_mikopbx.ir_cron_poll").method_direct_trigger()
env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
"""
DIAL = """
env["mikopbx.connection"].with_user(env["res.users"].search([("login", "=", "9202")])).dial("+7 916 000-11-22")
"""
# state, caller, who answered, who got it passed on, and what it became
CALLS = """
SELECT c.state, c.src, coalesce(u.login, ''), coalesce(l.login, ''),
       CASE WHEN c.request_id IS NOT NULL THEN 'request' WHEN c.appeal_id IS NOT NULL THEN 'appeal' ELSE '' END
  FROM crm_phone_call c LEFT JOIN res_users u ON u.id = c.user_id LEFT JOIN res_users l ON l.id = c.last_user_id
 WHERE c.direction = 'in' ORDER BY c.started_at
"""
CARDS = "SELECT u.login, c.state, c.answered_at IS NOT NULL FROM mikopbx_card c JOIN res_users u ON u.id = c.user_id ORDER BY c.id"
EXPECTED = [
    ["answered", STRANGER, "9201", "", "appeal"],
    ["answered", KNOWN, "9201", "", "request"],
    ["missed", KNOWN, "9201", "", "request"],
    ["answered", THIRD, "9202", "", "appeal"],
    ["answered", KNOWN, "9201", "9202", "request"],
]


def play(pbx):
    """The calls of EXPECTED, and an inner one."""
    with pbx.phone("9201", "9202"):
        pbx.call(STRANGER, "74951000000")
        pbx.call(KNOWN, "74951000000")
    with pbx.phone("9202"):
        # Nobody takes the first telephone: the line rings in vain, the queue finds the second one.
        pbx.call(KNOWN, "74951000003")
        pbx.call(THIRD, "74951000001")
    with pbx.phone("9201", "9202"):
        pbx.pass_on(KNOWN, "74951000002")
        pbx.call("9201", "9202")


def test_calls_of_a_real_asterisk(database, serve, sql, tmp_path):
    if not asterisk.build():
        pytest.skip("Debian's Asterisk could not be fetched or unpacked on this machine")
    script, key = tmp_path / "set_up.py", tmp_path / "key"
    script.write_text(SET_UP)
    lib.odoo_shell(database, script, str(key), str(asterisk.AMI_PORT), asterisk.SECRET)
    server = serve(database)
    pbx_settings = {"host": "127.0.0.1", "port": str(asterisk.AMI_PORT), "user": "odoo", "secret": asterisk.SECRET}
    with asterisk.Asterisk() as pbx:
        with Bridge(pbx_settings, {"url": server.url, "key": key.read_text()}, str(tmp_path)) as bridge:
            time.sleep(3)
            play(pbx)
            events = "SELECT count(DISTINCT name) FROM crm_inbound_event WHERE source = 'call'"
            wait_for(lambda: sql(database, events), [[str(len(EXPECTED))]])
            shutil.copy(tmp_path / "bridge.log", lib.HOME / "bridge-asterisk.log")
            assert "Odoo could not read" not in bridge.log
        # Odoo itself dials: the exchange rings the employee's telephone first.
        with pbx.phone("9202"):
            script.write_text(DIAL)
            lib.odoo_shell(database, script)
        folder = tmp_path / "cdr"
        folder.mkdir()
        shutil.copy(pbx.csv, folder)
    cards = sql(database, CARDS)
    assert ["9201", "over", "t"] in cards
    assert ["9201", "over", "f"] in cards
    script.write_text(INTERPRET)
    lib.odoo_shell(database, script)
    assert sql(database, CALLS) == EXPECTED
    script.write_text(READ_FILE)
    lib.odoo_shell(database, script, str(folder), "UTC")
    assert sql(database, CALLS) == EXPECTED
