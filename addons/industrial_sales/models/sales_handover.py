from odoo import api, models


class SalesHandover(models.Model):
    _inherit = "sales.handover"

    @api.model
    def _get_receivers(self, user, team):
        """Tasks of somebody who never worked in sales go to any colleague."""
        people = super()._get_receivers(user, team)
        if team or user.has_group("sales_base.group_manager"):
            return people
        return self.env["employee.leaving"]._get_item_receivers(None) - user
