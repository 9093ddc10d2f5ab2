from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools import requisites


class ResBank(models.Model):
    _inherit = "res.bank"

    @api.constrains("bic", "country")
    def _check_russian_bic(self):
        for bank in self:
            if bank.bic and bank.country.code == "RU" and not requisites.is_bic(bank.bic):
                raise ValidationError(self.env._("The BIC of a Russian bank has nine digits, not “%s”.", bank.bic))
