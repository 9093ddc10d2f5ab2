import io

from odoo import fields, models

from ..tools.arabic import separate_words
from ..tools.running_head import complete
from ..tools.set_aside import SetAside

POINTS_PER_MM = 72 / 25.4


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    has_running_head = fields.Boolean(
        "Repeats its head",
        help="The form calls deal_stages.sale_document_running_head: further pages begin with what that prints.",
    )

    def _prepare_html(self, html, report_model=False):
        if not self.has_running_head:
            return super()._prepare_html(html, report_model=report_model)
        aside = SetAside(html)
        prepared = super()._prepare_html(aside.page, report_model=report_model)
        if not prepared:
            return prepared
        bodies, *rest = prepared
        return [aside.put_back(separate_words(body)) for body in bodies], *(aside.put_back(part) for part in rest)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.has_running_head or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        margin = report.get_paperformat().margin_top * POINTS_PER_MM
        streams = {}
        # One at a time: Debian's wkhtmltopdf refuses to print several documents at once.
        for res_id in dict.fromkeys(res_ids):
            printed = super()._render_qweb_pdf_prepare_streams(report_ref, dict(data or {}), res_ids=[res_id])
            # What was printed before and kept is complete already.
            for row in (row for row in printed.values() if not row["attachment"]):
                row["stream"] = io.BytesIO(complete(row["stream"].getvalue(), margin))
            streams.update(printed)
        return streams
