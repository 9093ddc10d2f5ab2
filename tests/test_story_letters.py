"""What the system wrote by itself on the example day."""


def test_what_came_is_acknowledged_once_and_managers_are_introduced(played, sql):
    rows = sql(played, "SELECT kind, count(*) FROM crm_letter WHERE state = 'sent' GROUP BY 1")
    sent = {kind: int(number) for kind, number in rows}
    assert sent["acknowledgement"] >= 5
    assert sent["introduction"] >= 2
    assert sent["reminder"] == 1
    assert sql(played, "SELECT count(*) FROM crm_letter WHERE state = 'failed'") == [["0"]]
    twice = "SELECT count(*) FROM crm_letter WHERE kind = 'acknowledgement' GROUP BY address, day HAVING count(*) > 1"
    assert sql(played, twice) == []


def test_nobody_writes_to_robots_or_to_ourselves(played, sql):
    wrong = sql(
        played,
        "SELECT address FROM crm_letter WHERE address ILIKE '%reply%' OR address ILIKE 'mailer-daemon%'"
        " OR address ILIKE '%@promtehagregat.example'",
    )
    assert wrong == []


def test_letters_stand_in_the_correspondence_in_russian(played, sql):
    bodies = sql(
        played,
        "SELECT message.model, mail.body_html ILIKE '%Здравствуйте%' FROM crm_letter letter"
        " JOIN mail_mail mail ON mail.id = letter.mail_id JOIN mail_message message ON message.id = mail.mail_message_id"
        " WHERE letter.lang = 'ru_RU'",
    )
    assert bodies and all(row in (["crm.lead", "t"], ["crm.customer.request", "t"]) for row in bodies)


def test_a_question_that_stayed_unanswered_is_a_task_and_a_letter(played, sql):
    questions = sql(played, "SELECT mailed_at IS NOT NULL, closed_at IS NULL FROM crm_open_question")
    assert questions == [["t", "t"]]
