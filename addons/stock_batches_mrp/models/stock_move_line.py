from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        """Goods made here are as old as the day they were made; nobody has to type it."""
        made = self.filtered(lambda line: line.move_id.production_id and line.quantity > 0).lot_id
        fresh = made.filtered(lambda lot: not lot.production_date and not lot.received_on)
        for lots in fresh.grouped("company_id").values():
            # Whoever reports the work dates what he made.
            lots.sudo().production_date = lots[0]._get_stock_day()
        return super()._action_done()

    def _prepare_new_lot_vals(self):
        vals = super()._prepare_new_lot_vals()
        if self.move_id.production_id:
            vals.setdefault("production_date", (self.company_id or self.env.company)._get_stock_day())
        return vals

    def _get_correction_title(self):
        if self.move_id.raw_material_production_id:
            return self.env._("Another Series Was Used")
        return super()._get_correction_title()
