"""A whole import is taken back as long as nothing was built on it: deleted where Odoo allows, reversed where not."""

from odoo import fields, models
from odoo.exceptions import UserError

from .onec_import_apply import REFUSALS

UNDO_BATCH = 200


class OnecImport(models.Model):
    _inherit = "onec.import"

    undone_by = fields.Many2one("res.users", readonly=True, copy=False)
    undone_on = fields.Datetime(readonly=True, copy=False)

    def action_undo(self):
        """Take the whole import back; what stays, and why, stands in its rows."""
        self.ensure_one()
        if self.state not in ("done", "paused"):
            raise UserError(self.env._("Only an import that is done or paused, and not signed off, is taken back."))
        later = self._find_later()
        if later:
            raise UserError(
                self.env._("“%s” was imported after this and builds on it: take that back first.", later.display_name)
            )
        self._restore_changes()
        self._remove_made()
        self.write({"state": "undone", "undone_by": self.env.uid, "undone_on": fields.Datetime.now()})

    def _find_later(self):
        """A later import that changed records of this one."""
        names = self.record_ids.mapped("name")
        change = self.env["onec.import.change"].search([("import_id", ">", self.id), ("name", "in", names)], limit=1)
        return change.import_id

    def _restore_changes(self):
        """What this import changed says again what it said before, unless people changed it since."""
        changes = self.env["onec.import.change"].search([("import_id", "=", self.id)], order="id desc")
        target = self._get_target()
        for change in changes:
            record = self._get_worker_env()[change.res_model].browse(change.res_id).exists()
            vals = {
                name: value
                for name, value in change.before.items()
                if record and target._is_same(record, name, target._get_current(record, name), change.after[name])
            }
            if vals:
                self._try_undo(record, lambda record=record, vals=vals: target._write_back(record, vals))
        self._reset_memory(changes)

    def _reset_memory(self, changes):
        """So that the file can be imported again."""
        rows = {row.name: row for row in self.env["onec.record"].search([("name", "in", changes.mapped("name"))])}
        for change in changes:
            row = rows.get(change.name)
            if row:
                row.write({"digest": False, "written": (row.written or {}) | change.before})

    def _remove_made(self):
        made = self.record_ids.filtered(lambda row: not row.adopted).sorted("id", reverse=True)
        target, forgotten = self._get_target(), list(self.record_ids.filtered("adopted").mapped("name"))
        for rows in made.grouped("res_model").values():
            for start in range(0, len(rows), UNDO_BATCH):
                forgotten += self._remove_some(target, rows[start : start + UNDO_BATCH])
        self.env["onec.record"]._forget(forgotten)

    def _remove_some(self, target, rows):
        """Names of the rows whose records are gone or reversed; several at once, each by itself where that fails."""
        records = self._get_worker_env()[rows[0].res_model].browse(rows.mapped("res_id")).exists()
        text = self._try_undo(records, lambda: target._undo(self, records), quiet=len(rows) > 1)
        if text is not None:
            self._note_undo(records, text)
            return rows.mapped("name")
        if len(rows) == 1:
            return []
        return [name for row in rows for name in self._remove_some(target, row)]

    def _try_undo(self, records, function, quiet=False):
        """What `function` says was done, or nothing when Odoo refuses it: then the reason stands in the rows."""
        try:
            with self.env.cr.savepoint():
                return function() or ""
        except REFUSALS as error:
            self.env.invalidate_all(flush=False)
            if not quiet:
                self._note_undo(records, self.env._("stays: %s", self._get_error_text(error)))
            return None

    def _note_undo(self, records, text):
        there = records.exists()
        self.env["onec.import.line"].create(
            [
                {
                    "import_id": self.id,
                    "level": "undo",
                    "text": f"{record.display_name}: {text}",
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in there
            ]
        )
