from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import MoneyCommon


@tagged("post_install", "-at_install")
class TestPaymentRequest(MoneyCommon):
    @users("sb_manager")
    def test_manager_asks_for_the_whole_order(self):
        action = self.deal.with_user(self.env.user).action_request_payment()
        request = Form(self.env["sale.payment.request"].with_context(**action["context"])).save()
        today = fields.Date.context_today(request)
        self.assertRecordValues(
            request,
            [{"amount": 3000, "share": 100, "state": "open", "amount_due": 3000, "deal_id": self.deal.id}],
        )
        self.assertEqual(request.date_due, today + timedelta(days=self.env.company.payment_request_days))
        self.assertNotEqual(request.name, "/")

    @users("sb_manager")
    def test_a_share_is_entered_in_per_cent_and_the_rest_is_asked_for_next(self):
        with Form(self.env["sale.payment.request"].with_context(default_order_id=self.order.id)) as form:
            form.share = 30
            self.assertEqual(form.amount, 900)
        self.assertEqual(form.record.amount, 900)
        order = self.order.with_user(self.env.user)
        self.assertEqual(order.action_request_payment()["context"]["default_amount"], 2100)
        self.ask(2100)
        with self.assertRaisesRegex(UserError, "asked for already"):
            order.action_request_payment()

    def test_nobody_is_asked_for_more_than_the_order_is_worth(self):
        first = self.ask(2000)
        with self.assertRaisesRegex(ValidationError, "Lower the amount"), self.env.cr.savepoint():
            self.ask(1001)
        first.action_cancel()
        self.assertTrue(self.ask(3000))
        with self.assertRaisesRegex(ValidationError, "Lower the amount"):
            first.action_restore()

    @mute_logger("odoo.sql_db")
    def test_an_amount_of_nothing_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.ask(0)

    def test_an_order_that_is_not_agreed_asks_for_no_money(self):
        other = self.make_deal()
        self.add_goods(other, self.pump)
        with self.assertRaisesRegex(ValidationError, "agree the goods list first"):
            self.ask(100, order=other.quotation_id)

    def test_nobody_pays_before_he_was_asked(self):
        with self.assertRaisesRegex(ValidationError, "before he was asked"):
            self.ask(100, date="2026-03-02", date_due="2026-03-01")

    def test_what_is_late_is_found(self):
        late = self.ask(1000, date="2026-01-12", date_due="2026-01-20")
        soon = self.ask(1000)
        found = self.env["sale.payment.request"].search([("is_overdue", "=", True), ("id", "in", (late | soon).ids)])
        self.assertEqual(found, late)
        self.assertEqual((self.order.amount_overdue, self.deal.amount_overdue), (1000, 1000))
        self.pay(late)
        self.assertFalse(late.is_overdue)
        self.assertEqual(self.deal.amount_overdue, 0)

    def test_a_paid_request_is_neither_changed_nor_deleted(self):
        request = self.ask(1000)
        self.pay(request, 400)
        for act in (lambda: request.write({"amount": 500}), request.action_cancel, request.unlink):
            with self.assertRaisesRegex(UserError, "paid already"):
                act()

    def test_a_cancelled_order_takes_its_requests_along_and_asks_about_money(self):
        paid, unpaid = self.ask(1000), self.ask(2000)
        self.pay(paid)
        self.order._action_cancel()
        self.assertEqual((paid.state, unpaid.state), ("paid", "cancelled"))
        task = self.order.activity_ids.filtered(lambda one: "money" in one.summary)
        self.assertEqual(task.user_id, self.order.user_id)

    @users("sb_manager")
    def test_the_printed_form_says_how_much_and_for_what(self):
        whole = self.ask(3000).with_user(self.env.user)
        html = self.render(whole)
        in_words = whole.with_context(lang=whole.partner_id.lang)._prepare_print_values()["in_words"]
        for words in (whole.name, self.pump.name, "Neftemash", in_words):
            self.assertIn(words, html)
        whole.action_cancel()
        part = self.ask(900, purpose="Prepayment by the contract")
        html = self.render(part)
        self.assertIn("Prepayment by the contract", html)
        self.assertNotIn(self.pump.name, html)

    def render(self, request):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "deal_stages.sale_payment_request_report", request.ids
        )
        return html.decode()

    @users("sb_colleague")
    def test_a_colleague_sees_no_foreign_requests(self):
        request = self.ask()
        self.assertFalse(self.env["sale.payment.request"].search([("id", "=", request.id)]))
        with self.assertRaises(AccessError):
            request.with_user(self.env.user).action_cancel()

    def test_requests_of_many_deals_are_summed_in_constant_queries(self):
        deals = self.deal | self.env["crm.lead"].union(*(self.make_agreed_deal(self.pump) for _i in range(6)))
        for deal in deals:
            self.ask(100, order=deal.quotation_id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.assertEqual(sum(deals.mapped("amount_debt")), 700)


@tagged("post_install", "-at_install")
class TestPayment(MoneyCommon):
    @users("sb_accountant")
    def test_accountant_enters_what_came_and_the_deal_is_won(self):
        request = self.ask(3000).with_user(self.env.user)
        wizard = Form.from_action(self.env, request.action_register_payment())
        self.assertEqual((wizard.amount, wizard.partner_id), (3000, self.entity))
        wizard.amount = 1200
        wizard.date = "2026-03-05"
        wizard.journal_id = self.bank
        payment = self.env["account.payment"].browse(wizard.save().action_register()["res_id"])
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertRecordValues(request, [{"state": "part", "amount_paid": 1200, "amount_due": 1800, "paid_on": False}])
        self.assertEqual(str(self.deal.won_on), "2026-03-05")
        self.assertEqual(self.order.paid_share, 40)

    def test_what_came_above_the_request_waits_to_be_distributed(self):
        request = self.ask(1000)
        wizard = self.env["sale.payment.register"].create(
            {"request_id": request.id, "amount": 1500, "journal_id": self.bank.id}
        )
        payment = self.env["account.payment"].browse(wizard.action_register()["res_id"])
        self.assertEqual((request.state, payment.amount_unallocated), ("paid", 500))
        following = self.ask(2000)
        payment.action_allocate()
        self.assertEqual((payment.amount_unallocated, following.amount_paid), (0, 500))

    def test_the_oldest_debt_is_paid_first_and_foreign_ones_never(self):
        first = self.ask(1000, date="2026-02-01", date_due="2026-02-10")
        second = self.ask(2000, date="2026-02-01", date_due="2026-03-10")
        stranger = self.make_legal_entity("Stranger LLC", vat="7736050003")
        other = self.make_agreed_deal(self.pump, legal_entity_id=stranger.id)
        foreign = self.ask(500, order=other.quotation_id)
        payment = self.make_payment(1700)
        payment.action_allocate()
        self.assertEqual((first.amount_paid, second.amount_paid, foreign.amount_paid), (1000, 700, 0))
        self.assertEqual(payment.amount_unallocated, 0)

    def test_nothing_is_distributed_twice(self):
        request = self.ask(1000)
        payment = self.make_payment(600)
        with self.assertRaisesRegex(ValidationError, "more than that"), self.env.cr.savepoint():
            payment.allocation_ids = [Command.create({"request_id": request.id, "amount": 601})]
        self.pay(request, 600)
        with self.assertRaisesRegex(ValidationError, "belongs to another request"):
            payment.allocation_ids = [Command.create({"request_id": request.id, "amount": 500})]

    def test_a_payment_taken_back_pays_nothing(self):
        request = self.ask(1000)
        payment = self.pay(request)
        self.assertTrue(self.deal.won_on)
        payment.action_draft()
        self.assertEqual((request.state, self.deal.won_on), ("open", False))
        payment.action_post()
        self.assertEqual(request.state, "paid")
        payment.action_draft()
        payment.unlink()
        self.assertEqual((request.state, request.amount_paid, self.deal.won_on), ("open", 0, False))

    def test_money_given_back_is_owed_again(self):
        request = self.ask(1000)
        self.pay(request)
        back = self.make_payment(300, payment_type="outbound")
        back.allocation_ids = [Command.create({"request_id": request.id, "amount": 300})]
        self.assertEqual((request.state, request.amount_paid, request.amount_due), ("part", 700, 300))
        with self.assertRaisesRegex(ValidationError, "give back more"):
            self.make_payment(800, payment_type="outbound").allocation_ids = [
                Command.create({"request_id": request.id, "amount": 800})
            ]

    def test_a_payment_in_another_currency_is_counted_at_its_day(self):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "CHF")])
        currency.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", currency.id)]).unlink()
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.5, "name": "2020-01-01"})
        request = self.ask(1000)
        payment = self.make_payment(500, currency_id=currency.id)
        payment.allocation_ids = [Command.create({"request_id": request.id, "amount": 1000})]
        self.assertEqual((request.state, payment.amount_unallocated), ("paid", 0))

    def test_a_potential_customer_who_pays_becomes_a_counterparty(self):
        request = self.ask(1000)
        self.entity.counterparty_kind = "potential"
        self.pay(request)
        self.assertEqual(self.entity.counterparty_kind, "counterparty")

    @users("sb_manager")
    def test_a_manager_enters_no_payments(self):
        request = self.ask(1000).with_user(self.env.user)
        with self.assertRaises(AccessError):
            self.env["sale.payment.register"].create({"request_id": request.id})
        payment = self.pay(self.ask(1000))
        allocation = payment.sudo().allocation_ids.with_user(self.env.user)
        self.assertEqual(allocation.amount_signed, 1000, "he sees that it was paid")
        with self.assertRaises(AccessError):
            allocation.amount = 1

    def test_every_paper_about_money_stands_in_the_documents(self):
        contract = self.env["sale.contract"].create({"deal_id": self.deal.id})
        request = self.ask(1000)
        payment = self.pay(request)
        rows = {(row["res_model"], row["res_id"]): row for row in self.deal._get_deal_documents()}
        for record, kind, amount in (
            (contract, "Contract", 3000),
            (request, "Request to pay", 1000),
            (payment, "Payment", 1000),
        ):
            row = rows[record._name, record.id]
            self.assertEqual((row["kind"], row["amount"]), (kind, amount))

    @users("sb_manager")
    def test_a_manager_sees_a_payment_without_its_content(self):
        self.pay(self.ask(1000))
        self.env.invalidate_all()
        rows = self.deal.with_user(self.env.user).documents
        payment = next(row for row in rows if row["res_model"] == "account.payment")
        self.assertEqual((payment["number"], payment["amount"], payment["kind"]), ("", "", "Payment"))
