from odoo import api, fields, models
from odoo.tools import html2plaintext

from odoo.addons.sales_base.tools import requisites

ENTITY_FIELDS = ("country_id", "vat", "kpp", "street", "city", "zip")


class CrmDealComplete(models.TransientModel):
    """The one form that a deal begins with: it asks for what neither the lead nor the customer's card holds."""

    _name = "crm.deal.complete"
    _description = "Complete the Data of a Deal"

    lead_id = fields.Many2one("crm.lead", ondelete="cascade", help="Empty for a deal that begins without a lead.")
    lead_type = fields.Selection(related="lead_id.type")
    name = fields.Char("Deal", compute="_compute_needs", store=True, readonly=False)
    needs = fields.Text(compute="_compute_needs", store=True, readonly=False)
    customer_kind = fields.Selection(
        [("company", "Company"), ("person", "Private person")],
        "Buyer",
        compute="_compute_customer_kind",
        store=True,
        readonly=False,
    )
    legal_entity_id = fields.Many2one(
        "res.partner",
        "Legal entity",
        compute="_compute_legal_entity_id",
        store=True,
        readonly=False,
        domain="[('is_company', '=', True)]",
    )
    company_name = fields.Char("Legal name", compute="_compute_company_name", store=True, readonly=False)
    country_id = fields.Many2one("res.country", compute="_compute_entity_data", store=True, readonly=False)
    vat = fields.Char("Tax number", compute="_compute_entity_data", store=True, readonly=False)
    kpp = fields.Char("KPP", compute="_compute_entity_data", store=True, readonly=False)
    street = fields.Char(compute="_compute_entity_data", store=True, readonly=False)
    city = fields.Char(compute="_compute_entity_data", store=True, readonly=False)
    zip = fields.Char("ZIP", compute="_compute_entity_data", store=True, readonly=False)
    actual_is_legal = fields.Boolean("Works at its legal address", default=True)
    actual_street = fields.Char("Actual street")
    actual_city = fields.Char("Actual city")
    actual_zip = fields.Char("Actual ZIP")
    acc_number = fields.Char("Bank account", compute="_compute_entity_data", store=True, readonly=False)
    bank_bic = fields.Char("BIC", compute="_compute_entity_data", store=True, readonly=False)
    bank_name = fields.Char("Bank", compute="_compute_bank_name", store=True, readonly=False)
    contact_id = fields.Many2one(
        "res.partner", "Contact person", compute="_compute_contact_id", store=True, readonly=False
    )
    contact_name = fields.Char(compute="_compute_contact_id", store=True, readonly=False)
    email = fields.Char("E-mail", compute="_compute_contact_point", store=True, readonly=False)
    phone = fields.Char(compute="_compute_contact_point", store=True, readonly=False)
    ask_name = fields.Boolean("Asks for a name", compute="_compute_asked")
    ask_vat = fields.Boolean("Asks for a tax number", compute="_compute_asked")
    ask_kpp = fields.Boolean("Asks for a KPP", compute="_compute_asked")
    ask_address = fields.Boolean("Asks for an address", compute="_compute_asked")
    ask_actual = fields.Boolean("Asks for an actual address", compute="_compute_asked")
    ask_bank = fields.Boolean("Asks for a bank account", compute="_compute_asked")
    is_russian = fields.Boolean("In Russia", compute="_compute_asked")
    ask_country = fields.Boolean("Asks for a country", compute="_compute_asked")
    ask_contact_point = fields.Boolean("Asks for an e-mail or phone", compute="_compute_asked")

    @api.depends("lead_id")
    def _compute_needs(self):
        for wizard in self:
            wizard.needs = wizard.needs or wizard.lead_id.needs
            wizard.name = wizard.name or wizard.lead_id.name

    @api.depends("lead_id")
    def _compute_customer_kind(self):
        for wizard in self:
            entity = wizard.lead_id.legal_entity_id
            wizard.customer_kind = "person" if entity and not entity.is_company else "company"

    @api.depends("lead_id")
    def _compute_legal_entity_id(self):
        for wizard in self:
            entity = wizard.lead_id.legal_entity_id
            wizard.legal_entity_id = entity if entity.is_company else False

    @api.depends("lead_id")
    def _compute_company_name(self):
        for wizard in self:
            wizard.company_name = wizard.lead_id.partner_name

    @api.depends("legal_entity_id")
    def _compute_entity_data(self):
        for wizard in self:
            source = wizard.legal_entity_id or wizard.lead_id
            for name in ENTITY_FIELDS:
                wizard[name] = source[name] if name in source._fields else False
            wizard.country_id = wizard.country_id or self.env.company.country_id
            written = wizard._find_written()
            wizard.vat = wizard.vat or written.get("vat")
            same = not wizard.legal_entity_id or wizard.vat == written.get("vat")
            wizard.kpp = wizard.kpp or (same and written.get("kpp"))
            account = wizard.legal_entity_id.bank_ids[:1]
            wizard.acc_number = account.acc_number or (same and written.get("account"))
            wizard.bank_bic = account.bank_id.bic or (same and written.get("bic"))

    def _find_written(self):
        """Requisites that the customer's letter names; the number that was asked for at qualification counts most."""
        lead = self.lead_id
        letter = "\n".join(filter(None, (lead.needs, html2plaintext(lead.description or ""))))
        written = requisites.find_requisites(letter)
        if "inn" in lead._fields and lead.inn and not self.legal_entity_id:
            written["vat"] = lead.inn
        return written

    @api.depends("bank_bic")
    def _compute_bank_name(self):
        for wizard in self:
            wizard.bank_name = self.env["res.bank"]._find_by_bic(wizard.bank_bic).name or wizard.bank_name

    @api.depends("lead_id")
    def _compute_contact_id(self):
        for wizard in self:
            lead = wizard.lead_id
            wizard.contact_id = lead.contact_id or lead.partner_id
            wizard.contact_name = lead.contact_name

    @api.depends("contact_id")
    def _compute_contact_point(self):
        for wizard in self:
            contact, lead = wizard.contact_id, wizard.lead_id
            wizard.email = contact.email or lead.email_from
            wizard.phone = contact.phone or lead.phone

    @api.depends("customer_kind", "legal_entity_id", "country_id", "vat", "contact_id")
    def _compute_asked(self):
        for wizard in self:
            asked = wizard._get_asked()
            wizard.ask_name = "name" in asked
            wizard.ask_country = "country_id" in asked
            wizard.ask_vat = "vat" in asked
            wizard.ask_kpp = "kpp" in asked
            wizard.ask_address = "street" in asked
            wizard.ask_actual = "actual_address" in asked
            wizard.ask_bank = "bank_ids" in asked
            wizard.is_russian = self.env["res.partner"]._is_russia(wizard.country_id)
            wizard.ask_contact_point = not wizard.contact_id or not wizard.contact_id._can_be_reached()

    def _get_asked(self):
        """What is asked of the company: all that a deal needs of one that nobody knew, else what its card lacks."""
        if self.customer_kind == "person":
            return set()
        entity, partners = self.legal_entity_id, self.env["res.partner"]
        wanted = partners._get_wanted_legal_data(self.country_id, self.vat)
        if not entity:
            return {"name", "country_id", *wanted}
        missing = set(entity._get_missing_legal_data())
        # What is entered here may ask for less: a sole proprietor has no KPP.
        return missing & {"country_id", *wanted}
