from odoo import api, models
from odoo.exceptions import UserError

MONEY = ("subtotal", "tax", "total")
SHOWN = ("quantity", "price", "rate", *MONEY)


class SaleForm(models.Model):
    """The document that corrects a paper whose delivery changed after it was printed."""

    _inherit = "sale.form"

    def _get_or_make(self, kind, source, draft):
        form = super()._get_or_make(kind, source, draft)
        if kind.code == "correction" and not form.corrected_id:
            form.corrected_id = self._get_corrected(source)
        return form

    @api.model
    def _get_corrected(self, picking):
        """The paper with prices that was printed of a delivery first."""
        papers = picking.form_ids.filtered(
            lambda form: form.kind_id.is_frozen and form.state in ("printed", "signed") and not form.corrected_id
        )
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
        last = base.correction_ids.filtered(lambda form: form.state in ("printed", "signed")).sorted("id")[-1:]
        before = last.data["after"] if last else base.data["lines"]
        rows = self._compare_lines(before, data["lines"], picking.company_id.currency_id)
        currency = picking.sale_id.currency_id
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
