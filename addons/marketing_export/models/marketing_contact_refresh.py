from odoo import api, models
from odoo.tools import SQL

# Entries of the queue that one refresh takes over: the rows of some thousand addresses take less than a second.
BATCH = 2000
# From so many entries on it is quicker to make all rows anew.
REBUILD_FROM = 20_000
LOCK = 7_290_054

# {table: (what is noted of a row: (kind, column), the columns whose change matters)}
WATCHED = {
    "res_partner": (
        [("partner", "commercial_partner_id")],
        "active appeal_id city commercial_company_name commercial_partner_id company_id complete_name counterparty_kind create_date"
        " country_id email_normalized function is_company lang message_bounce name state_id street zip",
    ),
    "res_partner_contact_point": ([("key", "value"), ("partner", "partner_id")], "kind partner_id value"),
    "res_partner_responsible": ([("partner", "partner_id")], "partner_id since team_id user_id"),
    "res_partner_purchase": ([("partner", "partner_id")], "amount date description partner_id"),
    "sale_order": ([("partner", "partner_id")], "amount_total currency_rate date_order partner_id state"),
    "sale_order_line": ([("partner", "order_partner_id")], "display_type name order_id order_partner_id sequence"),
    "crm_lead": (
        [("key", "email_normalized"), ("key", "phone_sanitized"), ("partner", "partner_id")],
        "active appeal_id campaign_id city company_id contact_name country_id create_date email_normalized equipment_type_id"
        " function lang_id message_bounce name partner_id partner_name phone_sanitized qualification source_id stage_id"
        " state_id street team_id type user_id won_status zip",
    ),
    "crm_appeal": ([("appeal", "id")], "channel received_at state subject"),
    "crm_phone_call": ([("partner", "partner_id")], "partner_id started_at state"),
    "crm_customer_request": ([("partner", "partner_id")], "answered_at partner_id"),
    "crm_deal_requirement": (
        [("lead", "deal_id")],
        "base_max base_min choice_id deal_id is_known parameter_id value_text",
    ),
    "marketing_call": ([("partner", "partner_id")], "done_at partner_id"),
    "mail_blacklist": ([("key", "email")], "active email"),
    "phone_blacklist": ([("key", "number")], "active number"),
    "marketing_consent": ([("key", "value")], "date source state value"),
}
NOTE = (
    "IF {row}.{name} IS NOT NULL{unless} THEN"
    " INSERT INTO marketing_stale (kind, {column}) VALUES ('{kind}', {row}.{name}); END IF;"
)
# After a change the row is noted as it is now; as it was only where the noted value itself is another one.
LEFT = " AND OLD.{name} IS DISTINCT FROM NEW.{name}"
# The columns are named in the body only: a trigger that names them would block changes of core's columns.
FUNCTION = """
CREATE OR REPLACE FUNCTION marketing_watch_{table}() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF ({old}) IS NOT DISTINCT FROM ({new}) THEN RETURN NULL; END IF;
        {note_left}
    ELSIF TG_OP = 'DELETE' THEN
        {note_old}
        RETURN NULL;
    END IF;
    {note_new}
    RETURN NULL;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS marketing_watch ON {table};
CREATE TRIGGER marketing_watch AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION marketing_watch_{table}();
"""


def _write_notes(noted, row, unless=""):
    return " ".join(
        NOTE.format(
            kind=kind, column="value" if kind == "key" else "ref", row=row, name=name, unless=unless.format(name=name)
        )
        for kind, name in noted
    )


def _write_function(table, noted, columns):
    names = columns.split()
    return FUNCTION.format(
        table=table,
        old=", ".join(f"OLD.{name}" for name in names),
        new=", ".join(f"NEW.{name}" for name in names),
        note_left=_write_notes(noted, "OLD", LEFT),
        note_old=_write_notes(noted, "OLD"),
        note_new=_write_notes(noted, "NEW"),
    )


