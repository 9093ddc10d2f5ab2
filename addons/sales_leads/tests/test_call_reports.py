from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestCallReports(SalesLeadsCommon):
    """A call is told in pieces, and not every piece says everything."""

    def test_whoever_answered_counts(self):
        self.manager.pbx_extension, self.colleague.pbx_extension = "9311", "9312"
        call = self.make_call(linkedid="two legs", employee="9311", end="2026-03-02 09:00:20")
        self.assertEqual((call.user_id, call.state, call.duration), (self.manager, "missed", 0))
        self.make_call(
            linkedid="two legs",
            employee="9312",
            answered=True,
            answer="2026-03-02 09:00:30",
            end="2026-03-02 09:02:30",
        )
        self.assertRecordValues(
            call, [{"user_id": self.colleague.id, "extension": "9312", "state": "answered", "duration": 2}]
        )

    def test_later_report_fills_what_was_not_known(self):
        self.manager.pbx_extension = "9313"
        call = self.make_call(linkedid="filled", end=False, answered=True, answer="2026-03-02 09:00:10")
        self.assertFalse(call.ended_at or call.user_id or call.extension)
        self.make_call(linkedid="filled", employee="9313", answered=True, end="2026-03-02 09:01:10")
        self.assertRecordValues(call, [{"user_id": self.manager.id, "extension": "9313", "duration": 1}])

    def test_later_report_overwrites_nothing(self):
        self.manager.pbx_extension, self.colleague.pbx_extension = "9314", "9315"
        told = {"answered": True, "answer": "2026-03-02 09:00:10", "linkedid": "kept"}
        call = self.make_call(employee="9314", **told)
        self.make_call(employee="9315", end="2026-03-02 11:00:00", **told)
        self.assertEqual((call.user_id, call.extension), (self.manager, "9314"))
        self.assertEqual(str(call.ended_at), "2026-03-02 09:01:00")

    def test_employee_whom_nobody_knows_is_kept_as_a_number(self):
        call = self.make_call(employee=9399, answered=True)
        self.assertFalse(call.user_id)
        self.assertEqual(call.extension, "9399")

    def test_missed_call_of_a_customer_answered_later_needs_no_calling_back(self):
        request = self.make_call(src="84951234567", linkedid="customer").request_id
        self.assertTrue(request.activity_ids)
        self.make_call(src="84951234567", linkedid="customer", answered=True)
        # What he asked for is left to do, as after every call that was answered at once.
        self.assertEqual(request.activity_ids.mapped("activity_type_id.name"), ["Answer"])

    def test_direction_is_told_by_the_numbers(self):
        calls = self.env["crm.phone.call"]
        for src, dst, direction in (
            ("+7 495 123-45-67", "201", "in"),
            ("201", "84951234567", "out"),
            ("201", "202", "inner"),
            (False, False, "inner"),
            ("84951234567", "84997654321", "in"),
        ):
            self.assertEqual(calls._guess_direction(src, dst), direction, (src, dst))

    def test_withheld_number_is_called_so(self):
        call = self.make_call(src="")
        self.assertEqual(call.appeal_id.subject, "Missed call from (withheld)")
        self.assertEqual(set(call.appeal_id.activity_ids.mapped("summary")), {"Call (withheld) back"})
        other = self.make_call(src=None, answered=True)
        self.assertEqual(other.appeal_id.subject, "Call from (withheld)")
        self.assertNotEqual(other.appeal_id, call.appeal_id)

    def test_withheld_numbers_are_not_one_customer(self):
        first, second = self.make_call(src=""), self.make_call(src="")
        self.assertNotEqual(first.partner_id, second.partner_id)

    def test_outgoing_call_to_nobody_known_makes_no_customer(self):
        call = self.make_call(src="201", dst="84997770077", direction="out")
        self.assertFalse(call.partner_id or call.appeal_id or call.request_id or call.lead_id)
        with self.assertRaisesRegex(UserError, "Nothing was made"):
            call.action_open_result()

    def test_department_of_a_call_follows_its_appeal(self):
        call = self.make_call()
        self.assertFalse(call.team_id)
        call.appeal_id._sort(self.konts)
        self.assertEqual(call.team_id, self.konts)

    def test_rejected_caller_is_recognised_and_asked_about_anew(self):
        first = self.make_call()
        first.appeal_id.action_reject()
        self.assertFalse(first.partner_id.active)
        second = self.make_call()
        self.assertEqual(second.partner_id, first.partner_id)
        self.assertNotEqual(second.appeal_id, first.appeal_id)
        self.assertTrue(second.partner_id.active)

    def test_call_of_an_assigned_lead_tells_its_manager_to_call_back(self):
        lead = self.make_call().lead_id
        lead.appeal_id._sort(self.vys)
        lead._assign(self.manager)
        self.make_call()
        back = self.env.ref("sales_leads.mail_activity_type_call_back")
        told = lead.activity_ids.filtered(lambda activity: activity.activity_type_id == back)
        self.assertEqual(told.user_id, self.manager)
        self.assertIn("Missed call from 74997770011", "".join(lead.message_ids.mapped("body")))

    def test_calls_are_seen_by_department(self):
        in_vys, in_konts, unsorted = (self.make_call(src=f"7499777002{n}") for n in range(3))
        in_vys.appeal_id._sort(self.vys)
        in_konts.appeal_id._sort(self.konts)
        calls = in_vys | in_konts | unsorted
        self.head.visible_team_ids = self.vys
        for user, seen in (
            (self.head, in_vys),
            (self.manager, calls.browse()),
            (self.dispatcher, calls),
            (self.director, calls),
        ):
            found = self.env["crm.phone.call"].with_user(user).search([("id", "in", calls.ids)])
            self.assertEqual(found, calls.browse(found.ids) & seen, user.name)
            self.assertEqual(len(found), len(seen), user.name)
        with self.assertRaises(AccessError):
            in_konts.with_user(self.head).read(["src"])
