from odoo import api, fields, models

from odoo.addons.sales_base.tools import requisites


class CrmHintMixin(models.AbstractModel):
    """Says that whoever writes is perhaps of a company that we know: same domain or INN. Nothing is merged."""

    _name = "crm.hint.mixin"
    _description = "Hint at a Customer"

    hint_ids = fields.Many2many(
        "res.partner",
        string="Perhaps of",
        compute="_compute_hint_ids",
        help="Customers with an address of the same company domain, or with the INN that the text names.",
    )
    hint = fields.Char("Why", compute="_compute_hint_ids")

    def _get_hint_email(self):
        """Address as it was written; overridden where the field has another name."""
        return self.email

    def _get_hint_text(self):
        """All words in which an INN may stand."""
        return self.text

    def _get_hint_partners(self):
        """Who it is already: no hint at them."""
        return self.partner_id

    @api.depends_context("lang", "uid")
    def _compute_hint_ids(self):
        partners = self.env["res.partner"]
        emails = {record: (record._get_hint_email() or "").lower() for record in self}
        inns = {record: requisites.find_inns(record._get_hint_text()) for record in self}
        domains = self.env["res.free.mail.domain"]._get_company_domains(emails.values())
        by_domain, by_inn = {}, {}
        for domain, partner_id in partners._get_domain_customers(domains):
            by_domain.setdefault(domain, []).append(partner_id)
        for partner in partners._find_by_inn({inn for found in inns.values() for inn in found}):
            by_inn.setdefault(partner.vat, []).append(partner.id)
        people = {record: record._get_hint_partners() for record in self}
        families = partners.union(*people.values())._group_family()
        for record in self:
            domain = emails[record].rpartition("@")[2].strip(" >")
            own = partners.browse(key for partner in people[record] for key in families[partner.id])
            same_domain = partners.browse(by_domain.get(domain, ())) - own
            same_inn = partners.browse(key for inn in inns[record] for key in by_inn.get(inn, ())) - own
            record.hint_ids = same_inn | same_domain
            record.hint = record._describe_hint(same_inn, inns[record], same_domain, domain)

    def _describe_hint(self, same_inn, inns, same_domain, domain):
        reasons = []
        if same_inn:
            reasons.append(self.env._("the text names the INN %s", ", ".join(inns)))
        if same_domain:
            reasons.append(self.env._("the address ends with %s", domain))
        return "; ".join(reasons) or False


class CrmIntakeMixin(models.AbstractModel):
    _name = "crm.intake.mixin"
    _inherit = ["crm.intake.mixin", "crm.hint.mixin"]


class CrmAppeal(models.Model):
    _inherit = "crm.appeal"

    @api.depends("email", "text", "needs", "partner_id")
    def _compute_hint_ids(self):
        return super()._compute_hint_ids()

    def _get_hint_text(self):
        return "\n".join(filter(None, [self.text, self.needs]))


class CrmCustomerRequest(models.Model):
    _inherit = "crm.customer.request"

    @api.depends("email", "text", "partner_id")
    def _compute_hint_ids(self):
        return super()._compute_hint_ids()


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.hint.mixin"]

    @api.depends("email_from", "needs", "inn", "partner_id")
    def _compute_hint_ids(self):
        return super()._compute_hint_ids()

    def _get_hint_email(self):
        return self.email_normalized or self.email_from

    def _get_hint_text(self):
        return "\n".join(filter(None, [self.needs, self.inn and f"ИНН {self.inn}"]))
