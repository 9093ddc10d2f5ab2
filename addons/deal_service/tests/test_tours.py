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
