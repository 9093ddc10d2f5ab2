"""Bills of materials."""

from odoo import api, models

from .onec_alias import fold

COMPONENT_NAMES = {"component_id": "id", "component_code": "code", "component_article": "article", "component": "name"}


class OnecTargetBoms(models.AbstractModel):
    _name = "onec.target.boms"
    _description = "Bills of Materials from 1C"
    _inherit = ["onec.target"]

    _onec_kind = "boms"
    _onec_model = "mrp.bom"
    _is_document = True

    @api.model
    def _prepare(self, batch, items):
        goods = self._find_goods([item.values for item in items])
        rows = [(item, line) for item in items for line in item.values.get("lines") or []]
        components = self._find_goods([line for _item, line in rows], COMPONENT_NAMES)
        units = self._get_units()
        lines = {}
        for (item, line), found in zip(rows, components, strict=True):
            product = self._choose_goods(item, found, line, COMPONENT_NAMES)
            if product:
                lines.setdefault(item.name, []).append(self._prepare_line(item, line, product, units))
        for item, found in zip(items, goods, strict=True):
            product = self._choose_goods(item, found, item.values)
            if product:
                item.vals = self._prepare_values(item.values, product, lines.get(item.name, []))

    @api.model
    def _prepare_line(self, item, line, product, units):
        unit = units.get(fold(line.get("component_unit") or "").rstrip("."), product.uom_id)
        if not unit._has_common_reference(product.uom_id):
            item.refuse(
                self.env._("%(unit)s is no unit of “%(product)s”.", unit=unit.name, product=product.display_name),
                "component_unit",
                line.get("component_unit"),
            )
        return {
            "product_id": product.id,
            "product_qty": float(line["component_quantity"]),
            "product_uom_id": unit.id,
        }

    @api.model
    def _prepare_values(self, values, product, lines):
        template = product.product_tmpl_id
        vals = {
            "product_tmpl_id": template.id,
            "product_qty": float(values.get("quantity") or 1),
            "product_uom_id": product.uom_id.id,
            "code": values.get("name") or values.get("code"),
            "active": not values.get("deleted"),
            "bom_line_ids": lines,
        }
        if len(template.product_variant_ids) > 1:
            vals["product_id"] = product.id
        return vals

    @api.model
    def _make(self, batch, items):
        vals_list = [
            {**item.vals, "bom_line_ids": [(0, 0, line) for line in item.vals["bom_line_ids"]]} for item in items
        ]
        return self.env["mrp.bom"].create(vals_list)

    @api.model
    def _get_own_changes(self, batch, item, record):
        """Names of what differs from what was written; lines that people changed are kept."""
        written = (item.known and item.known[4]) or {}
        changes = {name: value for name, value in item.vals.items() if written.get(name) != value}
        if "bom_line_ids" in changes and self._read_lines(record) != self._sort_lines(
            written.get("bom_line_ids") or []
        ):
            item.keep(
                self.env._("The components of “%s” were changed here and stay.", record.display_name), "component"
            )
            del changes["bom_line_ids"]
        return changes

    @api.model
    def _read_lines(self, bom):
        return self._sort_lines(
            {
                "product_id": line.product_id.id,
                "product_qty": line.product_qty,
                "product_uom_id": line.product_uom_id.id,
            }
            for line in bom.bom_line_ids
        )

    @api.model
    def _sort_lines(self, lines):
        return sorted((line["product_id"], round(line["product_qty"], 6), line["product_uom_id"]) for line in lines)

    @api.model
    def _change(self, batch, item, record, vals):
        if "bom_line_ids" in vals:
            vals = {**vals, "bom_line_ids": [(5,), *((0, 0, line) for line in vals["bom_line_ids"])]}
        record.write(vals)
