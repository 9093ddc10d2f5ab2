"""The proof: control totals of 1C against Odoo, differences line by line, signed off by name."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import readers
from ..tools.totals import Totals
from .onec_import_run import DRY_BATCH, _batched

PROTOCOL_ROWS = 1000


class OnecImport(models.Model):
    _inherit = "onec.import"

    difference_count = fields.Integer("Differences", compute="_compute_difference_count")
    compared_on = fields.Datetime(readonly=True, copy=False)
    sha256 = fields.Char("Check sum", compute="_compute_sha256", help="Proves which file was imported.")
    signed_by = fields.Many2one("res.users", readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("total_ids.difference")
    def _compute_difference_count(self):
        for record in self:
            record.difference_count = len(record.total_ids.filtered("difference"))

    def action_compare(self):
        """Compare again, after something was corrected on either side."""
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Import the file first."))
        self._compare_totals()

    def _compare_totals(self):
        """Go through the file once more and set its sums against what stands in Odoo now."""
        totals, target = Totals(), self._get_target()
        with self._open_file() as path:
            for chunk in _batched(self._read(path), DRY_BATCH):
                target._add_totals(self, self._find_items(chunk), totals)
                refused = [one for one in chunk if isinstance(one, readers.Problem) and one.level == "error"]
                totals.add("count", "", len(refused))
            stated = self._read_stated(path)
        target._add_final_totals(self, totals)
        for measure, label, number in target._name_stated(stated):
            totals.state(measure, label, number)
        self._write_totals(totals)

    def _count_totals(self):
        """Of catalogues, right after a run: it has just seen each record, so that the file need not be read again."""
        totals, row = Totals(), self._get_progress()
        there = row.made + row.changed + row.unchanged
        totals.add("count", "", there + row.refused, there)
        self._write_totals(totals)

    def _write_totals(self, totals):
        target = self._get_target()
        reasons = {(total.measure, total.label or ""): total.reason for total in self.total_ids}
        self.total_ids.sudo().unlink()
        rows = [
            {
                "import_id": self.id,
                "measure": measure,
                "label": label,
                "stated": stated,
                "found": found,
                "reason": reasons.get((measure, label)),
            }
            for (measure, label), (stated, found) in totals.rows.items()
            if not label or stated != found or measure in target._get_kept_measures()
        ]
        self.total_ids.create(rows)
        self.compared_on = fields.Datetime.now()

    def _find_items(self, chunk):
        """Records of the file with what is known of them; problems and refused rows count as missing here."""
        return self._get_items([one for one in chunk if not isinstance(one, readers.Problem)])

    def _read_stated(self, path):
        """What the file itself states as its totals."""
        return readers.totals(path, self.file_name, self.kind, **self._get_reading())

    def action_sign(self):
        """Sign that the sums agree, or why they may differ."""
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Import the file first."))
        self._compare_totals()
        open_rows = self.total_ids.filtered(lambda total: total.difference and not total.reason)
        if open_rows:
            raise UserError(
                self.env._(
                    "%(count)s control totals differ, the first is %(total)s: correct them, or write down why.",
                    count=len(open_rows),
                    total=open_rows[0].label or open_rows[0].measure,
                )
            )
        self.write({"state": "signed", "signed_by": self.env.uid, "signed_on": fields.Datetime.now()})
        self.message_post(body=self.env._("The control totals are signed off."))

    def _get_protocol_lines(self):
        """Rows that the protocol names; of very long lists the first."""
        return self.line_ids.filtered(lambda line: line.level != "warning")[:PROTOCOL_ROWS]

    @api.depends("file")
    def _compute_sha256(self):
        for record in self:
            with record._open_file() as path, open(path, "rb") as file:
                record.sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def action_print(self):
        """The protocol on paper."""
        return self.env.ref("onec_import.onec_import_report").report_action(self)
