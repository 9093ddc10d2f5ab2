import io

from odoo import models
from odoo.tools import pdf

REPORT = "equipment_certification.report_certificates"


class IrActionsReport(models.Model):
    """The files of certificates are printed behind their list, so that none is forgotten at shipment."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        result = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if self._get_report(report_ref).report_name != REPORT:
            return result
        for picking in self.env["stock.picking"].browse(res_ids):
            stream = result.get(picking.id, {}).get("stream")
            files = picking._get_certificate_files() if stream else []
            if files:
                merged = pdf.merge_pdf([stream.getvalue(), *files])
                stream.close()
                result[picking.id]["stream"] = io.BytesIO(merged)
        return result
