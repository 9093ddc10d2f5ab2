import ast
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

SAMPLE_SIZE = 10


class MarketingSegment(models.Model):
    _name = "marketing.segment"
    _description = "Segment of the Mailing Base"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    domain = fields.Char("Filter", required=True, default="[]", help="Who of the mailing base belongs to the segment.")
    user_id = fields.Many2one("res.users", "Owner", required=True, readonly=True, default=lambda self: self.env.user)
    shared = fields.Boolean(help="Other marketers see the segment and its files; only the owner changes it.")
    format = fields.Selection(
        lambda self: self.env["marketing.export"]._get_formats(), "File", required=True, default="mailchimp_csv"
    )
    note = fields.Text(help="What the segment is for.")
    count = fields.Integer("Contacts", compute="_compute_count")
    problem = fields.Char(compute="_compute_count", help="Why the filter cannot be read any more.")
    sample_ids = fields.Many2many("marketing.contact", compute="_compute_sample_ids", string="First of them")
    export_ids = fields.One2many("marketing.export", "segment_id", "Exports")
    export_count = fields.Integer("Files", compute="_compute_export_count")
    schedule_ids = fields.One2many("marketing.export.schedule", "segment_id", "Schedules")

    @api.depends("domain")
    @api.depends_context("uid")
    def _compute_count(self):
        for segment in self:
            segment.count, segment.problem = 0, False
            try:
                segment.count = self.env["marketing.contact"].search_count(segment._get_domain())
            except UserError as error:
                segment.problem = str(error)

    @api.depends("domain")
    @api.depends_context("uid")
    def _compute_sample_ids(self):
        for segment in self:
            try:
                segment.sample_ids = self.env["marketing.contact"].search(segment._get_domain(), limit=SAMPLE_SIZE)
            except UserError:
                segment.sample_ids = False

    @api.depends("export_ids")
    def _compute_export_count(self):
        groups = self.env["marketing.export"]._read_group([("segment_id", "in", self.ids)], ["segment_id"], ["__count"])
        counts = dict(groups)
        for segment in self:
            segment.export_count = counts.get(segment, 0)

    @api.constrains("domain")
    def _check_domain(self):
        # Constraints run as superuser; what counts is what the marketer may read.
        contacts = self.env["marketing.contact"].sudo(False)
        for segment in self:
            try:
                contacts._search(segment._get_domain())
            except UserError as error:
                raise ValidationError(str(error)) from error

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exported(self):
        # The journal says who took which addresses out: it outlives the wish to tidy up.
        if self.env["marketing.export"].sudo().search_count([("segment_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Files were exported from this segment: archive it instead."))

    def _get_domain(self):
        """The filter as a Domain over marketing.contact; UserError when it is none (any more)."""
        self.ensure_one()
        try:
            domain = Domain(ast.literal_eval(self.domain or "[]"))
            domain.validate(self.env["marketing.contact"])
        except (SyntaxError, TypeError, ValueError) as error:
            raise UserError(self.env._("The filter cannot be read: %s", error)) from error
        return domain

    def copy_data(self, default=None):
        """A copy belongs to whoever makes it, so that shared segments can be changed as one's own."""
        vals_list = super().copy_data(default)
        names = {"user_id": self.env.uid, "shared": False}
        return [
            {**vals, **names, "name": self.env._("%s (copy)", segment.name)}
            for segment, vals in zip(self, vals_list, strict=True)
        ]

    def action_export(self):
        """Write the file now and hand it to the browser."""
        self.ensure_one()
        return self._export(self.format).action_download()

    def action_show_contacts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_contact_action")
        return {**action, "domain": list(self._get_domain()), "context": {}, "display_name": self.name, "path": False}

    def action_show_exports(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketing_export.marketing_export_action")
        return {**action, "domain": [("segment_id", "=", self.id)], "context": {}, "path": False}

    def _export(self, file_format, run=None, schedule=None):
        """Write the segment's file under the rights of the current user.

        :param file_format: one of `marketing.export._get_formats()`
        :param run: what tells this run from others; the second call with the same one returns the first one's file
        :param schedule: the marketing.export.schedule that asked for it
        :return: marketing.export, done
        :raises UserError: when the filter cannot be read
        """
        self.ensure_one()
        self.check_access("read")
        key = f"{self.id}/{file_format}/{run or uuid4().hex}"
        # Marketers read the journal of exports; only the export itself writes it.
        Export = self.env["marketing.export"].sudo()
        export = Export.search([("key", "=", key), ("state", "=", "done")])
        if not export:
            export = Export.create(
                {
                    "key": key,
                    "segment_id": self.id,
                    "format": file_format,
                    "schedule_id": schedule.id if schedule else False,
                    "user_id": self.env.uid,
                }
            )
            export._fill(self.env["marketing.contact"], self._get_domain())
        return export.sudo(self.env.su)
