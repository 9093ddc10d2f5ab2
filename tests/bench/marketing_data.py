"""What the benches of marketing share: a mailing base of any size, made by the database itself."""

from common import environment, stopwatch, vacuum

TABLES = ("res_partner", "res_partner_contact_point", "crm_lead", "mail_blacklist")
WORKS = "'Works ' || md5(n.i::text)"
CUSTOMER = {
    "id": "{first} + n.i",
    "commercial_partner_id": "{first} + n.i",
    **dict.fromkeys(("name", "complete_name", "commercial_company_name"), WORKS),
    "counterparty_kind": "CASE WHEN n.i % 3 = 0 THEN 'potential' ELSE 'counterparty' END",
    "city": "'City ' || n.i % 500",
    "create_date": "now() - n.i * interval '1 second'",
}
POINTS = """
    INSERT INTO res_partner_contact_point (partner_id, kind, raw, value, last_ten, mirrored)
    SELECT id, 'email', 'buyer' || id || '@works.example', 'buyer' || id || '@works.example', NULL, false
      FROM res_partner WHERE id > {first}
    UNION ALL
    SELECT id, 'phone', '+7' || 9000000000 + id, '+7' || 9000000000 + id, (9000000000 + id)::text, false
      FROM res_partner WHERE id > {first}
"""
# Every tenth customer has an open lead with the same address: it is folded.
LEAD = {
    "email_normalized": "'buyer' || {first} + n.i * 10 || '@works.example'",
    "contact_name": "'Buyer ' || n.i",
    "partner_id": "CASE WHEN n.i % 2 = 0 THEN {first} + n.i * 10 END",
}
BLACKLIST = """
    INSERT INTO mail_blacklist (email, active)
    SELECT 'buyer' || id || '@works.example', true FROM res_partner WHERE id > {first} AND id % 50 = 1
"""


def prepare(database, number):
    """Customers with an address and a phone each, leads that repeat some, a blacklist; the mailing base of them.

    :return: seconds in which the whole base was made
    """
    with environment(database, commit=True) as env:
        works = {"is_company": True, "country_id": env.ref("base.ru").id, "counterparty_kind": "counterparty"}
        customer = env["res.partner"].create({"name": "Sample", **works})
        lead = env["crm.lead"].create({"name": "Wants a pump", "type": "lead", "email_from": "sample@works.example"})
        env.flush_all()
        # Nobody waits for a million triggers: the base is made in one piece afterwards.
        for table in TABLES:
            env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _multiply(env, customer, number, CUSTOMER, customer.id)
        env.cr.execute("SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner))")
        env.cr.execute(POINTS.format(first=customer.id))
        _multiply(env, lead, number // 10, LEAD, customer.id)
        env.cr.execute(BLACKLIST.format(first=customer.id))
        for table in TABLES:
            env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        vacuum(env, *TABLES)
    with environment(database, commit=True) as env, stopwatch() as passed:
        env["marketing.contact"]._rebuild()
    return passed()


def _multiply(env, record, number, changes, first):
    """Copies of a record, as many as asked for; `changes` are the columns in which they differ."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != ALL(%s)",
        (record._table, ["id", *changes]),
    )
    same = [f'"{name}"' for (name,) in env.cr.fetchall()]
    names = ", ".join([*changes, *same])
    values = ", ".join(
        [*(value.format(first=first) for value in changes.values()), *(f"sample.{name}" for name in same)]
    )
    env.cr.execute(
        f"INSERT INTO {record._table} ({names}) SELECT {values}"
        f" FROM {record._table} sample, generate_series(1, {number}) n(i) WHERE sample.id = {record.id}"
    )
