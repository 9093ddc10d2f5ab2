from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import mailchimp

FETCH_ROWS = 2000


class MarketingContact(models.Model):
    """One row per e-mail address, or per phone number of those who have no address.

    It is read live from customers (all three kinds of counterparty, with all their contact points) and from open
    leads. Where several share an address the row shows, in this order of preference:

    1. a customer (counterparty or partner), 2. a potential customer, 3. a lead;
    among equals the newest one. A missing phone is taken from the others in the same order. A number without an
    address gives no row of its own when somebody with an address has the same number.

    Whose appeal nobody has sorted yet is not there: the sender of an advertisement is an appeal at first, too.

    Department and stage are those of the customer's latest lead or deal, whichever of its contacts had it, the
    equipment type is the latest one named; without a lead the department is that of the responsible manager.
    """

    _name = "marketing.contact"
    _description = "Mailing Base"
    _auto = False
    _order = "name, id"
    _depends = {
        "crm.appeal": ["channel", "state"],
        "res.partner": [
            "active",
            "appeal_id",
            "city",
            "commercial_company_name",
            "commercial_partner_id",
            "company_id",
            "complete_name",
            "counterparty_kind",
            "country_id",
            "function",
            "is_company",
            "lang",
            "name",
            "state_id",
            "street",
            "zip",
        ],
        "res.partner.contact.point": ["kind", "partner_id", "value"],
        "res.partner.responsible": ["partner_id", "since", "team_id", "user_id"],
        "res.partner.purchase": ["date", "partner_id"],
        "sale.order": ["date_order", "partner_id", "state"],
        "crm.lead": [
            "active",
            "appeal_id",
            "city",
            "company_id",
            "contact_name",
            "country_id",
            "email_normalized",
            "equipment_type_id",
            "function",
            "lang_id",
            "name",
            "partner_id",
            "partner_name",
            "phone_sanitized",
            "qualification",
            "source_id",
            "stage_id",
            "state_id",
            "street",
            "team_id",
            "user_id",
            "won_status",
            "zip",
        ],
        "mail.blacklist": ["active", "email"],
        "phone.blacklist": ["active", "number"],
        "res.country": ["code"],
        "res.lang": ["code"],
    }

    name = fields.Char("Contact name", readonly=True)
    is_company = fields.Boolean("Named after the company", readonly=True, help="No person is known.")
    company = fields.Char("Company name", readonly=True)
    position = fields.Char("Job position", readonly=True)
    email = fields.Char("E-mail", readonly=True)
    phone = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Latest lead or deal", readonly=True, groups="sales_team.group_sale_salesman")
    kind = fields.Selection(
        [
            ("counterparty", "Counterparty"),
            ("partner", "Partner"),
            ("potential", "Potential customer"),
            ("lead", "Lead"),
        ],
        readonly=True,
    )
    team_id = fields.Many2one("crm.team", "Department", readonly=True)
    user_id = fields.Many2one("res.users", "Manager", readonly=True)
    equipment_type_id = fields.Many2one("equipment.type", "Equipment type", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    qualification = fields.Selection(
        lambda self: self.env["crm.lead"]._fields["qualification"]._description_selection(self.env), readonly=True
    )
    channel = fields.Selection(
        lambda self: self.env["crm.appeal"]._fields["channel"]._description_selection(self.env),
        readonly=True,
        help="How the first appeal came.",
    )
    source_id = fields.Many2one("utm.source", readonly=True)
    last_order_date = fields.Date("Last order", readonly=True)
    known_since = fields.Datetime(readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", readonly=True)
    street = fields.Char(readonly=True)
    zip = fields.Char("Postal code", readonly=True)
    city = fields.Char(readonly=True)
    state_id = fields.Many2one("res.country.state", "Region", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    country_code = fields.Char(readonly=True, help="Two letters, ISO 3166.")
    company_id = fields.Many2one("res.company", "Own company", readonly=True)
    is_blacklisted = fields.Boolean(
        "Opted out", readonly=True, help="The address of this row, or its number if it has no address, is blacklisted."
    )
    phone_blacklisted = fields.Boolean("Not to be called", readonly=True, help="The number is blacklisted.")
    is_role_address = fields.Boolean(
        "Role address", readonly=True, help="An address such as support@, whose import MailChimp refuses."
    )
    is_valid = fields.Boolean(
        "Valid",
        readonly=True,
        help="The address is one that mailing services take; of rows without address, the number has a country code.",
    )

    @property
    def _table_query(self):
        """A query, not a database view: nothing blocks changes of core's columns, nothing is left behind."""
        return SQL(
            "WITH %s SELECT %s %s",
            SQL(", ").join(SQL("%s AS (%s)", SQL.identifier(name), query) for name, query in self._get_parts().items()),
            SQL(", ").join(SQL("%s AS %s", value, SQL.identifier(name)) for name, value in self._get_columns().items()),
            self._get_from(),
        )

    def _get_parts(self):
        """{name: SELECT} of the sub-queries that the rows are made from; another addon may add or replace some."""
        return {
            "customer": self._select_customers(),
            "open_lead": self._select_open_leads(),
            "main_phone": self._select_main_phones(),
            "candidate": self._select_candidates(),
            "reachable": self._select_reachable(),
            "folded": self._select_folded(),
            "latest_lead": self._select_latest_leads(),
            "responsible": self._select_responsibles(),
            "bought": self._select_purchases(),
        }

    def _select_customers(self):
        return SQL(
            """SELECT partner.id, partner.commercial_partner_id, partner.counterparty_kind, partner.create_date,
                      CASE partner.counterparty_kind WHEN 'potential' THEN 2 ELSE 1 END AS preference
                 FROM res_partner partner
            LEFT JOIN crm_appeal appeal ON appeal.id = partner.appeal_id AND partner.counterparty_kind = 'potential'
                WHERE partner.active AND partner.counterparty_kind IS NOT NULL
                      AND appeal.state IS DISTINCT FROM 'new'"""
        )

    def _select_open_leads(self):
        return SQL(
            """SELECT lead.id, lead.partner_id, lead.create_date,
                      lead.email_normalized AS email, lead.phone_sanitized AS phone
                 FROM crm_lead lead
            LEFT JOIN crm_appeal appeal ON appeal.id = lead.appeal_id
                WHERE lead.active AND lead.won_status = 'pending' AND lead.qualification IS DISTINCT FROM 'false'
                      AND appeal.state IS DISTINCT FROM 'new'"""
        )

    def _select_main_phones(self):
        return SQL(
            """SELECT DISTINCT ON (partner_id) partner_id, value
                 FROM res_partner_contact_point
                WHERE kind = 'phone'
             ORDER BY partner_id, id"""
        )

    def _select_candidates(self):
        """All that could be a row. Leads have odd ids, contact points even ones, so that none meet."""
        return SQL(
            """SELECT point.id::bigint * 2 AS id, point.value AS email, main_phone.value AS phone,
                      customer.id AS partner_id, NULL::int AS lead_id, customer.counterparty_kind AS kind,
                      customer.preference, customer.create_date AS known_since
                 FROM customer
                 JOIN res_partner_contact_point point ON point.partner_id = customer.id AND point.kind = 'email'
            LEFT JOIN main_phone ON main_phone.partner_id = customer.id
            UNION ALL
               SELECT point.id::bigint * 2, NULL, point.value,
                      customer.id, NULL, customer.counterparty_kind, customer.preference, customer.create_date
                 FROM customer
                 JOIN res_partner_contact_point point ON point.partner_id = customer.id AND point.kind = 'phone'
                WHERE NOT EXISTS (SELECT 1 FROM res_partner_contact_point address
                                   WHERE address.partner_id = customer.id AND address.kind = 'email')
            UNION ALL
               SELECT id::bigint * 2 + 1, NULLIF(email, ''), NULLIF(phone, ''), partner_id, id, 'lead', 3, create_date
                 FROM open_lead
                WHERE NULLIF(email, '') IS NOT NULL OR NULLIF(phone, '') IS NOT NULL"""
        )

    def _select_reachable(self):
        """Numbers of those who have an address."""
        return SQL(
            """SELECT number.value AS phone
                 FROM res_partner_contact_point number
                 JOIN candidate ON candidate.partner_id = number.partner_id AND candidate.lead_id IS NULL
                WHERE number.kind = 'phone' AND candidate.email IS NOT NULL
            UNION
               SELECT phone FROM candidate WHERE email IS NOT NULL AND phone IS NOT NULL"""
        )

    def _select_folded(self):
        """The winners among the candidates, in the order of preference that the model promises."""
        return SQL(
            """SELECT DISTINCT ON (key)
                      id, email, partner_id, lead_id, kind, known_since,
                      first_value(phone) OVER (PARTITION BY key ORDER BY phone IS NULL, %(preference)s) AS phone
                 FROM (SELECT candidate.*, COALESCE(candidate.email, candidate.phone) AS key
                         FROM candidate
                    LEFT JOIN reachable ON candidate.email IS NULL AND reachable.phone = candidate.phone
                        WHERE reachable.phone IS NULL) unfolded
             ORDER BY key, %(preference)s""",
            preference=SQL("preference, known_since DESC, id DESC"),
        )

    def _select_latest_leads(self):
        """The latest lead or deal of each customer, and the latest one of them that names a type of equipment."""
        return SQL(
            """SELECT DISTINCT ON (partner.commercial_partner_id)
                      partner.commercial_partner_id AS customer_id, lead.id AS lead_id,
                      first_value(lead.equipment_type_id) OVER (
                          PARTITION BY partner.commercial_partner_id
                              ORDER BY lead.equipment_type_id IS NULL, lead.create_date DESC, lead.id DESC
                      ) AS equipment_type_id
                 FROM crm_lead lead
                 JOIN res_partner partner ON partner.id = lead.partner_id
                WHERE lead.active
             ORDER BY partner.commercial_partner_id, lead.create_date DESC, lead.id DESC"""
        )

    def _select_responsibles(self):
        return SQL(
            """SELECT DISTINCT ON (partner_id) partner_id, team_id, user_id
                 FROM res_partner_responsible
             ORDER BY partner_id, since DESC, id DESC"""
        )

    def _select_purchases(self):
        return SQL(
            """SELECT partner.commercial_partner_id AS customer_id, max(purchase.day) AS day
                 FROM (SELECT partner_id, date AS day FROM res_partner_purchase
                       UNION ALL
                       SELECT partner_id, date_order::date FROM sale_order WHERE state = 'sale') purchase
                 JOIN res_partner partner ON partner.id = purchase.partner_id
             GROUP BY partner.commercial_partner_id"""
        )

    def _get_columns(self):
        """{field name: SQL expression} over the tables of `_get_from`; another addon adds its fields here."""
        return {
            **{name: SQL.identifier("folded", name) for name in ("id", "email", "phone", "partner_id", "known_since")},
            **self._get_name_columns(),
            **self._get_sales_columns(),
            **self._get_address_columns(),
            **self._get_mark_columns(),
        }

    def _get_name_columns(self):
        return {
            "name": SQL(
                """CASE WHEN folded.lead_id IS NULL THEN COALESCE(partner.name, partner.complete_name)
                        ELSE COALESCE(NULLIF(lead.contact_name, ''), NULLIF(lead.partner_name, ''), lead.name) END"""
            ),
            "is_company": SQL(
                """CASE WHEN folded.lead_id IS NULL THEN COALESCE(partner.is_company, FALSE)
                        ELSE NULLIF(lead.contact_name, '') IS NULL END"""
            ),
            "company": SQL(
                """CASE WHEN folded.lead_id IS NULL THEN partner.commercial_company_name
                        ELSE COALESCE(NULLIF(lead.partner_name, ''), partner.commercial_company_name) END"""
            ),
            "position": SQL("COALESCE(NULLIF(partner.function, ''), lead.function)"),
        }

    def _get_sales_columns(self):
        return {
            "kind": SQL("folded.kind"),
            "lead_id": SQL("lead.id"),
            "team_id": SQL("COALESCE(lead.team_id, responsible.team_id)"),
            "user_id": SQL("COALESCE(lead.user_id, responsible.user_id)"),
            "equipment_type_id": SQL("COALESCE(lead.equipment_type_id, latest_lead.equipment_type_id)"),
            "stage_id": SQL("lead.stage_id"),
            "qualification": SQL("lead.qualification"),
            "channel": SQL("appeal.channel"),
            "source_id": SQL("lead.source_id"),
            "last_order_date": SQL("bought.day"),
            "company_id": SQL("COALESCE(partner.company_id, lead.company_id)"),
        }

    def _get_address_columns(self):
        return {
            "lang": SQL("COALESCE(partner.lang, lang.code)"),
            "street": SQL("COALESCE(NULLIF(partner.street, ''), lead.street)"),
            "zip": SQL("COALESCE(NULLIF(partner.zip, ''), lead.zip)"),
            "city": SQL("COALESCE(NULLIF(partner.city, ''), lead.city)"),
            "state_id": SQL("COALESCE(partner.state_id, lead.state_id)"),
            "country_id": SQL("country.id"),
            "country_code": SQL("country.code"),
        }

    def _get_mark_columns(self):
        return {
            "is_blacklisted": SQL(
                "CASE WHEN folded.email IS NULL THEN stop_call.id IS NOT NULL ELSE stop_mail.id IS NOT NULL END"
            ),
            "phone_blacklisted": SQL("stop_call.id IS NOT NULL"),
            "is_role_address": SQL(
                "COALESCE(split_part(folded.email, '@', 1) = ANY(%s), FALSE)", list(mailchimp.ROLE_NAMES)
            ),
            "is_valid": SQL(
                r"CASE WHEN folded.email IS NULL THEN folded.phone ~ '^\+\d{7,15}$' ELSE folded.email ~ %s END",
                mailchimp.EMAIL_PATTERN,
            ),
        }

    def _get_from(self):
        return SQL(
            """FROM folded
          LEFT JOIN res_partner partner ON partner.id = folded.partner_id
          LEFT JOIN latest_lead ON latest_lead.customer_id = partner.commercial_partner_id
          LEFT JOIN crm_lead lead ON lead.id = COALESCE(folded.lead_id, latest_lead.lead_id)
          LEFT JOIN responsible ON responsible.partner_id = partner.commercial_partner_id
          LEFT JOIN bought ON bought.customer_id = partner.commercial_partner_id
          LEFT JOIN crm_appeal appeal ON appeal.id = COALESCE(partner.appeal_id, lead.appeal_id)
          LEFT JOIN res_lang lang ON lang.id = lead.lang_id
          LEFT JOIN res_country country ON country.id = COALESCE(partner.country_id, lead.country_id)
          LEFT JOIN mail_blacklist stop_mail ON stop_mail.active AND stop_mail.email = folded.email
          LEFT JOIN phone_blacklist stop_call ON stop_call.active AND stop_call.number = folded.phone"""
        )

    @api.model
    def _iter_rows(self, domain, names):
        """Stream the rows of a domain, under the rights of the user, without holding them in memory.

        :param names: stored fields to read
        :return: generator of {field name: value}; a many2one is its id, an empty value is None
        """
        query = self._search(domain, order="company, name, id")
        columns = [self._field_to_sql(self._table, name, query) for name in names]
        # A server-side cursor by plain statements, inside the transaction that we are in; it ends with it at the
        # latest.
        cursor = SQL.identifier(f"marketing_rows_{uuid4().hex}")
        self.env.execute_query(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query.select(*columns)))
        while rows := self.env.execute_query(SQL("FETCH FORWARD %s FROM %s", FETCH_ROWS, cursor)):
            yield from (dict(zip(names, row, strict=True)) for row in rows)
        self.env.cr.execute(SQL("CLOSE %s", cursor))
