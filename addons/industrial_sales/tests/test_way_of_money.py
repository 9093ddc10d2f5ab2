from odoo.tests import new_test_user, tagged

from odoo.addons.deal_stages.tests.common import INN
from odoo.addons.deal_supply.tests.common import DealSupplyCommon
from odoo.addons.sale_forms_ru.tests.common import CORR, FormsMixin
from odoo.addons.sale_forms_ru.tests.common_statement import document, statement


@tagged("post_install", "-at_install")
class TestWayOfMoney(FormsMixin, DealSupplyCommon):
    """From the deal to the closing point: asked, paid by a statement file, made, shipped, signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The company's money, before anything is sold for it.
        rouble = cls.env.ref("base.RUB")
        rouble.active = True
        cls.env.company.currency_id = rouble
        cls.env["product.pricelist"].search([]).currency_id = rouble
        cls.fill_company()
        cls.entity.bank_ids.bank_id.corr_account = CORR
        groups = "base.group_user,deal_stages.group_accountant"
        cls.accountant = new_test_user(cls.env, "way_accountant", groups=groups, name="Accountant", tz="UTC")
        paper = cls.env.ref("sale_forms_ru.paper_upd")
        cls.env["crm.deal.paper.kind"].search([]).needed = False
        paper.needed = True

    def test_the_whole_way(self):
        self.env.company.write({"supply_start": "payment", "supply_prepayment": 50})
        product = self._product("Насос под заказ", list_price=1000)
        deal = self._agree((product, 2))
        order = deal.quotation_id
        self.assertEqual(order.supply_state, "held")
        asked = {"order_id": order.id, "amount": order.amount_total}
        request = self.env["sale.payment.request"].with_user(self.manager).create(asked)
        request.action_print()
        raw = statement(document(7, f"{order.amount_total / 2:.2f}", f"Аванс по счету {request.name}", INN))
        self.env["sale.bank.statement"].with_user(self.accountant)._take(raw, "bank.txt")
        order.invalidate_recordset()
        self.assertTrue(order._is_supply_released())
        self.assertNotEqual(order.supply_state, "held")
        self._put(product, 2)
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        picking.write({"form_vehicle": "A001AA", "form_driver": "Petrov"})
        self.ship(picking)
        form = self.env["sale.form"].with_user(self.manager)._make("upd", picking.with_user(self.manager))
        self.assertIn(request.allocation_ids.payment_id.payment_reference, self.read_text(form))
        missing = " ".join(deal._get_closing_points())
        self.assertIn("Papers are missing", missing)
        self.env["crm.deal.paper"].with_user(self.manager)._file_signed_scan(form.barcode, form.attachment_id.raw)
        self.assertNotIn("Papers are missing", " ".join(deal._get_closing_points()))
