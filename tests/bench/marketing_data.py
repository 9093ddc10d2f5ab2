"""What the benches of marketing share: a mailing base of any size, made by the database itself."""

from common import analyze, environment

# Nobody waits for a million triggers: the base is made in one piece afterwards.
TABLES = ("res_partner", "res_partner_contact_point", "crm_lead", "mail_blacklist")
CUSTOMERS = """
    INSERT INTO res_partner (name, complete_name, commercial_company_name, company_name, is_company, active, type,
                             counterparty_kind, city, country_id, lang, autopost_bills, create_date, write_date)
    SELECT 'Works ' || md5(i::text), 'Works ' || md5(i::text), 'Works ' || md5(i::text), NULL, true, true, 'contact',
           CASE WHEN i %% 3 = 0 THEN 'potential' ELSE 'counterparty' END, 'City ' || i %% 500, %(country)s, 'en_US', 'ask',
           now() - i * interval '1 second', now()
      FROM generate_series(1, %(number)s) i
 RETURNING id
"""
COMMERCIAL = "UPDATE res_partner SET commercial_partner_id = id WHERE id >= %(first)s"
POINTS = """
    INSERT INTO res_partner_contact_point (partner_id, kind, raw, value, last_ten, mirrored)
    SELECT id, 'email', 'buyer' || id || '@works.example', 'buyer' || id || '@works.example', NULL, false
      FROM res_partner WHERE id >= %(first)s
    UNION ALL
    SELECT id, 'phone', '+7' || 9000000000 + id, '+7' || 9000000000 + id, (9000000000 + id)::text, false
      FROM res_partner WHERE id >= %(first)s
"""
# Every tenth customer has an open lead with the same address: it is folded.
LEADS = """
    INSERT INTO crm_lead (name, type, active, won_status, email_normalized, partner_id, team_id, stage_id, contact_name,
                          create_date, company_id)
    SELECT 'Wants a pump', 'lead', true, 'pending', 'buyer' || id || '@works.example',
           CASE WHEN id %% 20 = 0 THEN id END, %(team)s, %(stage)s, 'Buyer ' || id, now(), %(company)s
      FROM res_partner WHERE id >= %(first)s AND id %% 10 = 0
"""
BLACKLIST = """
    INSERT INTO mail_blacklist (email, active)
    SELECT 'buyer' || id || '@works.example', true FROM res_partner WHERE id >= %(first)s AND id %% 50 = 1
"""


def prepare(database, number):
    """Customers with an address and a phone each, leads that repeat some, a blacklist; the mailing base of them."""
    with environment(database, commit=True) as env:
        names = {
            "number": number,
            "country": env.ref("base.ru").id,
            "team": env["crm.team"].create({"name": "Bench pumps"}).id,
            "stage": env["crm.stage"].search([], limit=1).id,
            "company": env.company.id,
        }
        env.flush_all()
        env.cr.execute("SELECT COALESCE(max(id), 0) + 1 FROM res_partner")
        names["first"] = env.cr.fetchone()[0]
        for table in TABLES:
            env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in (CUSTOMERS, COMMERCIAL, POINTS, LEADS, BLACKLIST):
            env.cr.execute(statement, names)
        for table in TABLES:
            env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        analyze(env, *TABLES)
    with environment(database, commit=True) as env:
        if "marketing.contact" in env:
            env["marketing.contact"]._rebuild()
