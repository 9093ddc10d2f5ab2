from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users

from .common import MoneyCommon


@tagged("post_install", "-at_install")
class TestCurrency(MoneyCommon):
    """A deal in the customer's money: two of the company's for one of his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.franc = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", "CHF")])
        cls.franc.active = True
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("product.group_product_pricelist")
        cls.set_rate(0.5)
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Swiss", "currency_id": cls.franc.id})
        cls.env["res.lang"]._activate_lang("en_US")
        cls.abroad = cls.make_foreign_entity("Pumpen AG", lang="en_US")
        cls.abroad.with_company(cls.env.company).specific_property_product_pricelist = cls.pricelist
        karl = cls.make_contact("Karl", parent_id=cls.abroad.id)
        cls.deal = cls.make_deal(legal_entity_id=cls.abroad.id, contact_id=karl.id)
        cls.order = cls.add_goods(cls.deal, cls.pump, 4)
        cls.order.order_line.tax_ids = False

    @classmethod
    def set_rate(cls, rate):
        rates = cls.env["res.currency.rate"]
        rates.search([("currency_id", "=", cls.franc.id)]).unlink()
        rates.create({"currency_id": cls.franc.id, "rate": rate, "name": "2020-01-01"})
        cls.env.invalidate_all()

    @users("sb_manager")
    def test_deal_is_worth_its_goods_in_the_companys_money(self):
        deal = self.deal.with_user(self.env.user)
        self.assertEqual((deal.goods_currency_id, deal.goods_amount), (self.franc, 2000))
        self.assertEqual(deal.expected_revenue, 4000)
        deal.action_agree()
        self.assertEqual(deal.expected_revenue, 4000)

    @users("sb_manager")
    def test_proposal_names_his_money(self):
        deal = self.deal.with_user(self.env.user)
        deal.action_print_proposal()
        proposal = deal.quotation_id.proposal_ids
        self.assertEqual((proposal.currency_id, proposal.amount_total), (self.franc, 2000))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html("deal_stages.sale_proposal_report", proposal.ids)
        self.assertIn(f"Price, {self.franc.symbol}", html.decode())
        self.assertIn(deal.quotation_id._get_total_in_words(self.abroad.lang or "en_US"), html.decode())

    @users("sb_manager")
    def test_products_are_chosen_by_his_prices(self):
        deal = self.deal.with_user(self.env.user)
        prices, currency = deal._get_selection_prices(self.pump)
        self.assertEqual((currency, prices[self.pump.id]), (self.franc, 500))

    @users("sb_manager")
    def test_asked_in_his_money_and_owed_in_ours(self):
        deal = self.deal.with_user(self.env.user)
        deal.action_ask_at_once()
        request = deal.payment_request_ids
        self.assertRecordValues(request, [{"currency_id": self.franc.id, "amount": 2000, "share": 100}])
        self.assertEqual((deal.amount_asked, deal.amount_debt, deal.customer_debt), (4000, 4000, 4000))
        self.set_rate(0.4)
        self.assertEqual((request.amount_due, deal.amount_debt), (2000, 5000), "what is owed in francs has become more")

    @users("sb_accountant")
    def test_paid_in_his_money(self):
        self.deal.action_agree()
        request = self.ask(2000, order=self.order).with_user(self.env.user)
        action = request.action_register_payment()
        wizard = self.env["sale.payment.register"].with_context(**action["context"]).create({"amount": 500})
        payment = self.env["account.payment"].browse(wizard.action_register()["res_id"])
        self.assertEqual((payment.currency_id, payment.amount_unallocated), (self.franc, 0))
        self.assertRecordValues(request, [{"state": "part", "amount_paid": 500, "amount_due": 1500}])
        self.assertEqual((self.order.paid_share, self.deal.amount_received), (25, 1000))
        self.assertTrue(self.deal.won_on)

    def test_our_money_is_distributed_by_hand_only(self):
        self.deal.action_agree()
        request = self.ask(2000, order=self.order)
        payment = self.make_payment(3000, partner=self.abroad)
        payment.action_allocate()
        self.assertEqual((payment.amount_unallocated, request.amount_paid), (3000, 0))
        with self.assertRaisesRegex(ValidationError, "more than that"), self.env.cr.savepoint():
            payment.allocation_ids = [Command.create({"request_id": request.id, "amount": 1501})]
        self.env.invalidate_all()
        payment.allocation_ids = [Command.create({"request_id": request.id, "amount": 1500})]
        self.assertEqual((payment.amount_unallocated, request.amount_due), (0, 500))

    @users("sb_manager")
    def test_agreed_order_is_changed_in_his_money(self):
        deal = self.deal.with_user(self.env.user)
        deal.action_agree()
        self.ask(2000, order=self.order)
        action = deal.action_change_order()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog.line_ids.quantity = 3
        self.assertEqual((dialog.currency_id, dialog.amount_before, dialog.amount_after), (self.franc, 2000, 1500))
        self.assertIn(self.franc.format(2000), dialog.effects)
        dialog.line_ids = [Command.create({"product_id": self.pump.id, "quantity": 2})]
        self.assertEqual(dialog.line_ids[-1:].price_unit, 500, "the price list of the order, not that of the product")

    def test_refusal_tells_of_his_money(self):
        self.deal.action_agree()
        self.pay(self.ask(2000, order=self.order), 700, partner=self.abroad, currency_id=self.franc.id)
        self.assertIn(self.franc.format(700), " ".join(self.deal._get_refusal_effects()))

    def test_overdue_on_every_deal_of_his(self):
        self.deal.action_agree()
        self.ask(2000, order=self.order, date="2026-01-12", date_due="2026-01-20")
        other = self.make_deal(legal_entity_id=self.abroad.id)
        self.assertEqual((other.customer_overdue, other.amount_overdue), (4000, 0))

    @users("sb_manager")
    def test_price_list_of_another_currency_prices_the_goods_anew(self):
        deal = self.deal.with_user(self.env.user)
        deal.legal_entity_id = self.entity
        order = deal.quotation_id
        self.assertEqual((order.partner_id, order.currency_id), (self.entity, self.env.company.currency_id))
        self.assertEqual(order.order_line.price_unit, 1000)
        self.assertEqual(deal.expected_revenue, order.amount_untaxed)


@tagged("post_install", "-at_install")
class TestPaymentEdges(MoneyCommon):
    """Money that came twice, too much, in vain or for what is not asked for any more."""

    def test_payment_of_the_same_request_twice_waits_for_the_next_one(self):
        request = self.ask(1000)
        self.pay(request)
        second = self.make_payment(1000)
        second.action_allocate()
        self.assertEqual((request.amount_paid, second.amount_unallocated), (1000, 1000))
        following = self.ask(2000)
        second.action_allocate()
        self.assertEqual((following.state, following.amount_due, second.amount_unallocated), ("part", 1000, 0))

    def test_more_than_all_that_is_asked_for_stays_with_the_payment(self):
        first, second = self.ask(1000), self.ask(2000)
        payment = self.make_payment(3500)
        payment.action_allocate()
        self.assertEqual((first | second).mapped("state"), ["paid", "paid"])
        self.assertEqual((payment.amount_unallocated, self.order.paid_share), (500, 100))
        payment.action_allocate()
        self.assertEqual(len(payment.allocation_ids), 2, "a second press changes nothing")

    def test_cancelled_payment_frees_what_it_paid(self):
        request = self.ask(1000)
        payment = self.pay(request, 400)
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual((request.state, request.amount_due, self.deal.won_on), ("open", 1000, False))
        other = self.pay(request)
        self.assertEqual((request.state, other.amount_unallocated), ("paid", 0))
        self.assertEqual(request.paid_on, other.date)

    def test_rejected_payment_counts_as_little(self):
        request = self.ask(1000)
        payment = self.pay(request)
        payment.state = "rejected"
        self.assertEqual((request.state, self.deal.amount_received), ("open", 0))

    def test_draft_payment_promises_and_pays_nothing_yet(self):
        request = self.ask(1000)
        draft = self.make_payment(1000)
        draft.action_draft()
        draft.allocation_ids = [Command.create({"request_id": request.id, "amount": 1000})]
        self.assertEqual((request.state, self.deal.won_on), ("open", False))
        with self.assertRaisesRegex(ValidationError, "belongs to another request"), self.env.cr.savepoint():
            self.pay(request, 1)
        draft.action_post()
        self.assertEqual(request.state, "paid")

    def test_all_money_given_back(self):
        request = self.ask(1000)
        self.pay(request, date="2026-03-05")
        back = self.make_payment(1000, payment_type="outbound", date="2026-03-20")
        back.allocation_ids = [Command.create({"request_id": request.id, "amount": 1000})]
        self.assertEqual((request.state, request.amount_due, self.order.paid_share), ("open", 1000, 0))
        self.assertEqual(str(self.deal.won_on), "2026-03-05", "he committed himself that day all the same")
        back.action_allocate()
        self.assertEqual(len(back.allocation_ids), 1, "what goes out is distributed by hand")

    def test_cancelled_request_takes_no_money(self):
        request = self.ask(1000)
        request.action_cancel()
        with self.assertRaisesRegex(ValidationError, "restore it before it is paid"), self.env.cr.savepoint():
            self.pay(request, 1000)
        request.invalidate_recordset()
        request.action_restore()
        self.pay(request, 1000)
        self.assertEqual(request.state, "paid")

    @users("sb_accountant")
    def test_nothing_is_entered_for_nothing(self):
        request = self.ask(1000).with_user(self.env.user)
        for amount in (0, -5):
            wizard = self.env["sale.payment.register"].create(
                {"request_id": request.id, "amount": amount, "journal_id": self.bank.id}
            )
            with self.assertRaisesRegex(UserError, "Enter how much came"):
                wizard.action_register()

    @users("sb_accountant")
    def test_another_company_pays_for_the_customer(self):
        payer = self.make_legal_entity("Payer LLC", vat="7736050003")
        request = self.ask(1000).with_user(self.env.user)
        wizard = self.env["sale.payment.register"].create(
            {"request_id": request.id, "partner_id": payer.id, "amount": 1000, "journal_id": self.bank.id}
        )
        payment = self.env["account.payment"].browse(wizard.action_register()["res_id"])
        self.assertEqual((payment.partner_id, request.state), (payer, "paid"))
        self.assertEqual(self.deal.won_on, fields.Date.context_today(self.deal))
        self.assertEqual(payer.counterparty_kind, self.make_legal_entity("Twin of the payer").counterparty_kind)

    def test_part_of_a_payment_that_was_distributed_wrongly_is_moved(self):
        wrong, right = self.ask(1000), self.ask(2000)
        payment = self.pay(wrong, 600)
        payment.allocation_ids.request_id = right
        self.assertEqual((wrong.amount_paid, right.amount_paid), (0, 600))
        payment.allocation_ids.unlink()
        self.assertEqual((right.amount_paid, payment.amount_unallocated, self.deal.won_on), (0, 600, False))
