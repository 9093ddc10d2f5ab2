from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from ..models import mikopbx_connection_poll as poll
from .common import KNOWN, MikopbxCommon


@tagged("post_install", "-at_install")
class TestPoll(MikopbxCommon):
    """The list of calls of the exchange is the truth: all of it, each call once."""

    def test_stranger_known_customer_and_missed(self):
        self.pbx.add("mikopbx-1", self.local(minutes=30), dst_num="9301")
        self.pbx.add("mikopbx-2", self.local(minutes=20), src_num=KNOWN, dst_num="9301")
        self.pbx.add("mikopbx-3", self.local(minutes=10), src_num=KNOWN, answered=False, dst_num="9302")
        self.poll()
        stranger, known, missed = self.registered()
        self.assertEqual((stranger.appeal_id.phone, stranger.user_id), ("79161234567", self.manager))
        self.assertEqual((known.request_id.partner_id, known.line_id), (self.known, self.line))
        self.assertEqual((missed.state, missed.waits_for_call, missed.answered_at), ("missed", True, False))

    def test_moments_are_of_the_zone_of_the_exchange(self):
        start = self.local(minutes=30).replace(microsecond=0)
        self.pbx.add("mikopbx-1", start)
        self.poll()
        told = datetime.now() - (self.local() - start)
        self.assertAlmostEqual(self.registered().started_at, told, delta=timedelta(seconds=3))
        self.assertAlmostEqual(self.registered().duration, 1, 3)

    def test_queue_operator_and_transfer_are_one_call(self):
        begun = self.local(minutes=30)
        self.pbx.add("mikopbx-1", begun, answered=True, dst_num="2200100", is_app="1")
        self.pbx.add("mikopbx-1", begun, answered=False, dst_num="9302")
        self.pbx.add("mikopbx-1", begun + timedelta(seconds=20), dst_num="9301")
        self.pbx.add("mikopbx-1", begun + timedelta(seconds=99), dst_num="9302", transfer="1")
        self.poll()
        call = self.registered()
        self.assertRecordValues(
            call, [{"state": "answered", "user_id": self.manager.id, "last_user_id": self.colleague.id}]
        )
        self.assertEqual(self.env["crm.appeal"].search_count([("call_id", "=", call.id)]), 1)
        # It was never told as a missed one in between.
        self.assertFalse(call.call_back_attempts)
        self.assertEqual(self.events.search_count([("name", "=", "mikopbx-1")]), 2)

    def test_queue_alone_is_nobody(self):
        self.pbx.add("mikopbx-1", self.local(minutes=30), answered=True, dst_num="2200100", is_app="1")
        self.poll()
        self.assertEqual((self.registered().state, bool(self.registered().user_id)), ("missed", False))

    def test_outgoing_and_inner(self):
        self.pbx.add("mikopbx-1", self.local(minutes=30), src_num="9301", dst_num=KNOWN, did="")
        self.pbx.add("mikopbx-2", self.local(minutes=30), src_num="9301", dst_num="9302", did="")
        self.poll()
        self.assertRecordValues(self.registered(), [{"direction": "out", "user_id": self.manager.id}])
        self.assertEqual(self.registered().number, KNOWN)

    def test_withheld_number_comes_in(self):
        self.pbx.add("mikopbx-1", self.local(minutes=30), src_num="anonymous", dst_num="9301")
        self.poll()
        self.assertEqual((self.registered().direction, self.registered().state), ("in", "answered"))

    def test_each_call_once_however_often_it_is_read(self):
        self.pbx.add("mikopbx-1", self.local(minutes=3))
        for _run in range(3):
            self.poll()
        self.assertEqual(len(self.registered()), 1)
        self.assertEqual(self.events.search_count([("name", "=", "mikopbx-1")]), 1)
        self.assertEqual(self.env["crm.appeal"].search_count([("call_id", "=", self.registered().id)]), 1)

    def test_unfinished_call_is_waited_for_and_stops_nobody(self):
        row = self.pbx.add("mikopbx-1", self.local(minutes=5), endtime="", work_completed="0", disposition="")
        self.pbx.add("mikopbx-2", self.local(minutes=4))
        self.poll()
        self.assertEqual(self.registered().mapped("linkedid"), ["mikopbx-2"])
        self.assertLessEqual(self.connection.position["next"], row["id"])
        row |= {"endtime": f"{self.local(minutes=1):%Y-%m-%d %H:%M:%S}", "work_completed": "1"}
        row |= {"disposition": "ANSWERED"}
        self.poll()
        self.assertEqual(self.registered().mapped("state"), ["answered", "answered"])

    def test_call_that_never_ends_is_given_up(self):
        row = self.pbx.add("mikopbx-1", self.local(days=3), endtime="", answered=False)
        self.poll()
        self.assertFalse(self.registered())
        with freeze_time(datetime.now() + poll.GIVE_UP + timedelta(minutes=1)):
            self.poll()
            self.poll()
        self.assertEqual(self.registered().state, "missed")
        self.assertGreater(self.connection.position["next"], row["id"])

    def test_row_that_changes_after_it_was_read(self):
        row = self.pbx.add("mikopbx-1", self.local(minutes=3), answered=False, dst_num="9302")
        self.poll()
        self.assertEqual(self.registered().state, "missed")
        row |= {"disposition": "ANSWERED", "billsec": 30, "answer": row["start"], "dst_num": "9301"}
        self.poll()
        self.assertRecordValues(self.registered(), [{"state": "answered", "user_id": self.manager.id}])
        with freeze_time(datetime.now() + timedelta(minutes=11)):
            self.poll()
        self.assertEqual(self.connection.position["next"], row["id"] + 1)

    def test_forty_days_away_are_caught_up(self):
        for day in range(40, 0, -1):
            self.pbx.add(f"mikopbx-{day:02}", self.local(days=day))
        self.small_pages(7)
        self.poll()
        self.assertEqual(len(self.registered()), 40)
        days = [params for path, params in self.pbx.asked if path.endswith("/cdr")]
        self.assertTrue(all("dateFrom" in params and "dateTo" in params for params in days))

    def test_years_away_are_read_year_by_year(self):
        for day in (1000, 700, 400, 300, 1):
            self.pbx.add(f"mikopbx-{day:04}", self.local(days=day))
        connection = self.make_connection(name="Old", since=datetime.now() - timedelta(days=1100))
        self.connection.action_switch_off()
        self.poll()
        self.assertEqual(len(self.registered()), 5)
        self.assertFalse(connection.error)
        self.pbx.asked.clear()
        self.poll()
        self.assertLessEqual(len(self.pbx.asked), 2)

    def test_older_calls_than_asked_for_are_left(self):
        self.connection.since = fields.Date.today() - timedelta(days=5)
        self.pbx.add("mikopbx-1", self.local(days=9))
        self.pbx.add("mikopbx-2", self.local(days=2))
        self.poll()
        self.assertEqual(self.registered().mapped("linkedid"), ["mikopbx-2"])

    def test_slice_is_kept_and_the_rest_follows(self):
        for number in range(20):
            self.pbx.add(f"mikopbx-{number:02}", self.local(days=9))
        self.small_pages(5)
        with patch.object(poll, "SLICE", -1):
            self.poll()
            some = len(self.registered())
            self.assertTrue(0 < some < 20, some)
            for _run in range(8):
                self.poll()
        self.assertEqual(len(self.registered()), 20)

    def test_legs_on_two_pages_are_one_call(self):
        self.small_pages(3)
        begun = self.local(minutes=30)
        self.pbx.add("mikopbx-1", begun)
        self.pbx.add("mikopbx-2", begun, answered=False, dst_num="9302")
        self.pbx.add("mikopbx-3", begun)
        self.pbx.add("mikopbx-2", begun + timedelta(seconds=9), dst_num="9301")
        self.poll()
        self.assertEqual(self.registered().mapped("state"), ["answered"] * 3)
        self.assertEqual(self.events.search_count([("name", "=", "mikopbx-2")]), 1)

    def test_recording_is_named_never_linked(self):
        row = self.pbx.add("mikopbx-1", self.local(minutes=30), dst_num="9301")
        self.poll()
        call = self.registered()
        self.assertEqual(call.recording_ref, f"mikopbx:{self.connection.id}:{row['id']}")
        first, second = (call.with_user(self.manager).action_play_recording()["url"] for _time in range(2))
        self.assertTrue(first.startswith(f"{self.pbx.url}/pbxcore/api/v3/cdr:playback?token="))
        self.assertNotEqual(first, second)
        self.assertFalse(self.events.search([("name", "=", "mikopbx-1")]).filtered(lambda one: b"token" in one.raw))
