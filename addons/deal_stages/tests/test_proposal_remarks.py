from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import DealCommon


class OfferedCommon(DealCommon):
    """A proposal that is out, from a company whose letterhead is complete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        us = {"street": "Zavodskaya 5", "city": "Tver", "vat": "7707083893", "phone": "+7 4822 123456"}
        cls.env.company.partner_id.write(us)
        cls.manager.lang = "en_US"
        cls.deal = cls.make_deal()
        cls.order = cls.add_goods(cls.deal, cls.pump)
        cls.proposal = cls.env["sale.proposal"]._make(cls.order)
        cls.proposal.state = "sent"

    def get_remarks(self):
        self.proposal.invalidate_recordset(["remarks"])
        return self.proposal.remarks or ""


@tagged("post_install", "-at_install")
class TestProposalRemarks(OfferedCommon):
    def test_nothing_happened_nothing_is_said(self):
        self.assertFalse(self.get_remarks())
        self.assertEqual(self.deal.action_print_proposal()["type"], "ir.actions.act_url")

    @users("sb_manager")
    def test_archived_product_is_named_and_may_be_agreed(self):
        self.pump.sudo().active = False
        proposal = self.proposal.with_user(self.env.user)
        self.assertIn("Pump N-50 is archived: offer something else", proposal.remarks)
        proposal.action_accepted()
        self.assertEqual((self.order.state, self.order.amount_untaxed), ("sale", 1000))
        self.assertFalse(self.get_remarks(), "the customer has answered")

    @users("sb_manager")
    def test_changed_price_is_told_and_what_was_offered_holds(self):
        self.pump.sudo().list_price = 1100
        proposal = self.proposal.with_user(self.env.user)
        self.assertRegex(proposal.remarks, r"Pump N-50 costs \D*1\D100\D00\D* now, not \D*1\D000\D00")
        self.deal.action_print_proposal()
        self.assertEqual(self.order.proposal_count, 1, "the same offer is no new version")
        proposal.action_accepted()
        self.assertEqual(self.order.amount_untaxed, 1000)

    def test_changed_goods_list_asks_for_a_new_version(self):
        self.order.order_line.price_unit = 900
        self.assertIn("The goods list was changed since", self.get_remarks())

    def test_validity_that_is_over_is_told(self):
        today = fields.Date.context_today(self.proposal)
        self.order.validity_date = today
        self.env["sale.proposal"]._make(self.order)
        self.proposal = self.order._get_last_proposal()
        self.assertFalse(self.get_remarks())
        self.order.validity_date = today - timedelta(days=1)
        self.assertIn("It was valid until", self.get_remarks())

    def test_the_salesman_learns_of_it_when_the_customer_accepts(self):
        self.pump.active = False
        self.order._validate_order()
        self.assertEqual((self.order.state, self.proposal.state), ("sale", "accepted"))
        task = self.deal.activity_ids.filtered(lambda task: "The customer accepted" in task.summary)
        self.assertIn("Pump N-50 is archived", task.note)
        self.assertEqual(task.user_id, self.manager)

    def test_words_of_the_customer_are_text(self):
        self.order._customer_declined("Flow < 50\n<b>Too weak</b>")
        task = self.deal.activity_ids.filtered(lambda task: "declined" in task.summary)
        self.assertIn("Flow &lt; 50<br>&lt;b&gt;Too weak", task.note.replace("<br/>", "<br>"))

    @users("sb_manager")
    def test_missing_letterhead_is_told_and_prints(self):
        self.env.company.sudo().partner_id.write({"street": False, "vat": False, "phone": False, "email": False})
        deal = self.deal.with_user(self.env.user)
        action = deal.action_print_proposal()
        self.assertIn("Our letterhead has no address, tax number, phone or e-mail", action["params"]["message"])
        self.assertEqual(action["params"]["next"]["type"], "ir.actions.act_url")
        self.assertIn("Our letterhead has no address", self.get_remarks())

    @users("sb_administrator")
    def test_quotation_that_was_offered_is_not_deleted(self):
        order = self.order.with_user(self.env.user)
        with self.assertRaisesRegex(UserError, f"{order.name} was offered to the customer: cancel it"):
            order.unlink()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "was offered"):
            order.unlink()

    @users("sb_administrator")
    def test_quotation_that_nobody_saw_is_deleted_and_the_deal_goes_on(self):
        deal = self.deal.with_user(self.env.user)
        other = deal._create_quotation()
        deal.quotation_id = other
        other.unlink()
        self.assertEqual(deal.quotation_id, self.order)

    def test_silent_about_the_version_that_was_sent(self):
        self.order.order_line.price_unit = 900
        self.env["sale.proposal"]._make(self.order)
        self.proposal.sent_on = fields.Date.context_today(self.proposal) - timedelta(days=9)
        self.env["sale.proposal"].search([("id", "!=", self.proposal.id)]).followed_up_on = fields.Date.today()
        with self.enter_registry_test_mode():
            self.env.ref("deal_stages.ir_cron_proposal_follow_up").method_direct_trigger()
        self.assertIn(f"Ask the customer about proposal {self.proposal.name}", self.deal.activity_ids.mapped("summary"))


@tagged("post_install", "-at_install")
class TestRequestRemarks(OfferedCommon):
    def test_request_without_account_says_so(self):
        self.deal.action_agree()
        request = self.env["sale.payment.request"].create({"order_id": self.order.id, "amount": 500})
        # Customers abroad get the plain form, also where there are Russian ones.
        german = {"country_id": self.env.ref("base.de").id, "vat": "DE811569869"}
        request.partner_id.commercial_partner_id.write(german)
        self.env.company.partner_id.bank_ids.unlink()
        self.assertIn("It names no bank account of ours", request.remarks)
        self.assertIn("It names no bank account", request.action_print()["params"]["message"])
        self.env["res.partner.bank"].create(
            {"acc_number": "40702810900000002453", "partner_id": self.env.company.partner_id.id}
        )
        request.invalidate_recordset(["remarks"])
        self.assertFalse(request.remarks)
        self.assertEqual(request.action_print()["type"], "ir.actions.report")
