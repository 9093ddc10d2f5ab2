import itertools
import os
import random

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from .common import DATA_URL, ServiceMoneyCommon

# Each order of the last four points costs seconds; all of them where there is time.
LONG = bool(os.environ.get("LONG"))
ORDERS = list(itertools.permutations(("commission", "decline", "pay", "paper")))
PLAIN = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)


@tagged("post_install", "-at_install")
class TestClosingOrder(ServiceMoneyCommon):
    """Whatever comes last closes the deal, and nothing before does."""

    def events(self, deal):
        paper = self.env["crm.deal.paper.kind"].create({"name": "Tax invoice"})
        paper = self.env["crm.deal.paper"].create({"deal_id": deal.id, "kind_id": paper.id})
        order = deal.quotation_id
        offer = self._offer(deal, decline_reason="Own engineers")
        return {
            "commission": lambda: self._commission(deal),
            "decline": offer.action_decline,
            "pay": lambda: self.pay(self.ask(order.amount_total, order)),
            "paper": paper.action_receive,
        }

    def test_the_last_point_closes_the_deal_in_any_order(self):
        chosen = ORDERS if LONG else random.Random(7).sample(ORDERS, 4)
        for number, order in enumerate(chosen):
            with self.subTest(order=order), self.env.cr.savepoint():
                deal = self._ship_deal(f"SN-{number}")
                events = self.events(deal)
                for name in order[:-1]:
                    events[name]()
                    self.assertNotEqual(deal.stage_code, "closed", name)
                    self.assertTrue(deal._get_closing_points())
                events[order[-1]]()
                self.assertEqual(deal.stage_code, "closed")


@tagged("post_install", "-at_install")
class TestSentAgain(ServiceMoneyCommon):
    """A telephone that loses its network sends everything again and again: nothing is doubled."""

    def setUp(self):
        super().setUp()
        self.visit = self._ship_deal("SN-1").visit_ids
        self.visit.engineer_id = self.engineer
        self.visits = self.env["service.visit"].with_user(self.engineer)
        check, number, words = self.visit.line_ids.ids
        rows = [
            ("start", {}),
            ("line", {"line_id": check, "is_checked": True}),
            ("line", {"line_id": number, "value": -71.0, "is_measured": True}),
            ("line", {"line_id": words, "words": "quiet"}),
            ("remark", {"text": "Door squeaks"}),
            ("photo", {"name": "door", "url": DATA_URL}),
            ("report", {"hours": 2.0}),
            ("sign", {"signed_by": "Ivanov", "url": DATA_URL}),
            ("done", {}),
        ]
        self.entries = [
            {"key": f"again-{number}", "visit_id": self.visit.id, "kind": kind, "values": values}
            for number, (kind, values) in enumerate(rows)
        ]

    def test_cut_anywhere_and_sent_again(self):
        """The answer got lost after so many entries; the telephone begins anew with all of them."""
        for cut in (1, 4, 6, len(self.entries)):
            self.visits.sync_entries(self.entries[:cut])
            answers = self.visits.sync_entries(self.entries[: max(cut - 1, 1)])
            self.assertFalse(any(answers.values()), answers)
        self.assertFalse(any(self.visits.sync_entries(self.entries).values()))
        self.assertRecordValues(self.visit, [{"state": "done", "hours": 2.0, "signed_by": "Ivanov"}])
        self.assertEqual((len(self.visit.remark_ids), len(self.visit.photo_ids)), (1, 1))
        self.assertEqual(self.visit.line_ids.filtered(lambda line: line.kind == "number").value, -71.0)
        tasks = self.visit.activity_ids.filtered(lambda activity: activity.summary == "Door squeaks")
        self.assertEqual(len(tasks), 1)


@tagged("post_install", "-at_install")
class TestPlan(ServiceMoneyCommon):
    """Days and shares of a contract, whatever its terms are."""

    def contract(self, months, visits, pay):
        return self.env["service.contract"].new(
            {
                "partner_id": self.entity.id,
                "date_start": fields.Date.to_date("2026-01-31"),
                "months": months,
                "visits_a_year": visits,
                "pay_months": pay,
            }
        )

    @PLAIN
    @given(months=st.integers(1, 60), visits=st.integers(0, 24), pay=st.sampled_from("0 1 3 6 12".split()))
    def test_everything_lies_within_the_period(self, months, visits, pay):
        contract = self.contract(months, visits, pay)
        end = contract.date_end
        self.assertEqual(end, contract.date_start + relativedelta(months=months, days=-1))
        days = contract._get_visit_days()
        self.assertEqual(len(days), round(visits * months / 12))
        self.assertTrue(all(contract.date_start <= day <= end for day in days))
        self.assertEqual(days, sorted(days))
        payments = contract._get_payment_days()
        self.assertEqual(bool(payments), pay != "0")
        self.assertTrue(all(contract.date_start <= day <= end for day in payments))

    @PLAIN
    @given(
        price=st.integers(1, 10_000_000),
        count=st.sampled_from((1, 2, 3, 4, 7, 12)),
    )
    def test_shares_add_up_to_the_kopeck(self, price, count):
        contract = self.contract(12, 0, "1")
        order = self.env["sale.order"].new({"partner_id": self.entity.id})
        order.amount_total = price / 100
        contract.order_id = order
        contract.currency_id = self.env.company.currency_id
        days = [None] * count
        amounts = [contract._prepare_payment_request(number, days)["amount"] for number in range(count)]
        self.assertAlmostEqual(sum(amounts), price / 100, 2)
