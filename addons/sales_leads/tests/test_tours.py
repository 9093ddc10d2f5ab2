from odoo.tests import HttpCase, tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestTours(SalesLeadsCommon, HttpCase):
    """The daily screens in a browser, each as its role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tours read English texts.
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.dispatcher | cls.head | cls.manager).write({"lang": "en_US"})
        cls.appeals = cls.env["crm.appeal"].create(
            [
                {
                    "contact_name": "Tour Pump",
                    "email": "pump@tour.example",
                    "subject": "Pump for a tour",
                    "needs": "Pump",
                },
                {"contact_name": "Tour Spam", "email": "spam@tour.example", "subject": "Buy our ads", "needs": "Ads"},
            ]
        )

    def test_dispatcher_sorts_one_appeal_and_rejects_another(self):
        self.start_tour("/odoo/appeals", "sales_leads_dispatcher_tour", login="sb_dispatcher")
        self.assertEqual(self.appeals.mapped("state"), ["sorted", "rejected"])
        self.assertEqual(self.appeals[0].team_id, self.vys)
        self.assertFalse(self.appeals[1].partner_id.active)

    def test_head_names_a_manager(self):
        self.appeals[0]._sort(self.vys)
        self.start_tour("/odoo/department-leads", "sales_leads_head_tour", login="sb_head")
        self.assertEqual(self.appeals[0].lead_id.user_id, self.manager)

    def test_manager_qualifies_and_makes_a_deal(self):
        self.appeals[0]._sort(self.vys)
        lead = self.appeals[0].lead_id
        lead._assign(self.manager)
        values = {"legal_entity_id": lead.partner_id.id, "contact_id": lead.partner_id.id}
        lead.write({name: value for name, value in values.items() if name in lead._fields})
        self.start_tour("/odoo/department-leads", "sales_leads_manager_tour", login="sb_manager")
        self.assertEqual((lead.type, lead.qualification), ("opportunity", "lead"))

    def test_manager_answers_a_request_and_makes_a_deal_of_another(self):
        answered, made = self.env["crm.customer.request"].create(
            [
                {"partner_id": self.known.id, "subject": subject, "text": "Two", "channel": "mail"}
                for subject in ("Seals for a tour", "Pump for a tour")
            ]
        )
        self.start_tour("/odoo/customer-requests", "sales_leads_request_tour", login="sb_manager")
        self.assertEqual((answered.state, made.state), ("answered", "deal"))
        self.assertIn("on stock", "".join(answered.message_ids.mapped("body")))
        self.assertEqual(made.lead_id.needs, "Two")

    def test_manager_fills_the_short_form_after_a_call(self):
        self.manager.pbx_extension = "9501"
        call = self.make_call(answered=True, answer="2026-03-02 09:00:10", employee="9501")
        self.start_tour("/odoo/calls-to-fill", "sales_leads_call_form_tour", login="sb_manager")
        self.assertEqual(call.form_ids.state, "filled")
        self.assertEqual((call.partner_id.name, call.lead_id.needs), ("Oleg Sidorov", "Two pumps"))
