from odoo.tests import HttpCase, tagged

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestTour(DealCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The steps name what the user reads.
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.manager | cls.head).lang = "en_US"

    def test_manager_makes_a_deal_and_sells(self):
        lead = self.make_lead(
            name="Tour request", partner_name="Acid Works", contact_name="Olga", email_from="olga@acid.example"
        )
        kind = self.env["equipment.type"].create({"name": "Pump of the tour"})
        self.pump.write({"name": "Tour pump", "equipment_type_id": kind.id})
        self.start_tour(f"/odoo/crm.lead/{lead.id}", "deal_stages_sell", login="sb_manager", timeout=120)
        self.assertEqual((lead.type, lead.legal_entity_id.vat), ("opportunity", "7736050003"))
        self.assertEqual(lead.quotation_id.state, "sale")
        self.assertEqual(lead.quotation_id.order_line.mapped("product_uom_qty"), [1, 3])
        self.assertEqual(lead.payment_request_ids.amount, lead.quotation_id.amount_total)
        self.assertEqual(lead.legal_entity_id.bank_ids.bank_bic, "044525225")
        self.assertRecordValues(lead.quotation_id.proposal_ids, [{"version": 1, "state": "accepted"}])
        self.assertTrue(lead.quotation_id.proposal_ids.sent_on)
        self.assertTrue(lead.agreed_on)

    def test_stages_are_walked_by_drag_and_each_gate_is_met(self):
        self.make_deal(name="Board deal")
        self.env["crm.deal.paper.kind"].create({"name": "Act of the tour", "needed": True})
        walked = self.make_agreed_deal(self.pump, name="Walk deal")
        self.start_tour("/odoo/deals", "deal_stages_board", login="sb_manager", timeout=120)
        self.assertEqual(walked.stage_code, "service")

    def test_request_to_pay_in_two_clicks(self):
        deal = self.make_deal()
        self.add_goods(deal, self.pump, 2)
        self.start_tour(f"/odoo/crm.lead/{deal.id}", "deal_stages_at_once", login="sb_manager")
        self.assertEqual(deal.payment_request_ids.amount, deal.quotation_id.amount_total)
        self.assertTrue(deal.agreed_on)

    def test_refused_and_checked(self):
        deal = self.make_agreed_deal(self.pump)
        self.start_tour(f"/odoo/crm.lead/{deal.id}", "deal_stages_refuse", login="sb_manager")
        check = deal.seller_check_ids
        self.assertEqual((deal.won_status, check.state, check.head_id), ("lost", "todo", self.head))
        self.start_tour(f"/odoo/crm.seller.check/{check.id}", "deal_stages_check", login="sb_head")
        self.assertRecordValues(check, [{"state": "done", "verdict": "minor", "follows": "talk"}])

    def test_my_day_and_a_new_deal(self):
        due = self.make_deal(name="Due deal")
        due.activity_schedule(summary="Call him", user_id=self.manager.id)
        self.make_deal(name="Idle deal")
        self.start_tour("/odoo/my-day", "deal_stages_my_day", login="sb_manager")
        self.assertFalse(due.activity_ids)
        self.start_tour("/odoo/deals", "deal_stages_new", login="sb_manager")
