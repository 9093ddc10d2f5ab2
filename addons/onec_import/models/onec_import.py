from odoo import api, fields, models
from odoo.exceptions import UserError

from .kinds import KINDS

COUNTS = ("made", "changed", "unchanged", "refused", "kept", "warned")
BUSY = ("checking", "running")


class OnecImport(models.Model):
    """One file from 1C on its way into Odoo: uploaded, recognised, checked, imported, compared, signed off."""

    _name = "onec.import"
    _description = "Import from 1C"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users", "Started by", required=True, default=lambda self: self.env.user, readonly=True
    )
    file = fields.Binary("File from 1C", attachment=True, required=True, copy=False)
    file_name = fields.Char(required=True)
    state = fields.Selection(
        [
            ("upload", "File"),
            ("mapping", "Columns"),
            ("checking", "Being checked"),
            ("checked", "Checked"),
            ("running", "Running"),
            ("paused", "Paused"),
            ("done", "Imported"),
            ("signed", "Signed off"),
            ("undone", "Taken back"),
        ],
        required=True,
        readonly=True,
        default="upload",
        copy=False,
        tracking=True,
    )
    error = fields.Char("What went wrong", readonly=True, copy=False)
    progress_ids = fields.One2many("onec.import.progress", "import_id", "Progress rows", readonly=True)
    progress = fields.Float(compute="_compute_progress", help="Share of the file that is dealt with.")
    made = fields.Integer("New", compute="_compute_counts")
    changed = fields.Integer(compute="_compute_counts")
    unchanged = fields.Integer(compute="_compute_counts")
    refused = fields.Integer(compute="_compute_counts")
    kept = fields.Integer("Kept as here", compute="_compute_counts")
    warned = fields.Integer("Warnings", compute="_compute_counts")
    prerequisite_text = fields.Char(compute="_compute_prerequisite_text")
    line_ids = fields.One2many("onec.import.line", "import_id", "Rows to look at", readonly=True)
    total_ids = fields.One2many("onec.import.total", "import_id", "Control totals")
    record_ids = fields.One2many("onec.record", "import_id", readonly=True)

    # Two administrators at once: whoever comes second is told to wait.
    _one_at_a_time = models.UniqueIndex(
        "((state IN ('checking', 'running'))) WHERE state IN ('checking', 'running')",
        "Another import from 1C is being checked or run: wait until it is done, or pause it.",
    )

    @api.model
    def _select_kinds(self):
        return [(kind, self._name_kind(kind)) for kind in KINDS if self._has_target(kind)]

    @api.model
    def _name_kind(self, kind):
        return KINDS[kind]._translate(self.env.lang or "en_US")

    @api.model
    def _has_target(self, kind):
        target = self.env.get(f"onec.target.{kind}")
        return target is not None and target._is_possible()

    @api.depends("file_name", "kind")
    def _compute_name(self):
        for record in self:
            record.name = record.file_name or self.env._("New import")

    @api.depends("state", "progress_ids.position", "progress_ids.expected")
    def _compute_progress(self):
        for record in self:
            row = record._get_progress()
            share = 100 * row.position / row.expected if row.expected else 0
            record.progress = 100 if record.state in ("done", "signed") else min(share, 99)

    @api.depends("state", "progress_ids.position", *(f"progress_ids.{name}" for name in COUNTS))
    def _compute_counts(self):
        for record in self:
            row = record._get_progress()
            for name in COUNTS:
                record[name] = row[name]

    def _get_progress(self):
        """How far the check is, or the run once that began."""
        self.ensure_one()
        dry = self.state in ("upload", "mapping", "checking", "checked")
        return self.progress_ids.filtered(lambda row: row.is_dry == dry)[:1]

    @api.model_create_multi
    def create(self, vals_list):
        imports = super().create(vals_list)
        for record in imports:
            record._recognise()
        return imports

    def write(self, vals):
        if {"file", "file_name"} & vals.keys() and self.filtered(
            lambda record: record.state not in ("upload", "mapping", "checked")
        ):
            raise UserError(self.env._("This file is imported already: make a new import for another one."))
        result = super().write(vals)
        if "file" in vals:
            for record in self:
                record._recognise()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered(lambda record: record.state in ("running", "paused", "done", "signed"))
        if used:
            raise UserError(self.env._("“%s” has brought records: take it back first.", used[0].name))

    def _get_target(self):
        """What knows how things of this kind are looked up and written."""
        self.ensure_one()
        return self._get_worker_env()[f"onec.target.{self.kind}"]

    def _get_worker_env(self):
        """Where records are made: all rights, the administrator's language and company, no mail and no tracking."""
        context = {
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_notrack": True,
            "lang": self.user_id.lang or self.env.lang,
            "tz": self.user_id.tz or self.env.context.get("tz"),
            "allowed_company_ids": self.company_id.ids,
            "onec_import_id": self.id,
        }
        # An administrator moves the company; none of the roles of stock, sales and accounts is his by itself.
        return self.env(user=self.env.ref("base.user_root").id, su=True, context=context)

    # What the screen's buttons do

    def action_check(self):
        """Read the whole file and look everything up, without writing anything."""
        self.ensure_one()
        self._check_ready()
        self._check_nobody_else()
        self.line_ids.unlink()
        self.progress_ids.unlink()
        self.write({"state": "checking", "error": False})
        self._begin(is_dry=True)

    def action_run(self):
        """Import what was checked."""
        self.ensure_one()
        if self.state != "checked":
            raise UserError(self.env._("Check the file first."))
        self._check_nobody_else()
        self._check_prerequisites()
        self.line_ids.unlink()
        self.write({"state": "running", "error": False})
        self._begin(is_dry=False)

    def action_pause(self):
        """Stop after the batch that is being written."""
        self.ensure_one()
        if self.state == "checking":
            self.state = "mapping"
        elif self.state == "running":
            self.state = "paused"

    def action_resume(self):
        self.ensure_one()
        if self.state != "paused":
            raise UserError(self.env._("Only a paused import goes on."))
        self._check_nobody_else()
        self.write({"state": "running", "error": False})
        self._wake()

    def get_progress(self):
        """What the progress bar asks for while one looks at it."""
        self.ensure_one()
        return self.read(["state", "progress"])[0]

    def action_next(self):
        """A new import of the same file, for another kind of things that it holds."""
        self.ensure_one()
        again = self.copy({"file": self.file, "file_name": self.file_name})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "views": [(False, "form")],
        }

    @api.depends("line_ids.code")
    def _compute_prerequisite_text(self):
        groups = self.env["onec.import.line"]._read_group(
            [("import_id", "in", self.ids), ("code", "=like", "missing.%")], ["import_id", "code"], ["__count"]
        )
        for record in self:
            rows = [(code.partition(".")[2], count) for owner, code, count in groups if owner == record]
            record.prerequisite_text = " ".join(
                self.env._(
                    "Import first: %(kind)s. %(count)s rows refer to them.", kind=self._name_kind(kind), count=count
                )
                for kind, count in rows
            )

    def _check_prerequisites(self):
        """An import of which nothing would come, because what it refers to is not there, is not begun; nor one of a
        file that breaks off."""
        broken = self.line_ids.filtered(lambda line: line.level == "file")
        if broken:
            raise UserError(broken[0].text)
        if self.prerequisite_text and not (self.made or self.changed or self.unchanged):
            raise UserError(self.prerequisite_text)

    def _begin(self, is_dry):
        rows = self.progress_ids
        expected = rows.filtered("is_dry").position or self._guess_rows()
        rows.create({"import_id": self.id, "is_dry": is_dry, "expected": expected})
        self._wake()

    @api.model
    def _wake(self):
        self.env.ref("onec_import.ir_cron_run")._trigger()

    def _check_nobody_else(self):
        other = self.search([("state", "in", BUSY), ("id", "!=", self.id)], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(user)s is importing “%(name)s” now: wait until that is done, or pause it.",
                    user=other.user_id.name,
                    name=other.name,
                )
            )
