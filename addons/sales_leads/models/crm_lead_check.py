from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.sales_base.tools import requisites

LISTED = 40


class CrmLead(models.Model):
    """What the base knows already of whoever asks: customers, leads, deals, appeals, each with the reason."""

    _inherit = "crm.lead"

    inn = fields.Char("INN", copy=False, help="Tax number of the customer, as he wrote or said it.")

    @api.constrains("inn")
    def _check_inn(self):
        for lead in self:
            if lead.inn and not requisites.is_inn(lead.inn):
                raise ValidationError(self.env._("“%s” is no INN: check its digits.", lead.inn))

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "inn"]

    # --- what the panel shows --------------------------------------------------------------------

    def get_database_check(self):
        """Rows of the check panel, as the caller may see them.

        :return: {"groups": [{"kind", "title", "rows"}]}; a row has model, id (False without access), name, reasons,
            what, who, can_merge, can_link
        """
        self.ensure_one()
        self.check_access("read")
        similar = self._find_similar_customers()
        leads = self._find_similar_leads(similar)
        groups = [
            ("customer", self.env._("Customers"), [self._prepare_customer_row(*row) for row in similar.items()]),
            ("lead", self.env._("Leads"), self._prepare_lead_rows(leads, "lead")),
            ("deal", self.env._("Deals"), self._prepare_lead_rows(leads, "opportunity")),
            ("appeal", self.env._("Appeals"), self._prepare_appeal_rows(similar)),
        ]
        return {"groups": [{"kind": kind, "title": title, "rows": rows} for kind, title, rows in groups if rows]}

    def _get_check_keys(self):
        """What is known of the customer, for `res.partner._find_similar`."""
        partner = self.partner_id
        points = partner.contact_point_ids
        kinds = {
            kind: points.filtered(lambda point, kind=kind: point.kind == kind).mapped("raw")
            for kind in ("email", "phone")
        }
        texts = f"{self.needs or ''}\n{self.appeal_id.sudo().text or ''}"
        return {
            "emails": list(filter(None, {self.email_from, *kinds["email"]})),
            "phones": list(filter(None, {self.phone, *kinds["phone"]})),
            "inns": list(filter(None, {self.inn, partner.vat, *requisites.find_inns(texts)})),
            "company_names": list(filter(None, {self.partner_name, partner.commercial_company_name}))
            or list(filter(None, {self.contact_name})),
        }

    def _find_similar_customers(self):
        """{customer: {reasons}}, our own people and the lead's own customer left out."""
        found = self.env["res.partner"]._find_similar(**self._get_check_keys())
        own = self.partner_id._get_family()
        return {
            partner: reasons
            for partner, reasons in found.items()
            if partner not in own and (partner.partner_share or not partner.active)
        }

    def _find_similar_leads(self, similar):
        """{lead or deal: {reasons}} of those customers, of the same customer, and with the same address or number."""
        own = self.partner_id._get_family()
        people = self._get_people_domain(similar, own)
        email = self.email_normalized and Domain("email_normalized", "=", self.email_normalized)
        phone = self.phone_sanitized and Domain("phone_sanitized", "=", self.phone_sanitized)
        domain = Domain.OR(filter(None, [people, email, phone])) & Domain("id", "!=", self.id)
        # Everybody in sales sees that a customer is worked on and by whom, not what about.
        leads = self.sudo().with_context(active_test=False).search(domain, order="id desc", limit=LISTED)
        return {lead: self._explain_lead(lead, self._explain_partner(lead.partner_id, similar, own)) for lead in leads}

    @api.model
    def _get_people_domain(self, similar, own):
        """Records of the same customer, and of all people of those who are alike."""
        alike = [partner.id for partner in similar]
        return Domain("partner_id", "in", own.ids) | Domain("partner_id.commercial_partner_id", "in", alike)

    @api.model
    def _explain_partner(self, partner, similar, own):
        if partner.id in own._ids:
            return {"customer"}
        return similar.get(partner.commercial_partner_id.with_env(self.env), set())

    def _explain_lead(self, lead, known):
        reasons = set(known)
        if lead.email_normalized and lead.email_normalized == self.email_normalized:
            reasons.add("email")
        if lead.phone_sanitized and lead.phone_sanitized == self.phone_sanitized:
            reasons.add("phone")
        return reasons

    @api.model
    def _get_reason_labels(self):
        return {
            "customer": self.env._("same customer"),
            "email": self.env._("same e-mail"),
            "phone": self.env._("same phone"),
            "inn": self.env._("same INN"),
            "name": self.env._("similar name"),
            "domain": self.env._("same mail domain"),
        }

    @api.model
    def _prepare_row(self, record, name, reasons, what, who, **more):
        labels = self._get_reason_labels()
        return {
            "key": f"{record._name},{record.id}",
            "model": record._name,
            "id": record.id,
            "name": name,
            "reasons": [label for reason, label in labels.items() if reason in reasons],
            "what": what,
            "who": who,
            "can_merge": False,
            "can_link": False,
        } | more

    def _prepare_customer_row(self, partner, reasons):
        kind = dict(partner._fields["counterparty_kind"]._description_selection(self.env)).get(
            partner.counterparty_kind
        )
        managers = ", ".join(partner.family_responsible_ids.sudo().mapped("name"))
        allowed = self.has_access("write")
        merging = self.env["base.partner.merge.automatic.wizard"].has_access("create") and self.partner_id
        return self._prepare_row(
            partner,
            partner.display_name,
            reasons,
            kind or "",
            managers,
            can_link=allowed,
            can_merge=bool(allowed and merging),
        )

    def _prepare_lead_rows(self, leads, kind):
        chosen = [lead for lead in leads if lead.type == kind]
        readable = self.browse([lead.id for lead in chosen]).with_context(active_test=False)._filtered_access("read")
        writable = readable._filtered_access("write") if self.has_access("write") else self.browse()
        states = dict(self._fields["won_status"]._description_selection(self.env))
        rows = []
        for lead in chosen:
            seen = lead in readable
            rows.append(
                self._prepare_row(
                    lead,
                    lead.name if seen else self.env._("no access"),
                    leads[lead],
                    states.get(lead.won_status, "") if seen else "",
                    " · ".join(filter(None, [lead.team_id.name, lead.user_id.name])),
                    id=lead.id if seen else False,
                    can_merge=lead in writable and lead.won_status != "won",
                )
            )
        return rows

    def _prepare_appeal_rows(self, similar):
        own = self.partner_id._get_family()
        domain = self._get_people_domain(similar, own) & Domain("id", "!=", self.appeal_id.id)
        # See _find_similar_leads: that there was an appeal is told, its text to those who may read it.
        appeals = self.env["crm.appeal"].sudo().with_context(active_test=False)
        found = appeals.search(domain, order="id desc", limit=LISTED)
        readable = found.with_env(self.env)._filtered_access("read") if found else found
        states = dict(found._fields["state"]._description_selection(self.env))
        return [
            self._prepare_row(
                appeal,
                appeal.display_name if appeal in readable else appeal.number,
                self._explain_partner(appeal.partner_id, similar, own),
                states[appeal.state],
                appeal.team_id.name or "",
                id=appeal.id if appeal in readable else False,
            )
            for appeal in found
        ]

    # --- what the manager does with it -----------------------------------------------------------

    def action_merge_with(self, model, record_id):
        """Core's own dialog that merges the lead with another one, or its customer with another one."""
        self.ensure_one()
        self.check_access("write")
        if model == "crm.lead":
            action = self.env["ir.actions.act_window"]._for_xml_id("crm.action_merge_opportunities")
            other, own = self.browse(record_id), self
            wizard = self.env["crm.merge.opportunity"]
        else:
            action = self.env["ir.actions.act_window"]._for_xml_id("base.action_partner_merge")
            other, own = self.env["res.partner"].browse(record_id), self.partner_id
            wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard.check_access("create")
        other.check_access("write")
        context = {"active_model": own._name, "active_ids": [own.id, other.id], "active_id": own.id}
        return action | {"context": context, "target": "new"}

    def action_link_customer(self, partner_id):
        """«It is this customer»: whoever asked belongs to him from now on."""
        self.ensure_one()
        self.check_access("write")
        partner = self.env["res.partner"].browse(partner_id).exists()
        partner.check_access("read")
        if not partner:
            raise UserError(self.env._("This customer is gone: look again."))
        self._link_customer(partner)
        return True

    def _link_customer(self, partner):
        """Make the lead one of `partner`; its potential customer joins him as a person or gives him its addresses."""
        asked = self.partner_id
        entity = partner.commercial_partner_id
        values = {"partner_name": entity.name if entity.is_company else False}
        if asked.counterparty_kind == "potential" and not asked.parent_id and asked != entity:
            if entity.is_company and not asked.is_company and self.contact_name:
                asked.write({"parent_id": entity.id, "company_name": False})
            else:
                asked._give_contact_points(partner)
                values["partner_id"] = partner.id
        else:
            values["partner_id"] = partner.id
        if entity.is_company and "legal_entity_id" in self._fields:
            values["legal_entity_id"] = entity.id
        self.write(values)
        if self.appeal_id:
            self.appeal_id.sudo().partner_id = self.partner_id  # the manager reads appeals only
        self._message_log(body=self.env._("It is the customer %s.", partner.display_name))

    def action_open_check(self, model, record_id):
        """Open a row of the panel."""
        if model not in ("res.partner", "crm.lead", "crm.appeal"):
            raise UserError(self.env._("Nothing of this kind stands in the check."))
        return self.env[model].browse(record_id)._get_records_action()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _give_contact_points(self, partner):
        """Addresses and numbers of a potential customer who turned out to be `partner` lead to him from now on."""
        known = {(point.kind, point.value) for point in partner.contact_point_ids}
        partner.contact_point_ids = [
            Command.create({"kind": point.kind, "raw": point.raw})
            for point in self.contact_point_ids
            if (point.kind, point.value) not in known
        ]
        # What was archived long ago is no reason to be asked for ever which of the two it is.
        open_leads = self.env["crm.lead"].sudo().search_count([("partner_id", "=", self.id)])
        if open_leads <= 1:
            # With his addresses he would be found beside the customer, and everybody be asked who it was.
            self.write({"email": False, "phone": False, "active": False})
            self.contact_point_ids.unlink()
