from datetime import datetime, timedelta, timezone

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestPhoneCall(SalesLeadsCommon):
    def test_answered_unknown_becomes_an_appeal(self):
        call = self.make_call(answered=True, answer="2026-03-02 09:00:10")
        self.assertRecordValues(
            call.appeal_id, [{"channel": "phone", "phone": "74997770011", "state": "new", "call_id": call.id}]
        )
        self.assertEqual(call.partner_id.counterparty_kind, "potential")
        self.assertAlmostEqual(call.duration, 50 / 60)
        self.assertFalse(call.appeal_id.activity_ids)

    def test_missed_unknown_is_called_back_by_the_dispatcher(self):
        call = self.make_call()
        activity = call.appeal_id.activity_ids.filtered(lambda activity: activity.user_id == self.dispatcher)
        self.assertEqual(activity.activity_type_id, self.env.ref("sales_leads.mail_activity_type_call_back"))

    def test_known_customer_by_the_last_ten_digits(self):
        call = self.make_call(src="84951234567")
        self.assertEqual(call.request_id.partner_id, self.known)
        self.assertFalse(call.appeal_id)
        self.assertEqual(call.request_id.activity_ids.user_id, self.manager)
        self.assertEqual(call.team_id, self.vys)
        self.assertIn("back", call.request_id.activity_ids.summary)

    def test_phone_of_several_customers_is_asked_about(self):
        twins = self.env["res.partner"].create(
            [{"name": name, "is_company": True, "phone": "+7 495 123-45-67"} for name in ("Twin", "Triplet")]
        )
        call = self.make_call(src="74951234567")
        self.assertFalse(call.partner_id)
        self.assertEqual(call.request_id.candidate_ids, self.known | twins)

    def test_same_linkedid_is_the_same_call(self):
        first = self.make_call(linkedid="same")
        self.assertEqual(self.make_call(linkedid="same"), first)
        self.assertEqual(self.env["crm.appeal"].search_count([("call_id", "=", first.id)]), 1)

    def test_leg_that_was_answered_later_makes_the_call_answered(self):
        call = self.make_call(linkedid="legs")
        self.assertTrue(call.appeal_id.activity_ids)
        self.make_call(linkedid="legs", answered=True, answer="2026-03-02 09:00:20", employee="777")
        self.assertEqual(call.state, "answered")
        self.assertFalse(call.appeal_id.activity_ids)
        self.make_call(linkedid="legs")
        self.assertEqual(call.state, "answered")

    def test_employee_by_extension(self):
        self.manager.pbx_extension = "9377"
        self.assertEqual(self.make_call(answered=True, employee="9377").user_id, self.manager)

    def test_outgoing_and_inner_calls_make_nothing(self):
        out = self.make_call(src="201", dst="84951234567", direction=None)
        self.assertEqual((out.direction, out.partner_id, out.number), ("out", self.known, "84951234567"))
        inner = self.make_call(src="201", dst="202", direction=None)
        self.assertEqual(inner.direction, "inner")
        self.assertFalse((out | inner).appeal_id or (out | inner).request_id)

    def test_call_of_a_customer_with_an_open_lead_is_noted_there(self):
        lead = self.make_call().lead_id
        again = self.make_call()
        self.assertEqual((again.lead_id, again.appeal_id), (lead, lead.appeal_id))
        self.assertEqual(self.env["crm.appeal"].search_count([("lead_id", "=", lead.id)]), 1)

    def test_moments_are_read_in_their_zone(self):
        zone = timezone(timedelta(hours=3))
        call = self.make_call(
            start="2026-03-02 12:00:00.250+03:00",
            answer=datetime(2026, 3, 2, 12, 0, 5, tzinfo=zone),
            end="2026-03-02T09:01",
        )
        self.assertRecordValues(
            call,
            [
                {
                    "started_at": datetime(2026, 3, 2, 9, 0),
                    "answered_at": datetime(2026, 3, 2, 9, 0, 5),
                    "ended_at": datetime(2026, 3, 2, 9, 1),
                    "state": "answered",
                }
            ],
        )

    def test_bad_payloads_are_refused(self):
        with self.assertRaisesRegex(UserError, "needs its id"):
            self.env["crm.phone.call"]._register_call({"start": "2026-03-02 09:00:00"})
        with self.assertRaisesRegex(UserError, "no moment in time"):
            self.make_call(start="soon")
        with self.assertRaisesRegex(ValidationError, "ends before"):
            self.make_call(end="2026-03-01 09:00:00")

    def test_call_stored_as_an_event_is_registered_by_the_scheduled_action(self):
        payload = {"linkedid": "stored", "start": "2026-03-02 09:00:00", "src": "74997770099", "answered": False}
        event = self.events.browse(self.events._store_call(payload))
        self.assertEqual(self.events._store_call(payload), event.id)
        self.interpret()
        self.assertEqual((event.state, event.call_id.linkedid), ("processed", "stored"))
        self.assertEqual(event.appeal_id, event.call_id.appeal_id)
        broken = self.events.browse(self.events._store_call({"src": "1"}))
        self.interpret()
        self.assertEqual(broken.state, "failed")

    def test_call_without_a_number_is_an_appeal_too(self):
        call = self.make_call(src="", direction="in")
        self.assertEqual(call.appeal_id.state, "new")

    @users("sb_manager")
    def test_manager_sees_his_calls_only(self):
        mine = (
            self.env["crm.phone.call"]
            .sudo()
            ._register_call({"linkedid": "mine", "start": "2026-03-02 09:00:00", "src": "74951234567"})
        )
        other = (
            self.env["crm.phone.call"]
            .sudo()
            ._register_call({"linkedid": "other", "start": "2026-03-02 09:00:00", "src": "74997770055"})
        )
        self.assertEqual(self.env["crm.phone.call"].search([("id", "in", (mine | other).ids)]), mine)
        self.assertEqual(mine.with_user(self.env.user).action_open_result()["res_model"], "crm.customer.request")
        with self.assertRaises(AccessError):
            mine.with_user(self.env.user).write({"did": "1"})
