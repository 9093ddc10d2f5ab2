from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

ENTITY_FIELDS = ("country_id", "vat", "street", "city", "zip")


class CrmDealComplete(models.TransientModel):
    _name = "crm.deal.complete"
    _description = "Complete the Data of a Deal"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    lead_type = fields.Selection(related="lead_id.type")
    needs = fields.Text(compute="_compute_needs", store=True, readonly=False)
    customer_kind = fields.Selection(
        [("company", "Company"), ("person", "Private person")],
        "Buyer",
        compute="_compute_customer",
        store=True,
        readonly=False,
    )
    legal_entity_id = fields.Many2one(
        "res.partner",
        "Legal entity",
        compute="_compute_customer",
        store=True,
        readonly=False,
        domain="[('is_company', '=', True)]",
    )
    company_name = fields.Char("Legal name", compute="_compute_customer", store=True, readonly=False)
    country_id = fields.Many2one("res.country", compute="_compute_entity_data", store=True, readonly=False)
    vat = fields.Char("Tax number", compute="_compute_entity_data", store=True, readonly=False)
    street = fields.Char(compute="_compute_entity_data", store=True, readonly=False)
    city = fields.Char(compute="_compute_entity_data", store=True, readonly=False)
    zip = fields.Char("ZIP", compute="_compute_entity_data", store=True, readonly=False)
    contact_id = fields.Many2one(
        "res.partner", "Contact person", compute="_compute_contact_id", store=True, readonly=False
    )
    contact_name = fields.Char(compute="_compute_contact_id", store=True, readonly=False)
    email = fields.Char("E-mail", compute="_compute_contact_point", store=True, readonly=False)
    phone = fields.Char(compute="_compute_contact_point", store=True, readonly=False)
    ask_name = fields.Boolean("Asks for a name", compute="_compute_asked")
    ask_vat = fields.Boolean("Asks for a tax number", compute="_compute_asked")
    ask_address = fields.Boolean("Asks for an address", compute="_compute_asked")
    ask_country = fields.Boolean("Asks for a country", compute="_compute_asked")
    ask_contact_point = fields.Boolean("Asks for an e-mail or phone", compute="_compute_asked")

    @api.depends("lead_id")
    def _compute_needs(self):
        for wizard in self:
            wizard.needs = wizard.lead_id.needs

    @api.depends("lead_id")
    def _compute_customer(self):
        for wizard in self:
            lead = wizard.lead_id
            entity = lead.legal_entity_id
            wizard.customer_kind = "person" if entity and not entity.is_company else "company"
            wizard.legal_entity_id = entity if entity.is_company else False
            wizard.company_name = lead.partner_name

    @api.depends("legal_entity_id")
    def _compute_entity_data(self):
        for wizard in self:
            source = wizard.legal_entity_id or wizard.lead_id
            for name in ENTITY_FIELDS:
                wizard[name] = source[name] if name in source._fields else False
            wizard.country_id = wizard.country_id or self.env.company.country_id
            # The number that was asked for at qualification, where that is part of the suite.
            lead = wizard.lead_id
            wizard.vat = wizard.vat or ("inn" in lead._fields and not wizard.legal_entity_id and lead.inn)

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

    @api.depends("customer_kind", "legal_entity_id", "country_id", "contact_id")
    def _compute_asked(self):
        for wizard in self:
            entity = wizard.legal_entity_id
            company = wizard.customer_kind == "company"
            new = company and not entity
            # In another country nothing but the country is asked for.
            russian = company and (wizard.country_id or self.env.company.country_id).code == "RU"
            missing = entity._get_missing_legal_data() if company and entity else []
            wizard.ask_name = new
            wizard.ask_country = new or "country_id" in missing
            wizard.ask_vat = russian and (new or "vat" in missing)
            wizard.ask_address = russian and (new or "street" in missing)
            wizard.ask_contact_point = not wizard.contact_id or not wizard.contact_id._can_be_reached()

    def action_make_deal(self):
        """Write what was entered where it belongs, and convert the lead."""
        self = self.with_env(self.env(context=clean_context(self.env.context)))
        self.ensure_one()
        self._check_entered()
        lead = self.lead_id
        entity = self._apply_entity()
        contact = self._apply_contact(entity)
        values = {"needs": self.needs, "legal_entity_id": (entity or contact).id, "contact_id": contact.id}
        if not lead.partner_id:
            values["partner_id"] = contact.id
        lead.write(values)
        if lead.type == "lead":
            lead._convert_to_deal()
        return lead.redirect_lead_opportunity_view()

    def _check_entered(self):
        """What a screen would not let out; another program may leave it empty."""
        if not (self.needs or "").strip():
            raise UserError(self.env._("Write down the customer's needs."))
        company = self.customer_kind != "person"
        if company and not self.legal_entity_id and not (self.company_name or "").strip():
            raise UserError(self.env._("Enter the legal name of the company, or choose it."))
        if not self.contact_id and not (self.contact_name or self.email or self.phone):
            raise UserError(self.env._("Name the contact person."))
        if self.ask_contact_point and not self.email and not self.phone:
            raise UserError(self.env._("Enter an e-mail address or a phone number of the contact person."))

    def _apply_entity(self):
        """The company, made or completed; empty for a private person."""
        if self.customer_kind == "person":
            return self.env["res.partner"]
        entity = self.legal_entity_id or self._find_entity()
        if entity:
            missing = set(entity._get_missing_legal_data()) | ({"city", "zip"} if self.ask_address else set())
            entity.write(self._prepare_entity_values(missing))
            return entity
        values = self._prepare_entity_values(ENTITY_FIELDS)
        lead_partner = self.lead_id.partner_id
        return entity.create(
            {
                **values,
                "name": self.company_name,
                "is_company": True,
                # Who came with an appeal stays a potential customer until he buys.
                "counterparty_kind": lead_partner.counterparty_kind,
            }
        )

    def _find_entity(self):
        """The same company may be known already, and its tax number tells."""
        if not self.ask_vat or not self.vat:
            return self.env["res.partner"]
        number = "".join(self.vat.split())
        return self.env["res.partner"].search([("vat", "=", number), ("is_company", "=", True)], limit=1)

    def _prepare_entity_values(self, names):
        return {
            name: self[name].id if name == "country_id" else self[name]
            for name in ENTITY_FIELDS
            if name in names and self[name]
        }

    def _apply_contact(self, entity):
        contact = self.contact_id or self.env["res.partner"].create(self._prepare_contact_values(entity))
        values = {}
        if not contact._can_be_reached():
            values = {name: self[name] for name in ("email", "phone") if self[name]}
        if entity and not contact.parent_id and not contact.is_company:
            values["parent_id"] = entity.id
        if values:
            contact.write(values)
        return contact

    def _prepare_contact_values(self, entity):
        lead = self.lead_id
        return {
            "name": self.contact_name or self.email or self.phone or entity.name or lead.name,
            "email": self.email,
            "phone": self.phone,
            "function": lead.function,
            "parent_id": entity.id,
            "user_id": lead.user_id.id,
        }
