from odoo import api, models
from odoo.fields import Domain


class SalesHandover(models.Model):
    _inherit = "sales.handover"

    @api.model
    def _get_handover_items(self):
        """Quotations and orders of open deals go with the deal; so do hard cases that are not solved."""
        order = {
            "label": self.env._("Quotations and orders"),
            "model": "sale.order",
            "domain": Domain("state", "!=", "cancel") & Domain("opportunity_id.won_status", "=", "pending"),
            "user_field": "user_id",
            "name_field": "display_name",
        }
        case = {
            "label": self.env._("Hard cases"),
            "model": "sales.escalation",
            "domain": Domain("state", "!=", "solved"),
            "user_field": "user_id",
            "name_field": "display_name",
        }
        return super()._get_handover_items() | {"order": order, "hard_case": case}
