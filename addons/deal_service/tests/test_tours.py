from odoo.tests import HttpCase, tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestTours(ServiceCommon, HttpCase):
    """The daily screens in a browser, each as its role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.lang = "en_US"

    def test_manager_offers_service_and_concludes_the_contract(self):
        deal = self._ship_deal("SN-1")
        self._commission(deal)
        self.env.company.service_visit_days = 200
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_service_closing", login="sb_manager")
        contract = deal.service_contract_ids
        self.assertEqual((contract.state, deal.service_answer), ("active", "accepted"))
        self.assertTrue(contract.visit_ids and contract.order_id.payment_request_ids)

    def test_a_deal_closes_by_itself_with_the_last_paper(self):
        self.env["crm.deal.paper.kind"].search([]).needed = False
        self.env.company.closing_needs_payment = False
        deal = self._ship_deal("SN-1")
        kind = self.env["crm.deal.paper.kind"].create({"name": "Waybill"})
        self.env["crm.deal.paper"].create({"deal_id": deal.id, "kind_id": kind.id})
        self._commission(deal)
        self._offer(deal, decline_reason="Own engineers").action_decline()
        self.assertEqual(deal.stage_code, "service")
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_service_last_paper", login="sb_manager")
        self.assertEqual(deal.stage_code, "closed")

    def test_a_point_that_one_press_settles(self):
        self._put(self.bought, 1)
        deal = self._agree((self.bought, 1))
        self._deliver(deal.quotation_id)
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_service_not_needed", login="sb_manager")
        self.assertRecordValues(deal, [{"commissioning": "none", "stage_code": "service"}])

    def test_head_closes_a_deal_with_open_points(self):
        self.head.lang = "en_US"
        deal = self._ship_deal("SN-1")
        self.start_tour(f"/odoo/deals/{deal.id}", "deal_service_close_early", login="sb_head")
        self.assertRecordValues(deal, [{"stage_code": "closed", "closed_early_reason": "Bankrupt"}])

    def test_engineer_finds_a_piece_by_its_label(self):
        piece = self._make_piece("SN-1")
        self.start_tour("/odoo/find-by-label", "deal_service_scan", login="service_engineer")
        self.assertRecordValues(
            piece.request_ids, [{"subject": "Does not cool", "engineer_id": self.engineer.id, "cover": "warranty"}]
        )


@tagged("post_install", "-at_install")
class TestPhoneTour(ServiceCommon, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_commissioning_is_signed_on_a_telephone_that_lost_its_network(self):
        self.items[2].unlink()
        deal = self._ship_deal("SN-1")
        deal.visit_ids.engineer_id = self.engineer
        self.start_tour("/odoo/on-the-way", "deal_service_field_page", login="service_engineer")
        visit = deal.visit_ids
        self.assertRecordValues(visit, [{"state": "done", "signed_by": "Ivanov"}])
        self.assertTrue(visit.signature)
        self.assertEqual(visit.line_ids.filtered(lambda line: line.kind == "number").value, -75.5)
        self.assertEqual(deal.stage_code, "service")
