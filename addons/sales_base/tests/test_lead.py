from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import SalesBaseCommon


@tagged("post_install", "-at_install")
class TestLead(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].create(
            {"name": "A pump", "type": "lead", "needs": "Ten cubic metres", "user_id": cls.manager.id}
        )

    @users("sb_manager")
    def test_a_form_is_opened_when_something_is_missing(self):
        lead = self.lead.with_user(self.env.user)
        form = {"type": "ir.actions.act_window", "res_model": "crm.lead"}
        with patch.object(type(lead), "_get_deal_form", lambda lead: form):
            self.assertEqual(lead.action_make_deal(), form)
        self.assertEqual(lead.type, "lead", "nothing is converted before the form is filled in")

    @users("sb_manager")
    def test_a_complete_lead_becomes_a_deal_at_once(self):
        lead = self.lead.with_user(self.env.user)
        asked = []
        with (
            patch.object(type(lead), "_get_deal_form", lambda lead: False),
            patch.object(type(lead), "_convert_to_deal", lambda leads: asked.append(leads)),
        ):
            action = lead.action_make_deal()
        self.assertEqual(asked, [lead])
        self.assertEqual(action["res_id"], lead.id)

    @users("sb_manager")
    def test_a_deal_or_an_archived_lead_is_refused(self):
        lead = self.lead.with_user(self.env.user)
        lead.action_archive()
        with self.assertRaisesRegex(UserError, "restore it first"):
            lead.action_make_deal()
        lead.action_unarchive()
        deal = lead.new({"name": "A deal", "type": "opportunity"})
        with self.assertRaisesRegex(UserError, "a deal already"):
            deal.action_make_deal()

    def get_buttons(self):
        arch = self.env["crm.lead"].get_view(self.env.ref("crm.crm_lead_view_form").id, "form")["arch"]
        return etree.fromstring(arch).xpath("//header/button[@name='action_make_deal']")

    @users("sb_manager")
    def test_a_manager_has_one_button_however_many_addons_know_deals(self):
        self.assertEqual(len(self.get_buttons()), 1)

    @users("sb_outsider")
    def test_a_salesman_without_our_role_has_no_button(self):
        self.env.user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.assertEqual(len(self.get_buttons()), 0)
