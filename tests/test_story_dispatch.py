"""The dispatcher's part of the example day."""


def test_suggestions_were_taken_with_their_reasons(played, sql):
    rows = sql(
        played,
        "SELECT count(*) FILTER (WHERE a.team_id = a.suggested_team_id),"
        " count(*) FILTER (WHERE a.suggested_team_id IS NOT NULL AND a.suggestion_found IS NULL)"
        " FROM crm_appeal a JOIN crm_dispatch_rule r ON r.id = a.suggestion_rule_id WHERE a.state = 'sorted'",
    )
    assert int(rows[0][0]) >= 5
    assert rows[0][1] == "0", "each suggestion says what it was found by"


def test_the_chamber_is_known_by_its_word(played, sql):
    found = sql(
        played,
        "SELECT DISTINCT t.name->>'en_US' FROM crm_appeal a JOIN crm_team t ON t.id = a.suggested_team_id"
        " WHERE lower(a.suggestion_found) LIKE 'камер%'",
    )
    assert found == [["Терм"]]


def test_sorting_rounds_are_written_down_once(played, sql):
    assert sql(played, "SELECT due_at FROM crm_dispatch_round GROUP BY due_at, company_id HAVING count(*) > 1") == []
    assert int(sql(played, "SELECT count(*) FROM crm_dispatch_round")[0][0]) >= 4
