"""What a file is, and which of its columns mean what."""

import os
import tempfile
from contextlib import contextmanager

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .. import readers
from ..tools import sentences


class OnecImport(models.Model):
    _inherit = "onec.import"

    kind = fields.Selection(selection="_select_kinds", help="What the rows of the file are.")
    sheet_name = fields.Char("Sheet", help="Which sheet of the workbook is read.")
    title = fields.Char("Title in the file", readonly=True)
    period = fields.Char("Period in the file", readonly=True)
    filters = fields.Text("Filters in the file", readonly=True)
    has_columns = fields.Boolean(readonly=True)
    inspection = fields.Json(readonly=True)
    profile_id = fields.Many2one("onec.profile", "Known columns", domain="[('kind', '=', kind)]")
    profile_name = fields.Char("Keep these columns as", help="The next file with the same headings is recognised.")
    column_ids = fields.One2many("onec.import.column", "import_id", "Columns")
    missing_fields = fields.Char("Still missing", compute="_compute_missing_fields")

    @contextmanager
    def _open_file(self):
        """Path of the file, as it lies in the filestore or as a copy of what the database keeps."""
        self.ensure_one()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(  # fields of records are nobody's to list
                [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file")], limit=1
            )
        )
        if attachment.store_fname:
            yield attachment._full_path(attachment.store_fname)
            return
        handle, path = tempfile.mkstemp(prefix="onec_")
        try:
            with os.fdopen(handle, "wb") as copy:
                copy.write(attachment.raw or b"")
            yield path
        finally:
            os.unlink(path)

    def _recognise(self):
        """Look into the file: format, sheets, kind, columns. What is wrong with it stands in the lines."""
        self.ensure_one()
        self.line_ids.unlink()
        self.progress_ids.unlink()
        with self._open_file() as path:
            found = readers.inspect(path, self.file_name)
        self.env["onec.import.line"].create([self._prepare_line(problem) for problem in found.problems])
        sheets = [sheet for sheet in found.sheets if sheet.guess_kind] or found.sheets
        self.inspection = {"format": found.format, "sheets": [self._dump_sheet(sheet) for sheet in found.sheets]}
        fatal = not sheets or any(problem.level == "file" for problem in found.problems)
        self.write({"state": "upload" if fatal else "mapping", "has_columns": False})
        if not fatal:
            self._choose_sheet(self._dump_sheet(sheets[0]))

    @api.model
    def _dump_sheet(self, sheet):
        return {
            "name": sheet.name,
            "title": sheet.title,
            "period": sheet.period,
            "period_end": sheet.period_end and sheet.period_end.isoformat(),
            "filters": sheet.filters,
            "columns": [list(column) for column in sheet.columns],
            "kind": sheet.guess_kind,
            "mapping": sheet.guess_mapping,
            "rows": sheet.rows,
        }

    def _choose_sheet(self, sheet):
        kind = sheet["kind"] if self._has_target(sheet["kind"]) else False
        self.write(
            {
                "kind": kind,
                "sheet_name": sheet["name"],
                "title": sheet["title"],
                "period": sheet["period"],
                "filters": "\n".join(sheet["filters"]),
                "has_columns": bool(sheet["columns"]),
            }
            | ({"balance_date": sheet["period_end"]} if sheet["period_end"] else {})
        )
        self._map_columns()

    def _get_sheet(self):
        """The chosen sheet as it was found."""
        sheets = (self.inspection or {}).get("sheets", [])
        return next((sheet for sheet in sheets if sheet["name"] == self.sheet_name), sheets[0] if sheets else {})

    def _map_columns(self):
        """Give each column its meaning: as kept under a profile of these headings, else as the headings say."""
        sheet = self._get_sheet()
        columns = [tuple(column) for column in sheet.get("columns", [])]
        profile = self.profile_id or self._find_profile(columns)
        mapping = profile._get_columns(columns) if profile else self._guess_mapping(sheet)
        by_index = {}
        for name, index in mapping.items():
            for place in index if isinstance(index, list) else [index]:
                by_index.setdefault(place, []).append(name)
        known = self.env["onec.field"]._get_by_name(self.kind)
        # Levels of a grouped report stand in one column: it is listed once a level, the outermost first.
        rows = [
            {"index": index, "heading": heading, "field_id": known.get(name)}
            for index, heading in columns
            for name in by_index.get(index) or [None]
        ]
        self.update(
            {
                "profile_id": profile.id if profile else False,
                "column_ids": [Command.clear(), *(Command.create(row) for row in rows)],
            }
        )

    def _guess_mapping(self, sheet):
        if self.kind == sheet.get("kind") or not self.kind:
            return sheet.get("mapping", {})
        return readers.guess_mapping([readers.Column(*column) for column in sheet.get("columns", [])], self.kind)

    def _find_profile(self, columns):
        """The profile of this kind that knows most of these headings, if it knows one."""
        headings = {heading for _index, heading in columns}
        profiles = self.env["onec.profile"].search([("kind", "=", self.kind)])
        best = max(profiles, key=lambda profile: len(headings & set(profile.mapping or {})), default=profiles)
        return best if best and set(best.mapping or {}) <= headings else profiles.browse()

    @api.onchange("kind", "profile_id", "sheet_name")
    def _onchange_kind(self):
        if self.state == "mapping":
            if self.profile_id.kind != self.kind:
                self.profile_id = False
            self._map_columns()

    @api.depends("kind", "column_ids.field_id")
    def _compute_missing_fields(self):
        needed = self.env["onec.field"].search([("required", "=", True)]).grouped("kind")
        for record in self:
            fields_of_kind = needed.get(record.kind) if record.has_columns else None
            missing = (fields_of_kind or self.env["onec.field"]) - record.column_ids.field_id
            record.missing_fields = ", ".join(missing.mapped("label"))

    def _check_ready(self):
        if self.state not in ("mapping", "checked"):
            raise UserError(self.env._("Give a file from 1C that can be read first."))
        if not self.kind:
            raise UserError(self.env._("Say what is in the file: choose the kind of its rows."))
        if self.missing_fields:
            raise UserError(self.env._("Say which columns hold: %s.", self.missing_fields))

    def _get_mapping(self):
        """{field: column index}, of fields with several columns a list; nothing for files without columns."""
        if not self.has_columns:
            return None
        mapping = {}
        fields_of_kind = readers.FIELDS[self.kind]
        for column in self.column_ids.filtered(lambda column: column.field_id.kind == self.kind):
            name = column.field_id.name
            if fields_of_kind[name].type == "columns":
                mapping.setdefault(name, []).append(column.index)
            else:
                mapping.setdefault(name, column.index)
        return mapping

    def action_save_profile(self):
        """Keep what the columns mean for the next file of the same report."""
        self.ensure_one()
        mapping = {row.heading: row.field_id.name for row in self.column_ids if row.field_id and row.heading}
        name = self.profile_name or self.title or self.file_name
        known = self.env["onec.profile"].search([("kind", "=", self.kind), ("name", "=", name)])
        if known:
            known.mapping = mapping
        self.profile_id = known or known.create({"name": name, "kind": self.kind, "mapping": mapping})

    def _guess_rows(self):
        return max(self._get_sheet().get("rows") or 0, 0)

    def _read(self, path):
        """Records and problems of the file, a stream."""
        return readers.read(path, self.file_name, self.kind, **self._get_reading())

    def _get_reading(self):
        """How the readers are to go through the file."""
        return {
            "sheet": self.sheet_name or None,
            "mapping": self._get_mapping(),
            "options": self._get_reader_options(),
        }

    def _get_reader_options(self):
        """What the reader has to know beside the columns. To be extended by kinds with a choice."""
        return {}

    def _prepare_line(self, problem, **values):
        """Values of the line that tells somebody about a problem of the reader."""
        place = problem.place
        return {
            "import_id": self.id,
            "level": problem.level,
            "file": place.file,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "value": str(problem.value or "")[:200],
            "code": problem.code,
            "text": sentences.tell(self.env, problem),
            **values,
        }
