import base64
import hashlib
import os
import re
import tempfile
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import cells, files
from ..tools.signatures import Signatures
from .marketing_export_stream import RowStream

FOLDER_PARAMETER = "marketing_export.folder"
CLEANERS = {"mail": cells.mail_cell, "call": cells.excel_cell, "list": cells.excel_cell}


class MarketingExport(models.Model):
    """Writing the file of a run: out of one stream of rows, whatever their number, into a file of its own folder,
    which becomes the run's file when it is whole."""

    _inherit = "marketing.export"

    def _fill(self, reader, tell):
        """Write the file, keep it as attachment and, where the settings ask for it, in the folder.

        :param reader: environment with the rights under which rows are read
        :param tell: called with the number of rows read
        """
        self.ensure_one()
        segment = self.segment_id.with_env(reader)
        domain = segment._get_domain()
        stream = RowStream(self, reader, segment, tell)
        self.total = stream.contacts.search_count(domain)
        with (
            tempfile.TemporaryDirectory(prefix="marketing-") as folder,
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="ignore", newline="") as report,
        ):
            stream.open_report(report)
            source = Path(folder) / self._prepare_file_name()
            getattr(self, f"_write_{self.profile_id.file_type}")(source, stream, domain)
            self._finish(source, stream)

    def _finish(self, source, stream):
        path, problem = self._try_folder(source)
        attachment = self._attach(source)
        before = stream.before if self.only_new else Signatures.load(self.sudo().previous_id.signatures)
        new, gone, changed = stream.signatures.compare(before)
        if self.only_new:
            stream.signatures.add(before)
            gone = changed = 0
        self.write(
            {
                "state": "done",
                "read_count": self.total,
                "row_count": stream.row_count,
                "omission_ids": self._prepare_omissions(stream.omitted),
                "attachment_id": attachment.id,
                "report_id": self._attach_report(stream).id,
                "file_name": source.name,
                "sha256": files.digest(source, hashlib.sha256),
                "signatures": base64.b64encode(stream.signatures.dump()),
                "new_count": new,
                "gone_count": gone,
                "changed_count": changed,
                "path": path,
                "problem": problem,
            }
        )
        self._tell_recipients()

    def _tell_recipients(self):
        """A message with the link: the file itself never leaves by mail."""
        users = self.schedule_id.recipient_ids
        if not users:
            return
        self.sent_to = ", ".join(users.mapped("name"))
        self.env["mail.thread"].message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._("New file: %s", self.file_name),
            body=self.env._("%(rows)s rows for “%(reason)s”.", rows=self.row_count, reason=self.reason),
            model=self._name,
            res_id=self.id,
        )

    def _attach(self, source):
        """The file as attachment. The bytes go from disk to disk: a file of a million rows needs no memory."""
        values = {"name": source.name, "res_model": self._name, "res_id": self.id}
        attachment = self.env["ir.attachment"].create(values)
        if attachment._storage() != "file":
            attachment.raw = source.read_bytes()
            return attachment
        checksum = files.digest(source, hashlib.sha1)
        name = f"{checksum[:2]}/{checksum}"
        place = os.path.dirname(attachment._full_path(name))
        os.makedirs(place, exist_ok=True)
        files.put(source, place, checksum)
        attachment._mark_for_gc(name)
        # Core reckons these from the bytes in memory, and refuses them of anybody else.
        attachment._write(
            {
                "store_fname": name,
                "checksum": checksum,
                "file_size": source.stat().st_size,
                "mimetype": files.MIMETYPES[source.suffix],
            }
        )
        attachment.invalidate_recordset()
        return attachment

    def _attach_report(self, stream):
        """A workbook holds the list on its second sheet; beside a CSV it is a file of its own."""
        if self.profile_id.file_type == "xlsx" or not stream.omitted:
            return self.env["ir.attachment"]
        with tempfile.TemporaryDirectory(prefix="marketing-") as folder:
            target = Path(folder) / f"{Path(self._prepare_file_name()).stem}-left-out.xlsx"
            files.write_book(target, [self._prepare_report_sheet(stream)])
            return self._attach(target)

    def _prepare_file_name(self):
        """A name that is safe in any folder, and new for every run."""
        moment = fields.Datetime.context_timestamp(self, self.date)
        words = re.sub(r"[^\w-]+", "-", self.segment_id.name).strip("-_")[:60] or "segment"
        return f"{words}-{moment:%Y-%m-%d-%H%M}-{self.id}.{self.profile_id.file_type}"

    def _prepare_omissions(self, omitted):
        drops = self.env["marketing.export.omission"]._get_dropping_reasons()
        return [
            fields.Command.create({"reason": reason, "count": count, "drops_row": reason in drops})
            for reason, count in sorted(omitted.items())
            if count
        ]

    def _write_csv(self, target, stream, domain):
        files.write_csv(target, list(stream.widths), stream.iter_rows(domain, cells.csv_cell))

    def _write_xlsx(self, target, stream, domain):
        profile = stream.profile
        rows = stream.iter_rows(domain, CLEANERS[profile.purpose])
        sheet = files.Sheet(profile.env._("Contacts"), stream.widths, rows, profile._get_result_choices())
        files.write_book(target, [sheet, self._prepare_report_sheet(stream)])

    def _prepare_report_sheet(self, stream):
        """Who was left out, row by row, and why."""
        text = stream.profile.env._
        widths = {text("Company name"): 32, text("Name"): 28, text("E-mail or phone"): 30, text("Why"): 44}
        rows = ([cells.excel_cell(value) for value in row] for row in stream.iter_report())
        return files.Sheet(text("Left out"), widths, rows)

    # --- folder --------------------------------------------------------------------------------------------

    @api.model
    def _get_folder(self):
        # Settings are the administrator's; everybody's files follow them.
        return self.env["ir.config_parameter"].sudo().get_param(FOLDER_PARAMETER) or ""

    @api.model
    def _check_folder(self, folder):
        """Raise a UserError unless files can be written into `folder`, an absolute path; an empty one is no folder."""
        if folder and not files.is_writable_folder(folder):
            raise UserError(
                self.env._("“%s” is no folder in which the server may write: name an existing one.", folder)
            )

    @api.model
    def _write_to_folder(self, source):
        """Copy a finished file into the folder of the settings, whole or not at all.

        :param source: path of the file, whose name is kept
        :return: path of the copy; False when no folder is set
        :raises UserError: when the folder cannot be written to
        """
        folder = self._get_folder()
        if not folder:
            return False
        self._check_folder(folder)
        try:
            return files.put(source, folder, os.path.basename(source))
        except OSError as error:
            raise UserError(
                self.env._("The file was not written to “%(folder)s”: %(error)s", folder=folder, error=error.strerror)
            ) from error

    def _try_folder(self, source):
        """(path, problem): a folder that is full or gone does not take the file away that is in Odoo already."""
        try:
            return self._write_to_folder(source), False
        except UserError as error:
            return False, str(error)
