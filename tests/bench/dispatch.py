"""The dispatcher's board with 100 and with 20 000 open appeals: as many queries, hardly more time.

Goals: queries <= 1.0 of those with 100; time <= 1.5 times. Measured as the web client asks: the board's own figures, the
cards of its first page with all that its view shows, and the same grouped by suggestion.
"""

from common import databases, environment, result, rounds, stopwatch, vacuum
from lxml import etree

MANY, FEW, SORTED = 20_000, 100, 30_000
# What the web client counts to at most, unless the view says less.
COUNTED = 10_000

APPEALS = """
    INSERT INTO crm_appeal (number, state, channel, received_at, contact_name, email, needs, active, company_id,
                            team_id, suggested_team_id, suggestion_rule_id, suggestion_found, company_domain)
    SELECT 'B' || %(state)s || i, %(state)s, 'mail', now() - i * interval '1 minute', 'Writer ' || i,
           'writer' || i || '@firm' || i %% 900 || '.example', repeat('We need a pump for our works. ', 8), true,
           %(company)s, CASE WHEN %(state)s = 'sorted' THEN %(team)s::int END, %(team)s, %(rule)s, 'pump',
           'firm' || i %% 900 || '.example'
      FROM generate_series(1, %(number)s) i
"""


def prepare(database, number):
    with environment(database, commit=True) as env:
        team = env["crm.team"].create({"name": "Bench pumps"})
        rule = env["crm.dispatch.rule"].create({"kind": "words", "value": "pump", "team_id": team.id})
        env["res.users"].create(
            {
                "name": "Bench dispatcher",
                "login": "bench_dispatcher",
                "group_ids": [(6, 0, [env.ref("base.group_user").id, env.ref("sales_base.group_dispatcher").id])],
            }
        )
        env.flush_all()
        for state, rows in (("new", number), ("sorted", SORTED)):
            names = {"state": state, "number": rows, "company": env.company.id, "team": team.id, "rule": rule.id}
            env.cr.execute(APPEALS, names)
        vacuum(env, "crm_appeal")


def specify(appeals):
    """What the board's view shows, in the shape in which the web client asks for it, and how far it counts."""
    arch = etree.fromstring(appeals.get_views([(False, "kanban")])["views"]["kanban"]["arch"])
    names = {node.get("name") for node in arch.xpath("//field")}
    fields = appeals._fields
    card = {
        name: {"fields": {"display_name": {}}} if fields[name].type == "many2one" else {}
        for name in sorted(names)
        if name in fields
    }
    return card, int(arch.get("count_limit") or COUNTED) + 1


def load(appeals, card, counted):
    domain = [("state", "=", "new")]
    appeals.get_dispatch_board()
    found = appeals.web_search_read(domain, card, limit=40, order="received_at, id", count_limit=counted)
    assert len(found["records"]) == 40
    appeals.web_read_group(domain, ["suggested_team_id"], ["__count"])


def measure(database):
    """(seconds, queries) of the board, opened by its dispatcher in a transaction of its own."""
    with environment(database) as env:
        user = env["res.users"].search([("login", "=", "bench_dispatcher")])
        appeals = env(user=user.id)["crm.appeal"]
        asked = specify(appeals)
        env.invalidate_all()
        before = env.cr.sql_log_count
        with stopwatch() as passed:
            load(appeals, *asked)
        return passed(), env.cr.sql_log_count - before


def main():
    with databases("dispatch") as many, databases("dispatch_few") as few:
        prepare(many["ours"], MANY)
        prepare(few["ours"], FEW)
        queries = {name: measure_warm(side["ours"]) for name, side in (("many", many), ("few", few))}
        times = rounds(
            {
                "many": lambda: measure(many["ours"])[0],
                "few": lambda: measure(few["ours"])[0],
            }
        )
    yield result("dispatch_queries", queries["many"], queries["few"], "<= 1.0", n=MANY, unit="queries")
    yield result("dispatch", times["many"], times["few"], "<= 1.5", n=MANY)


def measure_warm(database):
    """Queries of the second opening: the first one fills the server's caches."""
    measure(database)
    return measure(database)[1]
