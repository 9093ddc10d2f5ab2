"""What the story left behind of certification."""


def test_two_types_are_certified_and_no_other(played, sql):
    rows = sql(
        played,
        "SELECT kind.name->>'ru_RU', rule.kind, rule.scope, rule.at_shipment, rule.at_act, rule.at_closing"
        " FROM equipment_certification_rule rule JOIN equipment_type kind ON kind.id = rule.equipment_type_id"
        " WHERE rule.active ORDER BY 1",
    )
    as_shipped = ["attestation", "serial", "warn", "none", "block"]
    assert rows == [["Климатическая камера", *as_shipped], ["Тренажёр", *as_shipped]]


def test_no_type_is_there_twice(played, sql):
    assert sql(played, "SELECT count(*) FROM equipment_type") == [["4"]]


def test_the_simulator_was_shipped_with_a_warning(played, sql):
    rows = sql(
        played,
        "SELECT model, count(*) FROM mail_message WHERE body LIKE '%TR1-26-0047%' AND body ILIKE '%аттестат%'"
        " AND model IN ('stock.picking', 'crm.lead') GROUP BY model ORDER BY model",
    )
    assert [model for model, _count in rows] == ["crm.lead", "stock.picking"]


def test_it_was_attested_and_paid_for_by_an_order(played, sql):
    rows = sql(
        played,
        "SELECT certificate.name, certificate.state, valid_until > valid_from, purchase.state, lot.name"
        " FROM equipment_certificate certificate"
        " JOIN purchase_order purchase ON purchase.id = certificate.purchase_id"
        " JOIN equipment_certificate_lot_rel rel ON rel.equipment_certificate_id = certificate.id"
        " JOIN stock_lot lot ON lot.id = rel.stock_lot_id",
    )
    assert rows == [["АТ-2026/0147", "issued", "t", "draft", "TR1-26-0047"]]


def test_its_deal_closed_with_the_document(played, sql):
    rows = sql(
        played,
        "SELECT stage.code FROM crm_lead deal JOIN crm_stage stage ON stage.id = deal.stage_id"
        " JOIN equipment_certificate_deal_rel rel ON rel.crm_lead_id = deal.id",
    )
    assert rows == [["closed"]]


def test_no_task_is_left_of_it(played, sql):
    open_tasks = "SELECT count(*) FROM mail_activity WHERE res_model = 'equipment.certificate' AND active"
    assert sql(played, open_tasks) == [["0"]]


def test_the_deal_of_the_pumps_has_no_trace(played, sql):
    assert sql(played, "SELECT count(*) FROM equipment_certificate") == [["1"]]
    assert sql(played, "SELECT count(*) FROM equipment_certification_release") == [["0"]]
