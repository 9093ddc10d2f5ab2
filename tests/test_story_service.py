"""What the story left behind of commissioning and service."""


def test_the_piece_has_its_card(played, sql):
    rows = sql(
        played,
        "SELECT name, state, commissioned_on IS NOT NULL, warranty_until > delivered_on FROM service_piece",
    )
    assert rows == [["TR1-26-0047", "customer", "t", "t"]]


def test_the_visit_came_from_a_telephone_and_was_signed(played, sql):
    rows = sql(
        played,
        "SELECT state, hours, signed_by <> '' FROM service_visit WHERE kind = 'commissioning' AND state = 'done'",
    )
    assert rows == [["done", "3.5", "t"]]
    assert sql(played, "SELECT count(*) FROM service_visit_entry") == [["8"]]
    assert sql(
        played,
        "SELECT count(*) FROM service_visit_line WHERE NOT is_known AND visit_id IN"
        " (SELECT id FROM service_visit WHERE state = 'done')",
    ) == [["0"]]


def test_service_was_agreed_and_planned(played, sql):
    assert sql(played, "SELECT state FROM service_offer") == [["accepted"]]
    assert sql(played, "SELECT state, visits_a_year FROM service_contract") == [["active", "4"]]
    planned = "SELECT count(*) FROM service_visit WHERE kind = 'contract' AND planned_start > now()"
    assert sql(played, planned) == [["1"]]
    covers = sql(played, "SELECT cover FROM service_request WHERE piece_id IS NOT NULL")
    assert covers == [["warranty"]]


def test_what_sales_handed_over_is_with_service(played, sql):
    handed = sql(played, "SELECT count(*) FROM crm_customer_request WHERE state = 'service'")
    taken = sql(played, "SELECT count(*) FROM service_request WHERE customer_request_id IS NOT NULL")
    assert handed == taken
