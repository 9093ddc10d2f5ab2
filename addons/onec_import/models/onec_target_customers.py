"""Customers and vendors: 1C's Партнёры and Контрагенты become one customer with its legal entities."""

from odoo import api, models
from odoo.tools import plaintext2html

from odoo.addons.sales_base.tools import requisites

from .onec_alias import fold

PERSONS = ("person",)


class OnecTargetCustomers(models.AbstractModel):
    _name = "onec.target.customers"
    _description = "Customers from 1C"
    _inherit = ["onec.target.customer.parts"]

    _onec_kind = "customers"
    _onec_model = "res.partner"

    # Values

    @api.model
    def _prepare(self, batch, items):
        self._find_parents(items)
        existing = self._find_existing([item for item in items if not item.known])
        context = {"people": self._get_people(), "country": self.env.ref("base.ru"), "states": self._get_states()}
        for item in items:
            item.existing = existing.get(item.name) or item.existing
            item.vals = self._prepare_values(item, context)

    @api.model
    def _prepare_values(self, item, context):
        values = item.values
        is_partner = values.get("role") == "partner"
        vals = {
            "name": values.get("full_name") or values["name"],
            "is_company": self._is_company(values),
            "counterparty_kind": "partner" if is_partner else "counterparty",
            "phone": (values.get("phones") or [None])[0],
            "email": (values.get("emails") or [None])[0],
            "website": values.get("website"),
            **self._prepare_requisites(item),
            **self._prepare_address(self._get_address(values, "legal"), context),
        }
        if item.extra.get("parent_id"):
            vals["parent_id"] = item.extra["parent_id"]
        if self._works_at_legal_address(values):
            vals["actual_is_legal"] = True
        if values.get("is_vendor"):
            vals["supplier_rank"] = 1
        if values.get("is_customer"):
            vals["customer_rank"] = 1
        vals["active"] = not values.get("deleted")
        vals |= self._prepare_comment(values)
        manager = values.get("manager")
        item.extra["manager"] = self._find_person(context["people"], manager) if manager else None
        if manager and not item.extra["manager"]:
            item.warn(
                self.env._("Nobody here is called “%s”: make the user, or name the manager by hand.", manager),
                "manager",
                manager,
            )
        return vals

    @api.model
    def _is_company(self, values):
        """Whoever signs contracts as a firm; a person is who 1C says is one, or who has a person's INN."""
        if values.get("sort"):
            return values["sort"] not in PERSONS
        return not (values.get("inn") and len(values["inn"]) == 12)

    @api.model
    def _prepare_requisites(self, item):
        """What passes its check stands in its field; an INN that does not is kept in the notes, and the reader warned."""
        values, vals = item.values, {}
        inn = values.get("inn")
        if inn and values.get("sort") != "foreign" and requisites.is_inn(inn):
            vals |= {"vat": inn, "country_id": self.env.ref("base.ru").id}
        for name, check in (("kpp", requisites.is_kpp), ("okpo", requisites.is_okpo)):
            text = values.get(name)
            if text and check(text):
                vals[name] = text
        return vals

    @api.model
    def _prepare_comment(self, values):
        lines = [values.get("comment")]
        inn = values.get("inn")
        if inn and (values.get("sort") == "foreign" or not requisites.is_inn(inn)):
            lines.append(f"ИНН {inn}")
        lines += [f"ОГРН {values['ogrn']}" if values.get("ogrn") else None]
        lines += [f"Факс {values['fax']}" if values.get("fax") else None]
        text = "\n".join(line for line in lines if line)
        return {"comment": plaintext2html(text)} if text else {}

    # Whose legal entity

    @api.model
    def _find_parents(self, items):
        """The partner of 1C that a counterparty belongs to: its id here, or a name to make one of."""
        asking = [item for item in items if self._asks_parent(item)]
        wants = [
            [
                (name, item.values[field])
                for field, name in (("partner_id", "id"), ("partner", "name"))
                if item.values.get(field)
            ]
            for item in asking
        ]
        for item, found in zip(asking, self.env["onec.alias"]._match("customers", wants), strict=True):
            item.extra["parent_id"] = found[0] if found else None
            if found and self._is_one_with(item, found[0]):
                item.existing = self.env["res.partner"].browse(found[0])
                item.extra["parent_id"] = None

    @api.model
    def _asks_parent(self, item):
        values = item.values
        if values.get("role") == "partner" or not (values.get("partner") or values.get("partner_id")):
            return False
        return bool(values.get("partner_id")) or fold(values["partner"]) != fold(values["name"])

    @api.model
    def _is_one_with(self, item, partner_id):
        """A partner with a legal entity of the same name is one customer, not two."""
        name = self.env["res.partner"].browse(partner_id).name
        own = {fold(item.values["name"]), fold(item.values.get("full_name") or "")}
        return not item.known and fold(name) in own and not self._has_entity(partner_id)

    @api.model
    def _has_entity(self, partner_id):
        """True when a counterparty of 1C was folded into this partner already."""
        domain = [("kind", "=", "customers"), ("res_model", "=", "res.partner"), ("res_id", "=", partner_id)]
        return self.env["onec.record"].search_count(domain, limit=2) > 1

    @api.model
    def _find_existing(self, items):
        """{name of the item: partner} of customers that were entered here by hand, by their INN."""
        wanted = {item.values["inn"]: item for item in items if item.values.get("inn") and not item.existing}
        partners = self.env["res.partner"].search([("vat", "in", list(wanted)), ("parent_id", "=", False)])
        taken = self.env["onec.record"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids), ("kind", "=", "customers")]
        )
        free = partners - partners.browse(taken.mapped("res_id"))
        return {wanted[partner.vat].name: partner for partner in free}

    # Writing

    @api.model
    def _complete(self, batch, items):
        self._make_parents(batch, items)

    @api.model
    def _make_parents(self, batch, items):
        """Partners that only their counterparties name."""
        inside = {item.record.key for item in items} | {fold(item.values["name"]) for item in items}
        wanted = {}
        for item in items:
            if self._asks_parent(item) and not item.extra.get("parent_id") and not item.existing and not item.known:
                key = item.values.get("partner_id") or fold(item.values["partner"])
                if key not in inside and item.values.get("partner"):
                    wanted.setdefault(key, []).append(item)
        if not wanted:
            return
        vals = [
            {"name": own[0].values["partner"], "is_company": True, "counterparty_kind": "partner"}
            for own in wanted.values()
        ]
        made = self.env["res.partner"].create(vals)
        memory = self.env["onec.record"]
        memory._remember([self._prepare_parent(batch, key, partner) for key, partner in zip(wanted, made, strict=True)])
        for (key, own), partner in zip(wanted.items(), made, strict=True):
            names = [("customers", "id", key, partner.id), ("customers", "name", partner.name, partner.id)]
            self.env["onec.alias"]._learn("res.partner", names)
            for item in own:
                item.vals["parent_id"] = item.extra["parent_id"] = partner.id

    @api.model
    def _prepare_parent(self, batch, key, partner):
        return {
            "name": self.env["onec.record"]._get_name("customers", key),
            "kind": "customers",
            "res_model": "res.partner",
            "res_id": partner.id,
            "written": {},
            "import_id": batch.id,
        }

    @api.model
    def _make(self, batch, items):
        """Partners first: their legal entities may stand in the same batch."""
        first = [item for item in items if not self._asks_parent(item) or item.extra.get("parent_id")]
        rest = [item for item in items if self._asks_parent(item) and not item.extra.get("parent_id")]
        made = self._make_partners(first)
        by_key = {item.record.key: made[item.name] for item in first}
        by_key |= {fold(item.values["name"]): made[item.name] for item in first}
        for item in rest:
            parent = by_key.get(item.values.get("partner_id")) or by_key.get(fold(item.values.get("partner") or ""))
            if parent:
                item.vals["parent_id"] = parent.id
        made |= self._make_partners(rest)
        return [made[item.name] for item in items]

    @api.model
    def _make_partners(self, items):
        vals_list = [{name: value for name, value in item.vals.items() if value is not None} for item in items]
        partners = self.env["res.partner"].create(vals_list)
        return dict(zip((item.name for item in items), partners, strict=True))

    @api.model
    def _undo(self, batch, records):
        """People and addresses of a customer go with him; his legal entities have ids of their own."""
        (records | records.child_ids.filtered(lambda child: not child.is_company)).unlink()

    @api.model
    def _finish(self, batch, items):
        self._learn_names(items)
        self._write_parts(batch, items)

    @api.model
    def _learn_names(self, items):
        rows = []
        for item in items:
            values, res_id = item.values, item.result[1]
            inn, kpp = values.get("inn"), values.get("kpp")
            names = [("id", item.record.key), ("id", values.get("id")), ("code", values.get("code")), ("inn", inn)]
            names += [("name", values.get("name")), ("name", values.get("full_name"))]
            names += [("inn_kpp", f"{inn}|{kpp}" if inn and kpp else None)]
            rows += [("customers", name, value, res_id) for name, value in names]
        self.env["onec.alias"]._learn("res.partner", rows)
