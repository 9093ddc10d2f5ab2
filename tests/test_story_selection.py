"""What the story left behind of choosing equipment and of a refusal."""


def test_equipment_was_chosen_and_the_engineers_answered(played, sql):
    rows = sql(played, "SELECT state, answer <> '', deadline > asked_at FROM crm_engineer_request")
    assert rows == [["answered", "t", "t"]]


def test_the_refused_deal_was_checked_by_another(played, sql):
    rows = sql(played, "SELECT state, verdict, head_id <> user_id FROM crm_seller_check")
    assert rows == [["done", "minor", "t"]]
    assert sql(played, "SELECT count(*) FROM crm_lead WHERE unsuitable_on IS NOT NULL AND NOT active") == [["1"]]
