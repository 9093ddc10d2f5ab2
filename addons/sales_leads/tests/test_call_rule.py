from itertools import product

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import SalesLeadsCommon

KNOWN, UNKNOWN = "84951234567", "74997770011"


class CallRuleCommon(SalesLeadsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.pbx_extension, cls.colleague.pbx_extension = "9501", "9502"
        cls.dispatcher.pbx_extension = "9500"

    def call(self, number=UNKNOWN, direction="in", **values):
        src, dst = ("201", number) if direction == "out" else (number, "201")
        if values.get("answered"):
            values = {"answer": "2026-03-02 09:00:10"} | values
        return self.make_call(src=src, dst=dst, direction=direction, **values)

    def rule(self, name):
        return self.env.ref(f"sales_leads.call_rule_{name}")

    def tasks(self, record):
        return {(activity.activity_type_id.name, activity.user_id) for activity in record.activity_ids}


@tagged("post_install", "-at_install")
class TestCallRule(CallRuleCommon):
    """What is made of each kind of call, who acts and until when."""

    def test_the_seven_kinds(self):
        for direction, state, kind in product(("in", "out"), ("answered", "missed"), ("known", "unknown")):
            with self.subTest(direction=direction, state=state, kind=kind):
                number = KNOWN if kind == "known" else f"7499666{len(direction)}{len(state):02}1"
                call = self.call(number, direction, answered=state == "answered", employee="9501")
                rule = self.env.ref(f"sales_leads.call_rule_{direction}_{state}_{kind}", raise_if_not_found=False)
                self.assertEqual(call.rule_id, rule or call.rule_id.browse())
                made = "request" if call.request_id else "appeal" if call.appeal_id else "nothing"
                wanted = {"in": "request" if kind == "known" else "appeal", "out": "nothing"}[direction]
                if (direction, state, kind) == ("out", "answered", "unknown"):
                    wanted = "appeal"
                self.assertEqual(made, wanted)

    def test_customer_who_could_not_be_reached_is_called_again_by_his_manager(self):
        call = self.call(KNOWN, "out", employee="9502")
        self.assertEqual(self.tasks(call), {("Call back", self.manager)})
        self.assertEqual(call.activity_ids.summary, "Call Vodokanal again")
        self.assertTrue(call.waits_for_call)
        again = self.call(KNOWN, "out", employee="9502", start="2026-03-02 10:00:00", end=False)
        self.assertFalse(again.activity_ids)
        self.assertEqual(call.call_back_attempts, 1)
        self.call(KNOWN, "out", answered=True, start="2026-03-02 11:00:00", answer="2026-03-02 11:00:05", end=False)
        self.assertFalse(call.activity_ids or call.waits_for_call or again.waits_for_call)

    def test_no_second_task_while_a_missed_call_waits(self):
        missed = self.call(KNOWN)
        attempt = self.call(KNOWN, "out", start="2026-03-02 09:30:00", end=False)
        self.assertFalse(attempt.activity_ids)
        self.assertEqual(self.tasks(missed.request_id), {("Call back", self.manager)})

    def test_manager_sees_the_call_that_waits_for_him(self):
        call = self.call(KNOWN, "out", employee="9502")
        self.assertEqual(call.with_user(self.manager).read(["number"])[0]["number"], KNOWN)
        with self.assertRaises(AccessError):
            self.call(KNOWN, "out", employee="9502", answered=True).with_user(self.manager).read(["number"])

    def test_deadline_of_the_rule_in_working_hours(self):
        self.rule("in_missed_known").write({"own_deadline": True, "hours": 3})
        # Friday 17:00 in Moscow: one hour is left, two more on Monday.
        request = self.call(KNOWN, start="2026-03-06 14:00:00", end=False).request_id
        self.assertEqual(str(request.deadline), "2026-03-09 08:00:00")
        self.rule("in_missed_known").hours = 0
        request = self.call(KNOWN, start="2026-03-07 14:00:00", end=False).request_id
        self.assertEqual(str(request.deadline), "2026-03-09 06:00:00")

    def test_company_s_times_where_the_rule_has_none(self):
        self.env.company.write({"call_back_hours": 2, "request_answer_hours": 5})
        self.assertEqual(str(self.call(KNOWN).request_id.deadline), "2026-03-02 12:00:00")
        self.assertEqual(str(self.call(KNOWN, answered=True).request_id.deadline), "2026-03-02 15:00:00")

    def test_who_answered_first_or_last(self):
        rule = self.rule("in_answered_known")
        for responsible, user in (("first", self.colleague), ("last", self.manager)):
            with self.subTest(responsible=responsible):
                rule.responsible = responsible
                linked = {"linkedid": f"passed {responsible}", "answered": True}
                call = self.call(KNOWN, employee="9502", **linked)
                self.assertEqual(call.request_id.user_id, self.colleague)
                self.call(KNOWN, employee="9501", **linked | {"answer": "2026-03-02 09:00:40"})
                self.assertEqual((call.user_id, call.last_user_id), (self.colleague, self.manager))
                self.assertEqual(call.request_id.user_id, user)
                self.assertEqual(self.tasks(call.request_id), {("Answer", user)})

    def test_dispatcher_by_rule(self):
        self.rule("in_answered_known").responsible = "dispatcher"
        request = self.call(KNOWN, answered=True, employee="9501").request_id
        self.assertFalse(request.user_id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)

    def test_chosen_employee_and_who_stands_in_for_him(self):
        rule = self.rule("in_answered_known")
        rule.write({"responsible": "user", "user_id": self.colleague.id})
        self.assertEqual(self.call(KNOWN, answered=True).request_id.user_id, self.colleague)
        day = str(self.env["res.users.absence"]._get_today())
        self.make_absence(self.colleague, self.head, day, day)
        self.assertEqual(self.call(KNOWN, answered=True).request_id.user_id, self.head)

    def test_somebody_without_a_part_in_sales_gets_no_task(self):
        self.outsider.pbx_extension = "9509"
        self.rule("in_answered_known").responsible = "first"
        request = self.call(KNOWN, answered=True, employee="9509").request_id
        self.assertFalse(request.user_id)
        self.assertIn(self.dispatcher, request.activity_ids.user_id)

    def test_missed_unknown_for_a_chosen_manager_stands_on_the_call(self):
        self.rule("in_missed_unknown").write({"responsible": "user", "user_id": self.colleague.id})
        call = self.call()
        self.assertFalse(call.appeal_id.activity_ids)
        self.assertEqual(self.tasks(call), {("Call back", self.colleague)})
        self.assertTrue(call.with_user(self.colleague).read(["number"]))
        self.call(direction="out", answered=True, start="2026-03-02 09:30:00", answer=False, end=False)
        self.assertFalse(call.activity_ids.filtered(lambda task: task.activity_type_id.name == "Call back"))

    def test_rule_of_a_line_stands_before_that_of_all(self):
        line = self.env["crm.phone.line"].create({"name": "Accounts", "did": "+7 495 100-00-00"})
        values = {"direction": "in", "sequence": 1, "line_ids": line.ids, "result": "nothing"}
        self.env["crm.call.rule"].create(
            [
                values | {"name": f"Accounts {caller} {state}", "caller": caller, "state": state}
                for caller, state in product(("known", "unknown"), ("answered", "missed"))
            ]
        )
        quiet = self.call(did="74951000000") | self.call(KNOWN, did="4951000000", answered=True)
        self.assertFalse(quiet.appeal_id or quiet.request_id or quiet.activity_ids)
        self.assertEqual(quiet.mapped("waits_for_call"), [False, False])
        self.assertTrue(self.call(did="74952000000").appeal_id)

    def test_without_a_rule_nobody_who_calls_is_lost(self):
        self.env["crm.call.rule"].search([]).active = False
        self.assertTrue(self.call().appeal_id)
        self.assertEqual(self.call(KNOWN).request_id.user_id, self.manager)
        out = self.call(KNOWN, "out")
        self.assertFalse(out.request_id or out.activity_ids)

    def test_only_a_task_for_an_answered_call_of_a_line(self):
        line = self.env["crm.phone.line"].create({"name": "Service", "did": "74951000000"})
        self.rule("in_answered_known").write({"result": "task", "line_ids": line.ids, "responsible": "manager"})
        call = self.call(KNOWN, answered=True)
        self.assertFalse(call.request_id)
        self.assertEqual(call.activity_ids.summary, "Follow the call of Vodokanal up")
        self.assertFalse(call.waits_for_call)

    def test_our_own_people_are_no_callers(self):
        self.manager.partner_id.phone = "+7 903 555-11-22"
        call = self.call("79035551122")
        self.assertEqual(call.direction, "inner")
        self.assertFalse(call.appeal_id or call.request_id or call.waits_for_call)

    def test_one_phone_of_three_companies_is_asked_about_and_not_guessed(self):
        self.env["res.partner"].create(
            [{"name": name, "is_company": True, "phone": "+7 495 123-45-67"} for name in ("Twin", "Triplet")]
        )
        for answered in (True, False):
            call = self.call(KNOWN, answered=answered)
            self.assertEqual(len(call.request_id.candidate_ids), 3)
            self.assertFalse(call.partner_id or call.request_id.user_id)
        out = self.call(KNOWN, "out", answered=True)
        self.assertFalse(out.partner_id)

    @users("sb_administrator")
    def test_administrator_keeps_the_rules(self):
        rule = self.rule("in_answered_known").with_user(self.env.user)
        rule.write({"name": "Customers", "own_deadline": True, "hours": 2})
        self.assertEqual(rule.hours, 2)
        copied = rule.copy({"active": False})
        copied.unlink()
        self.assertFalse(copied.exists())

    def test_others_read_them_only(self):
        for user in (self.manager, self.dispatcher, self.head, self.director):
            rule = self.rule("in_answered_known").with_user(user)
            self.assertTrue(rule.read(["result"]))
            with self.assertRaises(AccessError):
                rule.hours = 5
        with self.assertRaises(AccessError):
            self.rule("in_answered_known").with_user(self.outsider).read(["result"])

    def test_refused_rules(self):
        values = {"name": "Bad", "direction": "in", "state": "missed", "caller": "known"}
        for bad, words in (
            ({"result": "appeal"}, "never an appeal"),
            ({"result": "request", "caller": "unknown"}, "known customer's call"),
            ({"result": "request", "responsible": "user"}, "Choose the employee"),
            ({"result": "request", "responsible": "first"}, "Nobody answered"),
            ({"result": "request", "hours": -1}, "cannot be negative"),
        ):
            with (
                self.subTest(words),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env["crm.call.rule"].create([values | {"responsible": "manager"} | bad])
        for result in ("nothing", "task"):
            with self.assertRaisesRegex(ValidationError, "choose the lines"):
                self.env["crm.call.rule"].create([values | {"result": result, "responsible": "manager"}])

    def test_registering_costs_the_same_however_many_rules_and_calls_there_are(self):
        self.call(KNOWN, answered=True)
        few = self.count_queries(lambda: self.call(KNOWN, answered=True))
        lines = self.env["crm.phone.line"].create([{"name": f"L{n}", "did": f"7495200000{n}"} for n in range(5)])
        for line in lines:
            self.rule("in_answered_known").copy({"line_ids": line.ids, "sequence": 1})
        for _call in range(5):
            self.call(KNOWN, answered=True)
        many = self.count_queries(lambda: self.call(KNOWN, answered=True))
        self.assertLessEqual(many, few + 1)
