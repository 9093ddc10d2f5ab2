from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged, users

from .common import ServiceMoneyCommon


class NoPapersCommon(ServiceMoneyCommon):
    """Closing asks for no papers here: other points are looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.deal.paper.kind"].search([]).needed = False


@tagged("post_install", "-at_install")
class TestClosingGate(NoPapersCommon):
    """Whoever or whatever wants to close a deal meets the same points."""

    def setUp(self):
        super().setUp()
        self.closing = self._ship_deal("SN-1")
        self.order = self.closing.quotation_id

    def refused(self, words="Commissioning is not done"):
        return self.assertRaisesRegex(RedirectWarning, words)

    def close_all_points(self, deal=None):
        deal = deal or self.closing
        self._commission(deal)
        self._offer(deal, decline_reason="Own engineers").action_decline()
        return self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))

    @users("sb_manager")
    def test_the_board_is_no_way_round(self):
        deal = self.closing.with_user(self.env.user)
        with self.refused(), self.env.cr.savepoint():
            deal.web_save({"stage_id": self.stage("closed").id}, {"stage_id": {}})
        self.assertEqual(deal.stage_code, "installation")

    @users("sb_manager")
    def test_an_import_is_no_way_round(self):
        deal = self.closing.with_user(self.env.user)
        result = self.env["crm.lead"].load([".id", "stage_id/.id"], [[str(deal.id), str(self.stage("closed").id)]])
        self.assertFalse(result["ids"])
        self.assertEqual(deal.stage_code, "installation")

    @users("sb_manager")
    def test_a_deal_is_not_made_closed(self):
        values = self.prepare_deal_values(user_id=self.manager.id, stage_id=self.stage("closed").id)
        with self.assertRaisesRegex(UserError, "No customer order is confirmed"), self.env.cr.savepoint():
            self.env["crm.lead"].create(values)
        with self.assertRaisesRegex(AccessError, "head of sales"):
            self.env["crm.lead"].create({**values, "closed_early_reason": "Let me"})

    @users("sb_manager")
    def test_what_a_manager_may_not_see_still_keeps_it_open(self):
        """A visit of another department is not read by the manager, and counts."""
        visit = self.closing.visit_ids
        visit.team_id = self.konts
        self.manager.visible_team_ids = self.vys
        deal = self.closing.with_user(self.env.user)
        self.assertIn("Commissioning is not done.", deal._get_closing_points())

    def test_every_point_names_its_way(self):
        self.env["crm.deal.paper.kind"].create({"name": "Waybill", "needed": True})
        self.closing.paper_ids = [Command.create({"kind_id": self.env["crm.deal.paper.kind"].search([], limit=1).id})]
        for step in self.closing.closing_steps:
            with self.subTest(step=step["text"]):
                self.assertTrue(step["action"] and step["button"])
                self.assertTrue(hasattr(self.closing, step["action"]))
                self.assertTrue(step["text"].endswith("."))

    def test_half_a_payment_closes_nothing(self):
        self._commission(self.closing)
        self._offer(self.closing, decline_reason="Own engineers").action_decline()
        half = self.order.amount_total / 2
        self.pay(self.ask(half, self.order))
        self.assertEqual(self.closing.stage_code, "service")
        self.pay(self.ask(self.order.amount_total - half, self.order))
        self.assertEqual(self.closing.stage_code, "closed")

    def test_a_half_delivery_closes_nothing(self):
        self._stock_serials("SN-2", "SN-3")
        deal = self._agree((self.chamber, 2))
        self._deliver(deal.quotation_id, {self.chamber: 1})
        self._offer(deal, decline_reason="Own engineers").action_decline()
        self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))
        self.assertIn(f"Goods of {deal.quotation_id.name} are still to be shipped.", deal._get_closing_points())
        self._deliver(deal.quotation_id)
        self._commission(deal)
        self.assertEqual(deal.stage_code, "closed")

    def test_goods_that_were_let_go_are_not_waited_for(self):
        self._stock_serials("SN-2")
        deal = self._agree((self.chamber, 2))
        self._deliver(deal.quotation_id)
        deal.quotation_id.order_line.product_uom_qty = 1
        self._settle()
        points = " ".join(deal._get_closing_points())
        self.assertNotIn("still to be shipped", points)

    def test_each_switch_takes_its_points_away(self):
        company = self.env.company
        self.assertIn("Not paid in full", " ".join(self.closing._get_closing_points()))
        company.closing_needs_payment = False
        self.assertNotIn("Not paid in full", " ".join(self.closing._get_closing_points()))
        company.closing_needs_service = False
        self.assertFalse(self.closing._get_closing_points())

    def test_later_is_no_answer(self):
        self._commission(self.closing)
        self.pay(self.ask(self.order.amount_total, self.order))
        offer = self._offer(self.closing, ask_again_on=self._days(5))
        offer.action_later()
        self.assertEqual(self.closing.stage_code, "service")
        self.assertEqual(len(self.closing.closing_steps), 1)
        offer.action_accept()
        self.assertEqual(self.closing.stage_code, "closed")

    def test_a_paper_taken_back_keeps_it_open(self):
        kind = self.env["crm.deal.paper.kind"].create({"name": "Waybill"})
        paper = self.env["crm.deal.paper"].create({"deal_id": self.closing.id, "kind_id": kind.id})
        paper.action_receive()
        paper.received_on = False
        self.close_all_points()
        self.assertEqual(self.closing.stage_code, "service")
        paper.needed = False
        self.assertEqual(self.closing.stage_code, "closed")

    def test_a_paper_that_is_deleted_was_the_last_point(self):
        kind = self.env["crm.deal.paper.kind"].create({"name": "Waybill"})
        paper = self.env["crm.deal.paper"].create({"deal_id": self.closing.id, "kind_id": kind.id})
        self.close_all_points()
        paper.unlink()
        self.assertEqual(self.closing.stage_code, "closed")

    def test_a_refused_deal_does_not_close(self):
        deal = self._agree((self.pump, 1), commissioning="none")
        self.refuse(deal)
        self._offer(deal, decline_reason="Refused").action_decline()
        deal._close_when_done()
        self.assertNotEqual(deal.stage_code, "closed")

    def test_closing_never_raises_into_a_payment(self):
        """A gate of somebody else is shut: the money is in all the same."""
        self._commission(self.closing)
        self._offer(self.closing, decline_reason="Own engineers").action_decline()
        self.patch(
            type(self.closing), "_get_obstacles_to", lambda leads, stage: dict.fromkeys(leads, ["Something else."])
        )
        payment = self.pay(self.ask(self.order.amount_total, self.order))
        self.assertNotIn(payment.state, ("draft", "canceled"))
        self.assertEqual(self.closing.stage_code, "service")

    @users("sb_head")
    def test_the_head_gives_a_reason_in_words(self):
        deal = self.closing.with_user(self.env.user)
        for reason in ("", "   "):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "Say why"):
                deal._close_early(reason)
        self.assertNotEqual(deal.stage_code, "closed")

    @users("sb_dispatcher")
    def test_a_dispatcher_closes_nothing_early(self):
        with self.assertRaises(AccessError):
            self.closing.with_user(self.env.user)._close_early("Because")

    @users("sb_head")
    def test_a_deal_closed_early_and_opened_is_closed_anew(self):
        deal = self.closing.with_user(self.env.user)
        deal._close_early("Bankrupt")
        deal.stage_id = self.stage("service")
        with self.refused(), self.env.cr.savepoint():
            deal.stage_id = self.stage("closed")
        deal._close_early("Bankrupt, finally")
        self.assertEqual(deal.closed_early_reason, "Bankrupt, finally")

    def test_a_copy_is_a_deal_of_its_own(self):
        self.closing._close_early("Bankrupt")
        copy = self.closing.copy()
        self.assertRecordValues(copy, [{"closed_early_reason": False, "commissioning": False, "visit_ids": []}])


@tagged("post_install", "-at_install")
class TestFollowUp(NoPapersCommon):
    """What happens to a closed deal is somebody's task; the deal stays closed."""

    def setUp(self):
        super().setUp()
        self.closed = self._ship_deal("SN-1")
        self.order = self.closed.quotation_id
        self._commission(self.closed)
        self._offer(self.closed, decline_reason="Own engineers").action_decline()
        self.request = self.ask(self.order.amount_total, self.order)
        self.payment = self.pay(self.request)
        self.assertEqual(self.closed.stage_code, "closed")

    def follow_ups(self):
        return self._tasks(self.closed, "follow_up").mapped("summary")

    def test_the_same_thing_twice_is_one_task(self):
        for _again in range(2):
            self.closed._follow_up("A payment was taken back")
        self.assertEqual(self.follow_ups(), ["A payment was taken back"])

    def test_two_things_are_two_tasks(self):
        self.payment.action_cancel()
        self._send_back(self.closed)
        self.assertEqual(set(self.follow_ups()), {"A payment was taken back", "Goods came back: Chamber"})
        self.assertEqual(self.closed.stage_code, "closed")
        self.assertEqual(self.closed.piece_ids.state, "returned")

    @users("sb_head")
    def test_the_deputy_follows_up(self):
        self.make_absence(self.manager, self.colleague, first=str(self._days(-1)), last=str(self._days(1)))
        self.closed._follow_up("Goods came back: Chamber")
        self.assertEqual(self._tasks(self.closed, "follow_up").user_id, self.colleague)

    def test_open_deals_are_not_followed_up(self):
        deal = self._ship_deal("SN-2")
        self._send_back(deal)
        self.assertFalse(self._tasks(deal, "follow_up"))

    def test_an_accountant_needs_no_right_on_deals(self):
        self.payment.with_user(self.accountant).action_cancel()
        self.assertEqual(self.follow_ups(), ["A payment was taken back"])

    def test_paid_again_it_stays_closed(self):
        self.payment.action_cancel()
        self.pay(self.request)
        self.assertEqual(self.closed.stage_code, "closed")
        self.assertEqual(len(self.follow_ups()), 1)
