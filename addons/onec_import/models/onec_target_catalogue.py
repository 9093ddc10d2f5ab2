"""The small catalogues that goods need: groups, attributes, price lists. Read once a batch, made when they are missing."""

from odoo import api, models

SEPARATOR = " / "


class OnecTargetCatalogue(models.AbstractModel):
    _name = "onec.target.catalogue"
    _description = "Catalogues of Goods from 1C"
    _inherit = ["onec.target"]

    @api.model
    def _read_catalogues(self, batch, items):
        """Keep the categories of a batch at hand: {path of names: id}."""
        paths = {path for item in items for path in self._iter_paths(item.values)}
        known = batch._get_cache("categories")
        if missing := paths - known.keys():
            self._read_categories(known, missing)

    @api.model
    def _read_categories(self, known, paths):
        names = {name for path in paths for name in path}
        categories = self.env["product.category"].search([("name", "in", list(names))])
        for category in categories:
            path, above = [], category
            while above:
                path.insert(0, above.name)
                above = above.parent_id
            known.setdefault(tuple(path), category.id)

    @api.model
    def _get_path(self, values):
        """Names of the groups of a product, outermost first."""
        if values.get("groups"):
            return tuple(" ".join(group["name"].split()) for group in values["groups"] if group.get("name"))
        return tuple(name.strip() for name in (values.get("group") or "").split(SEPARATOR.strip()) if name.strip())

    @api.model
    def _iter_paths(self, values):
        path = self._get_path(values)
        return (path[:depth] for depth in range(1, len(path) + 1))

    @api.model
    def _get_group_id(self, values):
        path = self._get_path(values)
        return self._get_batch()._get_cache("categories").get(path) if path else None

    @api.model
    def _get_batch(self):
        return self.env["onec.import"].browse(self.env.context["onec_import_id"])

    @api.model
    def _make_groups(self, items):
        """Categories that are missing, level by level."""
        known = self._get_batch()._get_cache("categories")
        missing = {path for item in items for path in self._iter_paths(item.values) if path not in known}
        for depth in sorted({len(path) for path in missing}):
            paths = sorted(path for path in missing if len(path) == depth)
            made = self.env["product.category"].create(
                [{"name": path[-1], "parent_id": known.get(path[:-1])} for path in paths]
            )
            known.update(zip(paths, made.ids, strict=True))
        for item in items:
            if "categ_id" in item.vals and not item.vals["categ_id"]:
                item.vals["categ_id"] = self._get_group_id(item.values)

    # Properties as attributes

    @api.model
    def _make_attributes(self, items):
        rows = [row for item in items for row in item.extra.get("properties", ())]
        self._make_attribute_values({(row["name"], str(row["value"])) for row in rows}, "no_variant")

    @api.model
    def _make_attribute_values(self, pairs, create_variant):
        """Attributes and values by name, those that are missing made: {(name, value): value record}."""
        known = self._get_batch()._get_cache(f"attributes.{create_variant}")
        pairs = {pair for pair in pairs if pair not in known}
        if not pairs:
            return known
        attributes = self._get_attributes({name for name, _value in pairs}, create_variant)
        values = self.env["product.attribute.value"]
        there = values.search(
            [
                ("attribute_id", "in", [one.id for one in attributes.values()]),
                ("name", "in", [value for _name, value in pairs]),
            ]
        )
        by_name = {(row.attribute_id.id, row.name): row.id for row in there}
        missing = sorted(pair for pair in pairs if (attributes[pair[0]].id, pair[1]) not in by_name)
        made = values.create([{"attribute_id": attributes[name].id, "name": value} for name, value in missing])
        by_name |= {(row.attribute_id.id, row.name): row.id for row in made}
        known.update({pair: (attributes[pair[0]].id, by_name[attributes[pair[0]].id, pair[1]]) for pair in pairs})
        return known

    @api.model
    def _get_attributes(self, names, create_variant):
        attributes = self.env["product.attribute"]
        found = attributes.search([("name", "in", list(names)), ("create_variant", "=", create_variant)])
        by_name = {attribute.name: attribute for attribute in found}
        missing = sorted(names - by_name.keys())
        made = attributes.create([{"name": name, "create_variant": create_variant} for name in missing])
        return by_name | dict(zip(missing, made, strict=True))

    @api.model
    def _prepare_property_lines(self, item):
        known = self._get_batch()._get_cache("attributes.no_variant")
        by_attribute = {}
        for row in item.extra.get("properties", ()):
            attribute_id, value_id = known[row["name"], str(row["value"])]
            by_attribute.setdefault(attribute_id, []).append(value_id)
        return [
            (0, 0, {"attribute_id": attribute_id, "value_ids": [(6, 0, ids)]})
            for attribute_id, ids in by_attribute.items()
        ]

    # Barcodes and prices

    @api.model
    def _write_barcodes(self, items):
        """The first barcode stands on the product, the others on its unit."""
        rows = [(item, code) for item in items for code in (item.values.get("barcodes") or [])[1:]]
        if not rows:
            return
        known = self.env["product.uom"].search([("barcode", "in", [code for _item, code in rows])]).mapped("barcode")
        products = self._get_products([item for item, _code in rows])
        self.env["product.uom"].create(
            [
                {"product_id": products[item.name].id, "uom_id": products[item.name].uom_id.id, "barcode": code}
                for item, code in rows
                if code not in known and products[item.name]
            ]
        )

    @api.model
    def _make_pricelists(self, items):
        names = {row["name"] for item in items for row in item.values.get("prices") or []}
        known = self._get_batch()._get_cache("pricelists")
        names -= known.keys()
        if not names:
            return
        lists = self.env["product.pricelist"]
        found = {row.name: row.id for row in lists.search([("name", "in", list(names))])}
        missing = sorted(names - found.keys())
        company = self.env.company
        made = lists.create(
            [{"name": name, "company_id": company.id, "currency_id": company.currency_id.id} for name in missing]
        )
        known.update(found | dict(zip(missing, made.ids, strict=True)))

    @api.model
    def _write_prices(self, items):
        """Fixed prices of the products in the price list of each price type."""
        wanted = self._get_wanted_prices(items)
        if not wanted:
            return
        rows = self.env["product.pricelist.item"]
        there = rows.search(
            [
                ("pricelist_id", "in", [key[0] for key in wanted]),
                ("product_id", "in", [key[1] for key in wanted]),
                ("compute_price", "=", "fixed"),
                ("min_quantity", "=", 0),
            ]
        )
        for row in there:
            price = wanted.pop((row.pricelist_id.id, row.product_id.id), None)
            if price is not None and row.fixed_price != price:
                row.fixed_price = price
        rows.create([self._prepare_price(*key, price) for key, price in wanted.items()])

    @api.model
    def _get_wanted_prices(self, items):
        known = self._get_batch()._get_cache("pricelists")
        priced = [item for item in items if item.values.get("prices")]
        products = self._get_products(priced) if priced else {}
        return {
            (known[row["name"]], products[item.name].id): float(row["value"])
            for item in priced
            for row in item.values["prices"]
            if products[item.name]
        }

    @api.model
    def _prepare_price(self, pricelist_id, product_id, price):
        return {
            "pricelist_id": pricelist_id,
            "applied_on": "0_product_variant",
            "product_id": product_id,
            "product_tmpl_id": self.env["product.product"].browse(product_id).product_tmpl_id.id,
            "compute_price": "fixed",
            "fixed_price": price,
        }
