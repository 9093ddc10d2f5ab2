"""The whole day of the example company, played through the real code paths, and what it must end with."""

import run as run_tool
from example import data


def test_every_mail_and_call_is_stored_and_accounted_for(played, sql):
    states = dict(
        map(tuple, sql(played, "SELECT state, count(*) FROM crm_inbound_event WHERE source = 'mail' GROUP BY 1"))
    )
    assert sum(map(int, states.values())) >= 12
    assert "new" not in states, "an event waits for its interpretation"
    assert int(states["ignored"]) >= 2, "out-of-office and bounce are listed, not lost"
    assert int(states["failed"]) == 1, "a stranger in somebody's thread waits on the dispatcher's list"
    assert sql(played, "SELECT count(*) FROM crm_phone_call") != [["0"]]


def test_whoever_was_missed_was_called_back(played, sql):
    missed = sql(played, "SELECT waits_for_call, call_back_minutes FROM crm_phone_call WHERE missed_share = 1")
    assert len(missed) >= 2
    assert all(waits == "f" and 20 <= float(minutes) < 21 for waits, minutes in missed)
    tasks = sql(
        played,
        "SELECT count(*) FROM mail_activity a JOIN mail_activity_type t ON t.id = a.activity_type_id"
        " JOIN ir_model_data d ON d.model = 'mail.activity.type' AND d.res_id = t.id"
        " WHERE a.active AND d.name = 'mail_activity_type_call_back'",
    )
    assert tasks == [["0"]], "the call closed its task"


def test_known_customers_become_requests_and_unknown_ones_appeals(played, sql):
    requests = sql(
        played,
        "SELECT count(*) FROM crm_customer_request request JOIN res_partner partner ON partner.id = request.partner_id"
        " WHERE partner.counterparty_kind = 'potential'",
    )
    assert requests == [["0"]]
    assert int(sql(played, "SELECT count(*) FROM crm_customer_request WHERE partner_id IS NOT NULL")[0][0]) >= 1
    assert int(sql(played, "SELECT count(*) FROM crm_appeal")[0][0]) >= 6


def test_the_appeals_of_the_day_are_sorted_and_their_leads_have_a_department(played, sql):
    states = {state: int(count) for state, count in sql(played, "SELECT state, count(*) FROM crm_appeal GROUP BY 1")}
    assert states["new"] == 3, "only what came in the evening waits"
    assert states["sorted"] >= 9
    lost = "SELECT count(*) FROM crm_appeal a JOIN crm_lead l ON l.id = a.lead_id WHERE l.team_id IS DISTINCT FROM a.team_id"
    assert sql(played, lost) == [["0"]]


def test_both_deals_are_won_by_contract_or_payment(played, sql):
    deals = sql(
        played,
        "SELECT lead.stage_code, lead.won_on IS NOT NULL, so.state, partner.counterparty_kind FROM crm_lead lead"
        " JOIN sale_order so ON so.opportunity_id = lead.id JOIN res_partner partner ON partner.id = lead.legal_entity_id"
        " ORDER BY so.id",
    )
    assert deals == [
        ["installation", "t", "sale", "counterparty"],
        ["closed", "t", "sale", "counterparty"],
        ["sale", "t", "sale", "counterparty"],
    ]


def test_what_was_asked_for_and_paid_adds_up(played, sql):
    states = sql(played, "SELECT state, count(*) FROM sale_payment_request GROUP BY 1 ORDER BY 1")
    assert states == [["paid", "2"], ["part", "2"]]
    sums = sql(
        played,
        "SELECT sum(amount_paid), (SELECT sum(amount) FROM account_payment), sum(amount) <= sum(amount_paid + amount_due)"
        " FROM sale_payment_request",
    )[0]
    assert float(sums[0]) == float(sums[1]) > 0 and sums[2] == "t"
    assert sql(played, "SELECT state, signed_on IS NOT NULL FROM sale_contract") == [["signed", "t"]]


def test_a_request_that_became_a_deal_is_closed_as_such(played, sql):
    states = sql(
        played,
        "SELECT request.state FROM crm_customer_request request JOIN crm_lead lead ON lead.customer_request_id = request.id",
    )
    assert states == [["deal"]]


def test_the_proposal_is_kept_as_a_file(played, sql):
    kept = sql(
        played,
        "SELECT version, mimetype, file_size > 5000 FROM sale_proposal JOIN ir_attachment a ON a.id = attachment_id",
    )
    assert kept == [["1", "application/pdf", "t"]]


