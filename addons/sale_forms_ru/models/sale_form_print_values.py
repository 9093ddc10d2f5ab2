import base64

from odoo import api, fields, models

from ..tools import payment_qr, words

GAP = "________"


class SaleForm(models.Model):
    """What layouts are given besides the data: how dates and sums are written, pictures of signatures."""

    _inherit = "sale.form"

    @api.model
    def _get_text_filters(self):
        """{name: function} for texts that people edit."""
        return {
            "money": words.money,
            "number": words.number,
            "day": lambda text: words.short_date(fields.Date.to_date(text or False)),
            "long_day": lambda text: words.long_date(fields.Date.to_date(text or False)),
        }

    def _get_print_values(self):
        """{name: value or function} that layouts may use."""
        self.ensure_one()
        return {
            **self._get_text_filters(),
            "gap": GAP,
            "draft": "ЧЕРНОВИК" if self.state == "draft" else "",
            "signer": self._get_signer,
            "party": self._get_party_line,
            "coin": lambda currency: "руб." if currency["iso"] == "RUB" else currency["iso"],
            "facsimile": self._get_facsimile,
            "stamp": self._get_stamp(),
            "payment_code": payment_qr.compose(self._prepare_payment_code()) if self.request_id else "",
        }

    def _get_signer(self, role):
        blank = {"name": "", "position": "", "basis": "", "id": False}
        return self.data["signers"].get(role, blank)

    def _get_party_line(self, party, with_account=False):
        """A legal entity in one line, as waybills name it."""
        codes = (("ИНН", "inn"), ("КПП", "kpp"))
        bank = (("р/с", "account"), ("в банке", "bank"), ("БИК", "bic"), ("к/с", "corr"))
        parts = [party.get("name") or GAP]
        parts += [f"{label} {party[name]}" for label, name in codes if party.get(name)]
        parts.append(party.get("address") or GAP)
        parts += [f"тел.: {party['phone']}"] if party.get("phone") else []
        parts += [f"{label} {party[name]}" for label, name in bank if with_account and party.get(name)]
        return ", ".join(parts)

    def _get_facsimile(self, role):
        signer = self.env["sale.form.signer"].browse(self._get_signer(role)["id"]).exists()
        return self._get_picture(signer.facsimile) if self._is_stamped() else ""

    def _get_stamp(self):
        return self._get_picture(self.company_id.form_stamp) if self._is_stamped() else ""

    def _is_stamped(self):
        return self.kind_id.has_stamp and self.company_id.form_stamp_printed and self.state != "draft"

    def _get_picture(self, value):
        """Base64 text of a picture; fields give bytes of it."""
        if not value:
            return ""
        return value.decode() if isinstance(value, bytes) else base64.b64encode(value).decode()

    def _prepare_payment_code(self):
        """Values of the payment code (ГОСТ Р 56042)."""
        seller, tax = self.data["seller"], self.data["totals"]["tax"]
        number, day = self.number or "", words.short_date(self.date)
        vat = f"В т.ч. НДС {words.money(tax)}" if tax else "Без НДС"
        return {
            "Name": seller["name"],
            "PersonalAcc": "".join(seller["account"].split()),
            "BankName": seller["bank"],
            "BIC": seller["bic"],
            "CorrespAcc": seller["corr"],
            "PayeeINN": seller["inn"],
            "KPP": seller["kpp"],
            "Sum": round(self.data["amount"] * 100) if self.currency_id.name == "RUB" else "",
            "Purpose": f"Оплата по счету № {number} от {day}. {vat}",
        }
