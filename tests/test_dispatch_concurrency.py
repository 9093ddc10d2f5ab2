"""Two dispatchers press keys for the same appeals at the same time, on two real servers."""

import concurrent.futures

import lib

APPEALS = 20

PREPARE = """
from odoo import Command
teams = env["crm.team"].create([{"name": "Насосы очереди"}, {"name": "Камеры очереди"}])
group = [Command.set([env.ref("base.group_user").id, env.ref("sales_base.group_dispatcher").id])]
env["res.users"].with_context(no_reset_password=True).create([
    {"name": login, "login": login, "password": login, "group_ids": group} for login in ("first_hand", "second_hand")
])
appeals = env["crm.appeal"].create([{"email": f"hand{n}@gmail.com", "needs": "?"} for n in range(int(args[0]))])
print("IDS", *teams.ids, *appeals.ids)
env.cr.commit()
"""


def test_of_two_dispatchers_one_wins_and_the_other_reads_who(database, serve, sql, tmp_path):
    script = tmp_path / "prepare.py"
    script.write_text(PREPARE)
    done = lib.odoo_shell(database, script, APPEALS, capture_output=True)
    first, second, *appeals = [int(word) for word in done.stdout.partition("IDS")[2].split()]
    assert len(appeals) == APPEALS
    hands = [(serve(database), "first_hand", first), (serve(database), "second_hand", second)]

    def press(job):
        (server, login, team), appeal = job
        return server.call("crm.appeal", "action_give", [appeal], team, login=login, password=login)

    jobs = [(hand, appeal) for appeal in appeals for hand in hands]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, jobs))
    for number, appeal in enumerate(appeals):
        pair = answers[2 * number : 2 * number + 2]
        assert sorted(answer["done"] for answer in pair) == [[], [appeal]], pair
        (sentence,) = [text for answer in pair for text in answer["refused"]]
        assert "_hand has given" in sentence or "by somebody else right now" in sentence, sentence
    lost = (
        "SELECT count(*) FROM crm_appeal a JOIN crm_lead l ON l.id = a.lead_id JOIN res_users u ON u.id = a.sorted_by_id"
        f" WHERE a.email LIKE 'hand%' AND (l.team_id != a.team_id OR (u.login = 'first_hand') != (a.team_id = {first}))"
    )
    assert sql(database, lost) == [["0"]], "the winner's department stands on appeal and lead alike"
