import os
import re
import tempfile
from collections import Counter
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import files, mailchimp, names

FOLDER_PARAMETER = "marketing_export.folder"
FILE_TYPES = {"mailchimp_csv": "csv", "xlsx": "xlsx"}


class MarketingExport(models.Model):
    """One run: who took which segment out, when, how many rows, what was left out and why."""

    _name = "marketing.export"
    _description = "Export of a Segment"
    _order = "date desc, id desc"
    _rec_name = "file_name"

    key = fields.Char(required=True, readonly=True, copy=False, help="Segment, format and run: a run is done once.")
    segment_id = fields.Many2one("marketing.segment", required=True, readonly=True, index=True, ondelete="restrict")
    format = fields.Selection(
        [("mailchimp_csv", "MailChimp (CSV)"), ("xlsx", "Excel, for calls (XLSX)")], required=True, readonly=True
    )
    schedule_id = fields.Many2one(
        "marketing.export.schedule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one("res.users", "Exported by", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done")], required=True, readonly=True, default="running"
    )
    row_count = fields.Integer("Rows", readonly=True)
    omission_ids = fields.One2many("marketing.export.omission", "export_id", "Left out")
    omitted_count = fields.Integer("Left out rows", compute="_compute_omitted_count", store=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, copy=False, ondelete="set null")
    file_name = fields.Char(readonly=True)
    path = fields.Char("Written to", readonly=True, help="Place of the file in the folder that the settings name.")
    problem = fields.Char("Not written to the folder", readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This run was exported already.")
    _done_has_file = models.Constraint(
        "CHECK(state != 'done' OR file_name IS NOT NULL)", "A finished export has a file."
    )

    @api.depends("omission_ids.count", "omission_ids.drops_row")
    def _compute_omitted_count(self):
        groups = self.env["marketing.export.omission"]._read_group(
            [("export_id", "in", self.ids), ("drops_row", "=", True)], ["export_id"], ["count:sum"]
        )
        totals = dict(groups)
        for export in self:
            export.omitted_count = totals.get(export, 0)

    @api.model
    def _get_formats(self):
        """[(code, label)] of the files that can be written; another addon adds its own to the selection."""
        return self._fields["format"]._description_selection(self.env)

    def action_download(self):
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("This file was removed: export the segment again."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    # --- writing -------------------------------------------------------------------------------------------

    def _fill(self, contacts, domain):
        """Write the file, keep it as attachment and, where the settings ask for it, in the folder.

        :param contacts: marketing.contact with the rights under which rows are read
        :param domain: which rows
        """
        self.ensure_one()
        omitted = Counter()
        file_name = self._prepare_file_name()
        with tempfile.TemporaryDirectory(prefix="marketing-") as folder:
            source = Path(folder) / file_name
            row_count = self._write_file(source, contacts, domain, omitted)
            attachment = self.env["ir.attachment"].create(
                {
                    "name": file_name,
                    "raw": source.read_bytes(),
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            path, problem = self._try_folder(source)
        self.write(
            {
                "state": "done",
                "row_count": row_count,
                "omission_ids": self._prepare_omissions(omitted),
                "attachment_id": attachment.id,
                "file_name": file_name,
                "path": path,
                "problem": problem,
            }
        )

    def _prepare_file_name(self):
        """A name that is safe in any folder, and new for every run."""
        moment = fields.Datetime.context_timestamp(self, self.date)
        words = re.sub(r"[^\w-]+", "-", self.segment_id.name).strip("-_")[:60] or "segment"
        return f"{words}-{moment:%Y-%m-%d-%H%M}-{self.id}.{FILE_TYPES[self.format]}"

    def _prepare_omissions(self, omitted):
        drops = self.env["marketing.export.omission"]._get_dropping_reasons()
        return [
            fields.Command.create({"reason": reason, "count": count, "drops_row": reason in drops})
            for reason, count in sorted(omitted.items())
            if count
        ]

    def _write_file(self, target, contacts, domain, omitted):
        """Write the file of this export's format to `target`; returns the number of rows.

        A format is two methods: `_write_<format>(target, rows)` and `_get_omission_<format>(row)`, where rows are
        dictionaries of `_get_row_fields()` with names in the place of ids.
        """
        rows = self._iter_rows(contacts, domain, getattr(self, f"_get_omission_{self.format}"), omitted)
        return getattr(self, f"_write_{self.format}")(target, rows)

    @api.model
    def _get_row_fields(self):
        """Fields of marketing.contact that the files need; another addon adds the fields of its columns."""
        return [
            *("name", "is_company", "company", "position", "email", "phone", "kind", "last_order_date"),
            *("team_id", "user_id", "equipment_type_id", "stage_id", "channel", "source_id", "lang"),
            *("street", "zip", "city", "state_id", "country_id", "country_code"),
            *("is_blacklisted", "phone_blacklisted", "is_role_address", "is_valid"),
        ]

    def _iter_rows(self, contacts, domain, get_omission, omitted):
        """Rows that go into the file; the others, and numbers that are withheld, are counted by reason."""
        labels = self._get_labels(contacts)
        for row in contacts._iter_rows(domain, self._get_row_fields()):
            if row["phone"] and row["phone_blacklisted"]:
                row["phone"] = None
                omitted["phone"] += bool(row["email"])
            reason = get_omission(row)
            if reason:
                omitted[reason] += 1
                continue
            for name, texts in labels.items():
                row[name] = texts.get(row[name])
            yield row

    def _get_labels(self, contacts):
        """{field: {id or code: text}} for the fields whose stored value is no text, in the reader's language."""
        labels = {}
        for name in self._get_row_fields():
            field = contacts._fields[name]
            if field.type == "selection":
                labels[name] = dict(field._description_selection(contacts.env))
            elif field.type == "many2one":
                # Names alone, of few records; the rows themselves were read with the user's rights.
                records = self.env[field.comodel_name].sudo().with_context(active_test=False, lang=contacts.env.lang)
                labels[name] = {record.id: record[records._rec_name] for record in records.search([])}
        return labels

    # --- MailChimp -----------------------------------------------------------------------------------------

    @api.model
    def _get_omission_mailchimp_csv(self, row):
        if not row["email"]:
            return "no_email"
        if row["is_blacklisted"]:
            return "opted_out"
        if not row["is_valid"]:
            return "invalid"
        return "role" if row["is_role_address"] else None

    def _write_mailchimp_csv(self, target, rows):
        return files.write_csv(target, mailchimp.HEADER, map(self._prepare_mailchimp_row, rows))

    @api.model
    def _prepare_mailchimp_row(self, row):
        """Cells in the order of `mailchimp.HEADER`."""
        first, last = ("", "") if row["is_company"] else names.split_name(row["name"])
        place = [row["street"], row["city"], row["state_id"], row["zip"], row["country_code"]]
        return (
            row["email"],
            first,
            last,
            # A country alone is no address.
            ", ".join(filter(None, place)) if any(place[:-1]) else "",
            row["phone"],
            row["company"],
            mailchimp.tag_cell([row["kind"], row["team_id"], row["equipment_type_id"]]),
        )

    # --- Excel ---------------------------------------------------------------------------------------------

    @api.model
    def _get_omission_xlsx(self, row):
        if row["email"] and row["is_blacklisted"]:
            # Whoever wants no mail may still be called.
            row["email"] = None
        return None if row["email"] or row["phone"] else "opted_out"

    def _write_xlsx(self, target, rows):
        widths = self._get_xlsx_columns()
        labels = self.env["marketing.contact"].fields_get(list(widths), ["string"])
        header = [labels[name]["string"] for name in widths]
        cells = ([row[name] for name in widths] for row in rows)
        return files.write_xlsx(target, self.env._("Contacts"), header, cells, widths.values())

    @api.model
    def _get_xlsx_columns(self):
        """{field: width} of the workbook, in order; a heading is the field's label."""
        return {
            "company": 32,
            "name": 28,
            "position": 22,
            "phone": 16,
            "email": 28,
            "kind": 18,
            "team_id": 16,
            "user_id": 22,
            "equipment_type_id": 20,
            "stage_id": 18,
            "last_order_date": 12,
            "city": 18,
            "state_id": 20,
            "country_id": 14,
            "lang": 18,
            "channel": 16,
            "source_id": 16,
        }

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