class MarketingContact(models.Model):
    """How the table follows its sources: triggers note what changed, whoever reads the base takes it over first."""

    _inherit = "marketing.contact"

    def _search(self, domain, *args, **kwargs):
        if not self.env.context.get("marketing_export_as_is"):
            self._refresh()
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _watch_sources(self):
        """Have the database note every change of the sources, whoever makes it and by whatever way."""
        for table, (noted, columns) in self._get_watched().items():
            self.env.cr.execute(_write_function(table, noted, columns))

    @api.model
    def _get_watched(self):
        """{table: ([(kind, column)], columns)}; another addon adds the tables that its columns come from."""
        return WATCHED

    @api.model
    def _unwatch_sources(self):
        for table in self._get_watched():
            self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"marketing_watch_{table}")))

    @api.model
    def _refresh(self, wait=False):
        """Take over what has changed. One at a time: who comes meanwhile reads what there was a moment ago.

        :param wait: let another one finish first instead
        """
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("SELECT count(*) FROM (SELECT 1 FROM marketing_stale LIMIT %s) stale", (REBUILD_FROM,))
        stale = cr.fetchone()[0]
        if not stale:
            return
        # In a read-only transaction what follows fails, and the web server repeats the request in another one.
        cr.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(%s)", (LOCK,))
        if not wait and not cr.fetchone()[0]:
            return
        if stale == REBUILD_FROM:
            self._rebuild()
        else:
            while self._refresh_batch():
                pass
        # Other records hold what the rows said before.
        self.env["marketing.contact"].invalidate_model(flush=False)

    @api.model
    def _rebuild(self):
        """Make all rows anew; those of the same address keep their id."""
        self.env.cr.execute("DELETE FROM marketing_stale")
        self._store_rows(None)
        self.env.cr.execute("ANALYZE marketing_contact")

    @api.model
    def _refresh_batch(self):
        """Take over some entries of the queue; True when there may be more."""
        taken = self.env.execute_query(
            SQL(
                """DELETE FROM marketing_stale
                         WHERE id IN (SELECT id FROM marketing_stale ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                     RETURNING kind, ref, value""",
                BATCH,
            )
        )
        seen = {kind: {ref or value for row, ref, value in taken if row == kind} for kind, _ref, _value in taken}
        refs = {kind: list(seen.get(kind, ())) for kind in ("partner", "appeal", "lead")}
        keys = self._find_touched(refs) | seen.get("key", set())
        keys |= self._find_reached(seen.get("key", ()))
        if keys:
            self._store_rows(keys)
        return len(taken) == BATCH

    def _find_touched(self, refs):
        """Addresses and numbers of the customers and appeals, of all contacts of each customer."""
        if not any(refs.values()):
            return set()
        query = SQL(
            """WITH lead AS (SELECT id, partner_id, email_normalized, phone_sanitized FROM crm_lead
                              WHERE appeal_id = ANY(%(appeals)s) OR id = ANY(%(leads)s)),
                    customer AS (SELECT commercial_partner_id AS id FROM res_partner
                                  WHERE id = ANY(%(partners)s) OR appeal_id = ANY(%(appeals)s)
                                        OR id IN (SELECT partner_id FROM lead)),
                    member AS (SELECT id FROM res_partner WHERE commercial_partner_id IN (SELECT id FROM customer)),
                    own AS (SELECT email_normalized, phone_sanitized FROM crm_lead
                             WHERE partner_id IN (SELECT id FROM member)
                             UNION ALL SELECT email_normalized, phone_sanitized FROM lead)
             SELECT value FROM res_partner_contact_point WHERE partner_id IN (SELECT id FROM member)
             UNION SELECT email_normalized FROM own WHERE email_normalized > ''
             UNION SELECT phone_sanitized FROM own WHERE phone_sanitized > ''
             UNION SELECT key FROM marketing_contact WHERE partner_id IN (SELECT id FROM member)""",
            partners=refs["partner"],
            appeals=refs["appeal"],
            leads=refs["lead"],
        )
        return {key for (key,) in self.env.execute_query(query)}

    def _find_reached(self, keys):
        """Addresses of the rows that show one of these numbers."""
        query = SQL("SELECT key FROM marketing_contact WHERE phone = ANY(%s)", list(keys))
        return {key for (key,) in self.env.execute_query(query)} if keys else set()

    def _store_rows(self, keys):
        """Bring the rows of these addresses (None: of all) up to date; who is the same is not written."""
        columns = [name for name in self._get_columns() if name != "equipment_types"]
        names = SQL(", ").join(map(SQL.identifier, columns))
        new_values = SQL(", ").join(SQL("%s = EXCLUDED.%s", SQL.identifier(n), SQL.identifier(n)) for n in columns)
        own = SQL(", ").join(SQL.identifier("marketing_contact", name) for name in columns)
        fresh = SQL(", ").join(SQL.identifier("excluded", name) for name in columns)
        execute = self.env.cr.execute
        execute("DROP TABLE IF EXISTS marketing_fresh")
        execute(SQL("CREATE TEMP TABLE marketing_fresh ON COMMIT DROP AS %s", self._get_rows_query(keys)))
        execute(
            SQL(
                """INSERT INTO marketing_contact (%(names)s) SELECT %(names)s FROM marketing_fresh
                       ON CONFLICT (key) DO UPDATE SET %(new)s WHERE (%(own)s) IS DISTINCT FROM (%(fresh)s)""",
                names=names,
                new=new_values,
                own=own,
                fresh=fresh,
            )
        )
        touched = SQL("row.key = ANY(%s) AND", list(keys)) if keys is not None else SQL()
        execute(
            SQL(
                """DELETE FROM marketing_contact row WHERE %s
                          NOT EXISTS (SELECT 1 FROM marketing_fresh fresh WHERE fresh.key = row.key)""",
                touched,
            )
        )
        self._store_equipment_types()
        execute("DROP TABLE marketing_fresh")

    def _store_equipment_types(self):
        wanted = SQL(
            """SELECT contact.id, unnest(fresh.equipment_types) FROM marketing_fresh fresh
                 JOIN marketing_contact contact ON contact.key = fresh.key WHERE fresh.equipment_types IS NOT NULL"""
        )
        self.env.cr.execute(
            SQL(
                """DELETE FROM marketing_contact_equipment_type_rel rel
                         USING marketing_contact contact, marketing_fresh fresh
                         WHERE contact.id = rel.contact_id AND fresh.key = contact.key
                               AND rel.equipment_type_id != ALL(COALESCE(fresh.equipment_types, '{}'::int[]))"""
            )
        )
        self.env.cr.execute(
            SQL(
                """INSERT INTO marketing_contact_equipment_type_rel (contact_id, equipment_type_id) %s
                   ON CONFLICT DO NOTHING""",
                wanted,
            )
        )
