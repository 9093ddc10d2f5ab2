from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import MoneyCommon


@tagged("post_install", "-at_install")
class TestContract(MoneyCommon):
    @classmethod
    def make_contract(cls, **values):
        return cls.env["sale.contract"].create({"deal_id": cls.deal.id, **values})

    @users("sb_manager")
    def test_a_signed_contract_wins_the_deal(self):
        action = self.deal.with_user(self.env.user).action_new_contract()
        contract = Form(self.env["sale.contract"].with_context(**action["context"])).save()
        self.assertRecordValues(
            contract, [{"partner_id": self.entity.id, "order_id": self.order.id, "amount_total": 3000}]
        )
        self.assertFalse(self.deal.won_on)
        with self.assertRaisesRegex(UserError, "who signed"), self.env.cr.savepoint():
            contract.action_sign()
        self.env.invalidate_all()
        contract.signed_by_customer_id = self.contact
        contract.action_sign()
        self.assertEqual((contract.state, contract.signed_by_us_id), ("signed", self.env.user))
        self.assertEqual(self.deal.won_on, fields.Date.context_today(self.deal))

    def test_the_first_of_contract_and_payment_is_the_day_of_winning(self):
        contract = self.make_contract(signed_by_customer_id=self.contact.id, signed_on="2026-03-10")
        self.pay(self.ask(1000), date="2026-03-12")
        self.assertEqual(str(self.deal.won_on), "2026-03-12")
        contract.action_sign()
        self.assertEqual(str(self.deal.won_on), "2026-03-10")
        contract.action_back_to_draft()
        self.assertEqual(str(self.deal.won_on), "2026-03-12")

    def test_an_ended_contract_has_won_all_the_same(self):
        contract = self.make_contract(signed_by_customer_id=self.contact.id, signed_on="2026-03-10")
        contract.action_sign()
        contract.action_end()
        self.assertEqual((contract.state, str(self.deal.won_on)), ("ended", "2026-03-10"))

    def test_a_signed_contract_is_not_deleted(self):
        contract = self.make_contract(signed_by_customer_id=self.contact.id)
        contract.action_sign()
        with self.assertRaisesRegex(UserError, "end it instead"):
            contract.unlink()
        self.assertTrue(self.make_contract().unlink())

    @mute_logger("odoo.sql_db")
    def test_a_number_is_given_once(self):
        self.make_contract(name="7/26")
        with self.assertRaises(IntegrityError):
            self.make_contract(name="7/26")

    def test_a_request_to_pay_names_the_contract(self):
        contract = self.make_contract()
        self.assertEqual(self.ask(1000).contract_id, contract)

    @users("sb_colleague")
    def test_foreign_contracts_are_not_seen(self):
        contract = self.make_contract()
        self.assertFalse(self.env["sale.contract"].search([("id", "=", contract.id)]))
        with self.assertRaises(AccessError):
            contract.with_user(self.env.user).action_end()

    def test_another_department_sees_no_money(self):
        papers = (self.make_contract(), self.ask(1000))
        self.head.visible_team_ids = self.konts
        for record in papers:
            self.assertFalse(record.with_user(self.head).search([("id", "=", record.id)]), record._name)
        self.head.visible_team_ids = self.vys
        for record in papers:
            self.assertTrue(record.with_user(self.head).search([("id", "=", record.id)]), record._name)


@tagged("post_install", "-at_install")
class TestSaleWay(MoneyCommon):
    @users("sb_manager")
    def test_option_two_goes_from_goods_to_request_in_one_go(self):
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump, 2)
        action = deal.action_ask_at_once()
        request = self.env["sale.payment.request"].browse(action["res_id"])
        self.assertEqual((deal.quotation_id.state, request.amount), ("sale", 2000))
        self.assertFalse(deal.quotation_id.proposal_ids)

    def test_the_customer_decides_then_his_tags_then_the_company(self):
        self.env.company.sale_way = "proposal"
        self.assertEqual(self.entity._get_sale_way(), "proposal")
        self.entity.category_id = self.env["res.partner.category"].create({"name": "Regulars", "sale_way": "direct"})
        self.assertEqual((self.entity._get_sale_way(), self.contact._get_sale_way()), ("direct", "direct"))
        self.entity.sale_way = "both"
        self.assertEqual(self.contact._get_sale_way(), "both")

    @users("sb_manager")
    def test_a_customer_who_gets_a_proposal_first_is_not_asked_at_once(self):
        self.entity.sale_way = "proposal"
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        with self.assertRaisesRegex(UserError, "commercial proposal first"):
            deal.action_ask_at_once()
        self.assertEqual(order.state, "draft", "nothing was agreed by the refusal")
        self.env["sale.proposal"].sudo()._make(order.sudo())
        self.assertTrue(deal.action_ask_at_once()["res_id"])

    @users("sb_manager")
    def test_a_customer_who_pays_at_once_gets_no_proposal(self):
        self.entity.sale_way = "direct"
        deal = self.make_deal().with_user(self.env.user)
        self.add_goods(deal, self.pump)
        with self.assertRaisesRegex(UserError, "without a proposal"):
            deal.action_print_proposal()
