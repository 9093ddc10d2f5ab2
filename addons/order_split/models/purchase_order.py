from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def write(self, vals):
        result = super().write(vals)
        if {"state", "date_planned"} & vals.keys():
            # Buyers may not read order lines.
            self.sudo().order_line.sale_line_id._touch_supply()
        return result

    def unlink(self):
        self.sudo().order_line.sale_line_id._touch_supply()  # as above
        return super().unlink()
