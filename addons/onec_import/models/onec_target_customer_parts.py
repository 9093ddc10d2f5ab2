"""What hangs on a customer: addresses, phones and e-mails, bank accounts, people, responsible managers."""

from odoo import api, fields, models

from odoo.addons.sales_base.tools import requisites

from .onec_alias import fold

ADDRESS_FIELDS = ("street", "street2", "city", "zip", "state_id", "country_id")
CHILD_TYPES = {"actual": "actual", "postal": "other"}


class OnecTargetCustomerParts(models.AbstractModel):
    _name = "onec.target.customer.parts"
    _description = "Parts of Customers from 1C"
    _inherit = ["onec.target"]

    # Addresses

    @api.model
    def _get_states(self):
        states = self.env["res.country.state"].with_context(lang="ru_RU").search([("country_id.code", "=", "RU")])
        return {fold(state.name): state.id for state in states}

    @api.model
    def _get_address(self, values, kind):
        """Parts of an address of a kind; the whole line where nobody could split it."""
        for address in values.get("addresses") or []:
            if address.get("type") == kind:
                return address
        text = values.get(f"{kind}_address")
        return {"text": text} if text else {}

    @api.model
    def _prepare_address(self, address, context):
        if not address:
            return {}
        house = [address.get(name) for name in ("street", "house", "building", "flat")]
        street = ", ".join(part for part in house if part)
        state = context["states"].get(fold(address.get("region") or ""))
        above = [address.get("district"), None if state else address.get("region")]
        vals = {
            "street": street or address.get("text"),
            "street2": ", ".join(part for part in above if part) if street else None,
            "city": address.get("city") or address.get("place"),
            "zip": address.get("zip"),
            "state_id": state,
            "country_id": self._find_country(address, context),
        }
        return {name: value for name, value in vals.items() if value}

    @api.model
    def _find_country(self, address, context):
        name = fold(address.get("country") or "")
        if not name or name in ("россия", "российская федерация", "рф", "643"):
            return context["country"].id
        countries = self._get_batch_cache("countries")
        if not countries:
            for country in self.env["res.country"].with_context(lang="ru_RU").search([("code", "!=", False)]):
                countries[fold(country.name)] = country.id
        return countries.get(name)

    @api.model
    def _get_batch_cache(self, name):
        return self.env["onec.import"].browse(self.env.context["onec_import_id"])._get_cache(name)

    @api.model
    def _works_at_legal_address(self, values):
        legal, actual = (self._get_address(values, kind) for kind in ("legal", "actual"))
        return bool(legal) and fold(legal.get("text") or "") == fold(actual.get("text") or "-")

    # Rows beside the card

    @api.model
    def _write_parts(self, batch, items):
        """Add what is not there yet; nothing that people entered is touched."""
        context = {"country": self.env.ref("base.ru"), "states": self._get_states()}
        partners = self.env["res.partner"].browse([item.result[1] for item in items])
        partners.fetch(["child_ids", "bank_ids", "contact_point_ids"])
        self._write_points(items)
        self._write_children(items, context)
        self._write_accounts(items)
        self._write_responsibles(batch, items)

    @api.model
    def _write_points(self, items):
        """The second and further phones and addresses."""
        points, rows = self.env["res.partner.contact.point"], []
        for item in items:
            partner = self.env["res.partner"].browse(item.result[1])
            known = set(partner.contact_point_ids.mapped("value"))
            for kind, texts in (("phone", item.values.get("phones")), ("email", item.values.get("emails"))):
                for raw in (texts or [])[1:]:
                    value, _last_ten = points._normalise(kind, raw, partner.country_id)
                    if value and value not in known:
                        known.add(value)
                        rows.append({"partner_id": partner.id, "kind": kind, "raw": raw})
        points.create(rows)

    @api.model
    def _write_children(self, items, context):
        rows = []
        for item in items:
            partner = self.env["res.partner"].browse(item.result[1])
            rows += self._iter_people(item, partner)
            rows += self._iter_addresses(item, partner, context)
        self.env["res.partner"].create(rows)

    @api.model
    def _iter_people(self, item, partner):
        known = {fold(child.name or "") for child in partner.child_ids}
        for person in item.values.get("contacts") or []:
            if person.get("name") and fold(person["name"]) not in known:
                known.add(fold(person["name"]))
                vals = {name: person.get(name) for name in ("name", "function", "phone", "email") if person.get(name)}
                yield {"parent_id": partner.id, "type": "contact", **vals}

    @api.model
    def _iter_addresses(self, item, partner, context):
        known = set(partner.child_ids.mapped("type"))
        for kind, child_type in CHILD_TYPES.items():
            address = self._get_address(item.values, kind)
            same = kind == "actual" and self._works_at_legal_address(item.values)
            if address and child_type not in known and not same:
                vals = self._prepare_address(address, context)
                name = self.env._("Postal address") if kind == "postal" else False
                yield {"parent_id": partner.id, "type": child_type, "name": name, **vals}

    @api.model
    def _write_accounts(self, items):
        rows = []
        banks = self._get_banks(items)
        for item in items:
            partner = self.env["res.partner"].browse(item.result[1])
            known = set(partner.bank_ids.mapped("sanitized_acc_number"))
            for account in item.values.get("accounts") or []:
                number, bic = "".join((account.get("account") or "").split()), account.get("bic") or ""
                good = requisites.is_account(number, bic)
                if good and number not in known:
                    known.add(number)
                    rows.append({"partner_id": partner.id, "acc_number": number, "bank_id": banks[bic]})
        self.env["res.partner.bank"].create(rows)

    @api.model
    def _get_banks(self, items):
        """{BIC: id of the bank}, those that are missing made."""
        names = {}
        for item in items:
            for account in item.values.get("accounts") or []:
                if requisites.is_bic(account.get("bic") or ""):
                    names.setdefault(account["bic"], account.get("bank") or account["bic"])
        found = {bank.bic: bank.id for bank in self.env["res.bank"].search([("bic", "in", list(names))])}
        missing = [bic for bic in names if bic not in found]
        country = self.env.ref("base.ru").id
        made = self.env["res.bank"].create([{"name": names[bic], "bic": bic, "country": country} for bic in missing])
        return found | dict(zip(missing, made.ids, strict=True))

    @api.model
    def _write_responsibles(self, batch, items):
        rows = {}
        for item in items:
            user = item.extra.get("manager")
            team = user and (batch.team_id or user.sale_team_id)
            if team:
                rows[item.result[1], team.id] = user.id
        self._add_responsibles(rows)

    @api.model
    def _add_responsibles(self, rows, since=None):
        """Responsible managers where a customer has none in the department: {(partner id, team id): user id}."""
        lines = self.env["res.partner.responsible"]
        there = lines.search(
            [("partner_id", "in", [key[0] for key in rows]), ("team_id", "in", [key[1] for key in rows])]
        )
        known = {(line.partner_id.id, line.team_id.id) for line in there}
        return lines.create(
            [
                {"partner_id": partner, "team_id": team, "user_id": user, "since": since or fields.Date.today()}
                for (partner, team), user in rows.items()
                if (partner, team) not in known
            ]
        )
