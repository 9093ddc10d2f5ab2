"""The mail gateway with real commits: parallel deliveries, a process killed between storing and interpreting."""

import concurrent.futures
import signal
import time
import xmlrpc.client

import lib

MAIL = """From: {sender}
To: info@promtehagregat.example
Subject: {subject}
Message-Id: <{key}@customer.example>
Date: Mon, 23 Nov 2026 09:00:00 +0300
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}
"""

PREPARE = """
domain = env["mail.alias.domain"].search([], limit=1) or env["mail.alias.domain"].create(
    {"name": "promtehagregat.example"})
domain.name = "promtehagregat.example"
env.company.alias_domain_id = domain
env["mail.alias"].search([]).alias_domain_id = domain
env.cr.commit()
"""

INTERPRET = """
env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
"""

EVENTS = "SELECT state, count(*) FROM crm_inbound_event GROUP BY 1 ORDER BY 1"


def mail(key, text="Нужен насос.", sender="Иван <ivan@customer.example>", subject="Заявка"):
    return MAIL.format(key=key, text=text, sender=sender, subject=subject).encode()


def deliver(server, raw):
    """Hand one raw mail to the gateway, as a mail server's delivery agent does."""
    return server.call("mail.thread", "message_process", False, xmlrpc.client.Binary(raw))


def shell(database, tmp_path, text, *arguments):
    script = tmp_path / "script.py"
    script.write_text(text)
    lib.odoo_shell(database, script, *arguments)


def wait_for(check, seconds=90, pause=0.5):
    until = time.time() + seconds
    while not check() and time.time() < until:
        time.sleep(pause)
    return check()


def serve_crons(serve, database):
    """A server that runs the scheduled actions, at once where any is due."""
    server = serve(database, crons=1)
    # As a commit of another server would: else the first look at the scheduled actions is a minute away.
    lib.psql(f"SELECT pg_notify('cron_trigger', '{database}')")
    return server


def test_the_same_mail_many_times_at_once_is_one_event(database, serve, sql, tmp_path):
    shell(database, tmp_path, PREPARE)
    servers = [serve(database), serve(database)]
    raw = mail("same")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: deliver(servers[number % 2], raw), range(50)))
    assert sql(database, EVENTS) == [["new", "1"]]


def test_killed_between_storing_and_interpreting_nothing_is_lost(database, serve, sql, tmp_path):
    shell(database, tmp_path, PREPARE)
    server = serve(database)
    for number in range(5):
        deliver(server, mail(f"kill-{number}", sender=f"Клиент <c{number}@firm{number}.example>"))
    server.stop(signal.SIGKILL)
    assert sql(database, EVENTS) == [["new", "5"]]
    shell(database, tmp_path, INTERPRET)
    assert sql(database, EVENTS) == [["processed", "5"]]
    assert sql(database, "SELECT count(*) FROM crm_appeal") == [["5"]]


def test_a_server_with_scheduled_actions_interprets_by_itself(database, serve, sql, tmp_path):
    shell(database, tmp_path, PREPARE)
    server = serve(database, crons=1)
    deliver(server, mail("by-itself"))
    assert wait_for(lambda: sql(database, EVENTS) == [["processed", "1"]])


def test_a_broken_mail_raises_nothing_and_stops_nobody(database, serve, sql, tmp_path):
    shell(database, tmp_path, PREPARE)
    server = serve(database)
    broken = b"To: info@promtehagregat.example\nContent-Type: text/plain; charset=no-such-charset\n\n\xff\xfe\x00"
    for raw in (broken, mail("after")):
        deliver(server, raw)
    shell(database, tmp_path, INTERPRET)
    states = dict(map(tuple, sql(database, EVENTS)))
    assert states.get("processed") == "1" and sum(map(int, states.values())) == 2, states
