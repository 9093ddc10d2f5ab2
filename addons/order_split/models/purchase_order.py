from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def write(self, vals):
        result = super().write(vals)
        if {"state", "date_planned"} & vals.keys():
            self.order_line._touch_supply()
        return result

    def unlink(self):
        self.order_line._touch_supply()
        return super().unlink()
