from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_print_series_labels(self):
        """One label for each series of the transfer."""
        lots = self.move_line_ids.lot_id
        if not lots:
            raise UserError(self.env._("There is no series in this transfer yet: validate it or choose the series."))
        return self.env.ref("stock_batches.series_label_report").report_action(lots)
