"""Mails of unknown senders, stored and interpreted: ours against stock's lead alias, with few and many partners.

Goals: with 500 000 partners at least 4 times stock's mails per second, with 1 000 at least 0.6 times (ours does much more
with each mail); at most 1.2 times slower with many partners than with few. All rules are on: those that the addon brings,
and besides them as many of a company's own, of all kinds, as nobody will ever have. None of them fits: each is tried.
A mail arrives as it does from a mail server's delivery agent: one call of the gateway, one transaction. Ours then
runs the scheduled action over what was stored; both parts are measured together.
"""

import itertools
import time
from functools import partial

from common import databases, environment, result, rounds, stopwatch, vacuum

MANY, FEW, MAILS = 500_000, 1_000, 30
RULES, SPAMMERS = 20, 500
NUMBERS = itertools.count(int(time.time()))

PARTNERS = """
    INSERT INTO res_partner (name, complete_name, email, email_normalized, phone, phone_sanitized, active, type, lang,
                             is_company, autopost_bills, group_rfq, group_on, company_id, partner_share)
    SELECT 'Bench ' || i, 'Bench ' || i, 'bench' || i || '@firm' || i %% 5000 || '.example',
           'bench' || i || '@firm' || i %% 5000 || '.example', '+7 495 ' || i, '+7495' || lpad(i::text, 7, '0'),
           true, 'contact', 'en_US', false, 'ask', 'default', 'default', NULL, true
      FROM generate_series(1, %(number)s) i
"""
COMMERCIAL = "UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL"
POINTS = """
    INSERT INTO res_partner_contact_point (partner_id, kind, raw, value, mirrored, last_ten)
    SELECT id, 'email', email, email_normalized, true, NULL FROM res_partner WHERE name LIKE 'Bench %%'
     UNION ALL
    SELECT id, 'phone', phone, phone_sanitized, true, right(phone_sanitized, 10)
      FROM res_partner WHERE name LIKE 'Bench %%'
"""

MAIL = """From: Sender {n} <sender{n}@unknown{n}.example>
To: info@bench.example
Subject: Enquiry {n}
Message-Id: <bench-{n}@unknown{n}.example>
Date: Mon, 23 Nov 2026 09:00:00 +0300
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Здравствуйте! Нужен насос НЦ-50/32, подача 50 м3/ч, напор 32 м, две штуки.
Просим выставить счёт на ООО «Завод {n}».

С уважением, Иван
+7 912 {n:07d}
"""


def prepare(database, number, ours):
    """Partners by SQL, one alias domain, the alias info@ on the model that takes the mails."""
    with environment(database, commit=True) as env:
        domain = env["mail.alias.domain"].search([], limit=1)
        domain = domain or env["mail.alias.domain"].create({"name": "bench.example"})
        domain.name = "bench.example"
        env["res.company"].search([]).alias_domain_id = domain
        env["mail.alias"].search([]).alias_domain_id = domain
        if not ours:
            team = env.ref("sales_team.team_sales_department")
            assert team.alias_id.alias_full_name == "info@bench.example", team.alias_id.alias_full_name
        env.flush_all()
        env.cr.execute(PARTNERS, {"number": number})
        env.cr.execute(COMMERCIAL)
        tables = ["res_partner"]
        if ours:
            env.cr.execute(POINTS)
            make_rules(env)
            tables.append("res_partner_contact_point")
        vacuum(env, *tables)


def make_rules(env):
    """Rules on sender, subject, header and text with fields by pattern, and marked spammers."""
    env["crm.mail.rule"].create(
        [
            {
                "name": f"Own {number}",
                "sequence": number,
                "sender_pattern": r"@unknown\d+\.example$",
                "subject_pattern": r"^(?:enquiry|заявка) \d+$",
                "header_name": "Message-Id",
                "header_pattern": r"^<bench-\d+@",
                "body_pattern": rf"с уважением[\s\S]*магазин {number}",
                "field_ids": [(0, 0, {"field": "contact_name", "pattern": r"^Имя (\S+)$"})],
            }
            for number in range(RULES)
        ]
    )
    spammers = [{"value": f"a{number}@spam.example"} for number in range(SPAMMERS)]
    env["crm.spam.rule"].create([*spammers, {"value": "junk.example"}])


def deliver(database, raw):
    with environment(database, commit=True) as env:
        env["mail.thread"].message_process(False, raw)


def interpret(database):
    with environment(database, commit=True) as env:
        env["crm.inbound.event"]._cron_interpret()


def leads(database, numbers):
    """How many leads the mails of this round became: a mail that was dropped is not fast."""
    with environment(database) as env:
        addresses = [f"sender{number}@unknown{number}.example" for number in numbers]
        return env["crm.lead"].search_count([("email_normalized", "in", addresses)])


def measure(database, ours):
    """Mails per second, from the gateway to the lead, everything committed."""
    numbers = [next(NUMBERS) for _mail in range(MAILS)]
    mails = [MAIL.format(n=number).encode() for number in numbers]
    with stopwatch() as passed:
        for raw in mails:
            deliver(database, raw)
        if ours:
            interpret(database)
    assert leads(database, numbers) == MAILS
    return MAILS / passed()


def main():
    with databases("intake") as many, databases("intake_few") as few:
        for names, number in ((many, MANY), (few, FEW)):
            prepare(names["ours"], number, ours=True)
            prepare(names["reference"], number, ours=False)
        speeds = rounds(
            {
                "ours": partial(measure, many["ours"], True),
                "few": partial(measure, few["ours"], True),
                "reference": partial(measure, many["reference"], False),
                "reference_few": partial(measure, few["reference"], False),
            }
        )
    yield result("intake", speeds["ours"], speeds["reference"], ">= 4", n=MANY, unit="mails/s")
    yield result("intake_few", speeds["few"], speeds["reference_few"], ">= 0.6", n=FEW, unit="mails/s")
    yield result("intake_slowdown", speeds["few"], speeds["ours"], "<= 1.2", n=MANY, unit="mails/s")
