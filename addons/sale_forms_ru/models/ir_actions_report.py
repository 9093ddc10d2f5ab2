import io

from odoo import models

PLAIN = "deal_stages.sale_payment_request_report_pages"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Letters and the menu of prints give the request on the form of the house, too, where nothing is missing."""
        if self._get_report(report_ref).report_name != PLAIN or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        forms = self.env["sale.payment.request"].browse(res_ids)._make_forms()
        rest = [res_id for res_id in res_ids if res_id not in forms]
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=rest) if rest else {}
        # Reading of the request was checked when its form was made.
        streams |= {
            res_id: {"stream": io.BytesIO(form.sudo().attachment_id.raw), "attachment": None}
            for res_id, form in forms.items()
        }
        return {res_id: streams[res_id] for res_id in res_ids}
