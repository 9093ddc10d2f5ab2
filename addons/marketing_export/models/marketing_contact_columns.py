from odoo import api, models
from odoo.tools import SQL

from ..tools import mailchimp

AMOUNT_PARAMETERS = {"medium": "marketing_export.amount_medium", "large": "marketing_export.amount_large"}
AMOUNTS = {"medium": 300_000, "large": 3_000_000}


class MarketingContact(models.Model):
    """What stands in the columns of the mailing base, over the tables of `_get_from`."""

    _inherit = "marketing.contact"

    def _get_columns(self):
        """{field name: SQL expression} over the tables of `_get_from`; another addon adds its fields here.

        "equipment_types" is no field: it fills the relation of `equipment_type_ids`.
        """
        own = ("key", "email", "phone", "partner_id", "known_since", "duplicate_count")
        return {
            **{name: SQL.identifier("folded", name) for name in own},
            **self._get_name_columns(),
            **self._get_sales_columns(),
            **self._get_address_columns(),
            **(consent := self._get_consent_columns()),
            **(marks := self._get_mark_columns()),
            **self._get_block_columns(marks, consent["consent"]),
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
            "campaign_id": SQL("lead.campaign_id"),
            "subject": SQL("appeal.subject"),
            "deal_parameters": SQL("wish.words"),
            "last_deal_date": SQL("latest_lead.deal_date::date"),
            "last_order_date": SQL("bought.day"),
            "bought": SQL("NULLIF(bought.words, '')"),
            "amount_class": self._get_amount_class(),
            "last_contact_date": SQL("GREATEST(talk.moment, latest_lead.lead_date, lead.create_date)::date"),
            "equipment_types": SQL(
                """CASE WHEN latest_lead.equipment_type_ids IS NOT NULL THEN latest_lead.equipment_type_ids
                        WHEN lead.equipment_type_id IS NOT NULL THEN ARRAY[lead.equipment_type_id] END"""
            ),
            "company_id": SQL("COALESCE(partner.company_id, lead.company_id)"),
        }

    @api.model
    def _get_amount_limits(self):
        """(medium, large): from which sum of purchases on a customer is one of medium or large size."""
        # The settings are the administrator's; everybody's base follows them.
        read = self.env["ir.config_parameter"].sudo().get_param
        return tuple(float(read(AMOUNT_PARAMETERS[name]) or AMOUNTS[name]) for name in ("medium", "large"))

    def _get_amount_class(self):
        medium, large = self._get_amount_limits()
        return SQL(
            """CASE WHEN bought.day IS NULL THEN 'none' WHEN bought.amount >= %s THEN 'large'
                    WHEN bought.amount >= %s THEN 'medium' ELSE 'small' END""",
            large,
            medium,
        )

    def _get_address_columns(self):
        return {
            "phones": SQL(
                "CASE WHEN folded.email IS NULL THEN folded.phone ELSE COALESCE(numbers.all_values, folded.phone) END"
            ),
            "lang": SQL("COALESCE(partner.lang, lang.code)"),
            "street": SQL("COALESCE(NULLIF(partner.street, ''), lead.street)"),
            "zip": SQL("COALESCE(NULLIF(partner.zip, ''), lead.zip)"),
            "city": SQL("COALESCE(NULLIF(partner.city, ''), lead.city)"),
            "state_id": SQL("COALESCE(partner.state_id, lead.state_id)"),
            "country_id": SQL("country.id"),
            "country_code": SQL("country.code"),
        }

    def _get_consent_columns(self):
        """Who wrote to us himself may be answered with news; of others somebody must have said that they agree."""
        wrote = SQL("appeal.id IS NOT NULL OR folded.lead_id IS NOT NULL")
        return {
            "consent": SQL("COALESCE(asked.state, CASE WHEN %s THEN 'request' ELSE 'not_asked' END)", wrote),
            "consent_date": SQL(
                "COALESCE(asked.date, CASE WHEN %s THEN COALESCE(appeal.received_at, folded.known_since) END::date)",
                wrote,
            ),
            "consent_source": SQL("asked.source"),
        }

    def _get_mark_columns(self):
        return {
            "is_blacklisted": SQL(
                "CASE WHEN folded.email IS NULL THEN stop_call.id IS NOT NULL ELSE stop_mail.id IS NOT NULL END"
            ),
            "phone_blacklisted": SQL("stop_call.id IS NOT NULL"),
            "is_bounced": SQL(
                """folded.email IS NOT NULL AND (bounced.value IS NOT NULL OR COALESCE(
                       CASE WHEN folded.lead_id IS NULL THEN
                            CASE WHEN partner.email_normalized = folded.email THEN partner.message_bounce END
                            ELSE lead.message_bounce END, 0) > 0)"""
            ),
            "is_role_address": SQL(
                "COALESCE(split_part(folded.email, '@', 1) = ANY(%s), FALSE)", list(mailchimp.ROLE_NAMES)
            ),
            "is_valid": SQL(
                r"CASE WHEN folded.email IS NULL THEN folded.phone ~ '^\+\d{7,15}$' ELSE folded.email ~ %s END",
                mailchimp.EMAIL_PATTERN,
            ),
        }

    def _get_block_columns(self, marks, consent):
        """Why somebody gets no mail or no call: the first of the reasons that holds."""
        return {
            "mail_block": SQL(
                """CASE WHEN folded.email IS NULL THEN 'no_email' WHEN %(opted_out)s THEN 'opted_out'
                        WHEN %(bounced)s THEN 'bounced' WHEN NOT %(valid)s THEN 'invalid' WHEN %(role)s THEN 'role'
                        WHEN %(consent)s = 'refused' THEN 'refused'
                        WHEN %(consent)s = 'not_asked' THEN 'no_consent' END""",
                opted_out=marks["is_blacklisted"],
                bounced=marks["is_bounced"],
                valid=SQL("(%s)", marks["is_valid"]),
                role=marks["is_role_address"],
                consent=consent,
            ),
            "call_block": SQL(
                r"""CASE WHEN folded.phone IS NULL THEN 'no_phone' WHEN stop_call.id IS NOT NULL THEN 'no_call'
                         WHEN folded.phone !~ '^\+\d{7,15}$' THEN 'bad_phone' END"""
            ),
        }
