from odoo import api, fields, models
from odoo.tools import float_round

from odoo.addons.deal_stages.tools import amount

from ..tools import words

RUBLE = ("российский рубль", "643")


class SaleForm(models.Model):
    """What papers say, as data without records: it stays when customers are renamed and goods change."""

    _inherit = "sale.form"

    @api.model
    def _get_order(self, source):
        return {
            "sale.order": lambda: source,
            "sale.payment.request": lambda: source.order_id,
            "stock.picking": lambda: source.sale_id,
        }[source._name]()

    @api.model
    def _get_day(self, source):
        if source._name == "sale.payment.request":
            return source.date
        if source._name == "stock.picking" and source.date_done:
            return fields.Date.context_today(self, source.date_done)
        return fields.Date.context_today(self)

    @api.model
    def _in_russian(self, source):
        """Papers are in the language of the law, whoever prints them."""
        return source.with_context(lang="ru_RU")

    @api.model
    def _prepare_data(self, kind, source, day):
        """All that a paper of this kind says of its source.

        :return: dict of texts, numbers, lists and dicts of these; the keys are read by the layouts
        """
        source = self._in_russian(source)
        order = self._get_order(source)
        company = order.company_id
        lines = self._number_lines(getattr(self, f"_prepare_{kind.source}_lines")(source))
        seller = company.partner_id._prepare_form_party(company._get_printed_account())
        buyer = (order.partner_invoice_id or order.partner_id)._prepare_form_party()
        data = {
            "kind": kind.code,
            "day": fields.Date.to_string(day),
            "seller": seller,
            "shipper": seller,
            "buyer": buyer,
            "consignee": self._prepare_consignee(order, buyer),
            "currency": self._prepare_currency(order.currency_id),
            "lines": lines,
            "totals": self._sum_lines(lines, order.currency_id),
            "signers": self.env["sale.form.signer"]._prepare_signers(kind, company, day),
            "status": company.form_status,
            **self._prepare_basis(order),
        }
        data["words"] = self._get_words(data["totals"]["total"], order.currency_id)
        return data | getattr(self, f"_prepare_{kind.source}_data")(source, data)

    @api.model
    def _prepare_consignee(self, order, buyer):
        site = order.partner_shipping_id
        if not site or site == order.partner_id:
            return buyer
        party = site._prepare_form_party()
        own = {"address": site._get_address_line() or party["address"]}
        same = site.commercial_partner_id == order.partner_id.commercial_partner_id
        return {**(buyer if same else party), **own}

    @api.model
    def _prepare_currency(self, currency):
        if currency.name == "RUB":
            return {"code": RUBLE[1], "name": RUBLE[0], "iso": "RUB"}
        number = f"{currency.iso_numeric:03d}" if currency.iso_numeric else ""
        return {"code": number, "name": currency.full_name or currency.name, "iso": currency.name}

    @api.model
    def _prepare_basis(self, order):
        """What the sale rests on: contract and order, and what was paid before."""
        contract = order._get_form_contract()
        paid = order.payment_request_ids.allocation_ids.filtered(lambda line: line.amount_signed > 0)
        named = f"Договор № {contract.name} от {words.short_date(contract.date)}" if contract else ""
        ordered = f"Заказ покупателя № {order.name} от {words.short_date(order.date_order)}"
        return {
            "contract": {"number": contract.name or "", "day": fields.Date.to_string(contract.date) or ""},
            "basis": ", ".join(filter(None, (named, ordered))),
            "order": {"number": order.name, "day": fields.Date.to_string(order.date_order.date())},
            "payments": [
                {"number": line.payment_id._get_bank_number(), "day": fields.Date.to_string(line.date)}
                for line in paid.sorted("date")
            ],
        }

    @api.model
    def _number_lines(self, lines):
        return [{"number": number, **line} for number, line in enumerate(lines, 1)]

    @api.model
    def _sum_lines(self, lines, currency):
        """Totals are sums of the printed lines, and so are those of each rate."""
        names = ("subtotal", "tax", "total")
        rates = {}
        for line in lines:
            rates.setdefault(line["rate"], []).append(line)
        totals = {name: currency.round(sum(line[name] for line in lines)) for name in names}
        totals["quantity"] = float_round(sum(line["quantity"] for line in lines), precision_digits=4)
        totals["weight"] = float_round(sum(line["weight"] for line in lines), precision_digits=3)
        totals["rates"] = [
            {"rate": rate, **{name: currency.round(sum(line[name] for line in group)) for name in names}}
            for rate, group in rates.items()
        ]
        return totals

    @api.model
    def _get_words(self, value, currency):
        return amount.in_words(value, currency.name, "ru") or currency.amount_to_text(value)

    @api.model
    def _prepare_order_lines(self, order):
        return [line._prepare_form_line(line.product_uom_qty) for line in order._get_form_lines()]

    @api.model
    def _prepare_order_data(self, order, data):
        return {}

    @api.model
    def _prepare_delivery_lines(self, picking):
        parts = picking._get_form_quantities()
        in_order = sorted(parts, key=lambda line: (line.sequence, line.id))
        series, origins = picking._get_form_series(), picking._get_form_origins()
        return [
            {
                **line._prepare_form_line(*parts[line]),
                **origins.get(line.product_id.id, {}),
                "series": series.get(line.product_id.id, ""),
            }
            for line in in_order
        ]

    @api.model
    def _prepare_delivery_data(self, picking, data):
        carrier = picking.form_carrier_id
        return {
            "shipment": {
                "number": picking.name,
                "day": fields.Date.to_string(self._get_day(picking)),
                "packages": picking.form_packages,
                "vehicle": picking.form_vehicle or "",
                "driver": picking.form_driver or "",
                "warehouse": picking.picking_type_id.warehouse_id.name or "",
                "from": picking.picking_type_id.warehouse_id.partner_id._get_address_line()
                or data["seller"]["address"],
            },
            "carrier": carrier._prepare_form_party() if carrier else data["seller"],
        }

    @api.model
    def _prepare_request_lines(self, request):
        """The goods of the order where all of it is asked for; else the share, as one line."""
        order = request.order_id
        if request.currency_id.compare_amounts(request.amount, order.amount_total) == 0:
            return self._prepare_order_lines(order)
        part = request.amount / order.amount_total if order.amount_total else 0
        tax = request.currency_id.round(order.amount_tax * part)
        rates = {line.tax_ids._get_printed_rate() for line in order._get_form_lines()}
        subject = request.purpose or f"Оплата по заказу № {order.name} ({words.number(100 * part, 2)} %)"
        return [
            {
                "code": "",
                "name": subject,
                "unit": "шт",
                "unit_code": "796",
                "quantity": 1.0,
                "price": request.amount,
                "price_with_tax": request.amount,
                "subtotal": request.currency_id.round(request.amount - tax),
                "rate": rates.pop() if len(rates) == 1 else "",
                "tax": tax,
                "total": request.amount,
                "weight": 0.0,
            }
        ]

    @api.model
    def _prepare_request_data(self, request, data):
        return {
            "pay_until": fields.Date.to_string(request.date_due),
            "purpose": request.purpose or "",
            "amount": request.amount,
        }
