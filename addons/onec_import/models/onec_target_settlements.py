"""Settlement balances: opening entries, one a document, that invoices and payments can be matched against."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

JOURNAL_CODE = "1C"


class OnecTargetSettlements(models.AbstractModel):
    _name = "onec.target.settlements"
    _description = "Settlement Balances from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "settlements"
    _onec_model = "account.move"
    _onec_batch = 200
    _is_document = True

    # Values

    @api.model
    def _prepare(self, batch, items):
        found = self._find_partners([item.values for item in items])
        currencies = self._get_currencies()
        partners = self.env["res.partner"].union(*found)
        partners.fetch(["name", "supplier_rank", "customer_rank", "commercial_partner_id", "company_id"])
        for item, candidates in zip(items, found, strict=True):
            partner = self._choose_partner(item, candidates, item.values)
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            if partner and currency:
                item.vals = self._prepare_values(batch, item, partner, currency)
        if not batch.opening_account_id:
            for item in items:
                item.refuse(self.env._("Choose the account against which opening balances stand."))

    @api.model
    def _prepare_values(self, batch, item, partner, currency):
        values = item.values
        return {
            "partner_id": partner.id,
            "side": self._get_side(batch, values, partner),
            "currency_id": currency.id,
            "amount": float(currency.round(float(self._get_amount(values)))),
            "due": self._to_text(values.get("due_date")),
            "date": self._to_text(values.get("date") or batch.balance_date),
            "label": self._get_label(values),
        }

    @api.model
    def _to_text(self, day):
        return day and day.isoformat()[:10]

    @api.model
    def _get_amount(self, values):
        if values.get("amount") is not None:
            return values["amount"]
        return (values.get("debt") or 0) - (values.get("prepayment") or 0)

    @api.model
    def _get_side(self, batch, values, partner):
        """Whose settlements they are: as the file or the administrator says; else a vendor's are a vendor's."""
        if values.get("side") or batch.settlement_side:
            return values.get("side") or batch.settlement_side
        return "supplier" if partner.supplier_rank and not partner.customer_rank else "customer"

    @api.model
    def _get_label(self, values):
        """What an accountant recognises it by: document, else contract."""
        number, day = values.get("document_number"), values.get("document_date")
        parts = [values.get("contract"), values.get("document")]
        if number and not values.get("document"):
            parts.append(f"{number} {day:%d.%m.%Y}" if day else number)
        return ", ".join(part for part in parts if part) or self.env._("Balance from 1C")

    @api.model
    def _get_own_changes(self, batch, item, record):
        written = (item.known and item.known[4]) or {}
        return {name: value for name, value in item.vals.items() if written.get(name) != value}

    # Writing

    @api.model
    def _make(self, batch, items):
        journal, rates = self._get_journal(), {}
        moves = self.env["account.move"].create(
            [self._prepare_move(batch, item.vals, journal, rates) for item in items]
        )
        moves._post(soft=False)
        return moves

    @api.model
    def _change(self, batch, item, record, vals):
        """A balance that 1C states otherwise: the entry is brought in line, if nobody has matched it yet."""
        if self._is_matched(record):
            raise UserError(
                self.env._(
                    "“%s” is matched with a payment here: correct the balance by hand.", record.ref or record.name
                )
            )
        record.button_draft()
        values = self._prepare_move(batch, item.vals, record.journal_id, {})
        record.line_ids.unlink()
        record.write(values)
        record._post(soft=False)

    @api.model
    def _get_journal(self):
        """The journal of opening entries, made when it is missing."""
        journals = self.env["account.journal"]
        domain = [("code", "=", JOURNAL_CODE), ("company_id", "=", self.env.company.id)]
        return journals.search(domain, limit=1) or journals.create(
            {
                "name": self.env._("Opening balances from 1C"),
                "code": JOURNAL_CODE,
                "type": "general",
                "company_id": self.env.company.id,
            }
        )

    @api.model
    def _prepare_move(self, batch, vals, journal, rates):
        partner = self.env["res.partner"].browse(vals["partner_id"])
        currency = self.env["res.currency"].browse(vals["currency_id"])
        amount, balance = vals["amount"], self._convert(vals, currency, rates)
        common = {"partner_id": partner.id, "currency_id": currency.id, "name": vals["label"]}
        account = self._get_account(partner, vals["side"])
        lines = [
            {
                "account_id": account.id,
                "balance": balance,
                "amount_currency": amount,
                "date_maturity": vals["due"] or vals["date"],
            },
            {"account_id": batch.opening_account_id.id, "balance": -balance, "amount_currency": -amount},
        ]
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "company_id": self.env.company.id,
            "date": vals["date"],
            "ref": vals["label"],
            "partner_id": partner.id,
            "line_ids": [(0, 0, common | line) for line in lines],
        }

    @api.model
    def _convert(self, vals, currency, rates):
        """The amount in the company's currency, at the rate of the day of the balance."""
        own = self.env.company.currency_id
        if currency == own:
            return vals["amount"]
        key = currency.id, vals["date"]
        if key not in rates:
            rates[key] = self.env["res.currency"]._get_conversion_rate(currency, own, self.env.company, vals["date"])
        return own.round(vals["amount"] * rates[key])

    @api.model
    def _get_account(self, partner, side):
        name = "property_account_payable_id" if side == "supplier" else "property_account_receivable_id"
        return partner.with_company(self.env.company)[name]

    @api.model
    def _is_matched(self, moves):
        return bool(moves.line_ids.matched_debit_ids or moves.line_ids.matched_credit_ids)

    # Proof

    @api.model
    def _add_totals(self, batch, items, totals):
        """Balances by counterparty, as his open entries say now."""
        result = super()._add_totals(batch, items, totals)
        found = self._find_partners([item.values for item in items])
        currencies = self._get_currencies()
        for item, partners in zip(items, found, strict=True):
            amount, currency = (
                self._get_amount(item.values),
                self._choose_currency(item, currencies, item.values.get("currency")),
            )
            totals.add("balance", currency.name or "", amount)
            name = item.values.get("customer") or item.values.get("partner") or item.values.get("customer_inn") or ""
            label = f"{name}, {currency.name}"
            totals.notes.setdefault("partners", {})[label] = (
                partners.commercial_partner_id if len(partners) == 1 else partners.browse(),
                currency,
            )
            totals.add("balance", label, amount)
        return result

    @api.model
    def _add_final_totals(self, batch, totals):
        rows = totals.notes.get("partners", {})
        partners = self.env["res.partner"].union(*(partner for partner, _currency in rows.values()))
        open_amounts = self._read_open(partners)
        for label, (partner, currency) in rows.items():
            amount = open_amounts.get((partner.id, currency.id), 0)
            totals.add("balance", label, 0, amount)
            totals.add("balance", currency.name or "", 0, amount)

    @api.model
    def _read_open(self, partners):
        """{(partner id, currency id): what he owes less what is owed to him}, all open entries counted."""
        groups = self.env["account.move.line"]._read_group(
            Domain("partner_id.commercial_partner_id", "in", partners.ids)
            & Domain("account_type", "in", ("asset_receivable", "liability_payable"))
            & Domain("parent_state", "=", "posted")
            & Domain("company_id", "=", self.env.company.id),
            ["partner_id", "currency_id"],
            ["amount_residual_currency:sum"],
        )
        found = {}
        for partner, currency, amount in groups:
            key = partner.commercial_partner_id.id, currency.id
            found[key] = found.get(key, 0) + amount
        return found

    @api.model
    def _name_stated(self, stated):
        amount = stated.sums.get("amount")
        return [] if amount is None else [("balance", self.env.company.currency_id.name, amount)]

    # Taking back

    @api.model
    def _undo(self, batch, records):
        """Entries that nobody matched are deleted; where a closed period forbids it, they are reversed."""
        if self._is_matched(records):
            raise UserError(self.env._("it is matched with a payment or an invoice"))
        try:
            with self.env.cr.savepoint():
                records.button_draft()
                records.with_context(force_delete=True).unlink()
                return ""
        except UserError:
            records._reverse_moves(
                [{"date": self.env["account.move"]._fields["date"].today()}] * len(records), cancel=True
            )
            return self.env._("reversed by an entry of today")
