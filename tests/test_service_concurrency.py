"""A telephone whose answer got lost sends again while the first request still runs: nothing is doubled or lost."""

import concurrent.futures

ROUNDS = 4
OPEN_VISIT = "SELECT id FROM service_visit WHERE state IN ('planned', 'going') ORDER BY id LIMIT 1"


def make_entries(visit, number):
    return [
        {"key": f"twice-{number}-{place}", "visit_id": visit, "kind": kind, "values": values}
        for place, (kind, values) in enumerate(
            (
                ("remark", {"text": f"Door {number}"}),
                ("report", {"hours": number + 0.5}),
                ("remark", {"text": f"Seal {number}"}),
            )
        )
    ]


def test_sent_twice_at_once_is_done_once(played_copy, serve, sql):
    visit = int(sql(played_copy, OPEN_VISIT)[0][0])
    servers = [serve(played_copy), serve(played_copy)]
    for number in range(ROUNDS):
        entries = make_entries(visit, number)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(
                pool.map(lambda server, sent=entries: server.call("service.visit", "sync_entries", sent), servers)
            )
        keys = {entry["key"] for entry in entries}
        assert answers == [dict.fromkeys(keys, False)] * 2
    remarks = sql(played_copy, f"SELECT text FROM service_visit_remark WHERE visit_id = {visit} ORDER BY id")
    wanted = sorted(f"{word} {number}" for number in range(ROUNDS) for word in ("Door", "Seal"))
    assert sorted(row[0] for row in remarks) == wanted
    assert sql(played_copy, f"SELECT hours FROM service_visit WHERE id = {visit}") == [[str(ROUNDS - 0.5)]]
