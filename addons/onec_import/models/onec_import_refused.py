"""The rows that were refused, as a workbook of the same headings with the reason: corrected there and fed again."""

import base64
import tempfile
from pathlib import Path

import rustpy_xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError

from .. import readers

REASON = "Причина отказа"


class OnecImport(models.Model):
    _inherit = "onec.import"

    source_id = fields.Many2one(
        "onec.import", "Corrected rows of", readonly=True, index="btree_not_null", ondelete="set null", copy=False
    )

    def action_download_refused(self):
        """Download the refused rows."""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.level == "error")
        if not lines:
            raise UserError(self.env._("No row was refused."))
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{Path(self.file_name).stem} - refused.xlsx",
                "datas": base64.b64encode(self._write_refused(lines)),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _write_refused(self, lines):
        """Bytes of the workbook: one row a line of a document, headings as in the file."""
        headings = self._get_headings()
        rows = [row for line in lines for row in self._iter_refused_rows(line, headings)]
        columns = [*headings.values(), REASON]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "refused.xlsx"
            rustpy_xlsxwriter.write_worksheet(
                [{column: row.get(column, "") for column in columns} for row in rows], str(path), "TDSheet"
            )
            return path.read_bytes()

    def _get_headings(self):
        """{field: heading} of the kind: as the file calls it, else as 1C does."""
        headings = {name: field.label_ru for name, field in readers.FIELDS[self.kind].items()}
        own = {}
        for column in self.column_ids.filtered("field_id"):
            own.setdefault(column.field_id.name, column.heading)
        return headings | own

    def _iter_refused_rows(self, line, headings):
        values = dict(line.values or {})
        parts = values.pop("lines", None) or [{}]
        for place, part in enumerate(parts):
            row = {headings[name]: self._to_cell(value) for name, value in (values | part).items() if name in headings}
            yield row | ({REASON: self._to_cell(line.text)} if not place else {})

    def _to_cell(self, value):
        """Text of a cell, so that nothing in it becomes a formula and nothing is rounded."""
        if isinstance(value, bool):
            return "Да" if value else "Нет"
        if isinstance(value, list):
            if value and isinstance(value[0], dict):
                return "; ".join(", ".join(str(part) for part in row.values()) for row in value)
            return ", ".join(str(part) for part in value)
        if isinstance(value, float):
            return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
        return "" if value is None else str(value)

    def action_feed_again(self):
        """A new import for the corrected rows, with the same columns."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_source_id": self.id, "default_profile_id": self.profile_id.id},
        }
