from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools import iban, requisites


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.constrains("acc_number", "bank_id")
    def _check_russian_account(self):
        for account in self:
            bic = account.bank_id.bic or ""
            russian = account.bank_id.country.code == "RU" or requisites.is_bic(bic)
            if russian and bic and not requisites.is_account(account.sanitized_acc_number or "", bic):
                raise ValidationError(
                    self.env._(
                        "Account “%(account)s” is none of the bank with BIC %(bic)s: check the digits of both.",
                        account=account.acc_number,
                        bic=bic,
                    )
                )

    @api.constrains("acc_number", "partner_id")
    def _check_iban(self):
        """Accounts of companies where banks number them by IBAN."""
        for account in self:
            holder = account.partner_id.commercial_partner_id
            # The register of IBANs knows Russia, whose banks use none.
            if holder.is_company and holder.country_id.code != "RU" and iban.has_iban(holder.country_id.code):
                # The account may lie in another country than its holder.
                if not iban.is_iban(account.sanitized_acc_number or ""):
                    raise ValidationError(
                        self.env._(
                            "“%(account)s” is no IBAN, and accounts in %(country)s have one: check its digits.",
                            account=account.acc_number,
                            country=holder.country_id.name,
                        )
                    )

    def _is_complete(self):
        """True when one can pay to it: a Russian account needs the BIC of its bank."""
        self.ensure_one()
        country = self.partner_id.country_id or self.env.company.country_id
        # A Russian company may bank abroad, but only with a bank that somebody can find.
        return bool(self.acc_number) and (country.code != "RU" or bool(self.bank_id.bic))
