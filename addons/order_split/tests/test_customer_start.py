from odoo.tests import Form, tagged, users

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestCustomerStart(SupplyCommon):
    """What was agreed with the customer about the start of supply holds for his orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.careful = cls.env["res.partner"].create({"name": "Careful", "is_company": True, "supply_start": "manual"})
        cls.buyer = cls.env["res.partner"].create({"name": "Buyer of Careful", "parent_id": cls.careful.id})

    @users("supply_salesman")
    def test_his_orders_wait(self):
        orders = self.env["sale.order"].create(
            [{"partner_id": partner.id} for partner in (self.careful, self.buyer, self.customer)]
        )
        self.assertEqual(orders.mapped("supply_start"), ["manual", "manual", "agreement"])

    @users("supply_salesman")
    def test_order_may_say_otherwise(self):
        order = self.env["sale.order"].create({"partner_id": self.careful.id, "supply_start": "agreement"})
        self.assertEqual(order.supply_start, "agreement")

    @users("supply_salesman")
    def test_quotation_follows_its_customer(self):
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            self.assertEqual(form.supply_start, "agreement")
            form.partner_id = self.buyer
            self.assertEqual(form.supply_start, "manual")

    def test_confirmed_order_stays(self):
        order = self._order((self.made, 2), partner_id=self.careful.id)
        self.assertEqual(order.supply_state, "held")
        order.partner_id = self.customer
        self.assertEqual(order.supply_start, "manual")
        self.careful.supply_start = False
        self.assertEqual(order.supply_state, "held", "what was agreed before is not undone")

    def test_site_says_its_own(self):
        self.buyer.supply_start = "agreement"
        order = self._order((self.made, 2), partner_id=self.buyer.id)
        self.assertEqual(self._plan(order), {"make": 2})
