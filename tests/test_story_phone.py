"""What the telephone exchange of the example company told."""


def test_missed_customer_was_called_back_and_his_task_closed_by_itself(played, sql):
    rows = sql(
        played,
        "SELECT c.direction, c.state, c.called_back_at IS NOT NULL, c.waits_for_call, coalesce(r.state, '-')"
        " FROM crm_phone_call c LEFT JOIN crm_customer_request r ON r.id = c.request_id"
        " WHERE c.linkedid LIKE 'mikopbx-story-%' ORDER BY c.linkedid",
    )
    assert rows == [["in", "missed", "t", "f", "answered"], ["out", "answered", "f", "f", "-"]]
    open_tasks = (
        "SELECT count(*) FROM mail_activity a JOIN crm_phone_call c ON a.res_model = 'crm.customer.request'"
        " AND a.res_id = c.request_id WHERE a.active AND c.linkedid LIKE 'mikopbx-story-%'"
    )
    assert sql(played, open_tasks) == [["0"]]


def test_inner_calls_are_nobodys_business(played, sql):
    assert sql(played, "SELECT count(*) FROM crm_inbound_event WHERE name = 'mikopbx-story-3'") == [["0"]]


def test_test_of_the_connection_speaks_plainly(played, sql):
    ((told,),) = sql(played, "SELECT replace(test_result, chr(10), ' ') FROM mikopbx_connection")
    assert "Работает" in told


def test_note_of_the_card_is_with_the_customer(played, sql):
    rows = sql(
        played,
        "SELECT m.model IN ('res.partner', 'crm.lead') FROM mail_message m WHERE m.body LIKE '%уточняет срок поставки%'",
    )
    assert rows == [["t"]]
    assert sql(played, "SELECT count(*) FROM mikopbx_card WHERE note IS NULL") == [["1"]]
