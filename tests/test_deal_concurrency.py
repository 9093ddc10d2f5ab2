"""Two people move the same deal at once: one move counts, the other one meets the gate of where the deal is then."""

import concurrent.futures
import xmlrpc.client

ROUNDS = 4
WARNING = 2  # how Odoo marks a sentence for people, as against a crash
IN_SALE = "SELECT id FROM crm_lead WHERE stage_code = 'sale' AND type = 'opportunity' AND active ORDER BY id LIMIT 1"
STAGES = "SELECT code, id FROM crm_stage WHERE code IN ('sale', 'production', 'installation')"


def move(server, deal, stage):
    """True when the deal was moved; False when the gate refused, in a sentence."""
    try:
        return server.call("crm.lead", "write", [deal], {"stage_id": stage})
    except xmlrpc.client.Fault as fault:
        assert fault.faultCode == WARNING, fault.faultString
        return False


def test_one_of_two_movers_is_refused_in_a_sentence(played_copy, serve, sql):
    deal = int(sql(played_copy, IN_SALE)[0][0])
    stages = {code: int(number) for code, number in sql(played_copy, STAGES)}
    targets = (stages["production"], stages["installation"])
    servers = [serve(played_copy), serve(played_copy)]
    for _round in range(ROUNDS):
        sql(
            played_copy,
            f"UPDATE crm_lead SET stage_id = {stages['sale']}, stage_code = 'sale' WHERE id = {deal} RETURNING id",
        )
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            moved = list(pool.map(lambda pair: move(pair[0], deal, pair[1]), zip(servers, targets, strict=True)))
        # From neither of the two does the process lead to the other.
        assert sorted(moved) == [False, True]
        now = int(sql(played_copy, f"SELECT stage_id FROM crm_lead WHERE id = {deal}")[0][0])
        assert now == targets[moved.index(True)]
