"""Real IMAP mailboxes (dovecot): the company's, fetched by core's incoming mail server, and a manager's own."""

import signal

import dovecot
import pytest
from test_gateway import EVENTS, INTERPRET, PREPARE, mail, serve_crons, shell, wait_for

pytestmark = pytest.mark.skipif(bool(dovecot.missing()), reason=dovecot.missing() or "dovecot runs")

SERVER = """
env["fetchmail.server"].create({{
    "name": "Ящик компании", "server_type": "imap", "server": "127.0.0.1", "port": {port}, "is_ssl": False,
    "user": "info", "password": {password!r}, "object_id": env["ir.model"]._get_id("crm.inbound.event"),
}}).button_confirm_login()
env.cr.commit()
"""
# As the administrator's "run manually" does.
WAKE = """
env.ref("mail.ir_cron_mail_gateway_action")._trigger()
env.cr.commit()
"""
FETCH = """
env.ref("mail.ir_cron_mail_gateway_action").method_direct_trigger()
"""
WATCH = """
env["res.company"].search([]).resource_calendar_id.attendance_ids.unlink()
env["fetchmail.server"].search([]).write({{"password": {password!r}}})
env.cr.commit()
env.ref("mail.ir_cron_mail_gateway_action").method_direct_trigger()
env.ref("sales_leads.ir_cron_watch_sources").method_direct_trigger()
"""
OWN = """
customer = env["res.partner"].create({{
    "name": "Водоканал", "is_company": True, "counterparty_kind": "counterparty", "email": "office@vodokanal.example"}})
user = env["res.users"].create({{
    "name": "Анна", "login": "anna", "email": "anna@promtehagregat.example",
    "group_ids": [(4, env.ref("sales_base.group_manager").id)]}})
box = env["crm.own.mailbox"].with_user(user).create({{
    "server": "127.0.0.1", "port": {port}, "encryption": "none", "login": "anna", "password": {password!r}}})
box.action_switch_on()
env.cr.commit()
"""
READ_OWN = """
env.ref("sales_leads.ir_cron_own_mailboxes").method_direct_trigger()
env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
"""
COUNT = "SELECT count(*), count(DISTINCT message_id) FROM crm_inbound_event"
SOURCE = "SELECT state, coalesce(error, ''), incident_at IS NOT NULL FROM crm_intake_source WHERE kind = 'server'"
ALARMS = """
SELECT count(DISTINCT user_id) FROM mail_activity
 WHERE active AND res_model = 'crm.intake.source'
"""


@pytest.fixture
def imap():
    with dovecot.Dovecot() as server:
        yield server


def seen(imap, login, folder="INBOX"):
    return sum(b"\\Seen" in flags for flags in imap.flags(login, folder))


def test_killed_in_the_middle_each_mail_comes_once_and_none_is_lost(database, serve, sql, tmp_path, imap):
    number = 45
    mails = [mail(f"imap-{index}", sender=f"Клиент <c{index}@firm{index}.example>") for index in range(number)]
    imap.put("info", *mails)
    shell(database, tmp_path, PREPARE + SERVER.format(port=imap.port, password=imap.password))
    stored_at_kill = []
    for kill_at in (5, 20):
        shell(database, tmp_path, WAKE)
        server = serve_crons(serve, database)

        def stored():
            return int(sql(database, COUNT)[0][0])

        wait_for(lambda enough=kill_at: stored() >= enough, pause=0.01)
        server.stop(signal.SIGKILL)
        stored_at_kill.append(stored())
    print(f"\nkilled with {stored_at_kill} of {number} mails stored", flush=True)
    assert stored_at_kill[0] >= 5 and stored_at_kill[0] < number, stored_at_kill
    # What was not stored is still unread: nothing was marked too early.
    assert seen(imap, "info") <= stored()
    shell(database, tmp_path, FETCH + FETCH)
    assert sql(database, COUNT) == [[str(number), str(number)]]
    assert seen(imap, "info") == number
    shell(database, tmp_path, FETCH + INTERPRET)
    assert sql(database, EVENTS) == [["processed", str(number)]]
    assert sql(database, "SELECT count(*) FROM crm_appeal") == [[str(number)]]


def test_a_refused_login_raises_the_alarm_until_it_works_again(database, sql, tmp_path, imap):
    imap.put("info", mail("alarm"))
    shell(database, tmp_path, PREPARE + SERVER.format(port=imap.port, password=imap.password))
    shell(database, tmp_path, WATCH.format(password="wrong"))
    state, error, incident = sql(database, SOURCE)[0]
    assert (state, incident) == ("failed", "t")
    assert "AUTHENTICATIONFAILED" in error and "wrong" not in error
    assert int(sql(database, ALARMS)[0][0]) >= 1
    shell(database, tmp_path, WATCH.format(password=imap.password))
    assert sql(database, SOURCE) == [["ok", "", "f"]]
    assert sql(database, ALARMS) == [["0"]]
    assert sql(database, COUNT) == [["1", "1"]]


def test_an_own_mailbox_gives_the_customers_letters_and_nothing_else(database, sql, tmp_path, imap):
    to_anna = {"sender": "Офис <office@vodokanal.example>", "subject": "Срок насоса"}
    imap.put("anna", mail("asked", **to_anna), mail("private", "Секрет", sender="mama@home.example", subject="Личное"))
    answer = mail("answered", "В мае.", sender="anna@promtehagregat.example").replace(
        b"To: info@promtehagregat.example", b"To: office@vodokanal.example\nIn-Reply-To: <asked@customer.example>"
    )
    private = mail("sent-private", "Секрет", sender="anna@promtehagregat.example").replace(
        b"info@promteh", b"mama@home"
    )
    shell(database, tmp_path, PREPARE + OWN.format(port=imap.port, password=imap.password) + READ_OWN)
    assert sql(database, "SELECT state FROM crm_customer_request") == [["new"]]
    imap.put("anna", answer, private, folder="Sent")
    shell(database, tmp_path, READ_OWN)
    shell(database, tmp_path, READ_OWN + READ_OWN)
    assert sql(database, "SELECT message_id, box, state FROM crm_inbound_event ORDER BY id") == [
        ["<asked@customer.example>", "in", "processed"],
        ["<answered@customer.example>", "out", "processed"],
    ]
    assert sql(database, "SELECT state FROM crm_customer_request") == [["answered"]]
    kept = (
        "SELECT message_id, count(*) FROM mail_message WHERE message_id LIKE '%customer.example>' GROUP BY 1 ORDER BY 1"
    )
    assert sql(database, kept) == [["<answered@customer.example>", "1"], ["<asked@customer.example>", "1"]]
    assert sql(database, "SELECT count(*) FROM mail_message WHERE body LIKE '%Секрет%'") == [["0"]]
    assert seen(imap, "anna") == seen(imap, "anna", "Sent") == 0
