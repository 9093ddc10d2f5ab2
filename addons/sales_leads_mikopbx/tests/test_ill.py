from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MikopbxCommon


@tagged("post_install", "-at_install")
class TestIll(MikopbxCommon):
    """The exchange is away, answers nonsense, or its rows are broken: nothing is lost and nothing is doubled."""

    def add(self, number, days=9):
        for place in range(number):
            self.pbx.add(f"mikopbx-{place:03}", self.local(days=days) + timedelta(minutes=place))

    def finish(self, number, runs=6):
        """Some runs later everything is there, once."""
        for _run in range(runs):
            self.poll()
        self.assertEqual(len(self.registered()), number)
        self.assertFalse(self.connection.error)

    def test_every_ill_at_every_page(self):
        self.small_pages(5)
        self.add(20)
        for ill in (401, 403, 422, 500, 503, "cut", "slow", "same", "shuffled", "descending", "skipped", "nonsense"):
            for page in range(4):
                with self.subTest(ill=ill, page=page):
                    self.connection.position = False
                    self.pbx.ills = [None] * page + [ill]
                    self.poll(interpret=False)
        self.interpret()
        self.finish(20, 1)
        self.assertEqual(self.events.search_count([("name", "=like", "mikopbx-%")]), 20)

    def test_skipped_page_is_noticed_before_it_is_passed(self):
        self.small_pages(5)
        self.add(20)
        self.pbx.ills = ["skipped"]
        self.poll()
        self.assertIn("incomplete", self.connection.error)
        self.assertLessEqual(self.connection.position["next"], self.pbx.rows[0]["id"])
        self.finish(20)

    def test_same_page_twice(self):
        self.small_pages(5)
        self.add(12)
        self.pbx.ills = [None, "same"]
        self.poll()
        self.assertTrue(self.connection.error)
        self.finish(12)

    def test_grouped_whatever_is_asked(self):
        self.pbx.lists_as = "data"
        self.small_pages(5)
        self.add(12)
        self.pbx.add("mikopbx-000", self.local(days=9), dst_num="9301")
        self.pbx.ills = ["grouped"] * 20
        self.poll()
        self.assertFalse(self.connection.error)
        self.assertEqual(len(self.registered()), 12)

    def test_one_bad_row_never_stops_the_others(self):
        self.add(2)
        self.pbx.rows += [
            {"id": 900_001, "linkedid": "mikopbx-bad", "start": "yesterday", "disposition": "ANSWERED"},
            {"id": 900_002, "start": f"{self.local(days=9)}"},
            {"id": None, "linkedid": None, "start": None},
            None,
            ["row"],
        ]
        self.pbx.add("mikopbx-999", self.local(days=9), id=900_009)
        self.poll()
        self.assertEqual(self.registered().mapped("linkedid"), ["mikopbx-000", "mikopbx-001", "mikopbx-999"])
        failed = self.failed()
        self.assertEqual(len(failed), 5)
        self.assertEqual(set(failed.mapped("error")), {"A call needs its id at the PBX and its beginning."})
        self.poll()
        self.assertEqual(self.failed(), failed)

    def test_end_before_beginning_is_a_bad_call(self):
        self.add(1)
        row = self.pbx.add("mikopbx-odd", self.local(days=9))
        row["endtime"] = "2001-01-01 00:00:00"
        self.poll()
        self.assertEqual(self.registered().mapped("linkedid"), ["mikopbx-000"])
        self.assertIn("ends before it begins", self.failed().error)

    def test_exchange_was_set_up_anew(self):
        self.add(3, days=1)
        self.poll()
        for row in self.pbx.rows:
            row["id"] += 0
        self.pbx.rows.clear()
        self.connection.position = self.connection.position | {"next": 10**6, "seen": []}
        self.pbx.add("mikopbx-new", self.local(minutes=20), id=1)
        self.poll()
        self.poll()
        self.assertIn("mikopbx-new", self.registered().mapped("linkedid"))

    def test_clock_an_hour_off_loses_nothing(self):
        for hours in (-1, 1):
            self.pbx.add(f"mikopbx-{hours}", self.local(hours=hours))
        self.connection.tz = "Asia/Vladivostok"
        self.poll()
        self.assertEqual(len(self.registered()), 2)

    def test_clock_that_was_set_back_hides_nothing(self):
        self.add(1, days=0)
        self.poll()
        self.pbx.add("mikopbx-back", self.local(days=60))
        self.poll()
        self.assertIn("mikopbx-back", self.registered().mapped("linkedid"))

    def test_key_goes_nowhere_else(self):
        self.pbx.ills = ["moved"]
        self.poll()
        self.assertIn("no MikoPBX", self.connection.error)
        self.assertEqual(len(self.pbx.asked), 1)

    def test_two_exchanges_one_of_them_away(self):
        away = self.make_connection(name="Away", host="http://127.0.0.1:1")
        self.add(1)
        self.poll()
        self.assertIn("Nobody answers", away.error)
        self.assertEqual(len(self.registered()), 1)

    def test_recording_by_whom_it_concerns_only(self):
        row = self.pbx.add("mikopbx-1", self.local(minutes=30), dst_num="9301")
        self.poll()
        call = self.registered()
        asked = len(self.pbx.asked)
        for user in (self.colleague, self.outsider, self.dispatcher):
            with self.assertRaises(AccessError):
                call.with_user(user).action_play_recording()
        self.assertEqual(len(self.pbx.asked), asked, "the exchange was asked for somebody who may not hear it")
        self.pbx.rows.remove(row)
        with self.assertRaisesRegex(UserError, "kept no longer"):
            call.with_user(self.manager).action_play_recording()
        self.pbx.ills = [503]
        with self.assertRaisesRegex(UserError, "does not answer"):
            call.with_user(self.manager).action_play_recording()
        self.connection.action_switch_off()
        call.invalidate_recordset(["has_recording"])
        self.assertFalse(call.has_recording)
        self.connection.unlink()
        call.invalidate_recordset(["has_recording"])
        self.assertFalse(call.has_recording)

    def test_many_recordings_cost_one_look_at_the_exchange(self):
        self.add(10)
        self.poll()
        calls = self.registered()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.assertTrue(all(calls.mapped("has_recording")))

    def test_position_survives_what_goes_wrong_in_between(self):
        self.add(3)
        self.poll()
        before = dict(self.connection.position)
        self.pbx.ills = [500]
        self.poll()
        self.assertEqual(self.connection.position, before)
        self.assertLess(self.connection.last_success_at, datetime.now() + timedelta(seconds=1))
