"""What the day leaves of spam and of a new form."""


def test_the_marked_sender_is_ignored_and_listed(played, sql):
    rules = sql(
        played,
        "SELECT r.value, a.state, e.state, e.error <> '' FROM crm_spam_rule r JOIN crm_appeal a ON a.spam_rule_id = r.id"
        " JOIN crm_inbound_event e ON e.spam_rule_id = r.id",
    )
    assert rules == [["rassylka.example", "rejected", "ignored", "t"]]


def test_the_rule_of_the_new_form_and_its_label_are_there(played, sql):
    made = sql(
        played,
        "SELECT sender_pattern, reading, robot FROM crm_mail_rule WHERE sender_pattern LIKE '%konfigurator%'",
    )
    assert made == [[r"^zakaz@konfigurator\.example$", "labels", "t"]]
    wordings = sql(played, "SELECT synonyms FROM crm_mail_label WHERE field = 'phone'")
    assert "Куда звонить" in str(wordings)
