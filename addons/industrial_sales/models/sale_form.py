import io

from odoo import api, models
from odoo.tools.pdf import OdooPdfFileReader


class SaleForm(models.Model):
    """Certificates of the pieces go with the papers of their shipment."""

    _inherit = "sale.form"

    @api.model
    def _list_papers(self, picking):
        rows = super()._list_papers(picking)
        return rows + [
            {"name": f"{row['kind']} № {row['number']}, {row['pieces']}", "copies": 1, "pages": self._count_pages(row)}
            for row in picking._get_certificate_rows()
        ]

    @api.model
    def _count_pages(self, row):
        """Pages of the files of a certificate; 0 where it has none: then it is put in by hand."""
        files = row["certificate"]._get_printable_files()
        return sum(OdooPdfFileReader(io.BytesIO(raw), strict=False).getNumPages() for raw in files)

    @api.model
    def _get_set_files(self, picking):
        return super()._get_set_files(picking) + picking._get_certificate_files()
