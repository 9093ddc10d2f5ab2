from odoo import api, models


class SaleForm(models.Model):
    """Certificates of the pieces go with the papers of their shipment."""

    _inherit = "sale.form"

    @api.model
    def _list_papers(self, picking):
        rows = super()._list_papers(picking)
        return rows + [
            {"name": f"{row['kind']} № {row['number']}, {row['pieces']}", "copies": 1, "pages": 0}
            for row in picking._get_certificate_rows()
        ]
