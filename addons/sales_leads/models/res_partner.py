from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    appeal_id = fields.Many2one(
        "crm.appeal", "First appeal", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )
    customer_request_ids = fields.One2many("crm.customer.request", "partner_id", "Customer requests")

    def _get_responsible_team(self):
        """Department that has known the customer longest; empty when none has."""
        self.ensure_one()
        partner = self
        while partner:
            lines = partner.responsible_ids.filtered("user_id.active")
            if lines:
                return lines[0].team_id
            partner = partner.parent_id
        # Another legal entity of the same customer may have one.
        return self._get_family_lines()[:1].team_id
