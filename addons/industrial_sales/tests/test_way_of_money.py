from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.deal_stages.tests.common import INN
from odoo.addons.deal_supply.tests.common import DealSupplyCommon
from odoo.addons.sale_forms_ru.tests.common import CORR, FormsMixin
from odoo.addons.sale_forms_ru.tests.common_statement import document, statement


@tagged("post_install", "-at_install")
class TestWayOfMoney(FormsMixin, DealSupplyCommon, HttpCase):
    """From the deal to the closing point: asked, paid by a statement file, made, shipped, signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
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

    def walk(self, path, tour, user):
        self.env.flush_all()
        self.start_tour(path, tour, login=user.login)
        self.env.invalidate_all()

    def lay_ready(self, name, raw, mimetype):
        """A file that the tour finds, as it lies on the desk of whoever takes it over."""
        self.env["ir.attachment"].create({"name": name, "raw": raw, "mimetype": mimetype, "public": True})

    def sell_made(self):
        """An agreed deal for goods that wait for the prepayment; nothing but money and papers keeps it open."""
        self.env.company.write(
            {
                "supply_start": "payment",
                "supply_prepayment": 50,
                "closing_needs_payment": True,
                "closing_needs_service": False,
            }
        )
        self.product = self._product("Насос под заказ", list_price=1000)
        return self._agree((self.product, 2))

    def test_the_whole_way(self):
        """Deal, request, statement file, supply starts, shipped, transfer document, signed copy, closed."""
        (self.manager | self.accountant).lang = "en_US"
        deal = self.sell_made()
        order, page = deal.quotation_id, f"/odoo/deals/{deal.id}"
        self.assertEqual(order.supply_state, "held")
        self.walk(page, "way_of_money_ask", self.manager)
        request = order.payment_request_ids
        self.assertRecordValues(request, [{"amount": order.amount_total, "purpose": "Whole amount", "state": "open"}])
        request.with_user(self.manager).action_print()
        self.assertIn(request.name, self.read_text(deal.form_ids))
        raw = statement(document(7, f"{order.amount_total:.2f}", f"Оплата по счету {request.name}", INN))
        self.lay_ready("way_bank.txt", raw, "text/plain")
        self.walk("/odoo/bank-upload", "way_of_money_pay", self.accountant)
        self.assertEqual(request.state, "paid")
        self.assertNotEqual(order.supply_state, "held")
        self._put(self.product, 2)
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        self.ship(picking)
        self.walk(page, "way_of_money_print", self.manager)
        form = self.env["sale.form"].with_user(self.manager)._make("upd", picking.with_user(self.manager))
        self.assertIn(request.allocation_ids.payment_id.payment_reference, self.read_text(form))
        self.lay_ready("way_signed.pdf", form.attachment_id.raw, "application/pdf")
        self.walk("/odoo/signed-copies-upload", "way_of_money_file", self.manager)
        self.assertEqual(form.state, "signed")
        self.walk(page, "way_of_money_closed", self.manager)
        self.assertEqual(deal.stage_code, "closed")

    def test_half_of_it_starts_the_supply_and_keeps_the_deal_open(self):
        deal = self.sell_made()
        order = deal.quotation_id
        asked = {"order_id": order.id, "amount": order.amount_total}
        request = self.env["sale.payment.request"].with_user(self.manager).create(asked)
        raw = statement(document(7, f"{order.amount_total / 2:.2f}", f"Аванс по счету {request.name}", INN))
        self.env["sale.bank.statement"].with_user(self.accountant)._take(raw, "bank.txt")
        order.invalidate_recordset()
        self.assertTrue(order._is_supply_released())
        self._put(self.product, 2)
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        self.ship(picking)
        form = self.env["sale.form"]._make("upd", picking)
        self.assertIn("Papers are missing", " ".join(deal._get_closing_points()))
        self.env["crm.deal.paper"].with_user(self.manager)._file_signed_scan(form.barcode, form.attachment_id.raw)
        points = " ".join(deal._get_closing_points())
        self.assertNotIn("Papers are missing", points)
        self.assertIn(f"Not paid in full: {order.name}", points)
        self.assertNotEqual(deal.stage_code, "closed")
