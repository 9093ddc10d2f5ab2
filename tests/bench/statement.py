"""10 000 payments of a statement matched against 50 000 open requests to pay.

Goals: at most 1.5 of the time of reading the same payments and looking one request up for each by its indexed number, and as
many queries for a full batch as for a small one. Every payment must find its own request: a fast wrong answer is none.
"""

from functools import partial

from common import analyze, databases, environment, make_customer, make_lead, result, rounds, stopwatch

PAYMENTS, REQUESTS, CUSTOMERS = 10_000, 50_000, 2_000
BATCH, FEW = 1_000, 50


def make_inn(number):
    """A tax number with its control digit."""
    digits = f"77{number:07d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11 % 10)


def prepare(database):
    """Customers with an order each, their requests, and a statement with payments for every fifth of these; its id."""
    with environment(database, commit=True) as env:
        order = make_order(env)
        values = [{"name": f"Bench {n}", "is_company": True, "vat": make_inn(n)} for n in range(CUSTOMERS)]
        partners = env["res.partner"].create(values).ids
        env.cr.execute(
            "INSERT INTO sale_payment_request (name, order_id, partner_id, company_id, currency_id, date, date_due,"
            " amount, amount_paid, amount_due, state)"
            " SELECT 'B2026-' || lpad(n::text, 6, '0'), %s, (%s::int[])[1 + n %% %s], %s, %s, '2026-03-01', '2026-03-10',"
            " 100 + n, 0, 100 + n, 'open' FROM generate_series(1, %s) AS n",
            [order.id, partners, CUSTOMERS, env.company.id, env.company.currency_id.id, REQUESTS],
        )
        statement = make_statement(env)
        step = REQUESTS // PAYMENTS
        env.cr.execute(
            "INSERT INTO sale_bank_line (statement_id, company_id, key, number, date, amount, is_outgoing, other_inn,"
            " purpose, state)"
            " SELECT %s, %s, n::text, n::text, '2026-03-05', 100 + n * %s, FALSE, (%s::text[])[1 + (n * %s) %% %s],"
            " 'Оплата по счету № B2026-' || lpad((n * %s)::text, 6, '0') || ' от 01.03.2026, в т.ч. НДС', 'unknown'"
            " FROM generate_series(1, %s) AS n",
            [
                *(statement.id, env.company.id, step, [make_inn(number) for number in range(CUSTOMERS)], step),
                *(CUSTOMERS, step, PAYMENTS),
            ],
        )
        analyze(env, "res_partner", "sale_payment_request", "sale_bank_line")
        return statement.id


def make_order(env):
    customer = make_customer(env)
    lead = make_lead(env, customer)
    lead.convert_opportunity(customer)
    product = env["product.product"].create({"name": "Bench", "type": "service", "list_price": 1000})
    return env["sale.order"].create(
        {"partner_id": customer.id, "opportunity_id": lead.id, "order_line": [(0, 0, {"product_id": product.id})]}
    )


def make_statement(env):
    journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
    journal = journal or env["account.journal"].create({"name": "Bench bank", "type": "bank", "code": "BNCH"})
    return env["sale.bank.statement"].create(
        {"name": "bench.txt", "company_id": env.company.id, "journal_id": journal.id, "state": "check"}
    )


def match(env, statement_id):
    lines = env["sale.bank.statement"].browse(statement_id).line_ids
    with stopwatch() as passed:
        lines._match()
        env.flush_all()
        spent = passed()
    assert all(line.state == "matched" and len(line.parts) == 1 for line in lines), set(lines.mapped("reason"))
    return spent


def measure_ours(database, statement_id):
    with environment(database) as env:
        return match(env, statement_id)


def measure_reference(database, statement_id):
    with environment(database) as env:
        lines = env["sale.bank.statement"].browse(statement_id).line_ids
        requests = env["sale.payment.request"]
        with stopwatch() as passed:
            for row in lines.read(["date", "amount", "other_inn", "purpose", "is_outgoing"]):
                number = row["purpose"].partition("№ ")[2][:12]
                assert requests.search([("company_id", "=", env.company.id), ("name", "=", number)], limit=1)
            return passed()


def count_queries(database, statement_id, number):
    with environment(database) as env:
        lines = env["sale.bank.line"].search([("statement_id", "=", statement_id)], limit=number)
        before = env.cr.sql_log_count
        lines._match()
        return env.cr.sql_log_count - before


def main():
    with databases("statement") as names:
        statement_id = prepare(names["ours"])
        times = rounds(
            {
                "ours": partial(measure_ours, names["ours"], statement_id),
                "reference": partial(measure_reference, names["ours"], statement_id),
            }
        )
        few, batch = (count_queries(names["ours"], statement_id, number) for number in (FEW, BATCH))
    yield result("statement", times["ours"], times["reference"], "<= 1.5", n=PAYMENTS)
    yield result("statement_queries", batch, few, "<= 1.0", unit="queries", n=BATCH)
