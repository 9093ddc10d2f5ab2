from odoo import models


class SalePaymentRequest(models.Model):
    _inherit = "sale.payment.request"

    def action_print(self):
        """The request on the form of the house, with the code by which a bank reads it; kept as printed."""
        return self.env["sale.form"]._print("request", self)

    def action_print_form(self):
        return self.env["sale.form.print"]._open(self)
