from odoo import api, models

from ..tools.defaults import ask_once


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def default_get(self, fields):
        """As of templates: the defaults of many goods that are made at once are asked for once."""
        return ask_once(self, fields, super().default_get)

    def _change_standard_price(self, old_price):
        """Goods that come from 1C cost nothing yet.

        Core notes a cost of nought for each, dated now: it would outweigh the balances of an earlier day.
        """
        if self.env.context.get("onec_import_new_goods"):
            return None
        return super()._change_standard_price(old_price)
