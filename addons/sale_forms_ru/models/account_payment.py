from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _get_bank_number(self):
        """Number of the bank's document, as papers name a payment."""
        return self.payment_reference or self.name or ""
