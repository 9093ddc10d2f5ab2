"""What the three kinds of open orders share: head, lines, dates, and which customer order they serve."""

import re
from datetime import datetime, time

from odoo import api, models

from .onec_alias import fold

ORDER_NUMBER = re.compile(r"(?:№\s*)?([A-Za-zА-Яа-яЁё0-9]*-?\d[\w/-]*)")


class OnecTargetOrders(models.AbstractModel):
    _name = "onec.target.orders"
    _description = "Open Orders from 1C"
    _inherit = ["onec.target"]

    _is_document = True
    _onec_batch = 25

    @api.model
    def _prepare_lines(self, items):
        """{name of the item: [(line of the file, product, unit)]}; lines of unknown goods refuse their order."""
        rows = [(item, line) for item in items for line in item.values.get("lines") or [] if not line.get("cancelled")]
        found, units, lines = self._find_goods([line for _item, line in rows]), self._get_units(), {}
        for (item, line), products in zip(rows, found, strict=True):
            product = self._choose_goods(item, products, line)
            if product:
                lines.setdefault(item.name, []).append((line, product, self._get_line_unit(item, line, product, units)))
        for item in items:
            if item.name not in lines and not item.is_refused:
                item.refuse(self.env._("The order has no line: leave it out, or fill it in."))
        return lines

    @api.model
    def _get_line_unit(self, item, line, product, units):
        unit = units.get(fold(line["unit"]).rstrip(".")) if line.get("unit") else product.uom_id
        if unit and unit._has_common_reference(product.uom_id):
            return unit
        item.refuse(
            self.env._("%(unit)s is no unit of “%(product)s”.", unit=line["unit"], product=product.display_name),
            "unit",
            line["unit"],
        )
        return product.uom_id

    @api.model
    def _to_moment(self, day):
        """Noon of a day: the same day in every time zone of the company."""
        return day and (day if isinstance(day, datetime) else datetime.combine(day, time(12))).isoformat(" ")[:19]

    @api.model
    def _get_number(self, values):
        """The number by which people and other documents name the order."""
        if values.get("number"):
            return values["number"]
        return self._find_number(values.get("document") or values.get("id") or "")

    @api.model
    def _find_number(self, text):
        """The number inside «Заказ клиента ТД00-000012 от 01.02.2026»; the text itself where there is none."""
        head = str(text).split(" от ")[0]
        found = ORDER_NUMBER.findall(head)
        return found[-1] if found else head.strip()

    @api.model
    def _get_own_changes(self, batch, item, record):
        """An order that 1C changed after it was taken over: people go on with it here, so it is told, not changed."""
        written = (item.known and item.known[4]) or {}
        differing = [name for name, value in item.vals.items() if written.get(name) != value]
        if differing:
            item.keep(
                self.env._(
                    "“%(order)s” is worked on here; 1C has changed it since: %(what)s. Change it here by hand.",
                    order=record.display_name,
                    what=", ".join(differing),
                )
            )
        return {}

    @api.model
    def _add_totals(self, batch, items, totals):
        result = super()._add_totals(batch, items, totals)
        records = {item.name: item.known for item in items if item.known}
        there = self.env["onec.record"]._filter_there(records)
        orders = self.env[self._onec_model].browse([row[2] for row in there.values()])
        totals.add("open", "", sum(self._get_stated_open(item.values) for item in items), self._read_open_sum(orders))
        return result

    @api.model
    def _get_stated_open(self, values):
        """What is still to be delivered of an order, in its currency or in pieces."""
        return sum(
            max(line.get("quantity", 0) - line.get("done", 0), 0) * self._get_price(line)
            for line in values.get("lines") or []
            if not line.get("cancelled")
        )

    @api.model
    def _get_price(self, line):
        """Price of one piece after its discount."""
        price = line.get("price")
        if price is None:
            amount = line.get("line_amount")
            return amount / line["quantity"] if amount and line.get("quantity") else 0
        return price * (100 - (line.get("discount") or 0)) / 100
