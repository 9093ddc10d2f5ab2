from odoo.tests import HttpCase, tagged

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestTour(DealCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The steps name what the user reads.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.manager.lang = "en_US"

    def test_manager_makes_a_deal_and_sells(self):
        lead = self.make_lead(
            name="Tour request", partner_name="Acid Works", contact_name="Olga", email_from="olga@acid.example"
        )
        self.pump.name = "Tour pump"
        self.start_tour(f"/odoo/crm.lead/{lead.id}", "deal_stages_sell", login="sb_manager", timeout=120)
        self.assertEqual((lead.type, lead.legal_entity_id.vat), ("opportunity", "7736050003"))
        self.assertEqual(lead.quotation_id.state, "sale")
        self.assertEqual(lead.quotation_id.order_line.product_uom_qty, 3)
        self.assertEqual(lead.quotation_id.proposal_ids.version, 1)
        self.assertTrue(lead.agreed_on)

    def test_gate_is_met_in_the_board(self):
        self.make_deal(name="Board deal")
        self.start_tour("/odoo/deals", "deal_stages_board", login="sb_manager", timeout=120)
