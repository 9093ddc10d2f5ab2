from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning
from odoo.tests import tagged, users

from .common import ServiceMoneyCommon


@tagged("post_install", "-at_install")
class TestClosing(ServiceMoneyCommon):
    """A deal closes by itself with its last point, and by nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.deal.paper.kind"].search([]).needed = False
        cls.kind = cls.env.ref("deal_service.crm_deal_paper_kind_commissioning")
        cls.kind.needed = True

    def setUp(self):
        super().setUp()
        self.chamber_deal = self._ship_deal("SN-1")
        self.chamber_order = self.chamber_deal.quotation_id

    def texts(self, deal):
        return [step["text"] for step in deal.closing_steps]

    def pay_all(self):
        return self.pay(self.ask(self.chamber_order.amount_total, self.chamber_order))

    def decline(self):
        offer = self._offer(self.chamber_deal, decline_reason="Own engineers")
        offer.action_decline()

    def finish(self):
        self._commission(self.chamber_deal)
        self.decline()
        return self.pay_all()

    def test_open_points_are_listed_each_with_its_way(self):
        steps = self.chamber_deal.closing_steps
        self.assertEqual(
            [step["action"] for step in steps],
            ["action_view_papers", "action_commissioning", "action_service_offers", "action_closing_money"],
        )
        for step in steps:
            with self.subTest(step=step["text"]):
                self.assertTrue(getattr(self.chamber_deal, step["action"])()["type"])

    def test_it_closes_with_the_payment(self):
        self._commission(self.chamber_deal)
        self.decline()
        self.assertEqual(self.texts(self.chamber_deal), [f"Not paid in full: {self.chamber_order.name}."])
        self.pay_all()
        self.assertEqual(self.chamber_deal.stage_code, "closed")
        self.assertFalse(self.chamber_deal.closing_steps)

    def test_it_closes_with_the_last_paper(self):
        note = self.env["crm.deal.paper.kind"].create({"name": "Tax invoice"})
        paper = self.env["crm.deal.paper"].create({"deal_id": self.chamber_deal.id, "kind_id": note.id})
        self.finish()
        self.assertEqual(self.texts(self.chamber_deal), ["Papers are missing: Tax invoice."])
        paper.with_user(self.accountant).action_receive()
        self.assertEqual(self.chamber_deal.stage_code, "closed")

    def test_it_closes_with_the_answer_on_service(self):
        self._commission(self.chamber_deal)
        self.pay_all()
        self.assertEqual(self.chamber_deal.stage_code, "service")
        self.decline()
        self.assertEqual(self.chamber_deal.stage_code, "closed")

    def test_it_closes_with_the_commissioning(self):
        self.decline()
        self.pay_all()
        self.assertEqual(self.chamber_deal.stage_code, "installation")
        self._commission(self.chamber_deal)
        self.assertEqual(self.chamber_deal.stage_code, "closed")

    @users("sb_manager")
    def test_nobody_closes_it_before(self):
        deal = self.chamber_deal.with_user(self.env.user)
        for close in (deal.action_set_won, lambda: deal.write({"stage_id": self.stage("closed").id})):
            refused = self.assertRaisesRegex(RedirectWarning, "Commissioning is not done.*Not paid")
            with refused, self.env.cr.savepoint():
                close()
        self.assertNotEqual(deal.stage_code, "closed")
        with self.assertRaisesRegex(AccessError, "head of sales"):
            deal._close_early("I want to")
        with self.assertRaisesRegex(AccessError, "head of sales"):
            deal.write({"closed_early_reason": "Through another program", "stage_id": self.stage("closed").id})

    @users("sb_head")
    def test_the_head_closes_it_with_a_reason(self):
        deal = self.chamber_deal.with_user(self.env.user)
        action = deal.action_close_early()
        wizard = self.env["crm.deal.close.early"].with_context(**action["context"]).create({"reason": "Bankrupt"})
        self.assertIn("Not paid in full", wizard.points)
        wizard.action_close()
        self.assertRecordValues(
            deal, [{"stage_code": "closed", "closed_early_by_id": self.head.id, "closed_early_reason": "Bankrupt"}]
        )
        self.assertIn("Bankrupt", deal.message_ids[:1].body + "".join(deal.message_ids.mapped("body")))
        # Opened again it has to be said again.
        deal.stage_id = self.stage("service")
        self.assertFalse(deal.closed_early_reason)

    def test_without_demands_nothing_closes_by_itself(self):
        self.env.company.write({"closing_needs_service": False, "closing_needs_payment": False})
        self.kind.needed = False
        self.chamber_deal.paper_ids.unlink()
        self.chamber_deal._close_when_done()
        self.assertEqual(self.chamber_deal.stage_code, "installation")
        self.assertFalse(self.chamber_deal._get_closing_points())

    def test_a_payment_taken_back_is_followed_up(self):
        payment = self.finish()
        self.assertEqual(self.chamber_deal.stage_code, "closed")
        payment.action_cancel()
        self.assertEqual(self.chamber_deal.stage_code, "closed")
        self.assertEqual(self._tasks(self.chamber_deal, "follow_up").mapped("summary"), ["A payment was taken back"])

    def test_goods_that_came_back_are_followed_up(self):
        self.finish()
        self._send_back(self.chamber_deal)
        self.assertEqual(self.chamber_deal.stage_code, "closed")
        self.assertIn("Goods came back: Chamber", self._tasks(self.chamber_deal, "follow_up").mapped("summary"))

    def test_a_credit_note_is_followed_up(self):
        self.finish()
        invoice = self.chamber_order._create_invoices()
        invoice.action_post()
        reversal = invoice._reverse_moves([{"invoice_date": fields.Date.context_today(invoice)}])
        reversal.action_post()
        self.assertIn(f"Credit note {reversal.name}", self._tasks(self.chamber_deal, "follow_up").mapped("summary"))

    def test_documents_of_service_are_the_deals(self):
        self.finish()
        kinds = [row["kind"] for row in self.chamber_deal._get_deal_documents()]
        self.assertIn("Commissioning act", kinds)
        self.assertIn("Service offer", kinds)

    def test_signed_act_is_a_paper_of_the_deal(self):
        self.assertIn(self.kind, self.chamber_deal.paper_ids.kind_id)
        self._commission(self.chamber_deal)
        paper = self.chamber_deal.paper_ids.filtered(lambda paper: paper.kind_id == self.kind)
        self.assertEqual(paper.state, "received")

    def test_not_needed_may_be_the_last_point(self):
        self.kind.needed = False
        deal = self._agree((self.pump, 1))
        offer = self._offer(deal, decline_reason="Own engineers")
        offer.action_decline()
        self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))
        self.assertEqual(self.texts(deal), ["Nobody said whether the goods need commissioning."])
        deal.action_no_commissioning()
        self.assertEqual(deal.stage_code, "closed")

    def test_a_payment_in_parts_of_a_deal_closed_early_is_no_alarm(self):
        self.chamber_deal._close_early("Bankrupt")
        self.pay(self.ask(4, self.chamber_order))
        self.assertFalse(self._tasks(self.chamber_deal, "follow_up"))
