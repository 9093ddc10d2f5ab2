from odoo import api, models

from ..tools.defaults import ask_once


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def default_get(self, fields):
        """Of many goods that are made at once the defaults are asked for once."""
        return ask_once(self, fields, super().default_get)
