"""What the head of sales did on the example day."""


def test_missed_limit_was_told_to_the_head_once(played, sql):
    rows = sql(
        played,
        "SELECT missed.kind, missed.level, users.login FROM crm_lead_missed missed"
        " JOIN crm_lead_missed_res_users_rel told ON told.crm_lead_missed_id = missed.id"
        " JOIN res_users users ON users.id = told.res_users_id",
    )
    assert rows == [["answer", "head", "head_vys"]]


def test_everything_that_was_handed_over_came_back(played, sql):
    assert sql(played, "SELECT state, count(*) FROM sales_handover GROUP BY 1") == [["returned", "1"]]
    kinds = {kind for (kind,) in sql(played, "SELECT DISTINCT kind FROM sales_handover_item")}
    assert {"customer", "opportunity", "order"} <= kinds
    assert sql(played, "SELECT count(*) FROM sales_handover_item WHERE NOT returned") == [["0"]]
    owner = sql(
        played,
        "SELECT users.login FROM res_partner_responsible line JOIN res_users users ON users.id = line.user_id"
        " JOIN res_partner partner ON partner.id = line.partner_id WHERE partner.name = 'ООО «Авиатест»'",
    )
    assert owner == [["manager2"]]


def test_leads_in_work_have_a_next_step(played, sql):
    idle = sql(
        played,
        "SELECT count(*) FROM crm_lead lead WHERE lead.type = 'lead' AND lead.active AND lead.user_id IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM mail_activity task WHERE task.res_model = 'crm.lead' AND task.res_id = lead.id"
        " AND task.active)",
    )
    assert idle == [["0"]]
