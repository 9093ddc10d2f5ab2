import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResBank(models.Model):
    _inherit = "res.bank"

    corr_account = fields.Char(
        "Correspondent account", help="Of a Russian bank: twenty digits. Printed, and asked for by the payment code."
    )

    @api.constrains("corr_account")
    def _check_corr_account(self):
        for bank in self:
            if bank.corr_account and not re.fullmatch(r"\d{20}", bank.corr_account):
                raise ValidationError(
                    self.env._("A correspondent account has twenty digits, not “%s”.", bank.corr_account)
                )
