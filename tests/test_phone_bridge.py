"""The bridge as a process of its own between a stand-in for Asterisk's manager interface and a real Odoo server."""

import shutil
import signal
import time

import lib
import pytest
import shot
from ami_server import SECRET, AmiServer
from bridge import Bridge
from example import data
from waiting import wait_for

pytest.importorskip("panoramisk", reason="panoramisk is not installed: run make setup")

SET_UP = """
connection = env["mikopbx.connection"].create([{"name": "Stand-in", "source": "ami"}])
connection.action_switch_on()
for login, extension in (("manager2", "9201"), ("manager", "9202")):
    env["res.users"].search([("login", "=", login)]).pbx_extension = extension
open(args[0], "w").write(connection._make_key())
env.cr.commit()
"""
CARDS = (
    "SELECT linkedid, state, u.login FROM mikopbx_card c JOIN res_users u ON u.id = c.user_id"
    " WHERE c.linkedid LIKE 'stand-in-%' ORDER BY c.id"
)
CALLS = "SELECT name, count(*) FROM crm_inbound_event WHERE source = 'call' AND name LIKE 'stand-in-%' GROUP BY 1"
POP_UP = "document.querySelector('.o_sales_leads_pop_up')"

needs_browser = pytest.mark.skipif(not any(map(shutil.which, shot.BROWSERS)), reason="no Chromium on this machine")


@pytest.fixture
def exchange(played_copy, tmp_path):
    """(AmiServer, key of the bridge) with an exchange in the played database."""
    script, key = tmp_path / "set_up.py", tmp_path / "key"
    script.write_text(SET_UP)
    lib.odoo_shell(played_copy, script, str(key))
    with AmiServer() as ami:
        yield ami, key.read_text()


def make_bridge(exchange, url, folder, **values):
    ami, key = exchange
    pbx = {"host": "127.0.0.1", "port": str(ami.port), "user": "odoo", "secret": SECRET} | values
    return Bridge(pbx, {"url": url, "key": key}, str(folder))


def test_odoo_away_and_bridge_killed(exchange, played_copy, serve, sql, tmp_path):
    """Calls come while Odoo is down and the bridge is killed in between: each is known once."""
    ami, _key = exchange
    server = serve(played_copy)
    with make_bridge(exchange, server.url, tmp_path) as bridge:
        ami.wait_for_login()
        first, second, third = (ami.new_call() for _call in range(3))
        ami.tell(*ami.ring(first, "79160001122", "9201"))
        wait_for(lambda: sql(played_copy, CARDS), [[first, "ring", "manager2"]])
        server.stop()
        ami.tell(*ami.answer(first, "9201"), *ami.hang_ups(first, "9201"), *ami.ring(second, "79160003344", "9202"))
        time.sleep(1)
        ami.clients.clear()
        bridge.kill()
        ami.alive = [second]
        bridge.start()
        ami.wait_for_login()
        ami.tell(*ami.hang_ups(second, "9202"), *ami.ring(third, "79160005566", "9201"))
        time.sleep(1)
        ami.clients.clear()
        bridge.kill()
        # The third call ends while the bridge is dead.
        ami.alive = []
        bridge.start()
        ami.wait_for_login()
        again = serve(played_copy)
        bridge.kill()
        ami.clients.clear()
        bridge.config = make_bridge(exchange, again.url, tmp_path).config
        bridge.start()
        wait_for(lambda: sorted(sql(played_copy, CALLS)), sorted([[first, "1"], [second, "1"], [third, "1"]]), 60)
        states = {row[0]: row[1] for row in sql(played_copy, CARDS)}
        wait_for(lambda: {row[0]: row[1] for row in sql(played_copy, CARDS)}, dict.fromkeys(states, "over"))
        assert SECRET not in bridge.log
        assert _key not in bridge.log


def test_refused_login_and_broken_connection(exchange, played_copy, serve, sql, tmp_path):
    ami, _key = exchange
    server = serve(played_copy)
    with make_bridge(exchange, server.url, tmp_path, secret="wrong") as bridge:
        wait_for(lambda: ami.logins >= 2, True)
        assert "refuses the login" in bridge.log
        before = ami.logins
        time.sleep(3)
        assert ami.logins - before <= 2, "a refused login is tried in longer and longer pauses"
    with make_bridge(exchange, server.url, tmp_path) as bridge:
        ami.wait_for_login()
        ami.hang_up()
        ami.wait_for_login()
        call = ami.new_call()
        ami.tell(*ami.ring(call, "79160001122", "9201"), *ami.ring(ami.new_call(), "79160001123", "9777"))
        wait_for(lambda: sql(played_copy, CARDS), [[call, "ring", "manager2"]])
        bridge.process.send_signal(signal.SIGTERM)
        assert bridge.process.wait(15) == 0


@needs_browser
def test_card_pops_up_where_it_rings_within_a_second(exchange, played_copy, serve, tmp_path):
    ami, _key = exchange
    server = serve(played_copy)
    with make_bridge(exchange, server.url, tmp_path), shot.Browser() as browser, shot.Browser() as other:
        ami.wait_for_login()
        for one, login in ((browser, "manager2"), (other, "manager")):
            one.login(server.url, played_copy, login, data.PASSWORD)
            one.open(f"{server.url}/odoo/absences", ".o_list_view")
        time.sleep(3)  # both browsers listen to the bus
        call = ami.new_call()
        began = time.monotonic()
        ami.tell(*ami.ring(call, "79160001122", "9201"))
        assert browser.wait_for(POP_UP, 10), "no card at the employee whose telephone rings"
        took = time.monotonic() - began
        assert "79160001122" in browser.evaluate(f"{POP_UP}.innerText")
        assert not other.evaluate(f"Boolean({POP_UP})"), "another employee was told"
        assert took < 1.5, took
        ami.tell(*ami.answer(call, "9201"))
        browser.click(".o_sales_leads_pop_up .o_notification_buttons button:nth-child(3)")
        assert browser.wait_for("document.querySelector('.modal [name=note] textarea')", 15), "no place for the note"
        missed = ami.new_call()
        ami.tell(*ami.ring(missed, "79160007788", "9202"))
        assert other.wait_for(POP_UP, 10)
        ami.tell(*ami.hang_ups(missed, "9202"))
        assert other.wait_for(f"!{POP_UP}", 10), "the card of a call that is over stays"
