from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .test_call_rule import KNOWN, UNKNOWN, CallRuleCommon

BEGIN = datetime(2026, 3, 2, 9)
EMPLOYEES = ("9500", "9501", "9502", "9599")


@tagged("post_install", "-at_install")
class TestCallLegs(CallRuleCommon):
    """The exchange tells of queues, voice menus and telephones that rang in vain before it tells who answered."""

    def leg(self, linkedid, second, answered, number=KNOWN, **values):
        moment = BEGIN + timedelta(seconds=second)
        return self.call(
            number,
            linkedid=linkedid,
            answered=answered,
            answer=moment if answered else False,
            end=moment + timedelta(seconds=30),
            **values,
        )

    def test_queue_and_menu_before_the_operator(self):
        for number in (UNKNOWN, KNOWN):
            linkedid = f"queue {number}"
            call = self.leg(linkedid, 0, False, number)
            self.assertEqual((call.state, call.waits_for_call), ("missed", True))
            self.leg(linkedid, 5, True, number, app=True)
            self.assertEqual(call.state, "missed")
            self.leg(linkedid, 20, True, number, employee="9501")
            self.assertRecordValues(call, [{"state": "answered", "waits_for_call": False, "user_id": self.manager.id}])
            self.leg(linkedid, 0, False, number, employee="9502")
            self.assertEqual((call.state, call.user_id), ("answered", self.manager))

    def test_only_wholly_unanswered_is_missed(self):
        call = self.leg("vain", 0, False)
        for second in (5, 10):
            self.leg("vain", second, True, app=True)
        self.assertEqual((call.state, call.missed_share), ("missed", 1.0))
        self.assertEqual(call.request_id.activity_ids.mapped("activity_type_id.name"), ["Call back"])

    def test_answered_later_becomes_what_it_would_have_become_at_once(self):
        late = self.leg("late", 0, False, employee="9502")
        self.leg("late", 20, True, employee="9501")
        at_once = self.leg("at once", 20, True, employee="9501")
        for field in ("state", "partner_id", "rule_id", "user_id", "waits_for_call"):
            self.assertEqual(late[field], at_once[field], field)
        self.assertEqual(late.request_id.deadline, at_once.request_id.deadline)
        self.assertEqual(self.tasks(late.request_id), self.tasks(at_once.request_id))

    def test_nothing_for_missed_and_an_appeal_for_answered(self):
        line = self.env["crm.phone.line"].create({"name": "Fax", "did": "74951000000"})
        self.rule("in_missed_unknown").write({"result": "nothing", "line_ids": line.ids})
        call = self.leg("fax", 0, False, UNKNOWN)
        self.assertFalse(call.appeal_id)
        self.leg("fax", 20, True, UNKNOWN, employee="9501")
        self.assertTrue(call.appeal_id)

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.integers(0, 90), st.booleans(), st.booleans(), st.sampled_from(EMPLOYEES)),
            min_size=1,
            max_size=5,
            unique_by=lambda leg: leg[0],
        ),
        st.sampled_from([KNOWN, UNKNOWN]),
    )
    def test_always(self, legs, number):
        """In any order of the legs: answered by people or missed; first and last by the time of their answers."""
        with self.env.cr.savepoint() as savepoint:
            call = self.env["crm.phone.call"]
            for second, answered, app, employee in legs:
                call = self.leg("any", second, answered, number, app=app, employee=employee)
            people = sorted((second, employee) for second, answered, app, employee in legs if answered and not app)
            self.assertEqual(call.state, "answered" if people else "missed")
            self.assertEqual(call.waits_for_call, not people)
            if people:
                self.assertEqual(call.answered_at, BEGIN + timedelta(seconds=people[0][0]))
                self.assertEqual(call.extension, people[0][1])
            if len(people) > 1:
                self.assertEqual(call.last_answered_at, BEGIN + timedelta(seconds=people[-1][0]))
            self.assertEqual(bool(call.request_id), number == KNOWN)
            self.assertEqual(bool(call.appeal_id), number == UNKNOWN)
            forms = call.form_ids
            self.assertEqual(len(forms), int(bool(people) and number == UNKNOWN))
            savepoint.rollback()
            self.env.invalidate_all()
