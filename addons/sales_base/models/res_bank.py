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
        self.env["res.partner.bank"].search([("bank_id", "in", self.ids)])._check_russian_account()

    @api.model
    def _find_by_bic(self, bic):
        code = "".join((bic or "").split()).upper()
        return self.search([("bic", "=", code)], limit=1) if code else self.browse()

    @api.model
    def _get_by_bic(self, bic, name=False, country=None):
        """The bank with this BIC; a new one with that name where nobody has entered it yet.

        :param country: of the bank, where it is known; a BIC of nine digits is a Russian one
        """
        code = "".join((bic or "").split()).upper()
        known = self._find_by_bic(code)
        if known or not (code or name):
            return known
        if requisites.is_bic(code):
            country = self.env.ref("base.ru")
        return self.create({"name": name or code, "bic": code, "country": country.id if country else False})
