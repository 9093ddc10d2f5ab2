from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    production_date = fields.Date(help="Day of production printed on the goods; a new series takes it as its date.")
    lot_production_date = fields.Date("Production Date of the Series", related="lot_id.production_date")

    def _prepare_new_lot_vals(self):
        """A series made by a receipt is born with its dates, so that its quants are written once."""
        vals = super()._prepare_new_lot_vals()
        if self.location_dest_id.usage in ("internal", "transit"):
            vals["received_on"] = (self.company_id or self.env.company)._get_stock_day()
        if self.production_date:
            vals["production_date"] = self.production_date
        return vals
