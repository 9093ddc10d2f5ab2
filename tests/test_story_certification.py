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
        " JOIN equipment_certificate_deal_rel rel ON rel.crm_lead_id = deal.id"
        " JOIN equipment_certificate certificate ON certificate.id = rel.equipment_certificate_id"
        " WHERE certificate.state = 'issued'",
    )
    assert rows == [["closed"]]


def test_what_is_still_to_be_requested_is_somebodys_task(played, sql):
    rows = sql(
        played,
        "SELECT certificate.state, certificate.scope, count(task.id)"
        " FROM equipment_certificate certificate LEFT JOIN mail_activity task"
        " ON task.res_model = 'equipment.certificate' AND task.res_id = certificate.id AND task.active"
        " GROUP BY certificate.id, certificate.state, certificate.scope ORDER BY certificate.state",
    )
    assert rows == [["issued", "serial", "0"], ["to_request", "product", "1"]]


def test_other_equipment_has_no_trace(played, sql):
    rows = sql(
        played,
        "SELECT DISTINCT kind.name->>'ru_RU' FROM equipment_certificate_product_rel rel"
        " JOIN product_product product ON product.id = rel.product_product_id"
        " JOIN product_template template ON template.id = product.product_tmpl_id"
        " JOIN equipment_type kind ON kind.id = template.equipment_type_id ORDER BY 1",
    )
    assert rows == [["Климатическая камера"], ["Тренажёр"]]
    assert sql(played, "SELECT count(*) FROM equipment_certification_release") == [["0"]]
