from odoo import Command
from odoo.tests import Form, tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestVisitPieces(ServiceCommon):
    """A visit that was not begun commissions what really stands at the customer."""

    def checklist(self, visit):
        return sorted((line.piece_id.name or "", line.name) for line in visit.line_ids)

    def lines(self, *numbers):
        return sorted((number, item.name) for number in numbers for item in self.items)

    def plan_before_delivery(self, *names):
        self._stock_serials(*names)
        deal = self._agree((self.chamber, len(names)))
        deal.action_commissioning()
        self.assertEqual(self.checklist(deal.visit_ids), self.lines(""))
        return deal

    def test_what_is_delivered_afterwards_joins(self):
        deal = self.plan_before_delivery("SN-1", "SN-2")
        self._deliver(deal.quotation_id)
        self.assertEqual(len(deal.visit_ids), 1)
        self.assertEqual(deal.visit_ids.piece_ids, deal.piece_ids)
        self.assertEqual(self.checklist(deal.visit_ids), self.lines("SN-1", "SN-2"))

    def test_what_somebody_wrote_himself_stays(self):
        deal = self.plan_before_delivery("SN-1")
        visit = deal.visit_ids
        visit.line_ids = [Command.create({"name": "Crane booked", "kind": "check"})]
        visit.line_ids.filtered(lambda line: line.name == "Noise").words = "quiet"
        self._deliver(deal.quotation_id)
        kept = [("", "Crane booked"), ("", "Noise")]
        self.assertEqual(self.checklist(visit), sorted([*kept, *self.lines("SN-1")]))

    def test_what_comes_back_leaves(self):
        deal = self._ship_deal("SN-1")
        contract = self._contract(deal.piece_ids, visits_a_year=24)
        contract.action_conclude()
        self._send_back(deal)
        self.assertFalse(deal.visit_ids.piece_ids)
        self.assertTrue(contract.visit_ids)
        self.assertFalse(contract.visit_ids.piece_ids)

    def test_a_visit_under_way_stays_as_it_is(self):
        deal = self._ship_deal("SN-1")
        visit = deal.visit_ids
        visit.action_start()
        self._send_back(deal)
        self.assertEqual(visit.piece_ids.name, "SN-1")

    def test_a_request_keeps_the_piece_it_is_about(self):
        deal = self._ship_deal("SN-1")
        request = self._request(piece_id=deal.piece_ids.id)
        context = request.action_plan_visit()["context"]
        visit = self.env["service.visit"].with_context(**context).create({})
        self._send_back(deal)
        self.assertEqual(visit.piece_ids, deal.piece_ids)

    def test_goods_without_a_deal_have_their_card_too(self):
        self._stock_serials("SN-1")
        self._deliver(self._order((self.chamber, 1)))
        piece = self.env["service.piece"].search([("name", "=", "SN-1")])
        self.assertRecordValues(piece, [{"partner_id": self.customer.id, "deal_id": False, "visit_ids": []}])

    @users("service_head")
    def test_the_head_of_service_plans_in_the_form(self):
        visit = self._ship_deal("SN-1").visit_ids.with_user(self.env.user)
        with Form(visit) as form:
            form.engineer_id = self.engineer
            form.planned_start = f"{self._days(2)} 09:00:00"
        self.assertEqual(visit.engineer_id, self.engineer)
        self.assertEqual(str(visit.planned_end), f"{self._days(2)} 13:00:00")

    @users("service_head")
    def test_a_visit_of_a_request_is_entered_by_hand(self):
        request = self._request(piece_id=self._make_piece().id)
        with Form(self.env["service.visit"]) as form:
            form.request_id = request.with_user(self.env.user)
            self.assertEqual(form.partner_id, self.entity)
        self.assertEqual(form.record.request_id, request)

    def test_the_place_is_that_of_the_piece(self):
        piece = self._make_piece()
        site = self.env["res.partner"].create(
            {"name": "Shop 4", "parent_id": self.entity.id, "type": "delivery", "street": "Dock 7"}
        )
        piece.address_id = site
        pieces = [Command.set(piece.ids)]
        visit = self.env["service.visit"].create({"partner_id": self.entity.id, "piece_ids": pieces})
        self.assertEqual(visit.address_id, site)
        self.assertIn("Dock 7", visit._get_place_line())
