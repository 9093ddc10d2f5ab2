"""Open customer orders: confirmed, with what was shipped from 1C, what is coming already, and their deal."""

from odoo import api, models
from odoo.exceptions import UserError

# Core takes a price for its own, and computes it again, where this is the same as the price.
NO_PRICE = -1.0


class OnecTargetCustomerOrders(models.AbstractModel):
    _name = "onec.target.customer_orders"
    _description = "Customer Orders from 1C"
    _inherit = [
        "onec.target.order_changes",
        "onec.target.orders",
        "onec.target.shipped",
        "onec.target.paid",
        "onec.target.deals",
    ]

    _onec_kind = "customer_orders"
    _onec_model = "sale.order"

    # Values

    @api.model
    def _prepare(self, batch, items):
        lines = self._prepare_lines(items)
        customers = self._find_partners([item.values for item in items])
        people, currencies, warehouses = self._get_people(), self._get_currencies(), self._get_warehouses()
        taxes = {included: self._get_taxes("sale", included) for included in (True, False)}
        for item, found in zip(items, customers, strict=True):
            customer = self._choose_partner(item, found, item.values)
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            warehouse = self._choose_warehouse(batch, item, warehouses)
            if customer and currency and warehouse and item.name in lines:
                item.extra["currency"] = currency
                item.extra["manager"] = self._choose_manager(item, people)
                item.vals = self._prepare_values(item, customer, warehouse, lines[item.name], taxes)

    @api.model
    def _choose_manager(self, item, people):
        name = item.values.get("manager")
        user = self._find_person(people, name) if name else None
        if name and not user:
            item.warn(self.env._("Nobody here is called “%s”: the order has no manager.", name), "manager", name)
        return user

    @api.model
    def _prepare_values(self, item, customer, warehouse, lines, taxes):
        values = item.values
        included = taxes[bool(values.get("vat_included", True))]
        return {
            "name": self._get_number(values),
            "origin": f"1C {self._get_number(values)}",
            "partner_id": customer.id,
            "date_order": self._to_moment(values.get("date")),
            "commitment_date": self._to_moment(values.get("ship_date")),
            "warehouse_id": warehouse.id,
            "user_id": item.extra["manager"].id if item.extra["manager"] else None,
            "note": values.get("comment"),
            "lines": [self._prepare_line(line, product, unit, included) for line, product, unit in lines],
            "paid": float(values.get("paid") or 0),
        }

    @api.model
    def _prepare_line(self, line, product, unit, taxes):
        price = line.get("price")
        return {
            "product_id": product.id,
            "product_uom_qty": float(line["quantity"]),
            "product_uom_id": unit.id,
            "price_unit": float(self._get_price(line) if price is None else price),
            "discount": float(line.get("discount") or 0) if price is not None else 0.0,
            "tax_ids": self._get_line_taxes(line, taxes),
            "shipped": float(line.get("done") or 0),
            "invoiced": float(line.get("invoiced") or 0),
        }

    # Writing

    @api.model
    def _make(self, batch, items):
        pricelists = self._get_pricelists({item.extra["currency"] for item in items})
        orders = self.env["sale.order"].create([self._prepare_order(item, pricelists) for item in items])
        by_number = {item.vals["name"]: order for item, order in zip(items, orders, strict=True)}
        for order, item in zip(orders, items, strict=True):
            item.result = order._name, order.id
        self.env["onec.peg"]._link(by_number)
        self._ship(items, orders)
        self._make_deals(items, orders)
        dates = {order: order.date_order for order in orders}
        orders.with_context(send_email=False).action_confirm()
        for order, moment in dates.items():
            order.date_order = moment
        self._invoice(batch, items, orders)
        self._pay(batch, items, orders)
        self._settle_deals(items, orders)
        return orders

    @api.model
    def _prepare_order(self, item, pricelists):
        head = {name: value for name, value in item.vals.items() if value is not None and name not in ("lines", "paid")}
        if item.extra["currency"] in pricelists:
            head["pricelist_id"] = pricelists[item.extra["currency"]].id
        lines = [
            {name: value for name, value in line.items() if name not in ("shipped", "invoiced")}
            for line in item.vals["lines"]
        ]
        head["company_id"] = self.env.company.id
        return head | {"order_line": [(0, 0, line | self._prepare_agreed(line)) for line in lines]}

    @api.model
    def _prepare_agreed(self, line):
        """Taxes as they are written, and a price that was agreed: no change of the quantity computes it anew."""
        return {"tax_ids": [(6, 0, line["tax_ids"])], "technical_price_unit": NO_PRICE}

    @api.model
    def _get_pricelists(self, currencies):
        """{currency: price list} of orders in a currency that is not the company's."""
        foreign = [currency for currency in currencies if currency != self.env.company.currency_id]
        lists = self.env["product.pricelist"]
        found = {row.currency_id: row for row in lists.search([("currency_id", "in", [one.id for one in foreign])])}
        missing = [currency for currency in foreign if currency not in found]
        made = lists.create([{"name": f"1C {currency.name}", "currency_id": currency.id} for currency in missing])
        return found | dict(zip(missing, made, strict=True))

    # Proof

    @api.model
    def _add_totals(self, batch, items, totals):
        result = super()._add_totals(batch, items, totals)
        orders = self.env["sale.order"].browse([item.known[2] for item in items if item.known]).exists()
        stated = sum(
            line.get("done") or 0
            for item in items
            for line in item.values.get("lines") or []
            if not line.get("cancelled")
        )
        totals.add("shipped", "", stated, sum(orders.order_line.mapped("qty_delivered")))
        if self._has_requests():
            paid = sum(float(item.values.get("paid") or 0) for item in items)
            totals.add("paid", "", paid, self._read_paid(orders))
        return result

    @api.model
    def _read_open_sum(self, orders):
        return sum(
            max(line.product_uom_qty - line.qty_delivered, 0) * line.price_unit * (1 - line.discount / 100)
            for line in orders.filtered(lambda order: order.state == "sale").order_line
        )

    # Taking back

    @api.model
    def _undo(self, batch, records):
        """Orders of which nothing was shipped from here are cancelled and deleted; of others the shipment stands."""
        own = records.picking_ids.filtered(lambda picking: picking.state == "done" and not self._is_from_1c(picking))
        if own:
            raise UserError(self.env._("goods were shipped from here since"))
        if records.invoice_ids.filtered(lambda move: move.state == "posted" and move.journal_id.code != "1CS"):
            raise UserError(self.env._("it was invoiced here since"))
        self._take_back_paid(records)
        self._take_back_invoices(records)
        if shipped := records.picking_ids.filtered(lambda picking: picking.state == "done").sale_id:
            if shipped != records:
                raise UserError(self.env._("one of them was shipped in 1C"))
            records._action_cancel()
            return self.env._("cancelled; what 1C had shipped of it stays as its history")
        records._action_cancel()
        records.opportunity_id.filtered(lambda deal: deal.order_ids <= records).unlink()
        records.unlink()
        return ""
