from odoo import api, models
from odoo.exceptions import UserError

from .sale_form import STANDING

MONEY = ("subtotal", "tax", "total")
SHOWN = ("quantity", "price", "rate", *MONEY)


class SaleForm(models.Model):
    """The document that corrects a paper whose delivery changed after it was printed."""

    _inherit = "sale.form"

    def _get_or_make(self, kind, source, draft):
        if kind.code != "correction" or draft:
            return super()._get_or_make(kind, source, draft)
        last = self._get_corrected(source)._get_last_correction()
        if last and last.data["after"] == self._number_lines(self._prepare_delivery_lines(self._in_russian(source))):
            return last
        return super()._get_or_make(kind, source, draft)

    @api.model
    def _get_standing(self, kind, source):
        # Each change has a correction of its own, none replaces another.
        return self.browse() if kind.code == "correction" else super()._get_standing(kind, source)

    def _prepare_values(self, version, source, data, digest, draft, last):
        values = super()._prepare_values(version, source, data, digest, draft, last)
        if "corrects" in data:
            values["corrected_id"] = self._get_corrected(source).id
        return values

    def _get_last_correction(self):
        return self.correction_ids.filtered(lambda form: form.state in STANDING).sorted("id")[-1:]

    @api.model
    def _get_corrected(self, picking):
        """The paper with prices that was printed of a delivery first."""
        papers = picking.form_ids.filtered(lambda form: form.kind_id.is_frozen and form.state in STANDING)
        # An invoice goes along with a waybill: the transfer document or the invoice is what is corrected.
        wanted = papers.sorted(lambda form: (form.kind_id.code == "torg12", form.id))
        if not wanted:
            raise UserError(
                self.env._("Nothing was printed of delivery %s yet: there is nothing to correct.", picking.name)
            )
        return wanted[0]

    @api.model
    def _prepare_delivery_data(self, picking, data):
        values = super()._prepare_delivery_data(picking, data)
        if data["kind"] == "correction":
            values |= self._prepare_correction(picking, data)
        return values

    @api.model
    def _prepare_correction(self, picking, data):
        base = self._get_corrected(picking)
        last = base._get_last_correction()
        before = last.data["after"] if last else base.data["lines"]
        currency = picking.sale_id.currency_id
        rows = self._compare_lines(before, data["lines"], currency)
        return {
            "corrects": {"number": base.number, "day": base.data["day"], "name": base.kind_id.name},
            "after": data["lines"],
            "lines": rows,
            "totals": {
                **{
                    name: currency.round(sum(row["after"][name] - row["before"][name] for row in rows))
                    for name in MONEY
                },
                "up": {name: currency.round(sum(row["up"][name] for row in rows)) for name in MONEY},
                "down": {name: currency.round(sum(row["down"][name] for row in rows)) for name in MONEY},
                "rates": [],
                "weight": 0,
            },
        }

    @api.model
    def _compare_lines(self, before, after, currency):
        """Lines that differ: {number, name, unit…, before, after, up, down}."""
        old, new = ({line["line_id"]: line for line in lines} for lines in (before, after))
        rows = []
        for line_id in {**old, **new}:
            was, now = old.get(line_id), new.get(line_id)
            if was and now and all(was[name] == now[name] for name in SHOWN):
                continue
            nothing = {**dict.fromkeys(SHOWN, 0), "rate": (was or now)["rate"]}
            sides = [{name: (line or nothing)[name] for name in SHOWN} for line in (was, now)]
            change = {name: currency.round(sides[1][name] - sides[0][name]) for name in MONEY}
            rows.append(
                {
                    **{name: (now or was)[name] for name in ("line_id", "name", "unit", "unit_code", "code")},
                    "number": (was or now)["number"],
                    "before": sides[0],
                    "after": sides[1],
                    "up": {name: max(value, 0) for name, value in change.items()},
                    "down": {name: max(-value, 0) for name, value in change.items()},
                }
            )
        return rows
