from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged, users
from odoo.tools import mute_logger

from odoo.addons.deal_stages.tests.common import MoneyCommon

from .common import DealSupplyCommon


@tagged("post_install", "-at_install")
class TestPaidSupply(DealSupplyCommon):
    """Supply that waits for money, as the accountant sees it come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,deal_stages.group_accountant"
        cls.accountant = new_test_user(cls.env, "sb_accountant", groups=groups, tz="UTC")
        cls.bank = MoneyCommon.make_journal.__func__(cls)
        cls.env.company.write({"supply_start": "payment", "supply_prepayment": 40})
        cls.waiting = cls.make_deal()
        cls.add_goods(cls.waiting, cls.made, 3)
        cls.waiting.action_agree()
        cls.order = cls.waiting.quotation_id
        cls.request = cls.env["sale.payment.request"].create(
            {"order_id": cls.order.id, "amount": cls.order.amount_total}
        )

    def register(self, share):
        request = self.request.with_user(self.env.user)
        wizard = self.env["sale.payment.register"].create(
            {
                "request_id": request.id,
                "amount": self.order.currency_id.round(self.order.amount_total * share),
                "journal_id": self.bank.id,
            }
        )
        return self.env["account.payment"].browse(wizard.action_register()["res_id"])

    def get_productions(self):
        # The accountant reads no production orders.
        return self.order.sudo().supply_line_ids.production_id

    @users("sb_accountant")
    def test_goods_are_made_when_the_agreed_share_came(self):
        self.assertEqual((self.order.supply_start, self.order.supply_state), ("payment", "held"))
        self.register(0.3)
        self.assertEqual(self.order.supply_state, "held")
        self.assertFalse(self.get_productions())
        self.register(0.1)
        self.assertEqual(self.order.supply_state, "coming")
        self.assertEqual(sum(self.get_productions().mapped("product_qty")), 3)
        self.register(0.6)
        self.assertEqual(sum(self.get_productions().mapped("product_qty")), 3, "nothing is made twice")

    @users("sb_accountant")
    def test_a_supply_that_cannot_start_keeps_the_payment(self):
        cause = "No warehouse"

        def refuse(orders):
            raise UserError(cause)

        with patch.object(type(self.order), "_release_supply", refuse):
            payment = self.register(1)
        self.assertEqual(self.request.state, "paid")
        self.assertIn(payment.state, ("in_process", "paid"))
        task = self.order.activity_ids.filtered(lambda one: "by hand" in (one.summary or ""))
        self.assertIn(cause, task.note)

    def test_an_order_may_start_at_once_all_the_same(self):
        deal = self.make_deal()
        self.add_goods(deal, self.made, 2).supply_start = "agreement"
        deal.action_agree()
        self.assertEqual(deal.supply_state, "coming")

    def test_what_was_agreed_with_the_customer_goes_before_the_house(self):
        partner = self.order.partner_id
        partner.write({"supply_start": "payment", "supply_prepayment": 10})
        careful = self.env["sale.order"].with_user(self.manager).create({"partner_id": partner.id})
        self.assertEqual((careful.supply_start, careful.supply_prepayment), ("payment", 10))
        partner.supply_start = "agreement"
        trusted = self.env["sale.order"].with_user(self.manager).create({"partner_id": partner.id})
        self.assertEqual((trusted.supply_start, trusted.supply_prepayment), ("agreement", 40))
        self.assertEqual(self.order.supply_prepayment, 40, "what is agreed already stays")

    def test_a_share_is_a_share(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.order.partner_id.supply_prepayment = 101
            self.env.flush_all()

    def test_a_start_by_hand_needs_no_payment(self):
        self.order.supply_line_ids.with_user(self.planner).action_start()
        self.assertEqual(self.order.supply_state, "coming")
