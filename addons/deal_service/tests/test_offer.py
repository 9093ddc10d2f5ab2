from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestOffer(ServiceCommon):
    def setUp(self):
        super().setUp()
        self.deal = self._ship_deal("SN-1")

    @users("sb_manager")
    def test_accepted_becomes_a_contract(self):
        self._commission(self.deal)
        deal = self.deal.with_user(self.env.user)
        self.assertEqual(self._tasks(deal, "offer").user_id, self.manager)
        offers = self.env["service.offer"].with_context(**deal.action_offer_service()["context"])
        offer = offers.create({"price": 1200})
        self.assertEqual(offer.piece_ids, deal.piece_ids)
        self.assertEqual(offer.warranty_until, deal.piece_ids.warranty_until)
        offer.action_print()
        self.assertEqual(offer.state, "sent")
        offer.action_accept()
        self.assertEqual(deal.service_answer, "accepted")
        self.assertFalse(self._tasks(deal, "offer"))
        self.assertEqual(self._tasks(offer, "contract").user_id, self.manager)
        contract = self.env["service.contract"].browse(offer.action_make_contract()["res_id"])
        self.assertRecordValues(contract, [{"price": 1200, "state": "draft", "partner_id": self.entity.id}])
        contract.action_conclude()
        self.assertFalse(self._tasks(offer, "contract"))
        self.assertEqual(offer.action_make_contract()["res_id"], contract.id)

    def test_declined_says_why(self):
        offer = self._offer(self.deal)
        with self.assertRaisesRegex(UserError, "why the customer declined"):
            offer.action_decline()
        offer.decline_reason = "Own engineers"
        offer.action_decline()
        self.assertEqual(self.deal.service_answer, "declined")
        with self.assertRaisesRegex(UserError, "make another offer"):
            offer.action_accept()
        with self.assertRaisesRegex(UserError, "make another offer"):
            offer.price = 1

    def test_later_has_its_day_and_its_task(self):
        offer = self._offer(self.deal)
        with self.assertRaisesRegex(UserError, "asked again"):
            offer.action_later()
        offer.ask_again_on = self._days(10)
        offer.action_later()
        self.assertEqual(self.deal.service_answer, "later")
        self.assertEqual(offer.activity_ids.date_deadline, self._days(10))
        self.assertTrue(self.deal._get_service_steps())

    def test_what_the_customer_knows_is_not_deleted(self):
        offer = self._offer(self.deal)
        offer.action_print()
        with self.assertRaisesRegex(UserError, "enter his answer"):
            offer.unlink()

    def test_contract_waits_for_the_answer(self):
        with self.assertRaisesRegex(UserError, "accepted"):
            self._offer(self.deal).action_make_contract()

    def test_nothing_is_offered_before_goods_are_agreed(self):
        with self.assertRaisesRegex(UserError, "Agree on the goods first"):
            self.make_deal().action_offer_service()

    def test_printed_offer(self):
        offer = self._offer(self.deal, scope="Two inspections")
        html = (
            self.env["ir.actions.report"]._render_qweb_html("deal_service.service_offer_report", offer.ids)[0].decode()
        )
        for words in ("Service offer", offer.name, "SN-1", "Two inspections", "200"):
            self.assertIn(words, html)
