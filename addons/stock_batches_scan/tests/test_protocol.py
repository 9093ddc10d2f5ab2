from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..services.base import SCENARIOS
from .common import PickCommon


@tagged("post_install", "-at_install")
class TestProtocol(PickCommon):
    def test_same_scan_ten_times_is_one(self):
        picking = self._two_places(8)
        pick = self._start(picking)
        answers = [pick.scan("NEW", uid="the-same") for _time in range(10)]
        self.assertEqual(pick.line("NEW")["done"], 1)
        self.assertEqual([answer.get("repeat", False) for answer in answers], [False] + [True] * 9)
        self.assertEqual({answer["message"]["text"] for answer in answers}, {"1 of 3"})
        self.assertEqual(self.env["stock.scan.event"].search_count([("uid", "=", "the-same")]), 1)

    def test_a_repeat_shows_the_screen_as_it_is_now(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW", uid="early")
        pick.scan("NEW")
        pick.scan("NEW", uid="early")
        self.assertEqual((pick.word, pick.line("NEW")["done"]), ("1 of 3", 2))

    def test_nobody_repeats_the_scan_of_another(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW", uid="mine")
        with self.assertRaisesRegex(UserError, "somebody else's"):
            self._handheld(self.supervisor, "pick").scan("NEW", uid="mine")

    def test_nobody_works_in_the_session_of_another(self):
        pick = self._start(self._two_places(8))
        with self.assertRaisesRegex(UserError, "works here: start"):
            self._handheld(self.supervisor, "pick", pick.session).scan("NEW")
        with self.assertRaisesRegex(UserError, "another task"):
            self._handheld(self.worker, "receive", pick.session).scan("NEW")

    def test_only_people_of_the_warehouse(self):
        clerk = new_test_user(self.env, login="scan_clerk", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._handheld(clerk, "home").start()

    def test_what_no_page_sends_is_refused(self):
        pick = self._start(self._two_places(8))
        for data in ({"code": "X" * 401}, {"name": "n" * 65}, {"value": "v" * 5000}):
            with self.assertRaisesRegex(UserError, "too long"):
                pick.send("scan", **data)
        with self.assertRaisesRegex(UserError, "Nothing was read"):
            pick.scan("NEW\x00")
        for data in ({"uid": "u" * 65}, {"code": 5}, {"action": "unlink"}):
            with self.assertRaisesRegex(UserError, "another version"):
                pick.send(data.pop("action", "scan"), **data)
        with self.assertRaisesRegex(UserError, "Nobody knows this task"):
            self._handheld(self.worker, "unlink").start()
        for name in ("__class__", "run", "missing", "", None):
            pick.press(name)
            self.assertIn("not asked any more", pick.word)

    def test_a_lost_device_is_refused(self):
        pick = self._start(self._two_places(8), device="lost-one")
        device = self.env["stock.scan.device"].search([("key", "=", "lost-one")])
        device.with_user(self.supervisor).active = False
        with self.assertRaisesRegex(UserError, "reported lost"):
            pick.scan("NEW")

    def test_who_sees_which_scans(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW")
        other = new_test_user(self.env, login="scan_other", groups="base.group_user,stock_batches.group_worker")
        event = self.env["stock.scan.event"].search([("session_id.key", "=", pick.session), ("code", "=", "NEW")])
        self.assertTrue(event.with_user(self.worker).read(["text"]))
        self.assertTrue(event.with_user(self.supervisor).read(["text"]))
        with self.assertRaises(AccessError):
            event.with_user(other).read(["text"])
        for user in (self.worker, self.supervisor):
            with self.assertRaises(AccessError):
                event.with_user(user).text = "Nothing happened"
            with self.assertRaises(AccessError):
                event.session_id.with_user(user).state = {}
        event.conflict = True
        with self.assertRaisesRegex(UserError, "Only a warehouse supervisor"):
            event.with_user(self.worker).action_solve()

    def test_moment_of_the_device_is_kept(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW", at="2026-11-01T13:00:00+03:00", uid="in-moscow")
        event = self.env["stock.scan.event"].search([("uid", "=", "in-moscow")])
        self.assertEqual(str(event.at_device), "2026-11-01 10:00:00")
        pick.scan("NEW", at="the day before", uid="no-clock")
        self.assertFalse(self.env["stock.scan.event"].search([("uid", "=", "no-clock")]).at_device)

    def test_old_work_is_forgotten(self):
        pick = self._start(self._two_places(8))
        session = self.env["stock.scan.session"].search([("key", "=", pick.session)])
        session.used_at = "2020-01-01 00:00:00"
        self.env["stock.scan.session"]._gc_old()
        self.assertFalse(session.exists())

    def test_each_task_draws_a_first_screen_in_russian(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        worker = self.worker.with_context(lang="ru_RU")
        for name in SCENARIOS:
            handheld = self._handheld(worker, name)
            handheld.start()
            self.assertTrue(handheld.screen["prompt"], name)
