from collections import Counter
from itertools import islice

from markupsafe import Markup

from odoo import api, fields, models

from ..models.marketing_export_stream import RowStream
from ..tools import cells

PREVIEW_ROWS = 8


class MarketingExportRequest(models.TransientModel):
    """What a marketer says before a file is written, and what he sees of it."""

    _name = "marketing.export.request"
    _description = "Order of an Export"

    segment_id = fields.Many2one("marketing.segment", required=True, readonly=True, ondelete="cascade")
    profile_id = fields.Many2one(
        "marketing.export.profile",
        "Kind of file",
        required=True,
        compute="_compute_profile_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Char("What for", required=True, help="Stands in the journal of exports.")
    only_new = fields.Boolean("New ones only", help="Whoever was in an earlier file of this kind is left out.")
    preview = fields.Html("First rows", compute="_compute_preview", sanitize=False)
    left_out = fields.Html("Left out", compute="_compute_preview", sanitize=False)

    @api.depends("segment_id")
    def _compute_profile_id(self):
        for request in self:
            request.profile_id = request.segment_id.profile_id

    @api.depends("segment_id", "profile_id")
    def _compute_preview(self):
        for request in self:
            request.preview = request.left_out = False
            if request.segment_id and request.profile_id.column_ids:
                request.preview = request._prepare_preview()
                request.left_out = request._prepare_left_out()

    def _prepare_preview(self):
        export = self.env["marketing.export"].new({"profile_id": self.profile_id.id})
        env = self.profile_id.with_context(lang=self.profile_id.lang or self.env.lang).env
        stream = RowStream(export, env, self.segment_id, lambda count: None)
        rows = list(islice(stream.iter_rows(self.segment_id._get_domain(), cells.one_line), PREVIEW_ROWS))
        lines = [self._prepare_line("th", stream.widths), *(self._prepare_line("td", row) for row in rows)]
        return Markup("<table class='table table-sm table-bordered small'>%s</table>") % Markup().join(lines)

    @api.model
    def _prepare_line(self, tag, texts):
        cell = Markup("<{0}>%s</{0}>").format(Markup(tag))
        return Markup("<tr>%s</tr>") % Markup().join(cell % text for text in texts)

    def _prepare_left_out(self):
        counts = self._count_left_out()
        labels = dict(self.env["marketing.export.omission"]._fields["reason"]._description_selection(self.env))
        lines = [Markup("<li>%s: %s</li>") % (labels[reason], count) for reason, count in counts.most_common()]
        return Markup("<ul>%s</ul>") % Markup().join(lines) if lines else False

    def _count_left_out(self):
        """{reason: number} of the whole segment, without reading its rows."""
        block = {"mail": "mail_block", "call": "call_block"}.get(self.profile_id.purpose)
        if not block:
            return Counter()
        groups = self.env["marketing.contact"]._read_group(self.segment_id._get_domain(), [block], ["__count"])
        counts = Counter({reason: count for reason, count in groups if reason})
        if block == "mail_block" and self.segment_id.unasked_reason:
            counts.pop("no_consent", None)
        return counts

    def action_export(self):
        self.ensure_one()
        return self.segment_id._export(self.profile_id, self.reason, only_new=self.only_new)._open()
