"""The installed base with 100 000 pieces: its list, a card and a label, against itself with 1 000.

Goals: list, card and label with 100 000 pieces at most twice the time with 1 000, and the same number of queries.
"""

from functools import partial

from common import databases, environment, result, rounds, stopwatch, vacuum

MANY, FEW, PAGE = 100_000, 1_000, 80

LOTS = """
    INSERT INTO stock_lot (name, product_id, create_date)
    SELECT 'BENCH-' || i, %(product)s, now() FROM generate_series(1, %(number)s) i
"""
PIECES = """
    INSERT INTO service_piece (lot_id, name, product_id, partner_id, company_id, state, delivered_on, warranty_until,
                               create_date)
    SELECT id, name, product_id, %(partner)s, %(company)s, 'customer', DATE '2020-01-01' + (id %% 2000)::int,
           DATE '2022-01-01' + (id %% 2000)::int, now()
      FROM stock_lot WHERE product_id = %(product)s
"""
REQUESTS = """
    INSERT INTO service_request (name, subject, kind, state, partner_id, piece_id, cover, company_id, create_date)
    SELECT 'BENCH-' || id, 'Does not cool', 'breakdown', 'new', partner_id, id, 'paid', company_id, now()
      FROM service_piece WHERE id %% 10 = 0
"""
COVERED = """
    INSERT INTO service_contract_piece_rel (contract_id, piece_id)
    SELECT %(contract)s, id FROM service_piece WHERE id %% 10 = 0
"""
COLUMNS = {
    "product_id": {"fields": {"display_name": {}}},
    "name": {},
    "partner_id": {"fields": {"display_name": {}}},
    "delivered_on": {},
    "commissioned_on": {},
    "warranty_until": {},
    "is_under_warranty": {},
    "is_under_contract": {},
    "open_request_count": {},
    "state": {},
}


def prepare(database, number):
    """That many pieces, a tenth of them under contract and with an open request."""
    with environment(database, commit=True) as env:
        product = env["product.product"].create({"name": "Bench", "is_storable": True, "tracking": "serial"})
        partner = env["res.partner"].create({"name": "Bench", "is_company": True})
        contract = env["service.contract"].create({"partner_id": partner.id, "months": 120, "pay_months": "0"})
        env.flush_all()
        row = {
            "product": product.id,
            "number": number,
            "partner": partner.id,
            "company": env.company.id,
            "contract": contract.id,
        }
        for statement in (LOTS, PIECES, REQUESTS, COVERED):
            env.cr.execute(statement, row)
        env.cr.execute("UPDATE service_contract SET state = 'active' WHERE id = %s", [contract.id])
        vacuum(env, "stock_lot", "service_piece", "service_request", "service_contract_piece_rel")


def show_list(pieces):
    found = pieces.web_search_read([("state", "=", "customer")], COLUMNS, limit=PAGE)
    assert len(found["records"]) == PAGE


def show_card(pieces):
    piece = pieces.search([], order="id desc", limit=1)
    assert piece.web_read({**COLUMNS, "facts": {}, "visit_ids": {}, "request_ids": {"fields": {"subject": {}}}})


def find_label(pieces):
    assert pieces.find_by_label("BENCH-500")["res_id"]


def measure(database, what):
    """Seconds of one look with nothing in the cache before."""
    with environment(database) as env:
        env.invalidate_all()
        with stopwatch() as passed:
            what(env["service.piece"])
        return passed()


def count(database, what):
    """SQL statements of one look."""
    with environment(database) as env:
        env.invalidate_all()
        before = env.cr.sql_log_count
        what(env["service.piece"])
        return env.cr.sql_log_count - before


def main():
    with databases("installed_base") as many, databases("installed_base_few") as few:
        prepare(many["ours"], MANY)
        prepare(few["ours"], FEW)
        for what in (show_list, show_card, find_label):
            times = rounds(
                {side: partial(measure, names["ours"], what) for side, names in (("many", many), ("few", few))}
            )
            name = f"installed_base_{what.__name__.split('_')[1]}"
            yield result(name, times["many"], times["few"], "<= 2", n=MANY)
            yield result(
                f"{name}_queries", count(many["ours"], what), count(few["ours"], what), "<= 1", MANY, "queries"
            )