FIRST = "(SELECT min(id) FROM sale_order)"


def test_a_third_was_on_stock_a_third_made_a_third_bought(played, sql):
    made = sql(played, "SELECT sum(product_qty) FROM mrp_production WHERE state = 'done'")
    bought = sql(played, "SELECT sum(qty_received) FROM purchase_order_line")
    assert float(made[0][0]) == 6 and float(bought[0][0]) == 6


def test_everything_was_shipped_the_oldest_series_first(played, sql):
    sums = f"SELECT sum(product_uom_qty), sum(qty_delivered) FROM sale_order_line WHERE order_id = {FIRST}"
    assert [float(value) for value in sql(played, sums)[0]] == [18, 18]
    shipped = sql(
        played,
        "SELECT lot.name, sum(line.quantity) FROM stock_move_line line JOIN stock_lot lot ON lot.id = line.lot_id"
        " JOIN stock_move move ON move.id = line.move_id JOIN sale_order_line goods ON goods.id = move.sale_line_id"
        f" WHERE goods.order_id = {FIRST} AND line.state = 'done'"
        " GROUP BY lot.name, lot.series_date ORDER BY lot.series_date",
    )
    # The four that are left of the oldest usable series, then the next one; the expired series stays.
    assert [(name, float(quantity)) for name, quantity in shipped] == [("KS19-2512", 4), ("KS19-2606", 2)]
    open_supply = f"SELECT count(*) FROM sale_supply_line WHERE quantity > 0 AND order_id = {FIRST}"
    assert sql(played, open_supply) == [["0"]]


def test_the_order_in_the_works_is_supplied_in_full_from_every_source(played, sql):
    lines = sql(
        played,
        "SELECT line.id, line.product_uom_qty, sum(supply.quantity) FROM sale_order_line line"
        " JOIN sale_supply_line supply ON supply.order_line_id = line.id AND NOT supply.is_component"
        f" WHERE line.order_id != {FIRST} GROUP BY 1, 2",
    )
    assert len(lines) == 4 and all(float(asked) == float(supplied) for _line, asked, supplied in lines)
    goods = f"FROM sale_supply_line WHERE order_id != {FIRST} AND quantity > 0 AND NOT is_component"
    sources = sql(played, f"SELECT DISTINCT source {goods}")
    assert sorted(sources) == [["buy"], ["make"], ["stock"]]


def test_nothing_on_stock_is_negative_or_promised_twice(played, sql):
    rows = sql(
        played,
        "SELECT count(*) FROM stock_quant q JOIN stock_location l ON l.id = q.location_id"
        " WHERE l.usage = 'internal' AND (q.quantity < 0 OR q.reserved_quantity > q.quantity)",
    )
    assert rows == [["0"]]


def test_the_head_supervises(played, sql):
    cases = sql(played, "SELECT state, cause_id IS NOT NULL, solution <> '' FROM sales_escalation")
    assert cases == [["solved", "t", "t"]]
    done = sql(played, "SELECT count(*) FROM sales_survey WHERE state = 'done' AND score = 4")
    assert done == [["1"]]
    assert sql(played, "SELECT count(*) FROM sales_plan") == [["2"]]


def test_the_contact_files_lie_where_the_settings_say(played, sql):
    from pathlib import Path

    exports = sql(
        played,
        "SELECT purpose, state, row_count, path FROM marketing_export"
        " JOIN marketing_export_profile profile ON profile.id = profile_id ORDER BY purpose",
    )
    assert [row[0] for row in exports] == ["call", "mail"]
    for _purpose, state, count, path in exports:
        assert state == "done" and int(count) >= 2 and Path(path).stat().st_size > 100, path
    calls = sql(played, "SELECT state, count(*) FROM marketing_call GROUP BY state ORDER BY state")
    assert dict(calls)["done"] == "1" and int(dict(calls)["open"]) >= 1


def test_a_second_play_changes_nothing(played_copy, sql):
    counts = "SELECT (SELECT count(*) FROM crm_inbound_event), (SELECT count(*) FROM sale_order), (SELECT count(*) FROM res_users)"
    before = sql(played_copy, counts)
    run_tool.make_example(played_copy)
    assert sql(played_copy, counts) == before


def test_every_role_can_log_in_and_sees_his_menu(played, serve):
    server = serve(played)
    for login in data.USERS:
        assert server.call("ir.ui.menu", "search_count", [], login=login, password=data.PASSWORD) > 0, login
