from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    supply_start = fields.Selection(
        [("agreement", "At confirmation"), ("manual", "When started by hand")],
        "Supply of orders starts",
        help="For new orders of this customer; empty: as for everybody.",
    )

    def _get_supply_customer(self):
        """Who says when supply of orders of this partner starts: he himself, else whoever he belongs to."""
        partner = self
        while partner and not partner.supply_start:
            partner = partner.parent_id
        return partner
