from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged, users

from .common import DealCommon

SIGNATURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class AnswerCommon(DealCommon):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("en_US")
        self.manager.lang = "en_US"
        self.deal = self.make_deal()
        self.order = self.add_goods(self.deal, self.pump)
        self.deal.action_print_proposal()
        self.proposal = self.order.proposal_ids
        self.proposal.state = "sent"

    def get_tasks(self):
        return self.deal.activity_ids.filtered(lambda task: task.user_id == self.manager).mapped("summary")


@tagged("post_install", "-at_install")
class TestProposalAnswer(AnswerCommon):
    @users("sb_manager")
    def test_accepted_by_a_call(self):
        self.proposal.with_user(self.env.user).action_accepted()
        self.assertEqual((self.proposal.state, self.order.state), ("accepted", "sale"))
        self.assertTrue(self.proposal.answered_on and self.deal.agreed_on)
        with self.assertRaisesRegex(UserError, "no answer any more"):
            self.proposal.with_user(self.env.user).action_refuse()

    @users("sb_manager")
    def test_what_was_changed_since_is_not_accepted(self):
        self.order.order_line.price_unit = 5
        with self.assertRaisesRegex(UserError, "changed after"):
            self.proposal.with_user(self.env.user).action_accepted()
        self.assertEqual(self.order.state, "draft")

    @users("sb_manager")
    def test_refused_by_a_call(self):
        proposal = self.proposal.with_user(self.env.user)
        self.assertEqual(proposal.action_refuse()["target"], "new")
        with self.assertRaisesRegex(UserError, "what the customer said"):
            proposal.action_refused()
        proposal.answer_words = "Too heavy."
        proposal.action_refused()
        self.assertEqual((proposal.state, self.order.state), ("refused", "draft"))
        self.assertIn("Refused: agree with the customer what follows", self.get_tasks())

    def test_alternative_that_is_accepted_becomes_the_current_one(self):
        other = self.deal._create_quotation()
        other.order_line = [(0, 0, {"product_id": self.pump.id})]
        self.deal.quotation_id = other
        self.proposal.action_accepted()
        self.assertEqual((self.deal.quotation_id, other.state), (self.order, "cancel"))

    def silent(self, days=None, validity=None):
        today = fields.Date.context_today(self.proposal)
        self.proposal.write({"sent_on": today - timedelta(days=days or 0), "followed_up_on": False})
        self.order.validity_date = today + timedelta(days=validity) if validity is not None else False
        self.env["sale.proposal"].search([("id", "!=", self.proposal.id)]).write({"followed_up_on": today})
        with self.enter_registry_test_mode():
            self.env.ref("deal_stages.ir_cron_proposal_follow_up").method_direct_trigger()
        return [task for task in self.get_tasks() if "Ask the customer about" in task]

    def test_silent_customer_is_asked_once(self):
        self.assertFalse(self.silent(days=4, validity=30))
        self.assertEqual(len(self.silent(days=5)), 1)
        with self.enter_registry_test_mode():
            self.env.ref("deal_stages.ir_cron_proposal_follow_up").method_direct_trigger()
        self.assertEqual(len([task for task in self.get_tasks() if "Ask the customer" in task]), 1)

    def test_validity_that_ends_is_told(self):
        self.assertEqual(len(self.silent(days=1, validity=1)), 1)

    def test_answered_proposals_are_left_in_peace(self):
        self.proposal.write({"state": "refused"})
        self.assertFalse(self.silent(days=50, validity=-1))


@tagged("post_install", "-at_install")
class TestAlternatives(AnswerCommon):
    """Several quotations: the one that is agreed first is the goods list, wherever it was agreed."""

    def setUp(self):
        super().setUp()
        self.other = self.deal._create_quotation()
        self.other.order_line = [(0, 0, {"product_id": self.pump.id, "product_uom_qty": 5})]

    @users("sb_manager")
    def test_confirmed_in_the_quotation_itself(self):
        self.other.with_user(self.env.user).action_confirm()
        self.assertEqual((self.deal.quotation_id, self.order.state), (self.other, "cancel"))
        self.assertEqual(self.deal.goods_line_ids.product_uom_qty, 5)
        self.assertEqual(self.deal.expected_revenue, self.other.amount_untaxed)
        with self.assertRaisesRegex(UserError, "agreed already"):
            self.deal.with_user(self.env.user).action_agree()

    @users("sb_manager")
    def test_what_is_kept_of_the_others(self):
        self.other.with_user(self.env.user).action_confirm()
        self.assertEqual((self.proposal.state, self.proposal.attachment_id.exists().id > 0), ("sent", True))
        rows = {row["res_id"]: row for row in self.deal._get_deal_documents() if row["res_model"] == "sale.order"}
        self.assertEqual(
            [rows[order.id]["kind"] for order in (self.other, self.order)], ["Customer order", "Quotation"]
        )

    @users("sb_manager")
    def test_an_order_beside_the_agreed_one_cancels_nothing(self):
        deal = self.deal.with_user(self.env.user)
        deal.action_agree()
        self.assertEqual((self.order.state, self.other.state), ("sale", "cancel"))
        second, third = deal._create_quotation(), deal._create_quotation()
        second.order_line = [(0, 0, {"product_id": self.pump.id})]
        second.action_confirm()
        self.assertEqual((deal.quotation_id, third.state), (self.order, "draft"))

    def test_two_deals_at_once_keep_to_themselves(self):
        stranger = self.make_deal()
        foreign = self.add_goods(stranger, self.pump)
        beside = stranger._create_quotation()
        (self.other | foreign).action_confirm()
        self.assertEqual((self.deal.quotation_id, stranger.quotation_id), (self.other, foreign))
        self.assertEqual((self.order | beside).mapped("state"), ["cancel", "cancel"])

    def test_price_of_the_chosen_one_moves_the_forecast(self):
        self.deal.quotation_id = self.other
        self.assertEqual(self.deal.expected_revenue, 5000)
        self.deal.quotation_id = self.order
        self.assertEqual(self.deal.expected_revenue, 1000)


