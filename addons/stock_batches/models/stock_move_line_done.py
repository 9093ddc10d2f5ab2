"""What is corrected on a done delivery meets the same rule: otherwise it would be the way round it."""

from odoo import api, models

from .stock_move_line_oldest import NO_DATE

CORRECTED = {"lot_id", "quant_id", "quantity", "product_uom_id", "location_id", "owner_id", "package_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "done")._check_correction({})
        return lines

    def write(self, vals):
        done = self.filtered(lambda line: line.state == "done") if CORRECTED & vals.keys() else self.browse()
        before = {line: (line.lot_id, line.quantity_product_uom) for line in done}
        result = super().write(vals)
        done._check_correction(before)
        return result

    def _check_correction(self, before):
        """Refuse lines by which a younger series, or more of one, has left than was recorded."""
        self.filtered(lambda line: line._takes_more_than(*before.get(line, (line.lot_id, 0))))._check_oldest_series()

    def _takes_more_than(self, lot, quantity):
        self.ensure_one()
        if self.lot_id != lot:
            return (self.lot_id.series_date or NO_DATE) > (lot.series_date or NO_DATE) or self.lot_id.is_blocked
        return self.product_id.uom_id.compare(self.quantity_product_uom, quantity) > 0
