"""What goods are packed in, and how they look: units that are so many base units, and pictures out of the archive."""

import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess

from .. import readers


class OnecTargetPacks(models.AbstractModel):
    _name = "onec.target.packs"
    _description = "Packs and Pictures from 1C"
    _inherit = ["onec.target"]

    # Packs

    @api.model
    def _get_packs(self, values):
        """[(name, how many base units)] of the units that goods are packed in."""
        rows = [(row.get("name") or row.get("code"), row.get("factor")) for row in values.get("units") or []]
        rows.append((values.get("pack_unit"), values.get("pack_factor")))
        packs = [(" ".join(str(name).split()), self._to_factor(factor)) for name, factor in rows if name]
        return [(name, factor) for name, factor in dict(packs).items() if factor > 0 and factor != 1]

    @api.model
    def _to_factor(self, factor):
        try:
            return float(str(factor or 0).replace(",", "."))
        except ValueError:
            return 0.0

    @api.model
    def _write_packs(self, items):
        """Units that are missing are made; each product gets those that it is packed in."""
        packs = {item: self._get_packs(item.values) for item in items}
        templates = self._get_templates([item for item in items if packs[item]])
        if not templates:
            return
        wanted = {(template.uom_id, *pack): None for item, template in templates.items() for pack in packs[item]}
        units = self._get_pack_units(list(wanted))
        by_units = {}
        for item, template in templates.items():
            ids = frozenset(units[template.uom_id, *pack].id for pack in packs[item]) - set(template.uom_ids.ids)
            by_units[ids] = by_units.get(ids, template.browse()) | template
        for ids, group in by_units.items():
            if ids:
                group.write({"uom_ids": [(4, unit_id) for unit_id in sorted(ids)]})

    @api.model
    def _get_templates(self, items):
        """{item: its template}; variants are packed as their goods are."""
        rows = {item: item.result[1] for item in items if item.result[0] == "product.template"}
        templates = self.env["product.template"].browse(rows.values())
        return dict(zip(rows, templates, strict=True))

    @api.model
    def _get_pack_units(self, wanted):
        """{(base unit, name, factor): unit}, made where there is none."""
        units = self.env["uom.uom"]
        there = units.search(
            [
                ("relative_uom_id", "in", [base.id for base, _name, _factor in wanted]),
                ("name", "in", [name for _base, name, _factor in wanted]),
            ]
        )
        known = {(unit.relative_uom_id, unit.name, unit.relative_factor): unit for unit in there}
        missing = [key for key in wanted if key not in known]
        made = units.create(
            [{"name": name, "relative_uom_id": base.id, "relative_factor": factor} for base, name, factor in missing]
        )
        return known | dict(zip(missing, made, strict=True))

    # Pictures

    @api.model
    def _write_pictures(self, items):
        """The first picture of goods that have none here: what somebody put in stays."""
        named = [item for item in items if item.values.get("pictures")]
        templates = {item: one for item, one in self._get_templates(named).items() if not one.image_1920}
        if not templates:
            return
        batch = self._get_batch()
        first = {item: item.values["pictures"][0] for item in templates}
        with batch._open_file() as path:
            found = readers.pictures(path, batch.file_name, set(first.values()))
        for item, template in templates.items():
            if content := found.get(first[item]):
                self._write_picture(item, template, content)

    @api.model
    def _write_picture(self, item, template, content):
        picture = base64.b64encode(content)
        try:
            ImageProcess(content)
        except UserError:
            item.warn(
                self.env._("The picture cannot be read: the goods have none."), "pictures", item.values["pictures"][0]
            )
            return
        template.image_1920 = picture
