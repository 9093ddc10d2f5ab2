from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import contact, names

# So many names are compared letter by letter, and so many customers are shown as similar.
COMPARED, SHOWN = 500, 50
BEGINNING = 5


class ResPartner(models.Model):
    """Who is perhaps the same customer: hints for people, never a reason to merge anything by itself."""

    _inherit = "res.partner"

    name_key = fields.Char("Name to compare", compute="_compute_name_key", store=True, precompute=True)

    # Beginnings are looked up by it, whatever the collation of the database.
    _name_key_idx = models.Index("(name_key text_pattern_ops) WHERE name_key IS NOT NULL")

    @api.depends("name", "company_name", "is_company", "parent_id")
    def _compute_name_key(self):
        for partner in self:
            person_of_company = partner.parent_id and not partner.is_company
            name = partner.name if partner.is_company or not partner.company_name else partner.company_name
            partner.name_key = not person_of_company and names.name_key(name)

    @api.model
    def _find_similar(self, emails=(), phones=(), inns=(), company_names=()):
        """{customer: {reasons}} of who may be meant, the likeliest first; archived customers too.

        :param emails: addresses as written
        :param phones: numbers as written
        :param inns: tax numbers
        :param company_names: names as written
        :return: reasons are "email", "phone", "inn", "name", "domain"
        """
        addresses = [value for text in emails for value in contact.split_emails(text)]
        found = {}
        match = self.env["res.partner.contact.point"]._match
        for reason, partners in (
            ("email", match(emails=addresses) if addresses else self),
            ("phone", match(phones=phones) if phones else self),
            ("inn", self._find_by_inn(inns)),
            ("name", self._find_by_name(company_names)),
            ("domain", self._find_by_domain(addresses)),
        ):
            for partner in partners.commercial_partner_id:
                found.setdefault(partner, set()).add(reason)
        ordered = sorted(found, key=lambda partner: (-len(found[partner]), list(found).index(partner)))
        return {partner: found[partner] for partner in ordered[:SHOWN]}

    @api.model
    def _find_by_inn(self, inns):
        inns = [inn for inn in inns if inn]
        partners = self.with_context(active_test=False)
        return partners.search([("vat", "in", inns)], limit=SHOWN).commercial_partner_id if inns else self.browse()

    @api.model
    def _find_by_domain(self, addresses):
        """Customers with an address of the same domain, free mail left out."""
        pairs = self._get_domain_customers(self.env["res.free.mail.domain"]._get_company_domains(addresses))
        return self.browse(dict.fromkeys(partner_id for _domain, partner_id in pairs))

    @api.model
    def _get_domain_customers(self, domains):
        """[(domain, id of the customer)], each pair once."""
        if not domains:
            return []
        self.env["res.partner.contact.point"].flush_model(["partner_id", "kind", "value"])
        self.flush_model(["commercial_partner_id", "active"])
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT split_part(point.value, '@', 2), partner.commercial_partner_id
                     FROM res_partner_contact_point point JOIN res_partner partner ON partner.id = point.partner_id
                    WHERE point.kind = 'email' AND split_part(point.value, '@', 2) = ANY(%s) AND partner.active
                 ORDER BY 2 LIMIT %s""",
                list(domains),
                SHOWN * len(domains),
            )
        )

    @api.model
    def _find_by_name(self, company_names):
        """Customers whose names say the same, but for legal form, quotes and a slip of the keyboard."""
        found = self.browse()
        for key in {names.name_key(name) for name in company_names if name}:
            if len(key) < names.SHORTEST:
                continue
            rows = self._get_name_candidates(key)
            found |= self.browse(partner_id for partner_id, other in rows if names.are_alike(key, other))
        return found.commercial_partner_id

    @api.model
    def _get_name_candidates(self, key):
        self.flush_model(["name_key"])
        words = key.split()
        beginnings = [" ".join(words[: number + 1]) for number in range(len(words))]
        start = key[:BEGINNING].replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
        return self.env.execute_query(
            SQL(
                """SELECT id, name_key FROM (
                        SELECT id, name_key FROM res_partner WHERE name_key = ANY(%s) LIMIT %s) same
                    UNION
                   SELECT id, name_key FROM (
                        SELECT id, name_key FROM res_partner WHERE name_key LIKE %s LIMIT %s) alike
                 ORDER BY 1""",
                beginnings,
                COMPARED,
                f"{start}%",
                COMPARED,
            )
        )


class ResPartnerContactPoint(models.Model):
    _inherit = "res.partner.contact.point"

    _domain_idx = models.Index("(split_part(value, '@', 2)) WHERE kind = 'email'")
