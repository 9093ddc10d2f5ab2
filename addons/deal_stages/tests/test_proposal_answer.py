from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged, users

from .common import DealCommon


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
        signature = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        self.make_jsonrpc_request(url, {"access_token": token, "name": "Ivan", "signature": signature})
        self.assertEqual((self.order.state, self.proposal.state), ("sale", "accepted"))
        self.assertTrue(self.deal.agreed_on)
        self.assertIn(f"The customer accepted {self.order.name}", self.get_tasks())
