from odoo.tests import HttpCase, tagged

from odoo.addons.deal_stages.tests.common import INN

from .common import DeliveryFormsCommon
from .common_statement import document, statement


@tagged("post_install", "-at_install")
class TestTours(DeliveryFormsCommon, HttpCase):
    """The daily screens in a browser, each as its role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.manager | cls.accountant).lang = "en_US"

    def test_the_manager_reads_what_is_missing(self):
        picking = self.make_delivery()
        self.signers.filtered(lambda one: one.role == "director").unlink()
        self.env.flush_all()
        self.start_tour(f"/odoo/sale.order/{picking.sale_id.id}", "sale_forms_print", login=self.manager.login)
        self.assertFalse(picking.form_ids)

    def test_the_accountant_decides_what_a_payment_is_for(self):
        self.ask(1000)
        self.ask(2000)
        taken = self.env["sale.bank.statement"]._take(statement(document(1, 500, "For pumps", INN)), "bank.txt")
        self.assertEqual(taken.line_ids.state, "suggested")
        self.env.flush_all()
        self.start_tour("/odoo/bank-payments", "sale_forms_decide", login=self.accountant.login)
        self.env.invalidate_all()
        self.assertEqual(taken.line_ids.state, "paid")
        self.assertEqual(sum(self.order.payment_request_ids.mapped("amount_paid")), 500)
