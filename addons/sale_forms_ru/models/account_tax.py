from odoo import fields, models

WITHOUT = "без НДС"  # the words of the law, in every language


class AccountTax(models.Model):
    _inherit = "account.tax"

    is_without_vat = fields.Boolean("Printed as without VAT", help="A rate of nought is something else than no VAT.")

    def _get_printed_rate(self):
        """The rate as papers name it: «22%», «0%» or «без НДС»."""
        if not self or all(self.mapped("is_without_vat")):
            return WITHOUT
        return f"{sum(self.filtered(lambda tax: tax.amount_type == 'percent').mapped('amount')):g}%"
