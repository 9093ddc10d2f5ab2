from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged, users

from .test_dispatch_rule import DispatchCommon


@tagged("post_install", "-at_install")
class TestScreens(DispatchCommon):
    """What a button opens, what a line is called, and what one reads when it does not go."""

    # --- rules ---------------------------------------------------------------------------------------

    def test_a_rule_is_called_by_what_it_says_and_counts_what_it_suggests(self):
        rule = self.make_rule("words", "кран", self.vys)
        self.assertIn("кран", rule.name)
        self.assertTrue(rule.name.endswith("→ Vys"))
        before = rule.appeal_count
        appeals = self.make_appeal(needs="кран") | self.make_appeal(needs="краны") | self.make_appeal(needs="?")
        rule.invalidate_recordset()
        self.assertEqual(rule.appeal_count - before, 2)
        appeals[0]._sort(self.vys)
        rule.invalidate_recordset()
        self.assertEqual(rule.appeal_count - before, 1, "what is sorted waits no more")

    def test_a_rule_of_another_company_suggests_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        rule = self.make_rule("words", "кран", self.vys, company_id=other.id)
        self.assertFalse(self.make_appeal(needs="кран").suggested_team_id)
        rule.company_id = self.env.company
        self.assertEqual(self.make_appeal(needs="кран").suggested_team_id, self.vys)

    def test_many_that_wait_are_suggested_by_the_scheduled_action(self):
        appeals = self.make_appeal(needs="кран") | self.make_appeal(needs="краны")
        self.make_rule("words", "кран", self.vys)
        appeals.write({"suggested_team_id": False, "suggestion_rule_id": False, "suggestion_found": False})
        with self.no_commit():
            self.env["crm.appeal"]._cron_suggest()
        self.assertEqual(appeals.suggested_team_id, self.vys)
        appeals.write({"suggested_team_id": False, "suggestion_rule_id": False, "suggestion_found": False})
        appeals[:1].with_user(self.dispatcher).action_suggest()
        self.assertEqual(appeals.mapped("suggested_team_id.id"), [self.vys.id])

    # --- appeals -------------------------------------------------------------------------------------

    @users("sb_dispatcher")
    def test_the_button_says_what_cannot_be_taken_back(self):
        appeal = self.make_appeal()
        appeal._sort(self.vys)
        self.assertTrue(appeal.action_take_back())
        self.assertEqual(appeal.state, "new")
        appeal._sort(self.vys)
        appeal.lead_id.sudo().user_id = self.manager
        with self.assertRaisesRegex(UserError, f"{appeal.number} is in work already"):
            appeal.action_take_back()
        self.assertEqual(appeal.state, "sorted")

    def test_who_was_faster_is_told_whatever_he_did(self):
        one, two, three = self.make_appeal(), self.make_appeal(), self.make_appeal()
        one.with_user(self.dispatcher).action_reject()
        two.with_user(self.dispatcher)._merge_into(three)
        refused = (one | two).with_user(self.dispatcher).action_give(self.vys.id)["refused"]
        self.assertRegex("\n".join(refused), f"has marked {one.number} as “not a request” already")
        self.assertRegex("\n".join(refused), f"has merged {two.number} already")

    def test_appeals_of_two_companies_are_not_merged(self):
        appeal, other = self.make_appeal(), self.make_appeal()
        other.company_id = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(UserError, "belongs to another company"):
            appeal._merge_into(other)
        self.assertEqual(appeal.state, "new")

    def test_the_form_of_a_call_opens_its_appeal(self):
        self.manager.pbx_extension = "9501"
        form = self.make_call(answered=True, answer="2026-03-02 09:00:10", employee="9501").form_ids
        action = form.action_open_appeal()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.appeal", form.appeal_id.id))

    # --- the check in the base ---------------------------------------------------------------------------

    def test_a_customer_that_is_gone_and_a_row_of_something_else(self):
        lead = self.make_appeal().lead_id
        gone = self.env["res.partner"].create({"name": "Gone"})
        gone_id = gone.id
        gone.unlink()
        with self.assertRaisesRegex(UserError, "This customer is gone"):
            lead.action_link_customer(gone_id)
        with self.assertRaisesRegex(UserError, "Nothing of this kind"):
            lead.action_open_check("res.users", self.manager.id)
        action = lead.action_open_check("res.partner", self.known.id)
        self.assertEqual(action["res_id"], self.known.id)

    def test_a_lead_with_a_customer_of_its_own_is_linked_to_another(self):
        lead = self.make_appeal().lead_id
        lead.partner_id = self.buyer
        other = self.env["res.partner"].create({"name": "Other", "counterparty_kind": "counterparty"})
        lead.action_link_customer(other.id)
        self.assertEqual((lead.partner_id, lead.appeal_id.partner_id), (other, other))
        self.assertTrue(self.buyer.active and self.buyer.email)

    # --- handovers ------------------------------------------------------------------------------------------

    def hand_over_customer(self):
        self.known.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id, summary="Visit")
        handovers = self.env["sales.handover"].with_user(self.head)
        return handovers._hand_over(self.manager, {self.vys: self.colleague}, "Holiday")

    def test_a_task_with_a_customer_goes_with_him(self):
        handover = self.hand_over_customer()
        self.assertEqual(self.known.activity_ids.user_id, self.colleague)
        self.assertEqual(set(handover.item_ids.mapped("kind")), {"customer", "task"})

    def test_what_was_handed_over_is_opened_from_its_line(self):
        items = self.hand_over_customer().item_ids.grouped("kind")
        action = items["customer"].action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("res.partner", self.known.id))
        self.assertEqual(items["customer"].kind_label, "Customers")
        self.known.activity_ids.unlink()
        self.assertFalse(items["task"].action_open())

    def test_what_an_uninstalled_addon_held_is_left_out_of_the_way_back(self):
        handover = self.hand_over_customer()
        item = handover.sudo().item_ids[:1].copy({"kind": "gone"})
        self.assertEqual(item.kind_label, "gone")
        handover.action_hand_back()
        self.assertEqual(handover.state, "returned")
        self.assertFalse(item.returned)

    def test_the_load_opens_what_it_counts(self):
        load = self.env["sales.load"].with_user(self.head).search([("user_id", "=", self.manager.id)], limit=1)
        self.assertEqual(load.action_hand_over()["context"]["default_user_id"], self.manager.id)

    # --- the test box ------------------------------------------------------------------------------------------

    def test_read_again_after_a_rule_was_changed(self):
        mail = self.make_mail("Имя: Анна\nИмя: Ольга\nСообщение: насос", sender="form@site.example").decode()
        box = self.env["crm.mail.test"].create({"raw": mail})
        self.assertIn("a second value of the same kind", box.result)
        self.assertEqual(box.action_try()["res_id"], box.id)


@tagged("post_install", "-at_install")
class TestSession(DispatchCommon, HttpCase):
    """The web client of a dispatcher knows from its first moment on that it has to listen."""

    def test_only_a_dispatchers_client_listens(self):
        for login, listens in (("sb_dispatcher", True), ("sb_manager", False)):
            self.authenticate(login, login)
            info = self.make_jsonrpc_request("/web/session/get_session_info")
            self.assertEqual(bool(info["sales_leads_dispatcher"]), listens, login)
