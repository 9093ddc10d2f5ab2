from odoo import api, models
from odoo.tools import SQL


class MarketingContact(models.Model):
    """How the rows of the mailing base are made: one query, over everybody or over the touched addresses only."""

    _inherit = "marketing.contact"

    @api.model
    def _get_rows_query(self, keys=None):
        """SELECT of the columns of `_get_columns()`, by key.

        :param keys: addresses and numbers to which the rows are limited; None for all
        """
        return SQL(
            "WITH %s SELECT %s %s",
            SQL(", ").join(
                SQL("%s AS MATERIALIZED (%s)", SQL.identifier(name), query)
                for name, query in self._get_parts(keys).items()
            ),
            SQL(", ").join(SQL("%s AS %s", value, SQL.identifier(name)) for name, value in self._get_columns().items()),
            self._get_from(),
        )

    def _get_parts(self, keys=None):
        """{name: SELECT} of the sub-queries that the rows are made from; another addon may add or replace some."""
        touched = keys is not None
        parts = {
            "customer": self._select_customers(touched),
            "open_lead": self._select_open_leads(touched),
            "numbers": self._select_numbers(),
            "candidate": self._select_candidates(),
            "reachable": self._select_reachable(),
            "folded": self._select_folded(touched),
            "family": self._select_family(),
            "latest_lead": self._select_latest_leads(),
            "responsible": self._select_responsibles(),
            "purchase": self._select_purchases(),
            "bought": self._select_bought(),
            "wish": self._select_wishes(),
            "talk": self._select_talks(),
            "asked": self._select_consents(),
        }
        return {"touched": SQL("SELECT unnest(%s) AS key", list(keys)), **parts} if touched else parts

    def _select_customers(self, touched):
        only = SQL(
            """AND partner.id IN (SELECT point.partner_id FROM res_partner_contact_point point
                                    JOIN touched ON point.value = touched.key AND point.kind IN ('email', 'phone'))"""
        )
        return SQL(
            """SELECT partner.id, partner.commercial_partner_id, partner.counterparty_kind, partner.create_date,
                      CASE partner.counterparty_kind WHEN 'potential' THEN 2 ELSE 1 END AS preference
                 FROM res_partner partner
            LEFT JOIN crm_appeal appeal ON appeal.id = partner.appeal_id AND partner.counterparty_kind = 'potential'
                WHERE partner.active AND partner.counterparty_kind IS NOT NULL
                      AND appeal.state IS DISTINCT FROM 'new' %s""",
            only if touched else SQL(),
        )

    def _select_open_leads(self, touched):
        only = SQL(
            """AND lead.id IN (SELECT id FROM crm_lead JOIN touched ON email_normalized = touched.key
                               UNION SELECT id FROM crm_lead JOIN touched ON phone_sanitized = touched.key)"""
        )
        return SQL(
            """SELECT lead.id, lead.partner_id, lead.create_date,
                      lead.email_normalized AS email, lead.phone_sanitized AS phone
                 FROM crm_lead lead
            LEFT JOIN crm_appeal appeal ON appeal.id = lead.appeal_id
                WHERE lead.active AND lead.won_status = 'pending' AND lead.qualification IS DISTINCT FROM 'false'
                      AND appeal.state IS DISTINCT FROM 'new' %s""",
            only if touched else SQL(),
        )

    def _select_numbers(self):
        """The main phone of each customer, and all of them in one cell."""
        return SQL(
            """SELECT point.partner_id, (array_agg(point.value ORDER BY point.id))[1] AS value,
                      string_agg(point.value, ', ' ORDER BY point.id) AS all_values
                 FROM res_partner_contact_point point
                 JOIN customer ON customer.id = point.partner_id
                WHERE point.kind = 'phone'
             GROUP BY point.partner_id"""
        )

    def _select_candidates(self):
        """All that could be a row. Leads have odd ids, contact points even ones, so that none meet."""
        return SQL(
            """SELECT point.id::bigint * 2 AS id, point.value AS email, numbers.value AS phone,
                      customer.id AS partner_id, NULL::int AS lead_id, customer.counterparty_kind AS kind,
                      customer.preference, customer.create_date AS known_since
                 FROM customer
                 JOIN res_partner_contact_point point ON point.partner_id = customer.id AND point.kind = 'email'
            LEFT JOIN numbers ON numbers.partner_id = customer.id
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

    def _select_folded(self, touched):
        """The winners among the candidates, in the order of preference that the model promises."""
        return SQL(
            """SELECT DISTINCT ON (key)
                      id, key, email, partner_id, lead_id, kind, known_since,
                      first_value(phone) OVER (PARTITION BY key ORDER BY phone IS NULL, %(preference)s) AS phone,
                      count(*) OVER (PARTITION BY key) - 1 AS duplicate_count
                 FROM (SELECT candidate.*, COALESCE(candidate.email, candidate.phone) AS key
                         FROM candidate
                    LEFT JOIN reachable ON candidate.email IS NULL AND reachable.phone = candidate.phone
                        WHERE reachable.phone IS NULL) unfolded
                %(only)s
             ORDER BY key, %(preference)s""",
            preference=SQL("preference, known_since DESC, id DESC"),
            only=SQL("WHERE key IN (SELECT key FROM touched)") if touched else SQL(),
        )

    def _select_family(self):
        """The contacts of all customers that have a row."""
        return SQL(
            """SELECT member.id, member.commercial_partner_id AS customer_id
                 FROM res_partner member
                WHERE member.commercial_partner_id IN (SELECT partner.commercial_partner_id FROM folded
                                                         JOIN res_partner partner ON partner.id = folded.partner_id)"""
        )

    def _select_latest_leads(self):
        """The latest lead or deal of each customer, and the latest one of them that names a type of equipment."""
        return SQL(
            """SELECT family.customer_id, (array_agg(lead.id ORDER BY %(latest)s))[1] AS lead_id,
                      (array_agg(lead.equipment_type_id ORDER BY lead.equipment_type_id IS NULL, %(latest)s))[1]
                          AS equipment_type_id,
                      array_agg(DISTINCT lead.equipment_type_id) FILTER (WHERE lead.equipment_type_id IS NOT NULL)
                          AS equipment_type_ids,
                      max(lead.create_date) FILTER (WHERE lead.type = 'opportunity') AS deal_date,
                      max(lead.create_date) AS lead_date
                 FROM crm_lead lead
                 JOIN family ON family.id = lead.partner_id
                WHERE lead.active
             GROUP BY family.customer_id""",
            latest=SQL("lead.create_date DESC, lead.id DESC"),
        )

    def _select_responsibles(self):
        return SQL(
            """SELECT DISTINCT ON (line.partner_id) line.partner_id, line.team_id, line.user_id
                 FROM res_partner_responsible line
                 JOIN family ON family.id = line.partner_id AND family.customer_id = family.id
             ORDER BY line.partner_id, line.since DESC, line.id DESC"""
        )

    def _select_purchases(self):
        """What was bought here and before: day, amount in the company's currency, words."""
        return SQL(
            """SELECT family.customer_id, purchase.date AS day, purchase.amount, purchase.description
                 FROM res_partner_purchase purchase
                 JOIN family ON family.id = purchase.partner_id
            UNION ALL
               SELECT family.customer_id, purchase.date_order::date,
                      purchase.amount_total / COALESCE(NULLIF(purchase.currency_rate, 0), 1), line.words
                 FROM sale_order purchase
                 JOIN family ON family.id = purchase.partner_id
            LEFT JOIN LATERAL (SELECT string_agg(split_part(name, E'\\n', 1), ', ' ORDER BY sequence, id) AS words
                                 FROM sale_order_line WHERE order_id = purchase.id AND display_type IS NULL) line ON TRUE
                WHERE purchase.state = 'sale'"""
        )

    def _select_bought(self):
        return SQL(
            """SELECT customer_id, max(day) AS day, sum(amount) AS amount,
                      array_to_string((array_agg(description ORDER BY day DESC))[1:3], '; ') AS words
                 FROM purchase
             GROUP BY customer_id"""
        )

    def _select_wishes(self):
        """What the deals of each customer asked for, as text to be searched."""
        # The base has one language: that of the company.
        lang = self.env.ref("base.main_company").sudo().partner_id.lang or "en_US"
        return SQL(
            """SELECT family.customer_id, string_agg(DISTINCT concat_ws(' ',
                          COALESCE(parameter.name ->> %(lang)s, parameter.name ->> 'en_US') || ':',
                          wanted.value_text, COALESCE(choice.name ->> %(lang)s, choice.name ->> 'en_US'),
                          CASE WHEN parameter.kind IN ('number', 'range') THEN trim_scale(wanted.base_min::numeric) END,
                          CASE WHEN parameter.kind = 'range' THEN '… ' || trim_scale(wanted.base_max::numeric) END
                      ), '; ') AS words
                 FROM crm_deal_requirement wanted
                 JOIN crm_lead lead ON lead.id = wanted.deal_id AND lead.active
                 JOIN family ON family.id = lead.partner_id
                 JOIN equipment_parameter parameter ON parameter.id = wanted.parameter_id
            LEFT JOIN equipment_parameter_choice choice ON choice.id = wanted.choice_id
                WHERE wanted.is_known
             GROUP BY family.customer_id""",
            lang=lang,
        )

    def _select_talks(self):
        return SQL(
            """SELECT family.customer_id, max(talk.moment) AS moment
                 FROM (SELECT partner_id, started_at AS moment FROM crm_phone_call WHERE state = 'answered'
                       UNION ALL
                       SELECT partner_id, answered_at FROM crm_customer_request WHERE answered_at IS NOT NULL
                       UNION ALL
                       SELECT partner_id, done_at FROM marketing_call
                        WHERE outcome IN ('reached', 'interest', 'later', 'refused')) talk
                 JOIN family ON family.id = talk.partner_id
             GROUP BY family.customer_id"""
        )

    def _select_consents(self):
        """The latest word of each address."""
        return SQL(
            """SELECT DISTINCT ON (consent.value) consent.value, consent.state, consent.date, consent.source
                 FROM marketing_consent consent
                 JOIN folded ON folded.key = consent.value
                WHERE consent.state != 'bounced'
             ORDER BY consent.value, consent.date DESC, consent.id DESC"""
        )

    def _get_from(self):
        return SQL(
            """FROM folded
          LEFT JOIN res_partner partner ON partner.id = folded.partner_id
          LEFT JOIN latest_lead ON latest_lead.customer_id = partner.commercial_partner_id
          LEFT JOIN crm_lead lead ON lead.id = COALESCE(folded.lead_id, latest_lead.lead_id)
          LEFT JOIN responsible ON responsible.partner_id = partner.commercial_partner_id
          LEFT JOIN bought ON bought.customer_id = partner.commercial_partner_id
          LEFT JOIN wish ON wish.customer_id = partner.commercial_partner_id
          LEFT JOIN talk ON talk.customer_id = partner.commercial_partner_id
          LEFT JOIN numbers ON numbers.partner_id = folded.partner_id AND folded.lead_id IS NULL
          LEFT JOIN crm_appeal appeal ON appeal.id = COALESCE(partner.appeal_id, lead.appeal_id)
          LEFT JOIN res_lang lang ON lang.id = lead.lang_id
          LEFT JOIN res_country country ON country.id = COALESCE(partner.country_id, lead.country_id)
          LEFT JOIN asked ON asked.value = folded.key
          LEFT JOIN (SELECT DISTINCT consent.value FROM marketing_consent consent
                       JOIN folded ON folded.email = consent.value
                      WHERE consent.state = 'bounced') bounced ON bounced.value = folded.email
          LEFT JOIN mail_blacklist stop_mail ON stop_mail.active AND stop_mail.email = folded.email
          LEFT JOIN phone_blacklist stop_call ON stop_call.active AND stop_call.number = folded.phone"""
        )
