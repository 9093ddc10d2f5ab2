from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestExpiry(DealSupplyCommon):
    """What expires is offered by who knows a buyer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._product("Glue", tracking="lot", use_expiration_date=True, expiration_time=300)
        cls.lot = cls.env["stock.lot"].create(
            {
                "name": "SOON",
                "product_id": cls.glue.id,
                "expiration_date": fields.Datetime.now() + timedelta(days=20),
            }
        )
        cls.env["stock.quant"]._update_available_quantity(cls.glue, cls.stock, 5, lot_id=cls.lot)

    def _responsible(self):
        return self.lot._get_expiry_responsible()[self.lot]

    def test_nobody_buys_it(self):
        self.assertEqual(self._responsible(), self.env.company._get_expiry_user())

    def test_manager_of_the_open_order(self):
        order = self._order((self.glue, 2))
        self.assertEqual(self._responsible(), order.user_id)
        self.lot._offer_before_expiry()
        task = self.lot.expiry_task_id
        self.assertEqual((task.res_model, task.res_id), ("sale.order", order.id))
        self.assertIn("Offer Glue", task.with_user(order.user_id).summary)
        self._deliver(order)
        self.assertNotEqual(self._responsible(), order.user_id, "delivered: nothing is open any more")

    def test_manager_of_the_last_buyer(self):
        self.env["res.partner.responsible"].create(
            {"partner_id": self.customer.id, "team_id": self.vys.id, "user_id": self.manager.id}
        )
        self.env["res.partner.purchase"].create({"partner_id": self.customer.id, "product_id": self.glue.id})
        self.assertEqual(self._responsible(), self.manager)
        self.lot._offer_before_expiry()
        task = self.lot.expiry_task_id
        self.assertEqual((task.res_model, task.res_id), ("res.partner", self.customer.id))
        self.assertEqual(task.user_id, self.manager)
