from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    quarantine_location_id = fields.Many2one(
        "stock.location",
        "Quarantine",
        domain="[('usage', '=', 'internal'), ('id', 'child_of', view_location_id)]",
        check_company=True,
        copy=False,
        help="Where expired series are brought. It lies beside the stock, not in it: nothing is reserved from there.",
    )

    @api.model
    def _search_quarantines(self):
        """Those of all warehouses: a series lies in several, and the daily action acts for every one."""
        return self.sudo().search([("quarantine_location_id", "!=", False)]).quarantine_location_id

    def _get_quarantine_location(self):
        """The place for expired goods, made at the first need."""
        self.ensure_one()
        if not self.quarantine_location_id:
            # Making places is a right of managers, and the daily action acts for nobody.
            self.sudo().quarantine_location_id = self.env["stock.location"].sudo().create(self._prepare_quarantine())
        return self.quarantine_location_id

    def _prepare_quarantine(self):
        return {
            "name": self.env._("Quarantine"),
            "location_id": self.view_location_id.id,
            "usage": "internal",
            "company_id": self.company_id.id,
        }
