"""Open supplier and production orders: the rest that is still to come, pegged to the customer orders they serve."""

from odoo import api, models


class OnecTargetSupplierOrders(models.AbstractModel):
    _name = "onec.target.supplier_orders"
    _description = "Supplier Orders from 1C"
    _inherit = ["onec.target.orders"]

    _onec_kind = "supplier_orders"
    _onec_model = "purchase.order"

    @api.model
    def _prepare(self, batch, items):
        lines = self._prepare_lines(items)
        vendors = self._find_partners([item.values for item in items], "vendor")
        currencies, warehouses = self._get_currencies(), self._get_warehouses()
        taxes = {included: self._get_taxes("purchase", included) for included in (True, False)}
        for item, found in zip(items, vendors, strict=True):
            vendor = self._choose_partner(item, found, item.values, "vendor")
            currency = self._choose_currency(item, currencies, item.values.get("currency"))
            warehouse = self._choose_warehouse(batch, item, warehouses)
            if vendor and currency and warehouse and item.name in lines:
                item.vals = self._prepare_values(item, vendor, currency, warehouse, lines[item.name], taxes)

    @api.model
    def _prepare_values(self, item, vendor, currency, warehouse, lines, taxes):
        values = item.values
        planned = self._to_moment(values.get("expected_date") or values.get("date"))
        included = taxes[bool(values.get("vat_included", True))]
        return {
            "partner_id": vendor.id,
            "currency_id": currency.id,
            "picking_type_id": warehouse.in_type_id.id,
            "origin": f"1C {self._get_number(values)}",
            "partner_ref": self._get_number(values),
            "date_order": self._to_moment(values.get("date")),
            "date_planned": planned,
            "note": values.get("comment"),
            "order_line": [
                {
                    "product_id": product.id,
                    "product_qty": float(line["quantity"] - (line.get("done") or 0)),
                    "product_uom_id": unit.id,
                    "price_unit": float(self._get_price(line)),
                    "tax_ids": self._get_line_taxes(line, included),
                    "date_planned": self._to_moment(line.get("line_date")) or planned,
                    "onec_serves": line.get("customer_order") and self._find_number(line["customer_order"]),
                }
                for line, product, unit in lines
                if line["quantity"] > (line.get("done") or 0)
            ],
        }

    @api.model
    def _make(self, batch, items):
        orders = self.env["purchase.order"].create([self._prepare_order(item.vals) for item in items])
        orders.button_confirm()
        pegs = []
        for order, item in zip(orders, items, strict=True):
            pegs += [
                (line, vals["onec_serves"])
                for line, vals in zip(order.order_line, item.vals["order_line"], strict=True)
                if vals["onec_serves"]
            ]
        self.env["onec.peg"]._keep(batch, pegs)
        return orders

    @api.model
    def _prepare_order(self, vals):
        lines = [
            {name: value for name, value in row.items() if name != "onec_serves" and value is not None}
            for row in vals["order_line"]
        ]
        head = {name: value for name, value in vals.items() if value is not None}
        return head | {"order_line": [(0, 0, row | {"tax_ids": [(6, 0, row["tax_ids"])]}) for row in lines]}

    @api.model
    def _read_open_sum(self, orders):
        return sum(
            max(line.product_qty - line.qty_received, 0) * line.price_unit * (1 - line.discount / 100)
            for line in orders.order_line
        )

    @api.model
    def _undo(self, batch, records):
        records.button_cancel()
        records.unlink()


class OnecTargetProductionOrders(models.AbstractModel):
    _name = "onec.target.production_orders"
    _description = "Production Orders from 1C"
    _inherit = ["onec.target.orders"]

    _onec_kind = "production_orders"
    _onec_model = "mrp.production"

    @api.model
    def _prepare(self, batch, items):
        lines, warehouses = self._prepare_lines(items), self._get_warehouses()
        for item in items:
            warehouse = self._choose_warehouse(batch, item, warehouses)
            own = [row for row in lines.get(item.name, ()) if row[0]["quantity"] > (row[0].get("done") or 0)]
            if warehouse and own:
                item.vals = self._prepare_values(item, warehouse, own)
            elif warehouse and not item.is_refused:
                item.refuse(self.env._("Everything of this order is made: leave it out."))

    @api.model
    def _prepare_values(self, item, warehouse, lines):
        values = item.values
        return {
            "origin": f"1C {self._get_number(values)}",
            "productions": [
                {
                    "product_id": product.id,
                    "product_qty": float(line["quantity"] - (line.get("done") or 0)),
                    "product_uom_id": unit.id,
                    "picking_type_id": warehouse.manu_type_id.id,
                    "origin": f"1C {self._get_number(values)}",
                    "date_start": self._to_moment(values.get("start_date") or values.get("date")),
                    "date_finished": self._to_moment(line.get("line_date") or values.get("finish_date")),
                    "onec_serves": line.get("customer_order") and self._find_number(line["customer_order"]),
                }
                for line, product, unit in lines
            ],
        }

    @api.model
    def _make(self, batch, items):
        """One production order a line; the id of 1C stands for the first of them."""
        rows = [(item, vals) for item in items for vals in item.vals["productions"]]
        made = self.env["mrp.production"].create(
            [
                {name: value for name, value in vals.items() if name != "onec_serves" and value is not None}
                for _item, vals in rows
            ]
        )
        made.action_confirm()
        pegs = [
            (order, vals["onec_serves"]) for order, (_item, vals) in zip(made, rows, strict=True) if vals["onec_serves"]
        ]
        self.env["onec.peg"]._keep(batch, pegs)
        first = {}
        for order, (item, _vals) in zip(made, rows, strict=True):
            first[item.name] = first.get(item.name) or order
        return [first[item.name] for item in items]

    @api.model
    def _get_price(self, line):
        return 1

    @api.model
    def _read_open_sum(self, orders):
        orders |= self._get_sisters(orders)
        return sum(order.product_uom_qty for order in orders if order.state not in ("done", "cancel"))

    @api.model
    def _get_sisters(self, orders):
        """The other lines of the same orders of 1C."""
        return self.env["mrp.production"].search([("origin", "in", [order.origin for order in orders if order.origin])])

    @api.model
    def _undo(self, batch, records):
        orders = records | self._get_sisters(records)
        orders.action_cancel()
        orders.unlink()
