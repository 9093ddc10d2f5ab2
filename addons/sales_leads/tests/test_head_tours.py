from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestHeadTours(SalesLeadsCommon, HttpCase):
    """Head: by load, hands over and back. Manager: checks in the base, qualifies, makes a deal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.head | cls.manager).write({"lang": "en_US"})
        cls.plant = cls.env["res.partner"].create(
            {
                "name": "Tour Plant",
                "is_company": True,
                "counterparty_kind": "counterparty",
                # All that a deal asks for abroad, where it asks for anything.
                "country_id": cls.germany.id,
                "vat": "DE129274202",
                "city": "Essen",
                "bank_ids": [Command.create({"acc_number": "DE89370400440532013000"})],
                "email": "office@tour-plant.test",
            }
        )
        cls.appeal = cls.env["crm.appeal"].create(
            {
                "contact_name": "Tour Pump",
                "email": "pump@tour-plant.test",
                "phone": "+7 915 777-00-11",
                "subject": "Pump for a tour",
                "needs": "Pump",
            }
        )
        cls.appeal._sort(cls.vys)
        cls.lead = cls.appeal.lead_id

    def test_head_assigns_by_load(self):
        self.env["crm.lead"].create({"name": "L", "type": "lead", "team_id": self.vys.id, "user_id": self.manager.id})
        self.lead.assign_before = "2026-03-02 10:00:00"
        self.start_tour("/odoo/department-leads", "sales_leads_load_tour", login="sb_head")
        self.assertEqual(self.lead.user_id, self.colleague)

    def test_head_hands_over_and_back(self):
        self.lead._assign(self.manager)
        self.start_tour("/odoo/managers-load?view_type=list", "sales_leads_handover_tour", login="sb_head")
        handover = self.env["sales.handover"].search([("user_id", "=", self.manager.id)])
        self.assertEqual((handover.state, handover.reason), ("returned", "Holiday"))
        self.assertIn(self.lead.id, handover.item_ids.filtered("returned").mapped("res_id"))
        self.assertEqual(self.lead.user_id, self.manager)

    def test_manager_checks_qualifies_and_makes_a_deal(self):
        self.lead._assign(self.manager)
        self.start_tour("/odoo/department-leads", "sales_leads_check_tour", login="sb_manager")
        self.assertEqual(self.lead.partner_id.commercial_partner_id, self.plant)
        self.assertEqual((self.lead.type, self.lead.qualification), ("opportunity", "lead"))
        self.assertIn("Ask for the drawing", self.lead.activity_ids.mapped("summary"))
