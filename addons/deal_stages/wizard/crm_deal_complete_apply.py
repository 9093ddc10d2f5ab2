from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

from .crm_deal_complete import ENTITY_FIELDS

ADDRESS = {"street", "city", "zip"}


class CrmDealComplete(models.TransientModel):
    """The part that writes what was entered where it belongs; all of it, or nothing."""

    _inherit = "crm.deal.complete"

    def action_make_deal(self):
        """Write what was entered where it belongs, and convert the lead; without one a deal begins."""
        self = self.with_env(self.env(context=clean_context(self.env.context)))
        self.ensure_one()
        self._check_entered()
        lead = self.lead_id
        entity = self._apply_entity()
        contact = self._apply_contact(entity)
        values = {"needs": self.needs, "legal_entity_id": (entity or contact).id, "contact_id": contact.id}
        if not lead.partner_id:
            values["partner_id"] = contact.id
        if not lead:
            return lead.create(values | self._prepare_new_deal()).redirect_lead_opportunity_view()
        lead.write(values)
        if lead.type == "lead":
            lead._convert_to_deal()
        return lead.redirect_lead_opportunity_view()

    def _prepare_new_deal(self):
        """Values of a deal that begins without a lead; whoever opens the form for something of his own adds it."""
        return {"type": "opportunity", "name": self.name}

    def _check_entered(self):
        """What a screen would not let out; another program may leave it empty."""
        if not self.lead_id and not (self.name or "").strip():
            raise UserError(self.env._("Give the deal a name."))
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
            missing = set(entity._get_missing_legal_data())
            names = missing | (ADDRESS if "street" in missing else set())
            entity.write(self._prepare_entity_values(names) | self._prepare_actual_values(missing))
            self._keep_account(entity, missing)
            return entity
        # Who came with an appeal stays a potential customer until he buys.
        kind = self.lead_id.partner_id.counterparty_kind
        values = {"name": self.company_name, "is_company": True, "counterparty_kind": kind}
        asked = self._get_asked()
        # Not asked does not mean not known: a city abroad may be written on the lead.
        values |= self._prepare_entity_values(ENTITY_FIELDS) | self._prepare_actual_values(asked)
        entity = entity.create(values)
        self._keep_account(entity, asked)
        return entity

    def _find_entity(self):
        """The same company may be known already, and its tax number tells; its branches have a KPP of their own."""
        partners = self.env["res.partner"]
        if not self.vat or not self.is_russian:
            return partners
        number, kpp = "".join(self.vat.split()), "".join((self.kpp or "").split()).upper()
        known = partners.search([("vat", "=", number), ("is_company", "=", True)])
        same = known.filtered(lambda company: company.kpp == kpp) if kpp else known
        return (same or known.filtered(lambda company: not company.kpp))[:1]

    def _prepare_entity_values(self, names):
        values = {name: self[name] for name in ENTITY_FIELDS if name in names and self[name]}
        return values | ({"country_id": self.country_id.id} if "country_id" in values else {})

    def _keep_account(self, entity, asked):
        """Write the bank account down, if it was asked for and entered."""
        if "bank_ids" not in asked or not self.acc_number:
            return
        # Salesmen may not touch bank accounts, lest money goes astray; this form only adds what was missing.
        accounts = self.env["res.partner.bank"].sudo().with_context(active_test=False)
        country = self.env.ref("base.ru") if self.is_russian else None
        bank = self.env["res.bank"].sudo()._get_by_bic(self.bank_bic, self.bank_name, country)
        number = "".join(self.acc_number.split()).upper()
        held = accounts.search([("partner_id", "=", entity.id), ("sanitized_acc_number", "=", number)], limit=1)
        if held:
            held.write({"active": True, "bank_id": (bank or held.bank_id).id})
        else:
            accounts.create({"partner_id": entity.id, "acc_number": number, "bank_id": bank.id})

    def _prepare_actual_values(self, asked):
        """Where the company works, as far as it is asked for and entered."""
        if "actual_address" not in asked:
            return {}
        if self.actual_is_legal:
            return {"actual_is_legal": True}
        known = self.actual_street or self.actual_city
        return {"child_ids": [Command.create(self._prepare_actual_address())]} if known else {}

    def _prepare_actual_address(self):
        return {
            "type": "actual",
            "street": self.actual_street,
            "city": self.actual_city,
            "zip": self.actual_zip,
            "country_id": self.country_id.id,
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
