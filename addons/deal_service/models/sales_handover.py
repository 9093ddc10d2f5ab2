from odoo import api, models
from odoo.fields import Domain


class SalesHandover(models.Model):
    _inherit = "sales.handover"

    @api.model
    def _get_handover_items(self):
        """Service contracts go to the colleague; offers and requests follow their deals."""
        contract = {
            "label": self.env._("Service contracts"),
            "model": "service.contract",
            "domain": Domain("state", "!=", "ended"),
            "user_field": "user_id",
            "name_field": "display_name",
        }
        return super()._get_handover_items() | {"service_contract": contract}
