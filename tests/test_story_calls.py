"""What the telephone calls of the example day must have become."""


def test_whoever_spoke_wrote_down_who_it_was(played, sql):
    rows = sql(
        played,
        "SELECT form.state, appeal.contact_name, partner.name FROM crm_phone_call_form form"
        " JOIN crm_phone_call call ON call.id = form.call_id JOIN crm_appeal appeal ON appeal.id = call.appeal_id"
        " JOIN res_partner partner ON partner.id = appeal.partner_id WHERE form.state = 'filled'",
    )
    assert ["filled", "Павел Рогов", "Павел Рогов"] in rows


def test_one_stranger_still_waits_for_his_answerer(played, sql):
    open_forms = "SELECT u.login FROM crm_phone_call_form f JOIN res_users u ON u.id = f.user_id WHERE f.state = 'open'"
    assert ["manager"] in sql(played, open_forms)
    tasks = sql(
        played,
        "SELECT count(*) FROM mail_activity WHERE active AND res_model = 'crm.phone.call' AND res_id IN"
        " (SELECT call_id FROM crm_phone_call_form WHERE state = 'open')",
    )
    assert tasks != [["0"]]


def test_calls_show_their_line_and_rule(played, sql):
    nameless = "SELECT count(*) FROM crm_phone_call WHERE did = '74872550120' AND line_id IS NULL"
    assert sql(played, nameless) == [["0"]]
    ruled = "SELECT count(DISTINCT rule_id) FROM crm_phone_call WHERE direction = 'in'"
    assert int(sql(played, ruled)[0][0]) >= 4


def test_a_request_was_answered_by_mail(played, sql):
    answered = (
        "SELECT count(*) FROM crm_customer_request r JOIN mail_message m ON m.model = 'crm.customer.request'"
        " AND m.res_id = r.id WHERE r.state = 'answered' AND m.body LIKE '%всё есть на складе%'"
    )
    assert sql(played, answered) == [["1"]]
