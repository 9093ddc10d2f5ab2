from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def default_get(self, fields):
        """Of many goods that are made at once the defaults are asked for once.

        :param fields: equal lists give equal defaults within one call of create
        """
        known = self.env.context.get("onec_import_defaults")
        if known is None:
            return super().default_get(fields)
        key = self._name, tuple(fields)
        if key not in known:
            known[key] = super().default_get(fields)
        return dict(known[key])
