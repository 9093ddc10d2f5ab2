from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged, users

from .common import ServiceMoneyCommon


@tagged("post_install", "-at_install")
class TestContract(ServiceMoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lot = cls._stock_serials("SN-1")
        cls.piece = cls.env["service.piece"].create({"lot_id": lot.id, "partner_id": cls.entity.id})
        cls.today = cls.env["crm.lead"]._fields["date_deadline"].context_today(cls.env["crm.lead"])

    def run_plan(self, contract, day):
        with freeze_time(f"{day} 06:00:00"):
            contract._plan_or_tell()

    @users("sb_manager")
    def test_it_plans_its_visits_in_time(self):
        contract = self._contract(self.piece, visits_a_year=4).with_user(self.env.user)
        contract.action_conclude()
        self.assertFalse(contract.visit_ids)
        start = contract.date_start
        self.run_plan(contract, start + relativedelta(days=20))
        self.assertEqual(len(contract.visit_ids), 1)
        self.run_plan(contract, start + relativedelta(days=20))
        self.assertEqual(len(contract.visit_ids), 1)
        self.assertRecordValues(
            contract.visit_ids, [{"kind": "contract", "engineer_id": self.engineer.id, "number_in_contract": 1}]
        )
        self.assertEqual(contract.visit_ids.piece_ids, self.piece)
        self.run_plan(contract, start + relativedelta(months=11))
        self.assertEqual(sorted(contract.visit_ids.mapped("number_in_contract")), [1, 2, 3, 4])

    def test_visits_are_spread_evenly(self):
        for visits, months, count in ((1, 12, 1), (2, 12, 2), (4, 6, 2), (0, 12, 0), (12, 36, 36)):
            with self.subTest(visits=visits, months=months):
                contract = self._contract(self.piece, visits_a_year=visits, months=months)
                days = contract._get_visit_days()
                self.assertEqual(len(days), count)
                self.assertEqual(days, sorted(set(days)))
                self.assertTrue(all(contract.date_start <= day <= contract.date_end for day in days))

    def test_it_asks_for_its_money_part_by_part(self):
        self.piece.partner_id.sale_way = "proposal"
        contract = self._contract(self.piece, price=1000, pay_months="3")
        contract.action_conclude()
        asked = contract.order_id.payment_request_ids
        total = contract.order_id.amount_total
        self.assertEqual((len(asked), contract.asked_count), (1, 1))
        self.assertFalse(asked.deal_id)
        self.run_plan(contract, contract.date_start + relativedelta(months=7))
        self.assertEqual(contract.asked_count, 3)
        self.run_plan(contract, contract.date_end)
        self.assertEqual(len(contract.order_id.payment_request_ids), 4)
        self.assertAlmostEqual(sum(contract.order_id.payment_request_ids.mapped("amount")), total, 2)

    def test_asked_for_by_hand_makes_no_order(self):
        contract = self._contract(self.piece, pay_months="0")
        contract.action_conclude()
        self.assertFalse(contract.order_id)

    def test_thirds_add_up(self):
        contract = self._contract(self.piece, price=100, months=9)
        contract.action_conclude()
        self.run_plan(contract, contract.date_end)
        amounts = contract.order_id.payment_request_ids.mapped("amount")
        self.assertEqual(len(amounts), 3)
        self.assertAlmostEqual(sum(amounts), contract.order_id.amount_total, 2)

    def test_renewal_is_reminded_of_once_and_made_once(self):
        contract = self._contract(self.piece)
        contract.action_conclude()
        day = contract.date_end - relativedelta(days=20)
        self.run_plan(contract, day)
        self.run_plan(contract, day)
        self.assertEqual(len(self._tasks(contract, "renew")), 1)
        following = self.env["service.contract"].browse(contract.action_renew()["res_id"])
        self.assertRecordValues(
            following,
            [
                {
                    "state": "draft",
                    "date_start": contract.date_end + relativedelta(days=1),
                    "date_end": contract.date_end + relativedelta(months=12),
                    "price": contract.price,
                    "order_id": False,
                    "asked_count": 0,
                }
            ],
        )
        self.assertEqual(following.piece_ids, self.piece)
        self.assertFalse(self._tasks(contract, "renew"))
        self.assertEqual(contract.action_renew()["res_id"], following.id)
        self.run_plan(contract, day)
        self.assertFalse(self._tasks(contract, "renew"))

    def test_it_ends_by_itself(self):
        contract = self._contract(self.piece, visits_a_year=1)
        contract.action_conclude()
        self.run_plan(contract, contract.date_end)
        self.assertEqual(contract.state, "active")
        self.run_plan(contract, contract.date_end + relativedelta(days=1))
        self.assertEqual(contract.state, "ended")
        self.assertEqual(contract.visit_ids.state, "cancelled")

    def test_one_that_fails_stops_no_other(self):
        bad, good = self._contract(self.piece, visits_a_year=12), self._contract(self.piece, visits_a_year=12)
        (bad | good).action_conclude()
        (bad | good).visit_ids.unlink()
        plain = type(bad)._plan

        def plan(contract):
            if contract == bad:
                reason = "The engineer is away."
                raise UserError(reason)
            return plain(contract)

        self.patch(type(bad), "_plan", plan)
        with self.enter_registry_test_mode():
            self.env.ref("deal_service.ir_cron_contracts").method_direct_trigger()
        self.assertIn("The engineer is away.", bad.activity_ids.note)
        self.assertTrue(good.visit_ids)

    def test_concluded_ones_are_ended_not_deleted(self):
        contract = self._contract(self.piece)
        contract.action_conclude()
        with self.assertRaisesRegex(UserError, "ended, not deleted"):
            contract.unlink()

    def test_foreign_pieces_are_refused(self):
        other = self.make_legal_entity("Kazan Works", vat="7736050003")
        contract = self._contract(self.piece, partner_id=other.id)
        with self.assertRaisesRegex(UserError, "belong to another customer"):
            contract.action_conclude()

    def test_a_piece_that_came_back_is_not_renewed(self):
        contract = self._contract(self.piece)
        contract.action_conclude()
        self.piece.state = "returned"
        following = self.env["service.contract"].browse(contract.action_renew()["res_id"])
        self.assertFalse(following.piece_ids)
        contract.piece_ids = [Command.link(self.piece.id)]

    @users("sb_head")
    def test_contracts_and_requests_are_handed_over_with_the_deal(self):
        deal = self._ship_deal("SN-9")
        contract = self._contract(deal.piece_ids, deal_id=deal.id)
        request = self._request(piece_id=deal.piece_ids.id)
        handover = self.env["sales.handover"]._hand_over(self.manager, {self.vys: self.colleague}, "Ill")
        self.assertEqual([contract.user_id, deal.user_id, request.user_id], [self.colleague] * 3)
        handover.action_hand_back()
        self.assertEqual(contract.user_id, self.manager)
