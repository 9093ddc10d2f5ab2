from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SalesLeadsCommon

MISSED = "2026-03-02 09:00:00"
KNOWN, UNKNOWN = "84951234567", "+7 (499) 777-00-11"


@tagged("post_install", "-at_install")
class TestCallBack(SalesLeadsCommon):
    """Whoever was missed is called back, and nobody has to tick it off."""

    def call_out(self, number, start="2026-03-02 09:30:00", answered=True, **values):
        moments = {"start": start, "end": False, "answer": start if answered else False}
        return self.make_call(src="201", dst=number, direction="out", answered=answered, **moments, **values)

    def test_called_back_and_spoken_to(self):
        missed = self.make_call()
        self.assertTrue(missed.waits_for_call)
        spoken = self.call_out(UNKNOWN)
        self.assertRecordValues(
            missed, [{"waits_for_call": False, "called_back_by_id": spoken.id, "call_back_minutes": 30.0}]
        )
        self.assertFalse(missed.appeal_id.activity_ids)
        self.assertEqual(missed.appeal_id.state, "new")

    def test_a_customers_missed_call_is_answered_by_calling_back(self):
        missed = self.make_call(src=KNOWN)
        self.assertEqual(missed.request_id.state, "new")
        self.call_out("+74951234567")
        self.assertEqual(missed.request_id.state, "answered")
        self.assertFalse(missed.request_id.activity_ids)

    def test_who_tried_again_and_was_answered_waits_no_more(self):
        first = self.make_call(src=KNOWN)
        again = self.make_call(src=KNOWN, start="2026-03-02 09:10:00", end=False, answered=True)
        self.assertEqual(first.called_back_by_id, again)
        self.assertEqual((first.request_id.state, again.request_id.state), ("answered", "new"))

    def test_a_leg_answered_later_settles_what_was_missed_before(self):
        first = self.make_call(src=KNOWN)
        self.make_call(src=KNOWN, linkedid="legs", start="2026-03-02 09:10:00", end=False)
        self.assertTrue(first.waits_for_call)
        self.make_call(src=KNOWN, linkedid="legs", start="2026-03-02 09:10:00", end=False, answered=True)
        self.assertFalse(first.waits_for_call)

    def test_an_attempt_that_nobody_answers_is_counted(self):
        missed = self.make_call()
        for _attempt in range(2):
            self.call_out(UNKNOWN, answered=False)
        self.assertEqual((missed.call_back_attempts, missed.waits_for_call), (2, True))
        self.assertTrue(missed.appeal_id.activity_ids)

    def test_several_missed_calls_are_settled_by_one_talk(self):
        missed = self.make_call() | self.make_call(start="2026-03-02 09:05:00", end=False)
        self.call_out(UNKNOWN)
        self.assertEqual(missed.mapped("waits_for_call"), [False, False])

    def test_another_number_settles_nothing(self):
        missed = self.make_call()
        self.call_out("+7 499 777-00-12")
        self.assertTrue(missed.waits_for_call)

    def test_what_was_spoken_before_settles_nothing(self):
        self.call_out(UNKNOWN, start="2026-03-02 08:00:00")
        self.assertTrue(self.make_call(start=MISSED).waits_for_call)
        late = self.make_call(start="2026-03-02 07:00:00", end=False)
        # The exchange told of it late: nobody has spoken to him since, as far as anybody knows.
        self.assertTrue(late.waits_for_call)

    def test_inner_calls_settle_nothing(self):
        missed = self.make_call()
        self.make_call(src="201", dst="202", direction="inner", answered=True, start="2026-03-02 09:30:00", end=False)
        self.assertTrue(missed.waits_for_call)

    def test_a_withheld_number_waits_for_nobody(self):
        for number in ("", "anonymous", "12"):
            with self.subTest(number=number):
                missed = self.make_call(src=number)
                self.assertFalse(missed.waits_for_call or missed.number_key)
                self.assertTrue(missed.appeal_id)

    def test_which_customer_it_was_is_still_to_be_told(self):
        self.env["res.partner"].create({"name": "Twin", "is_company": True, "phone": "+7 495 123-45-67"})
        missed = self.make_call(src=KNOWN)
        self.call_out(KNOWN)
        self.assertFalse(missed.waits_for_call)
        self.assertEqual(missed.request_id.state, "new")

    def test_missed_share_and_time_by_employee(self):
        self.manager.pbx_extension = "9401"
        self.make_call(employee="9401")
        self.make_call(employee="9401", answered=True, start="2026-03-02 09:20:00", end=False)
        calls = self.env["crm.phone.call"].with_user(self.head)
        domain = [("user_id", "=", self.manager.id), ("direction", "=", "in")]
        rows = calls._read_group(domain, ["user_id"], ["missed_share:avg", "call_back_minutes:sum", "__count"])
        self.assertEqual(rows, [(self.manager, 0.5, 20.0, 2)])

    def test_averages_are_of_the_calls_that_they_are_about(self):
        self.manager.pbx_extension = "9402"
        self.make_call(employee="9402", end=False)
        self.make_call(employee="9402", answered=True, start="2026-03-02 09:20:00", end=False)
        self.make_call(employee="9402", src="74997770099", end=False)
        # Four minutes of talk, one that we made and that is no share of what came in.
        self.make_call(
            employee="9402",
            src="201",
            dst="74997770088",
            direction="out",
            answer="2026-03-02 10:00:00",
            start="2026-03-02 10:00:00",
            end="2026-03-02 10:04:00",
        )
        calls = self.env["crm.phone.call"].with_user(self.head)
        aggregates = ["missed_share:avg", "call_back_minutes:avg", "__count"]
        ((share, minutes, count),) = calls._read_group([("user_id", "=", self.manager.id)], [], aggregates)
        self.assertEqual((round(share, 4), minutes, count), (0.6667, 20.0, 4))
        talked = [("user_id", "=", self.manager.id), ("direction", "=", "out")]
        self.assertEqual(calls._read_group(talked, [], ["duration:avg"]), [(4.0,)])
        ((nothing,),) = calls._read_group([("id", "=", 0)], [], ["missed_share:avg"])
        self.assertFalse(nothing)

    def test_many_missed_calls_cost_no_more_to_look_up(self):
        for number in range(3):
            self.make_call(src=f"7499888000{number}")
        few = self.count_queries(lambda: self.call_out("+7 499 111-22-33"))
        for number in range(9):
            self.make_call(src=f"7499888001{number}")
        many = self.count_queries(lambda: self.call_out("+7 499 111-22-34"))
        self.assertLessEqual(many, few)

    def test_words_of_exchanges_for_a_direction(self):
        for word, direction in (("Incoming", "in"), ("outbound", "out"), ("internal", "inner"), (None, "in")):
            with self.subTest(word=word):
                self.assertEqual(self.make_call(direction=word).direction, direction)
        with self.assertRaisesRegex(UserError, "no direction of a call"):
            self.make_call(direction="sideways")


@tagged("post_install", "-at_install")
class TestCallBackAlways(SalesLeadsCommon):
    """Over any sequence of calls: a missed call waits exactly as long as nobody spoke to that number afterwards."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["in", "out"]), st.booleans()), max_size=7))
    def test_waits_until_spoken_to(self, steps):
        calls, begin = [], datetime(2026, 3, 2, 9)
        with self.env.cr.savepoint() as savepoint:
            for minute, (number, direction, answered) in enumerate(steps):
                outside = f"7499555000{number}"
                src, dst = ("201", outside) if direction == "out" else (outside, "201")
                start = begin + timedelta(minutes=minute)
                calls.append(
                    self.make_call(src=src, dst=dst, direction=direction, answered=answered, start=start, end=False)
                )
            for position, call in enumerate(calls):
                after = [other for other in calls[position + 1 :] if other.number == call.number]
                spoken = next((other for other in after if other.state == "answered"), None)
                missed = call.direction == "in" and call.state == "missed"
                self.assertEqual(call.waits_for_call, missed and not spoken)
                if missed and spoken:
                    self.assertEqual(call.called_back_by_id, spoken)
            savepoint.rollback()
            self.env.invalidate_all()
