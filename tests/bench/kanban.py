"""The deals' board with 100 and with 5 000 deals of 20 lines each, against stock CRM's pipeline with the same.

Goals: queries <= 1.0 of those with 100 deals; time <= 1.3 of stock's with 5 000. Measured as the web client asks: groups
with the cards of their first page, all that the view shows on them, and the bars above.
"""

from functools import partial

from common import databases, environment, make_customer, make_lead, result, rounds, stopwatch, vacuum
from lxml import etree

MANY, FEW, LINES = 5_000, 100, 20
STAGES = ("crm.stage_lead1", "crm.stage_lead2", "crm.stage_lead3")
DOMAIN = [("type", "=", "opportunity")]
# What the clock on a card asks for besides its own field (kanban_activity.js).
CLOCK = {
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
}
BAR = {"field": "activity_state", "colors": {"planned": "success", "today": "warning", "overdue": "danger"}}


def prepare(database, number):
    """One deal by hand, with its order and a planned step; the others are rows like its own."""
    with environment(database, commit=True) as env:
        make_user(env)
        lead = make_deal(env)
        env.flush_all()
        stages = [env.ref(name).id for name in STAGES]
        place = f"(ARRAY{stages})[i % {len(stages)} + 1]"
        copy(env, "crm_lead", lead.id, {"name": "'Bench ' || i", "stage_id": place}, f"generate_series(2, {number}) i")
        copy(env, "sale_order", lead.order_ids.id, {"opportunity_id": "i.id", "name": "'B' || i.id"}, others(lead))
        for line in lead.order_ids.order_line:
            copy(env, "sale_order_line", line.id, {"order_id": "i.id"}, orders(lead))
        step = {"res_id": "i.id", "date_deadline": "current_date + (i.id % 9)::int - 4"}
        copy(env, "mail_activity", lead.activity_ids.id, step, others(lead))
        if "quotation_id" in lead:
            env.cr.execute(
                "UPDATE crm_lead SET quotation_id = o.id FROM sale_order o WHERE o.opportunity_id = crm_lead.id"
            )
        vacuum(env, "crm_lead", "sale_order", "sale_order_line", "mail_activity")


def make_user(env):
    """The head of a sales department, who sees all of its deals."""
    groups = ["base.group_user", "sales_team.group_sale_salesman_all_leads"]
    if head := env.ref("sales_base.group_head", raise_if_not_found=False):
        groups.append(head.get_external_id()[head.id])
    values = {"name": "Bench head", "login": "bench_head", "group_ids": [(6, 0, [env.ref(name).id for name in groups])]}
    return env["res.users"].create(values)


def make_deal(env):
    customer = make_customer(env)
    lead = make_lead(env, customer)
    lead.convert_opportunity(customer)
    product = env["product.product"].create({"name": "Bench", "type": "service", "list_price": 100})
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 3})] * LINES
    env["sale.order"].create({"partner_id": customer.id, "opportunity_id": lead.id, "order_line": lines})
    lead.activity_schedule("mail.mail_activity_data_call", summary="Ask what he thinks of it")
    return lead


def others(lead):
    return f"(SELECT id FROM crm_lead WHERE name LIKE 'Bench %' AND id <> {lead.id}) i"


def orders(lead):
    return f"(SELECT id FROM sale_order WHERE name LIKE 'B%' AND opportunity_id <> {lead.id}) i"


def copy(env, table, record_id, changes, source):
    """Rows like that of the record, one for each row `i` of the source, with some columns otherwise."""
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in env.cr.fetchall() if name != "id"]
    values = ", ".join(changes.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, {source} WHERE t.id = {record_id}'
    )


def specify(leads):
    """What the cards show and what the columns add up, in the shape in which the web client asks for it."""
    own = leads.env.ref("deal_stages.deal_view_kanban", raise_if_not_found=False)
    view = own or leads.env.ref("crm.crm_case_kanban_view_leads")
    arch = leads.get_views([(view.id, "kanban")])["views"]["kanban"]["arch"]
    nodes = etree.fromstring(arch).xpath("//field")
    names = {node.get("name") for node in nodes}
    if any(node.get("widget") == "kanban_activity" for node in nodes):
        names |= CLOCK
    names &= leads._fields.keys()
    fields = {name: leads._fields[name] for name in sorted(names)}
    shapes = {"many2one": {"fields": {"display_name": {}}}, "many2many": {"fields": {"display_name": {}, "color": {}}}}
    card = {name: shapes.get(field.type, {}) for name, field in fields.items()}
    sums = [f"{name}:sum" for name, field in fields.items() if field.store and field.aggregator == "sum"]
    return card, sums


def load(leads, card, sums):
    found = leads.web_read_group(
        DOMAIN, ["stage_id"], sums, auto_unfold=True, unfold_read_specification=card, unfold_read_default_limit=80
    )
    leads.read_progress_bar(DOMAIN, "stage_id", BAR)
    return [len(group["__records"]) for group in found["groups"] if group.get("__records")]


def measure(database, cards):
    """(seconds, queries) of the board, opened by the head of a department in a transaction of its own."""
    with environment(database) as env:
        user = env["res.users"].search([("login", "=", "bench_head")])
        leads = env(user=user.id)["crm.lead"].with_context(read_group_expand=True)
        card, sums = specify(leads)
        env.invalidate_all()
        before = env.cr.sql_log_count
        with stopwatch() as passed:
            shown = load(leads, card, sums)
        assert shown == cards, shown
        return passed(), env.cr.sql_log_count - before


def main():
    full, few = [80, 80, 80], [34, 33, 33]
    with databases("kanban") as many, databases("kanban_few") as small:
        prepare(many["ours"], MANY)
        prepare(many["reference"], MANY)
        prepare(small["ours"], FEW)
        queries = {}
        for name, database, cards in (("many", many["ours"], full), ("few", small["ours"], few)):
            # The first opening fills the server's caches.
            measure(database, cards)
            queries[name] = measure(database, cards)[1]
        times = rounds({side: partial(lambda side: measure(many[side], full)[0], side) for side in many})
    yield result("kanban_queries", queries["many"], queries["few"], "<= 1.0", n=MANY, unit="queries")
    yield result("kanban", times["ours"], times["reference"], "<= 1.3", n=MANY)
