"""Stock balances: an inventory of a date, valued, by warehouse, cell and series."""

from datetime import datetime, time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .onec_alias import fold


class OnecTargetStock(models.AbstractModel):
    _name = "onec.target.stock"
    _description = "Stock Balances from 1C"
    _inherit = ["onec.target.series"]

    _onec_kind = "stock"
    _onec_model = "stock.move"
    _onec_batch = 200
    _is_document = True

    # Values

    @api.model
    def _prepare(self, batch, items):
        found = self._find_goods([item.values for item in items])
        warehouses, units = self._get_warehouses(), self._get_units()
        for item, goods in zip(items, found, strict=True):
            product = self._choose_goods(item, goods, item.values)
            warehouse = self._choose_warehouse(batch, item, warehouses)
            if product and warehouse:
                self._check_product(item, product)
                item.extra |= {"product": product, "warehouse": warehouse}
                item.vals = self._prepare_values(batch, item, product, warehouse, units)

    @api.model
    def _check_product(self, item, product):
        if not product.is_storable:
            item.refuse(
                self.env._(
                    "“%s” is a service and has no stock: make it goods, or leave the row out.", product.display_name
                ),
                "goods",
            )

    @api.model
    def _prepare_values(self, batch, item, product, warehouse, units):
        values = item.values
        unit = units.get(fold(values["unit"]).rstrip(".")) if values.get("unit") else product.uom_id
        if unit and unit != product.uom_id and not unit._has_common_reference(product.uom_id):
            unit = None
        if not unit:
            item.refuse(
                self.env._("%(unit)s is no unit of “%(product)s”.", unit=values["unit"], product=product.display_name),
                "unit",
                values["unit"],
            )
            return {}
        quantity = unit._compute_quantity(float(values["quantity"]), product.uom_id, rounding_method="HALF-UP")
        return {
            "product_id": product.id,
            "warehouse_id": warehouse.id,
            "cell": values.get("cell"),
            "series": values.get("series"),
            "quantity": quantity,
            "cost": self._get_cost(values),
            "date": (values.get("date") or batch.balance_date).isoformat(),
        }

    @api.model
    def _get_cost(self, values):
        """Value of the whole row; None where 1C states none."""
        if values.get("cost") is not None:
            return float(values["cost"])
        if values.get("unit_cost") is not None:
            return float(values["unit_cost"] * values["quantity"])
        return None

    @api.model
    def _get_own_changes(self, batch, item, record):
        written = (item.known and item.known[4]) or {}
        changes = {}
        for name in ("quantity", "cost"):
            difference = round((item.vals.get(name) or 0) - (written.get(name) or 0), 6)
            if difference:
                changes[name] = difference
        return changes

    # Writing

    @api.model
    def _complete(self, batch, items):
        self._make_cells(items)
        self._track_by_series(items)
        self._make_series(batch, items)

    @api.model
    def _make_cells(self, items):
        """Storage cells that are missing, under the stock of their warehouse."""
        wanted = {(item.extra["warehouse"].lot_stock_id, item.vals["cell"]) for item in items if item.vals["cell"]}
        locations = self.env["stock.location"]
        parents = locations.union(*(parent for parent, _name in wanted))
        there = locations.search(
            [("location_id", "in", parents.ids), ("name", "in", [name for _parent, name in wanted])]
        )
        known = {(row.location_id.id, row.name): row for row in there}
        missing = sorted((parent.id, name) for parent, name in wanted if (parent.id, name) not in known)
        made = locations.create(
            [{"location_id": parent, "name": name, "usage": "internal"} for parent, name in missing]
        )
        known |= dict(zip(missing, made, strict=True))
        for item in items:
            parent = item.extra["warehouse"].lot_stock_id
            item.extra["location"] = known[parent.id, item.vals["cell"]] if item.vals["cell"] else parent

    @api.model
    def _make(self, batch, items):
        moves = self._move(items, {item.name: item.vals["quantity"] for item in items})
        self._date(moves, items)
        self._value(moves, items, {item.name: item.vals["cost"] for item in items})
        return moves

    @api.model
    def _change(self, batch, item, record, vals):
        quantity, cost = vals.get("quantity", 0), vals.get("cost", 0)
        if quantity:
            moves = self._move([item], {item.name: quantity})
            self._date(moves, [item])
            self._value(moves, [item], {item.name: cost})

    @api.model
    def _move(self, items, quantities):
        """Inventory moves into stock, or out of it where a quantity is below zero."""
        moves = self.env["stock.move"].create([self._prepare_move(item, quantities[item.name]) for item in items])
        moves._action_done()
        return moves

    @api.model
    def _prepare_move(self, item, quantity):
        product, place = item.extra["product"], item.extra["location"]
        outside = product.with_company(self.env.company).property_stock_inventory
        source, target = (outside, place) if quantity >= 0 else (place, outside)
        lots = item.extra.get("lots") or self.env["stock.lot"].browse([False])
        share = abs(quantity) / len(lots)
        base = {
            "product_id": product.id,
            "company_id": self.env.company.id,
            "location_id": source.id,
            "location_dest_id": target.id,
        }
        line = base | {"product_uom_id": product.uom_id.id, "quantity": share, "picked": True}
        return base | {
            "product_uom": product.uom_id.id,
            "product_uom_qty": abs(quantity),
            "state": "confirmed",
            "is_inventory": True,
            "picked": True,
            "inventory_name": self.env._("Balance from 1C"),
            "origin": "1C",
            "move_line_ids": [(0, 0, {**line, "lot_id": lot.id}) for lot in lots],
        }

    @api.model
    def _date(self, moves, items):
        """The inventory was on its day, not today."""
        revalued, by_date = self._get_revalued(moves), {}
        for move, item in zip(moves, items, strict=True):
            if move.product_id not in revalued:
                by_date[item.vals["date"]] = by_date.get(item.vals["date"], moves.browse()) | move
        for text, dated in by_date.items():
            moment = datetime.combine(datetime.fromisoformat(text).date(), time(20))
            dated.write({"date": moment})
            dated.move_line_ids.write({"date": moment})

    @api.model
    def _get_revalued(self, moves):
        """Products whose average cost somebody set by hand: core values them by that, unless the goods came later."""
        averages = moves.product_id.filtered(lambda product: product.cost_method == "average")
        domain = [("product_id", "in", averages.ids), ("move_id", "=", False)]
        return self.env["product.value"].search(domain).product_id

    # Value

    @api.model
    def _value(self, moves, items, costs):
        """What 1C says the goods cost; products of standard cost get their cost afterwards, from all their rows."""
        rows = [
            {"move_id": move.id, "value": abs(costs[item.name]), "company_id": self.env.company.id}
            for move, item in zip(moves, items, strict=True)
            if costs[item.name] is not None and item.extra["product"].cost_method != "standard"
        ]
        self.env["product.value"].create(rows)

    @api.model
    def _settle(self, batch, items):
        """Cost of a product: the mean of all its balances, however many batches brought them."""
        products = self.env["product.product"].union(*(item.extra["product"] for item in items))
        standard = products.filtered(lambda product: product.cost_method == "standard")
        if not standard:
            return
        rows = self.env.execute_query(
            SQL(
                """SELECT (written->>'product_id')::int, sum((written->>'cost')::numeric),
                          sum((written->>'quantity')::numeric)
                     FROM onec_record
                    WHERE kind = 'stock' AND written->>'cost' IS NOT NULL AND written->>'product_id' = ANY(%s)
                 GROUP BY 1""",
                [str(product_id) for product_id in standard.ids],
            )
        )
        for product_id, cost, quantity in rows:
            if quantity:
                self.env["product.product"].browse(product_id).standard_price = float(cost / quantity)

    # Proof

    @api.model
    def _add_totals(self, batch, items, totals):
        result = super()._add_totals(batch, items, totals)
        for item in items:
            written = item.known[4] if item.known else {}
            warehouse = written.get("warehouse_id")
            label = item.values.get("warehouse") or batch.warehouse_id.name
            totals.add("quantity", label, item.values.get("quantity", 0))
            totals.add("cost", label, self._get_cost(item.values) or 0)
            totals.notes.setdefault("labels", {})[warehouse] = label
            if warehouse:
                key = warehouse, written["product_id"]
                goods = totals.notes.setdefault("goods", {})
                goods[key] = goods.get(key, 0) + written["quantity"]
        return result

    @api.model
    def _add_final_totals(self, batch, totals):
        """What lies in each warehouse now; products of which there is another quantity are named."""
        goods, labels = totals.notes.get("goods", {}), totals.notes.get("labels", {})
        for warehouse_id in {key[0] for key in goods}:
            place = self.env["stock.warehouse"].browse(warehouse_id).view_location_id
            products = {key[1]: quantity for key, quantity in goods.items() if key[0] == warehouse_id}
            quants = self.env["stock.quant"].search(
                [("location_id", "child_of", place.id), ("product_id", "in", list(products))]
            )
            found = {}
            for quant in quants:
                found[quant.product_id.id] = found.get(quant.product_id.id, 0) + quant.quantity
            label = labels[warehouse_id]
            totals.add("quantity", label, 0, sum(found.values()))
            totals.add("cost", label, 0, sum(quants.mapped("value")))
            for product_id, quantity in products.items():
                if round(found.get(product_id, 0) - quantity, 3):
                    name = self.env["product.product"].browse(product_id).display_name
                    totals.add("quantity", f"{label}: {name}", quantity, found.get(product_id, 0))

    @api.model
    def _name_stated(self, stated):
        return [("quantity", label, number) for label, number in stated.by.get("quantity", {}).items()]

    @api.model
    def _get_kept_measures(self):
        return ("quantity", "cost")

    # Taking back

    @api.model
    def _undo(self, batch, records):
        """Moves that are done are not deleted: the same goods go out again, as long as they lie there."""
        for line in records.move_line_ids:
            free = self.env["stock.quant"]._get_available_quantity(
                line.product_id, line.location_dest_id, lot_id=line.lot_id, strict=True
            )
            if line.product_id.uom_id.compare(free, line.quantity) < 0:
                raise UserError(self.env._("the goods were moved or reserved since"))
        back = self.env["stock.move"].create([self._prepare_return(move) for move in records])
        back._action_done()
        return self.env._("reversed by a count of the same quantity")

    @api.model
    def _prepare_return(self, move):
        swapped = {"location_id": move.location_dest_id.id, "location_dest_id": move.location_id.id}
        lines = [
            (
                0,
                0,
                {
                    **swapped,
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    "quantity": line.quantity,
                    "lot_id": line.lot_id.id,
                    "picked": True,
                    "company_id": line.company_id.id,
                },
            )
            for line in move.move_line_ids
        ]
        return {
            **swapped,
            "product_id": move.product_id.id,
            "product_uom": move.product_uom.id,
            "product_uom_qty": move.quantity,
            "company_id": move.company_id.id,
            "state": "confirmed",
            "is_inventory": True,
            "picked": True,
            "inventory_name": self.env._("Balance from 1C taken back"),
            "move_line_ids": lines,
        }
