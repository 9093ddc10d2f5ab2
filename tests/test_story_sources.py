"""The example day ends with its sources watched: what works is green, what fails is seen."""


def test_what_mails_and_calls_came_through_is_known_and_judged(played, sql):
    sources = dict(
        map(
            tuple,
            sql(played, "SELECT kind || ':' || count(*), min(state) FROM crm_intake_source WHERE active GROUP BY kind"),
        )
    )
    assert sources["connector:1"] == "failed"
    assert sources["queue:1"] == "ok", "everything was interpreted"
    assert sources["gateway:1"] == "ok"
    assert any(kind.startswith("line:") for kind in sources)
    came = "SELECT count(*) FROM crm_inbound_event WHERE source = 'mail' AND origin_id IS NULL"
    assert sql(played, came) == [["0"]]


def test_a_mailbox_that_is_not_switched_on_is_not_watched(played, sql):
    assert sql(played, "SELECT state, inbox_position IS NULL FROM crm_own_mailbox") == [["draft", "t"]]
    assert sql(played, "SELECT count(*) FROM crm_intake_source WHERE kind = 'mailbox'") == [["0"]]
