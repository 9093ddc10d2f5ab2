from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged, users

from .common import PIXEL, ServiceMoneyCommon


class ContractCommon(ServiceMoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lots = cls._stock_serials("SN-1", "SN-2")
        cls.pieces = cls.env["service.piece"].create([{"lot_id": lot.id, "partner_id": cls.entity.id} for lot in lots])
        cls.today = fields.Date.context_today(cls.env["crm.lead"])

    def conclude(self, **values):
        contract = self._contract(self.pieces, **values)
        contract.action_conclude()
        return contract

    def run_plan(self, contract, day):
        with freeze_time(f"{day} 06:00:00"):
            contract._plan_or_tell()

    def day(self, contract, **values):
        return contract.date_start + relativedelta(**values)

    def asked(self, contract):
        return contract.order_id.payment_request_ids

    def result_of(self, contract):
        """What the scheduled action has made so far."""
        return (
            contract.visit_ids.sorted("number_in_contract").mapped("number_in_contract"),
            self.asked(contract).sorted("id").mapped("amount"),
            contract.activity_ids.mapped("summary"),
            contract.state,
        )


@tagged("post_install", "-at_install")
class TestContractYear(ContractCommon):
    """A year of the scheduled action: nothing twice, nothing forgotten, whatever days it ran on."""

    def test_the_same_day_again_makes_nothing(self):
        contract = self.conclude(visits_a_year=4, pay_months="1")
        self.run_plan(contract, self.day(contract, months=5))
        first = self.result_of(contract)
        self.assertEqual((first[0], len(first[1])), ([1, 2], 6))
        self.run_plan(contract, self.day(contract, months=5))
        self.assertEqual(self.result_of(contract), first)

    def test_months_that_were_missed_are_made_up_for(self):
        contract = self.conclude(visits_a_year=12, pay_months="1", price=1200)
        self.run_plan(contract, self.day(contract, months=4, days=1))
        numbers, amounts, _tasks, _state = self.result_of(contract)
        self.assertEqual(numbers, [1, 2, 3, 4, 5])
        self.assertEqual(len(amounts), 5)
        # The first was planned when the contract was concluded; what came too late is planned for days to come.
        _first, *others = contract.visit_ids.sorted("number_in_contract").mapped("planned_start")
        self.assertGreaterEqual(min(others).date(), self.day(contract, months=4, days=1))

    def test_an_action_that_never_ran_still_asks_for_all_its_money(self):
        contract = self.conclude(pay_months="3", visits_a_year=4, price=1000)
        total = contract.order_id.amount_total
        self.run_plan(contract, self.day(contract, months=14))
        self.assertEqual(contract.state, "ended")
        self.assertAlmostEqual(sum(self.asked(contract).mapped("amount")), total, 2)
        self.assertFalse(contract.visit_ids, "Visits after the end are no visits of the contract.")
        self.assertEqual(len(self._tasks(contract, "renew")), 1)

    def test_a_contract_that_runs_out_in_silence_is_still_somebodys_task(self):
        contract = self.conclude()
        self.run_plan(contract, contract.date_end - relativedelta(days=5))
        task = self._tasks(contract, "renew")
        self.assertEqual((task.user_id, task.date_deadline), (self.manager, contract.date_end))
        self.run_plan(contract, contract.date_end + relativedelta(days=1))
        self.assertEqual((contract.state, self._tasks(contract, "renew")), ("ended", task))
        contract.action_renew()
        self.assertFalse(self._tasks(contract, "renew"))

    def test_ended_by_hand_nobody_is_asked_to_renew(self):
        contract = self.conclude(visits_a_year=24)
        self.run_plan(contract, contract.date_end - relativedelta(days=5))
        done = contract.visit_ids[:1]
        done.action_done()
        contract.action_end()
        self.assertEqual(set((contract.visit_ids - done).mapped("state")), {"cancelled"})
        self.assertEqual(done.state, "done")
        self.assertFalse(self._tasks(contract, "renew"))
        count = len(self.asked(contract))
        self.run_plan(contract, contract.date_end)
        self.assertEqual(len(self.asked(contract)), count)

    def test_a_renewed_one_is_not_reminded_of(self):
        contract = self.conclude()
        contract.action_renew()
        self.run_plan(contract, contract.date_end)
        self.assertFalse(self._tasks(contract, "renew"))

    def test_the_deputy_is_reminded(self):
        day = self.today + relativedelta(months=11, days=20)
        self.make_absence(self.manager, self.colleague, first=str(day), last=str(day))
        contract = self.conclude()
        self.run_plan(contract, day)
        self.assertEqual(self._tasks(contract, "renew").user_id, self.colleague)

    def test_visits_fall_on_working_hours(self):
        contract = self.conclude(visits_a_year=24)
        self.run_plan(contract, self.day(contract, months=6))
        for start in contract.visit_ids.mapped("planned_start"):
            self.assertLess(start.weekday(), 5, start)

    def test_pieces_that_came_back_are_not_visited(self):
        contract = self.conclude(visits_a_year=4)
        self.pieces[0].state = "returned"
        self.run_plan(contract, self.day(contract, months=2))
        self.assertEqual(contract.visit_ids.piece_ids, self.pieces[1])

    def test_a_cancelled_visit_is_not_planned_again(self):
        contract = self.conclude(visits_a_year=4)
        self.run_plan(contract, self.day(contract, months=2))
        contract.visit_ids.action_cancel()
        self.run_plan(contract, self.day(contract, months=2))
        self.assertEqual(len(contract.visit_ids), 1)

    def test_one_contract_costs_what_another_does(self):
        """The scheduled action reads the same for a contract with many pieces."""
        costs = []
        for pieces in (self.pieces[0], self.pieces):
            contract = self._contract(pieces, visits_a_year=4)
            contract.action_conclude()
            day = self.day(contract, months=1)
            self.run_plan(contract, day)
            self.env.flush_all()
            self.env.invalidate_all()
            costs.append(self.count_queries(lambda contract=contract, day=day: self.run_plan(contract, day)))
        self.assertEqual(costs[0], costs[1])

    def test_what_failed_is_told_once(self):
        contract = self.conclude()
        with patch.object(type(contract), "_plan", side_effect=UserError("The calendar has no hours.")):
            contract._plan_or_tell()
            contract._plan_or_tell()
        tasks = contract.activity_ids.filtered(lambda task: task.summary == "The contract could not be planned")
        self.assertEqual(len(tasks), 1)
        self.assertIn("The calendar has no hours.", tasks.note)

    @settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
    @given(
        days=st.lists(st.integers(0, 500), min_size=1, max_size=5),
        visits=st.integers(0, 12),
        pay=st.sampled_from(("0", "1", "3", "6", "12")),
    )
    def test_whatever_days_it_ran_on_the_year_is_the_same(self, days, visits, pay):
        """Ran on any days, the last of them after the end: all money once, no visit twice, ended once."""
        with self.env.cr.savepoint() as savepoint:
            contract = self.conclude(visits_a_year=visits, pay_months=pay, price=999.99)
            for number in sorted(days):
                self.run_plan(contract, self.day(contract, days=number))
            self.run_plan(contract, self.day(contract, days=501))
            numbers = contract.visit_ids.mapped("number_in_contract")
            self.assertEqual(len(numbers), len(set(numbers)))
            self.assertLessEqual(len(numbers), visits)
            self.assertEqual(contract.state, "ended")
            if pay != "0":
                amounts = self.asked(contract).mapped("amount")
                self.assertEqual(len(amounts), 12 // int(pay))
                self.assertAlmostEqual(sum(amounts), contract.order_id.amount_total, 2)
            savepoint.rollback()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestContractKept(ContractCommon):
    """What both signed stays."""

    @users("sb_manager")
    def test_terms_of_a_concluded_contract_stay(self):
        contract = self.conclude().with_user(self.env.user)
        for name, value in (
            ("price", 1),
            ("months", 24),
            ("date_end", "2040-01-01"),
            ("date_start", "2020-01-01"),
            ("visits_a_year", 0),
            ("pay_months", "1"),
            ("response_hours", 99),
            ("partner_id", self.customer.id),
        ):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "is concluded: end it, or renew it"):
                contract[name] = value

    @users("sb_manager")
    def test_people_pieces_and_file_may_change(self):
        contract = self.conclude().with_user(self.env.user)
        contract.write({"engineer_id": self.colleague_engineer.id, "file": PIXEL, "file_name": "contract.png"})
        contract.piece_ids = [Command.unlink(self.pieces[0].id)]
        self.assertEqual(contract.piece_ids, self.pieces[1])
        with self.assertRaisesRegex(ValidationError, "covers no piece"):
            contract.piece_ids = False

    def test_a_scan_of_fifty_megabytes(self):
        huge = "A" * (50 * 1024 * 1024 * 4 // 3)
        with self.assertRaisesRegex(ValidationError, "The file has 49 MB, 20 are allowed"):
            self._contract(self.pieces, file=huge)
        contract = self._contract(self.pieces)
        with self.assertRaisesRegex(ValidationError, "lower resolution"):
            contract.file = huge

    @users("service_engineer")
    def test_engineers_read_contracts_and_conclude_none(self):
        contract = self._contract(self.pieces).with_user(self.env.user)
        self.assertEqual(contract.visits_a_year, 2)
        with self.assertRaises(AccessError):
            contract.action_conclude()

    def test_concluding_twice_is_once(self):
        contract = self.conclude()
        order = contract.order_id
        contract.action_conclude()
        self.assertEqual((contract.order_id, len(self.asked(contract))), (order, 1))

    def test_a_draft_is_not_renewed(self):
        with self.assertRaisesRegex(UserError, "Conclude the contract first"):
            self._contract(self.pieces).action_renew()

    def test_an_offer_before_delivery_has_its_pieces_in_the_contract(self):
        self._stock_serials("SN-7")
        deal = self._agree((self.chamber, 1))
        offer = self._offer(deal)
        self.assertFalse(offer.piece_ids)
        self._deliver(deal.quotation_id)
        offer.action_accept()
        offer.action_make_contract()
        self.assertEqual(offer.contract_ids.piece_ids, deal.piece_ids)