@tagged("post_install", "-at_install")
class TestPortalAnswer(AnswerCommon, HttpCase):
    def url(self, act):
        self.order.require_signature = True
        self.order.require_payment = False
        return f"/my/orders/{self.order.id}/{act}", self.order._portal_ensure_token()

    def test_customer_declines_in_the_portal(self):
        self.order.state = "sent"
        url, token = self.url("decline")
        self.authenticate(None, None)
        data = {"access_token": token, "decline_message": "Too dear.", "csrf_token": http.Request.csrf_token(self)}
        self.url_open(url, data=data)
        self.assertEqual((self.order.state, self.proposal.state), ("cancel", "refused"))
        self.assertEqual(self.proposal.answer_words, "Too dear.")
        self.assertIn(f"The customer declined {self.order.name}", self.get_tasks())

    def test_customer_accepts_in_the_portal(self):
        self.order.state = "sent"
        url, token = self.url("accept")
        self.authenticate(None, None)
        self.sign(url, token)
        self.assertEqual((self.order.state, self.proposal.state), ("sale", "accepted"))
        self.assertTrue(self.deal.agreed_on)
        self.assertIn(f"The customer accepted {self.order.name}", self.get_tasks())

    def sign(self, url, token):
        return self.make_jsonrpc_request(url, {"access_token": token, "name": "Ivan", "signature": SIGNATURE})

    def decline(self, words, token=None):
        url, own = self.url("decline")
        data = {"access_token": token or own, "decline_message": words, "csrf_token": http.Request.csrf_token(self)}
        self.url_open(url, data=data)

    def test_alternative_that_is_accepted_becomes_the_goods_list(self):
        other = self.deal._create_quotation()
        other.order_line = [(0, 0, {"product_id": self.pump.id, "product_uom_qty": 5})]
        self.deal.quotation_id = other
        self.order.state = "sent"
        self.authenticate(None, None)
        self.sign(*self.url("accept"))
        self.assertEqual((self.deal.quotation_id, self.order.state, other.state), (self.order, "sale", "cancel"))
        self.assertEqual((self.deal.goods_amount, self.deal.stage_code), (self.order.amount_total, "sale"))

    def test_stranger_answers_nothing(self):
        self.order.state = "sent"
        self.authenticate(None, None)
        answer = self.sign(self.url("accept")[0], "not his token")
        self.assertIn("error", answer)
        self.decline("Too dear.", token="not his token")
        self.assertEqual((self.order.state, self.proposal.state, self.get_tasks()), ("sent", "sent", []))

    def test_declined_without_words_and_twice(self):
        self.order.state = "sent"
        self.authenticate(None, None)
        self.decline("")
        self.assertEqual((self.order.state, self.proposal.state), ("sent", "sent"))
        self.decline("Too dear.")
        self.decline("Far too dear.")
        self.assertEqual((self.order.state, self.proposal.answer_words), ("cancel", "Too dear."))
        self.assertEqual(len(self.get_tasks()), 1, "one task, however often he presses")

    def test_what_is_valid_no_more_is_not_accepted(self):
        self.order.write({"state": "sent", "validity_date": fields.Date.context_today(self.order) - timedelta(days=1)})
        self.authenticate(None, None)
        self.assertIn("error", self.sign(*self.url("accept")))
        self.assertEqual((self.order.state, self.deal.agreed_on), ("sent", False))

    def test_customer_with_an_account_gets_no_task_of_ours(self):
        self.contact.email = "ivan.portal@neftemash.example"
        visitor = new_test_user(
            self.env, "sb_visitor", groups="base.group_portal", name="Ivan", email=self.contact.email
        )
        visitor.partner_id.parent_id = self.entity
        self.order.state = "sent"
        self.order.message_subscribe(visitor.partner_id.ids)
        self.authenticate("sb_visitor", "sb_visitor")
        self.sign(*self.url("accept"))
        self.assertEqual(self.order.state, "sale")
        tasks = self.deal.activity_ids | self.order.activity_ids
        self.assertEqual(tasks.user_id, self.manager)
        self.assertIn(f"The customer accepted {self.order.name}", tasks.mapped("summary"))
