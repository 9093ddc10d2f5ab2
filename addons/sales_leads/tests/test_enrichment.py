from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from ..models.crm_lead_enrichment import ACTION, SETTING
from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestEnrichment(SalesLeadsCommon):
    """Core's button “Enrich” would send a customer's address to an outside service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "iap_enrich_done" not in cls.env["crm.lead"]:
            cls.skipTest(cls, "The core addon crm_iap_enrich is not installed.")
        cls.lead = cls.env["crm.lead"].create({"name": "Pump", "email_from": "buyer@works.example"})

    def set_mode(self, mode):
        self.env["ir.config_parameter"].sudo().set_param(SETTING, mode)
        self.env.invalidate_all()

    def offers(self):
        menu = self.env["ir.actions.actions"].get_bindings("crm.lead")
        action = self.env.ref(ACTION).sudo()
        return self.lead.with_user(self.env.user).show_enrich_button, action.id in [
            row["id"] for row in menu.get("action", [])
        ]

    @users("sb_head")
    def test_nobody_is_offered_it(self):
        self.set_mode("manual")
        self.assertEqual(self.offers(), (False, False))
        arch = etree.fromstring(self.lead.get_view(view_type="form")["arch"])
        for button in arch.iter("button"):
            if button.get("name") == "iap_enrich":
                self.assertIn("not show_enrich_button", button.get("invisible"))

    @users("sb_head")
    def test_nor_may_a_program_do_it(self):
        self.set_mode("manual")
        with self.assertRaisesRegex(UserError, "sent to no outside service"):
            self.lead.with_user(self.env.user).iap_enrich()

    def test_where_nobody_decided_it_is_off(self):
        self.env["ir.config_parameter"].search([("key", "=", SETTING)]).unlink()
        self.assertEqual(self.offers(), (False, False))

    @users("sb_head")
    def test_an_administrator_may_switch_it_on(self):
        self.set_mode("auto")
        self.assertEqual(self.offers(), (True, True))
        asked = []
        self.patch(type(self.env["iap.enrich.api"]), "_request_enrich", lambda _api, emails: asked.append(emails) or {})
        self.lead.with_user(self.env.user).iap_enrich()
        self.assertEqual(list(asked[0].values()), ["works.example"])
