"""Goods: groups, units, barcodes, VAT, expiry, prices; variants stand in a file of their own."""

from odoo import api, models
from odoo.tools import plaintext2html

from .onec_alias import fold

OF_PRODUCT = ("default_code", "barcode", "weight", "volume")
DAYS = {"day": 1, "month": 30, "year": 365, "hour": 1 / 24}


class OnecTargetGoods(models.AbstractModel):
    _name = "onec.target.goods"
    _description = "Goods from 1C"
    _inherit = ["onec.target.catalogue", "onec.target.variant", "onec.target.packs"]

    _onec_kind = "goods"
    _onec_model = "product.template"
    _onec_batch = 1000

    @api.model
    def _get_fixed_fields(self):
        return {"attribute_line_ids"}

    # Values

    @api.model
    def _prepare(self, batch, items):
        self._read_catalogues(batch, items)
        goods = [item for item in items if not self._is_variant(batch, item)]
        existing = self._find_existing([item for item in goods if not item.known])
        context = {
            "units": self._get_units(),
            "sale": self._get_taxes("sale"),
            "purchase": self._get_taxes("purchase"),
            "list_type": batch._get_list_price_type(),
            "uom": self.env.ref("uom.product_uom_unit"),
            "properties": batch.properties_as,
        }
        for item in goods:
            item.existing = existing.get(item.name)
            item.vals = self._prepare_values(item, context)
        # The check has not made the products of batches before this one.
        inside = batch.env.context.get("onec_seen", set()) if batch._is_dry() else set()
        inside = inside | {item.record.key for item in goods}
        self._prepare_variants(batch, [item for item in items if self._is_variant(batch, item)], inside)

    @api.model
    def _prepare_values(self, item, context):
        values = item.values
        vals = {
            "name": values["name"],
            "default_code": values.get("article") or values.get("code"),
            "barcode": (values.get("barcodes") or [False])[0],
            "uom_id": self._get_unit(item, context),
            "weight": float(values.get("weight") or 0),
            "volume": float(values.get("volume") or 0),
            **self._prepare_type(values),
            **self._prepare_taxes(item, context),
        }
        if self._get_path(values):
            vals["categ_id"] = self._get_group_id(values)
        if values.get("full_name") and values["full_name"] != values["name"]:
            vals["description_sale"] = values["full_name"]
        vals["active"] = not values.get("deleted")
        item.extra["properties"] = self._get_properties(values) if context["properties"] == "attributes" else []
        vals |= self._prepare_notes(values, context)
        price = self._get_list_price(values, context["list_type"])
        return vals | ({"list_price": price} if price is not None else {})

    @api.model
    def _prepare_type(self, values):
        """Goods are kept in stock, services are not; a set is goods until its bill of materials is imported."""
        if values.get("type") == "service":
            return {"type": "service", "is_storable": False}
        vals = {"type": "consu", "is_storable": True}
        if values.get("use_series") or values.get("use_expiry"):
            vals["tracking"] = "lot"
        if values.get("use_expiry"):
            life = float(values.get("shelf_life") or 0) * DAYS[values.get("shelf_life_unit") or "day"]
            vals |= {"use_expiration_date": True, "expiration_time": round(life)}
        return vals

    @api.model
    def _prepare_taxes(self, item, context):
        rate = item.values.get("vat")
        if rate is None:
            return {}
        vals = {}
        for use, name in (("sale", "taxes_id"), ("purchase", "supplier_taxes_id")):
            tax = None if rate == "none" else context[use].get(float(rate))
            if tax is None and rate != "none" and use == "sale":
                item.warn(
                    self.env._(
                        "There is no sales tax of %s %%: make it under Accounting, Taxes, and import again.", rate
                    ),
                    "vat",
                    rate,
                )
            vals[name] = [[6, 0, [tax.id] if tax else []]]
        return vals

    @api.model
    def _prepare_notes(self, values, context):
        """What has no field of its own stands in the internal notes."""
        lines = [values.get("description")]
        if context["properties"] == "notes":
            lines += [f"{row['name']}: {row['value']}" for row in self._get_properties(values)]
        text = "\n".join(line for line in lines if line)
        return {"description": plaintext2html(text)} if text else {}

    @api.model
    def _get_properties(self, values):
        named = [("Производитель", values.get("manufacturer")), ("Страна происхождения", values.get("country"))]
        own = [{"name": name, "value": value} for name, value in named if value]
        return own + [row for row in values.get("properties") or [] if row.get("value")]

    @api.model
    def _get_list_price(self, values, list_type):
        prices = values.get("prices") or []
        if not list_type and len(prices) == 1:
            return float(prices[0]["value"])
        chosen = [row for row in prices if fold(row["name"]) == fold(list_type or "")]
        return float(chosen[0]["value"]) if chosen else None

    @api.model
    def _get_unit(self, item, context):
        text = item.values.get("unit") or item.values.get("unit_code")
        if not text:
            return context["uom"].id
        for word in (text, item.values.get("unit_code")):
            unit = word and context["units"].get(fold(word).rstrip("."))
            if unit:
                return unit.id
        item.refuse(
            self.env._("Unit “%s” is not known: make it under Inventory, Units of Measure, and import again.", text),
            "unit",
            text,
        )
        return None

    @api.model
    def _find_existing(self, items):
        """{name of the item: template} of goods that were entered here by hand: one of the same article and name."""
        codes = {item.values.get("article") or item.values.get("code"): item for item in items}
        codes.pop(None, None)
        if not codes:
            return {}
        found = self.env["product.template"].search([("default_code", "in", list(codes))])
        return {
            codes[template.default_code].name: template
            for template in found
            if fold(template.name) == fold(codes[template.default_code].values["name"])
        }

    # Writing

    @api.model
    def _complete(self, batch, items):
        self._make_groups(items)
        self._make_attributes(items)
        self._make_pricelists(items)

    @api.model
    def _make(self, batch, items):
        goods = [item for item in items if not item.extra.get("variant")]
        for item in goods:
            item.vals["attribute_line_ids"] = self._prepare_property_lines(item)
        made = dict(zip((item.name for item in goods), self._make_goods(goods), strict=True))
        made |= self._make_variants(batch, [item for item in items if item.extra.get("variant")], made)
        return [made[item.name] for item in items]

    @api.model
    def _make_goods(self, items):
        """Templates first, then their only products, each in one go: core makes products one by one."""
        quick = {"create_product_product": False, "onec_import_new_goods": True, "onec_import_defaults": {}}
        common = {
            "has_available_route_ids": bool(
                self.env["stock.route"].search_count([("product_selectable", "=", True)], limit=1)
            )
        }
        rows = [self._strip(item.vals) for item in items]
        templates = (
            self.env["product.template"]
            .with_context(**quick)
            .create([common | {name: value for name, value in row.items() if name not in OF_PRODUCT} for row in rows])
        )
        self.env["product.product"].with_context(**quick).create(
            [
                {"product_tmpl_id": template.id, "active": row["active"]}
                | {name: row[name] for name in OF_PRODUCT if name in row}
                for template, row in zip(templates, rows, strict=True)
            ]
        )
        return templates

    @api.model
    def _strip(self, vals):
        """What equals nothing need not be written."""
        return {name: value for name, value in vals.items() if value not in (None, [])}

    @api.model
    def _finish(self, batch, items):
        self._learn_names(items)
        self._write_barcodes(items)
        self._write_prices(items)
        self._write_packs(items)
        self._write_pictures(items)

    @api.model
    def _learn_names(self, items):
        products = self._get_products(items)
        rows = []
        for item in items:
            product, values = products[item.name], item.values
            if not product:
                continue
            char = values.get("characteristic")
            names = [("id", item.record.key), ("id", values.get("id"))]
            names += [(name, values.get(name)) for name in ("code", "article", "name", "full_name")]
            names += [("barcode", code) for code in values.get("barcodes") or []]
            if char:
                names = [
                    (name, value if name in ("id", "barcode") else value and f"{value}|{char}") for name, value in names
                ]
            rows += [("goods", name, value, product.id) for name, value in names]
        self.env["onec.alias"]._learn("product.product", rows)

    @api.model
    def _get_products(self, items):
        """{name of the item: its product}, empty for goods that have variants."""
        by_model = {}
        for item in items:
            by_model.setdefault(item.result[0], []).append(item.result[1])
        templates = self.env["product.template"].browse(by_model.get("product.template", []))
        single = {}
        for template, products in (
            self.env["product.product"]
            .with_context(active_test=False)
            ._read_group([("product_tmpl_id", "in", templates.ids)], ["product_tmpl_id"], ["id:recordset"])
        ):
            single[template.id] = products if len(products) == 1 else products.browse()
        empty = self.env["product.product"]
        return {
            item.name: single.get(item.result[1], empty)
            if item.result[0] == "product.template"
            else empty.browse(item.result[1])
            for item in items
        }
