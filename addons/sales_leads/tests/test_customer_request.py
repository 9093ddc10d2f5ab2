from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestCustomerRequest(SalesLeadsCommon):
    def make_request(self, **values):
        values = {
            "partner_id": self.known.id,
            "subject": "Spare parts",
            "text": "Two seals",
            "channel": "mail",
        } | values
        return self.env["crm.customer.request"].sudo().create(values)

    @users("sb_manager")
    def test_answered(self):
        request = self.make_request().with_user(self.env.user)
        self.assertEqual(request.activity_ids.user_id, self.manager)
        request.action_answer()
        self.assertEqual(request.state, "answered")
        self.assertTrue(request.answered_at)
        self.assertFalse(request.activity_ids)
        with self.assertRaisesRegex(UserError, "closed already"):
            request.action_answer()

    @users("sb_manager")
    def test_made_a_deal_with_the_needs(self):
        request = self.make_request(contact_id=self.buyer.id).with_user(self.env.user)
        action = request.action_make_deal()
        deal = request.lead_id
        self.assertEqual(action["res_id"], deal.id)
        self.assertEqual(request.state, "deal")
        self.assertRecordValues(
            deal,
            [
                {
                    "type": "opportunity",
                    "needs": "Two seals",
                    "partner_id": self.buyer.id,
                    "team_id": self.vys.id,
                    "user_id": self.manager.id,
                }
            ],
        )
        self.assertEqual(request.action_open_deal()["res_id"], deal.id)

    @users("sb_manager")
    def test_what_a_deal_lacks_is_asked_for_in_its_form(self):
        request = self.make_request().with_user(self.env.user)
        with patch.object(type(self.env["crm.lead"]), "create", side_effect=UserError("something is missing")):
            action = request.action_make_deal()
        self.assertEqual(action["context"]["default_needs"], "Two seals")
        self.assertEqual(request.state, "new")
        # Saved by hand, the form closes the request all the same.
        deal = self.env["crm.lead"].create(request._prepare_deal_values())
        self.assertEqual((request.state, request.lead_id), ("deal", deal))

    @users("sb_manager")
    def test_handed_to_service_leaves_a_task(self):
        request = self.make_request().with_user(self.env.user)
        request.action_hand_to_service()
        self.assertEqual(request.state, "service")
        # Where service has requests of its own, the task is theirs.
        if "service.request" not in self.env:
            self.assertEqual(request.activity_ids.user_id, self.manager)

    @users("sb_dispatcher")
    def test_request_by_hand_tells_the_manager_responsible(self):
        with Form(self.env["crm.customer.request"]) as form:
            form.partner_id = self.known
            form.subject = "Asked at the fair"
        self.assertEqual((form.record.user_id, form.record.team_id), (self.manager, self.vys))
        self.assertEqual(form.record.activity_ids.user_id, self.manager)

    def test_closing_needs_the_customer(self):
        request = self.make_request(partner_id=False)
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            request.action_answer()

    def test_deadline_in_working_hours_and_lateness(self):
        self.env.company.request_answer_hours = 2
        # Monday 17:00 in Moscow: one hour left today, the other one tomorrow.
        request = self.make_request(received_at="2026-03-02 14:00:00")
        self.assertEqual(fields.Datetime.to_string(request.deadline), "2026-03-03 07:00:00")
        self.assertTrue(request.is_late)
        late = self.env["crm.customer.request"].search([("is_late", "=", True)])
        self.assertIn(request, late)
        fresh = self.make_request(received_at=fields.Datetime.now() + timedelta(days=30))
        self.assertNotIn(fresh, self.env["crm.customer.request"].search([("is_late", "=", True)]))
        self.assertIn(fresh, self.env["crm.customer.request"].search([("is_late", "=", False)]))

    def test_customer_shows_his_requests(self):
        request = self.make_request()
        self.assertEqual(self.known.customer_request_count, 1)
        action = self.known.action_open_customer_requests()
        self.assertEqual(self.env["crm.customer.request"].search(action["domain"]), request)

    def test_name(self):
        self.assertEqual(self.make_request().display_name, "Vodokanal: Spare parts")

    def test_late_means_the_same_to_reader_and_search(self):
        requests = self.env["crm.customer.request"]
        now = fields.Datetime.now()
        for deadline in (-2, 2):
            for answered in (None, -3, -1, 1):
                request = self.make_request()
                request.deadline = now + timedelta(hours=deadline)
                if answered is not None:
                    request.write({"state": "answered", "answered_at": now + timedelta(hours=answered)})
                requests |= request
        found = requests.search([("id", "in", requests.ids), ("is_late", "=", True)])
        self.assertEqual(found, requests.filtered("is_late").sorted())
        self.assertEqual(len(found), 3)
        others = requests.search([("id", "in", requests.ids), ("is_late", "=", False)])
        self.assertEqual(others | found, requests.sorted())
        self.assertFalse(others & found)
