"""Characteristics of 1C: variants of a product by attributes, or products of their own, as the administrator chose."""

from odoo import api, models


class OnecTargetVariant(models.AbstractModel):
    _name = "onec.target.variant"
    _description = "Characteristics of Goods from 1C"
    _inherit = ["onec.target"]

    @api.model
    def _is_variant(self, batch, item):
        return bool(item.values.get("variant_of") or item.values.get("characteristics"))

    @api.model
    def _get_characteristics(self, values):
        rows = values.get("characteristics") or []
        if not rows and values.get("characteristic"):
            return [{"name": "Характеристика", "value": values["characteristic"]}]
        return [row for row in rows if row.get("value")]

    @api.model
    def _prepare_variants(self, batch, items, inside):
        """Values of variants: what they do not say themselves they have from their product.

        :param inside: 1C ids of the products that come in this batch
        """
        parents = self.env["onec.record"]._resolve("goods", {item.values.get("variant_of") for item in items})
        for item in items:
            parent_id = parents.get(item.values.get("variant_of"))
            item.extra |= {"variant": True, "parent_id": parent_id, "rows": self._get_characteristics(item.values)}
            if not parent_id and item.values.get("variant_of") not in inside:
                item.miss(
                    "goods",
                    self.env._("The product of this characteristic is not known: import the goods first."),
                    "variant_of",
                    item.values.get("variant_of"),
                )
            item.vals = {
                "default_code": item.values.get("article"),
                "barcode": (item.values.get("barcodes") or [None])[0],
            }

    @api.model
    def _make_variants(self, batch, items, made):
        """{name of the item: record}: a product.product, or a product.template of its own.

        :param made: {name of an item: template} of what this batch made before
        """
        if not items:
            return {}
        for item in items:
            name = self.env["onec.record"]._get_name("goods", item.values.get("variant_of"))
            item.extra["parent_id"] = item.extra["parent_id"] or (made[name].id if name in made else None)
        if batch.characteristics_as == "products":
            return self._make_separate(items)
        return self._make_by_attributes(items)

    @api.model
    def _make_separate(self, items):
        templates = self.env["product.template"].browse(item.extra["parent_id"] for item in items)
        made = {}
        for item, template in zip(items, templates, strict=True):
            words = ", ".join(str(row["value"]) for row in item.extra["rows"])
            vals = {name: value for name, value in item.vals.items() if value}
            physical = {"weight": template.weight, "volume": template.volume}
            made[item.name] = template.copy({"name": f"{template.name} ({words})", **physical, **vals})
        return made

    @api.model
    def _make_by_attributes(self, items):
        known = self._make_attribute_values(
            {(row["name"], str(row["value"])) for item in items for row in item.extra["rows"]}, "dynamic"
        )
        by_parent = {}
        for item in items:
            by_parent.setdefault(item.extra["parent_id"], []).append(item)
        made = {}
        for parent_id, own in by_parent.items():
            template = self.env["product.template"].browse(parent_id)
            self._add_attribute_lines(
                template, [known[row["name"], str(row["value"])] for item in own for row in item.extra["rows"]]
            )
            made |= {item.name: self._make_variant(template, item, known) for item in own}
        return made

    @api.model
    def _add_attribute_lines(self, template, pairs):
        """Make sure that the product has these (attribute, value) pairs."""
        wanted = {}
        for attribute_id, value_id in pairs:
            wanted.setdefault(attribute_id, set()).add(value_id)
        lines = {line.attribute_id.id: line for line in template.attribute_line_ids}
        if wanted.keys() - lines.keys():
            self.env["onec.alias"]._forget("product.product", template.product_variant_ids.ids)
        commands = []
        for attribute_id, ids in wanted.items():
            line = lines.get(attribute_id)
            if not line:
                commands.append((0, 0, {"attribute_id": attribute_id, "value_ids": [(6, 0, list(ids))]}))
            elif ids - set(line.value_ids.ids):
                commands.append((1, line.id, {"value_ids": [(4, value_id) for value_id in ids]}))
        if commands:
            template.attribute_line_ids = commands

    @api.model
    def _make_variant(self, template, item, known):
        ids = {known[row["name"], str(row["value"])][1] for row in item.extra["rows"]}
        values = template.attribute_line_ids.product_template_value_ids
        combination = values.filtered(lambda value: value.product_attribute_value_id.id in ids)
        variant = template._get_variant_for_combination(combination) or template._create_product_variant(combination)
        variant.write({name: value for name, value in item.vals.items() if value})
        return variant
