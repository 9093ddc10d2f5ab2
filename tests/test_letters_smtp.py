"""Automatic letters over a real SMTP server: what arrives, with which headers, and what never leaves."""

import email.header
from email.utils import formatdate

import test_gateway
from smtp_sink import Sink

OUTGOING = """
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create({{"name": "sink", "smtp_host": "{host}", "smtp_port": {port}, "smtp_encryption": "none"}})
env.company.partner_id.lang = "ru_RU"
env.cr.commit()
"""

LET_GO = """
env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
env.ref("sales_leads.ir_cron_send_letters").method_direct_trigger()
env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()
"""

INJECTION = email.header.Header("Иван\r\nBcc: victim@else.example\r\n\r\nBuy", "utf-8").encode()


def fresh(key, *headers, **values):
    """A mail that is written now, with more headers."""
    old = b"Date: Mon, 23 Nov 2026 09:00:00 +0300"
    new = "\n".join([f"Date: {formatdate(localtime=True)}", *headers]).encode()
    return test_gateway.mail(key, **values).replace(old, new)


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_acknowledgements_arrive_and_robots_get_none(database, serve, sql, tmp_path):
    mails = (
        fresh("first", "References: <older@customer.example>"),
        fresh("again", text="И ещё вопрос.", subject="Другое"),
        fresh("english", text="We need a pump.", sender="John <john@abroad.example>", subject="Pump"),
        fresh("robot", "Auto-Submitted: auto-replied", sender="Absent <absent@away.example>"),
        fresh("list", "List-Id: <news.example>", sender="News <news@list.example>"),
        fresh("mute", sender="Shop <no-reply@shop.example>"),
        fresh("silent", "X-Auto-Response-Suppress: All", sender="Quiet <quiet@firm.example>"),
        fresh("evil", sender=f"{INJECTION} <evil@inject.example>", subject=INJECTION),
    )
    with Sink() as sink:
        prepare = test_gateway.PREPARE + OUTGOING.format(host=sink.host, port=sink.port)
        test_gateway.shell(database, tmp_path, prepare)
        server = serve(database)
        for raw in mails:
            test_gateway.deliver(server, raw)
        test_gateway.shell(database, tmp_path, LET_GO)
        came = {message.envelope_to[0]: message for message in sink.wait(3)}
    assert set(came) == {"ivan@customer.example", "john@abroad.example", "evil@inject.example"}
    assert all(len(message.envelope_to) == 1 for message in came.values())
    for message in came.values():
        assert message["Auto-Submitted"] == "auto-replied"
        assert message["X-Auto-Response-Suppress"] == "All"
        assert message["Bcc"] is None and b"\nBcc:" not in message.raw
        assert message["Reply-To"] == "info@promtehagregat.example"
    first = came["ivan@customer.example"]
    number = sql(database, "SELECT number FROM crm_appeal WHERE email = 'ivan@customer.example' LIMIT 1")[0][0]
    assert first["In-Reply-To"] == "<first@customer.example>"
    assert first["References"].split() == ["<older@customer.example>", "<first@customer.example>"]
    assert number in first["Subject"] and number in text_of(first) and "Здравствуйте" in text_of(first)
    assert "Hello, John!" in text_of(came["john@abroad.example"])
    states = sql(database, "SELECT state, count(*) FROM crm_letter GROUP BY 1")
    assert states == [["sent", "3"]]


def test_answer_to_what_arrived_comes_back_into_the_same_thread(database, serve, sql, tmp_path):
    with Sink() as sink:
        prepare = test_gateway.PREPARE + OUTGOING.format(host=sink.host, port=sink.port)
        test_gateway.shell(database, tmp_path, prepare)
        server = serve(database)
        test_gateway.deliver(server, fresh("asked"))
        test_gateway.shell(database, tmp_path, LET_GO)
        sent = sink.wait(1)[0]
        answer = fresh("answer", f"In-Reply-To: {sent['Message-Id']}", text="Вот чертёж.", subject="Re: Заявка")
        test_gateway.deliver(server, answer)
        test_gateway.shell(database, tmp_path, LET_GO)
        assert len(sink.wait(1)) == 1
    assert sql(database, "SELECT count(*) FROM crm_appeal") == [["1"]]
    threads = sql(
        database,
        "SELECT DISTINCT model, res_id FROM mail_message WHERE message_type = 'email' AND model = 'crm.lead'",
    )
    assert len(threads) == 1
