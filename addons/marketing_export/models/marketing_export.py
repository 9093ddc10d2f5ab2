from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.signatures import Signatures

KEEP_PARAMETER = "marketing_export.keep_days"
KEEP_DAYS = 90


class MarketingExport(models.Model):
    """One run: who took which segment out, when and what for, how many rows, what was left out and why."""

    _name = "marketing.export"
    _description = "Export of a Segment"
    _order = "date desc, id desc"
    _rec_name = "file_name"

    key = fields.Char(required=True, readonly=True, copy=False, help="Segment, profile and run: a run is done once.")
    segment_id = fields.Many2one("marketing.segment", required=True, readonly=True, index=True, ondelete="restrict")
    profile_id = fields.Many2one(
        "marketing.export.profile", "Kind of file", required=True, readonly=True, index=True, ondelete="restrict"
    )
    schedule_id = fields.Many2one(
        "marketing.export.schedule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one("res.users", "Exported by", required=True, readonly=True)
    reason = fields.Char("What for", required=True, readonly=True)
    only_new = fields.Boolean("New ones only", readonly=True, help="Whoever was in an earlier file is left out.")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    attempts = fields.Integer("Times begun", readonly=True)
    total = fields.Integer("Contacts in the segment", readonly=True)
    read_count = fields.Integer("Read so far", readonly=True)
    progress = fields.Float(compute="_compute_progress", help="Share of the segment that is written.")
    row_count = fields.Integer("Rows", readonly=True)
    omission_ids = fields.One2many("marketing.export.omission", "export_id", "Left out")
    omitted_count = fields.Integer("Left out rows", compute="_compute_omitted_count", store=True)
    previous_id = fields.Many2one("marketing.export", "Run before", readonly=True, ondelete="set null")
    new_count = fields.Integer("New", readonly=True, help="In this file, not in the one before.")
    gone_count = fields.Integer("Gone", readonly=True, help="In the file before, not in this one.")
    changed_count = fields.Integer("Changed", readonly=True, help="In both files, with other cells.")
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, copy=False, ondelete="set null")
    report_id = fields.Many2one("ir.attachment", "List of who was left out", readonly=True, ondelete="set null")
    file_name = fields.Char(readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True, help="Check sum of the file, to prove which one was handed out.")
    signatures = fields.Binary(attachment=True, readonly=True, groups="base.group_system", copy=False)
    path = fields.Char("Written to", readonly=True, help="Place of the file in the folder that the settings name.")
    problem = fields.Char("Not written to the folder", readonly=True)
    error = fields.Char("What went wrong", readonly=True)
    sent_to = fields.Char("Sent to", readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "This run was exported already.")
    _done_has_file = models.Constraint(
        "CHECK(state != 'done' OR file_name IS NOT NULL)", "A finished export has a file."
    )

    @api.depends("state", "read_count", "total")
    def _compute_progress(self):
        for export in self:
            share = 100 * export.read_count / export.total if export.total else 0
            export.progress = 100 if export.state == "done" else min(share, 99)

    @api.depends("omission_ids.count", "omission_ids.drops_row")
    def _compute_omitted_count(self):
        groups = self.env["marketing.export.omission"]._read_group(
            [("export_id", "in", self.ids), ("drops_row", "=", True)], ["export_id"], ["count:sum"]
        )
        totals = dict(groups)
        for export in self:
            export.omitted_count = totals.get(export, 0)

    @api.depends("file_name", "segment_id", "date")
    def _compute_display_name(self):
        for export in self:
            export.display_name = export.file_name or f"{export.segment_id.name} {export.date:%Y-%m-%d}"

    @api.model
    def _order_run(self, segment, profile, reason, run=None, schedule=None, only_new=False):
        """The record of a run that is asked for; the second call with the same `run` returns the first one's.

        Marketers read the journal of exports; only the export itself writes it: the record comes as superuser.
        """
        if not profile.column_ids:
            raise UserError(self.env._("Give “%s” at least one column.", profile.name))
        key = f"{segment.id}/{profile.id}/{run or uuid4().hex}"
        exports = self.sudo()
        return exports.search([("key", "=", key)]) or exports.create(
            {
                "key": key,
                "segment_id": segment.id,
                "profile_id": profile.id,
                "reason": reason,
                "only_new": only_new,
                "schedule_id": schedule.id if schedule else False,
                "user_id": self.env.uid,
                "previous_id": self._find_previous(segment, profile).id,
            }
        )

    @api.model
    def _find_previous(self, segment, profile):
        domain = [("segment_id", "=", segment.id), ("profile_id", "=", profile.id), ("state", "=", "done")]
        return self.sudo().search(domain, order="id desc", limit=1)

    def _show(self):
        """Hand out a file that is there; show the progress of one that is being written."""
        self.ensure_one()
        return self.action_download() if self.state == "done" else self._open()

    def _open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_export_action")
        return {**action, "res_id": self.id, "views": [(False, "form")], "view_mode": "form", "path": False}

    def action_download(self):
        self.ensure_one()
        return self._download(self.attachment_id)

    def action_download_report(self):
        self.ensure_one()
        return self._download(self.report_id)

    def _download(self, attachment):
        if not attachment:
            raise UserError(self.env._("This file was removed: export the segment again."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def action_again(self):
        """Repeat a run that failed."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "failed" or self.user_id != self.env.user:
            raise UserError(self.env._("Only whoever ordered a failed export may repeat it."))
        # The journal is written by exports only.
        self.sudo().write({"state": "waiting", "attempts": 0, "error": False})
        self._wake()

    def get_progress(self):
        """What the progress bar asks for while one looks at it."""
        self.ensure_one()
        return self.read(["state", "progress"])[0]

    def _get_contact_ids(self):
        """Ids in the mailing base of whoever was in the file."""
        self.ensure_one()
        sums = Signatures.load(self.sudo().signatures).sums  # the journal's own memory, which nobody reads
        return [contact_id for contact_id, found in enumerate(sums) if found]

    @api.autovacuum
    def _gc_files(self):
        """Files of people are not kept for ever; what the journal says stays."""
        # Settings are the administrator's.
        days = int(self.env["ir.config_parameter"].sudo().get_param(KEEP_PARAMETER) or KEEP_DAYS)
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        old = self.search([("date", "<", limit), ("attachment_id", "!=", False)], limit=1000)
        (old.attachment_id + old.report_id).unlink()
