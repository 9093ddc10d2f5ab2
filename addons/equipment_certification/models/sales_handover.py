from odoo import api, models
from odoo.fields import Domain

from .equipment_certificate import OPEN


class SalesHandover(models.Model):
    _inherit = "sales.handover"

    @api.model
    def _get_handover_items(self):
        """Who asks the bodies for a document hands that over as well."""
        certificate = {
            "label": self.env._("Certificates"),
            "model": "equipment.certificate",
            "domain": Domain("state", "in", OPEN),
            "user_field": "user_id",
            "name_field": "display_name",
        }
        return super()._get_handover_items() | {"equipment_certificate": certificate}
