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
    assert sql(played, "SELECT count(*) FROM crm_phone_call") != [["0"]]


def test_known_customers_become_requests_and_unknown_ones_appeals(played, sql):
    requests = sql(
        played,
        "SELECT count(*) FROM crm_customer_request request JOIN res_partner partner ON partner.id = request.partner_id"
        " WHERE partner.counterparty_kind = 'potential'",
    )
    assert requests == [["0"]]
    assert int(sql(played, "SELECT count(*) FROM crm_customer_request WHERE partner_id IS NOT NULL")[0][0]) >= 1
    assert int(sql(played, "SELECT count(*) FROM crm_appeal")[0][0]) >= 6


def test_the_appeals_are_sorted_and_their_leads_have_a_department(played, sql):
    assert sql(played, "SELECT state, count(*) FROM crm_appeal GROUP BY 1")[0][0] == "sorted"
    assert sql(played, "SELECT count(*) FROM crm_appeal WHERE state = 'new'") == [["0"]]
    lost = "SELECT count(*) FROM crm_appeal a JOIN crm_lead l ON l.id = a.lead_id WHERE l.team_id IS DISTINCT FROM a.team_id"
    assert sql(played, lost) == [["0"]]


def test_the_deal_is_won_by_its_confirmed_order(played, sql):
    deals = sql(
        played,
        "SELECT lead.won_on IS NOT NULL, so.state, partner.counterparty_kind FROM crm_lead lead"
        " JOIN sale_order so ON so.opportunity_id = lead.id JOIN res_partner partner ON partner.id = lead.legal_entity_id",
    )
    assert deals == [["t", "sale", "counterparty"]]


def test_the_proposal_is_kept_as_a_file(played, sql):
    kept = sql(
        played,
        "SELECT version, mimetype, file_size > 5000 FROM sale_proposal JOIN ir_attachment a ON a.id = attachment_id",
    )
    assert kept == [["1", "application/pdf", "t"]]


def test_a_third_was_on_stock_a_third_made_a_third_bought(played, sql):
    made = sql(played, "SELECT state, sum(product_qty) FROM mrp_production GROUP BY 1")
    bought = sql(played, "SELECT sum(qty_received), sum(product_qty) FROM purchase_order_line")
    assert [(state, float(quantity)) for state, quantity in made] == [("done", 6)]
    assert [float(value) for value in bought[0]] == [6, 6]


def test_everything_was_shipped_the_oldest_series_first(played, sql):
    assert [
        float(x) for x in sql(played, "SELECT sum(product_uom_qty), sum(qty_delivered) FROM sale_order_line")[0]
    ] == [18, 18]
    shipped = sql(
        played,
        "SELECT DISTINCT lot.name FROM stock_move_line line JOIN stock_lot lot ON lot.id = line.lot_id"
        " JOIN stock_move move ON move.id = line.move_id WHERE move.sale_line_id IS NOT NULL AND line.state = 'done'",
    )
    oldest = sql(played, "SELECT name FROM stock_lot ORDER BY series_date LIMIT 1")
    assert shipped == oldest
    assert sql(played, "SELECT count(*) FROM sale_supply_line WHERE quantity > 0") == [["0"]]


def test_nothing_on_stock_is_negative_or_still_reserved(played, sql):
    rows = sql(
        played,
        "SELECT count(*) FROM stock_quant q JOIN stock_location l ON l.id = q.location_id"
        " WHERE l.usage = 'internal' AND (q.quantity < 0 OR q.reserved_quantity != 0)",
    )
    assert rows == [["0"]]


def test_the_contact_files_lie_where_the_settings_say(played, sql):
    from pathlib import Path

    exports = sql(played, "SELECT format, state, row_count, path FROM marketing_export ORDER BY format")
    assert [row[0] for row in exports] == ["mailchimp_csv", "xlsx"]
    for _format, state, count, path in exports:
        assert state == "done" and int(count) >= 5 and Path(path).stat().st_size > 100, path


def test_a_second_play_changes_nothing(played_copy, sql):
    counts = "SELECT (SELECT count(*) FROM crm_inbound_event), (SELECT count(*) FROM sale_order), (SELECT count(*) FROM res_users)"
    before = sql(played_copy, counts)
    run_tool.make_example(played_copy)
    assert sql(played_copy, counts) == before


def test_every_role_can_log_in_and_sees_his_menu(played, serve):
    server = serve(played)
    for login in data.USERS:
        assert server.call("ir.ui.menu", "search_count", [], login=login, password=data.PASSWORD) > 0, login
