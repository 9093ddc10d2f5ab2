from datetime import date

from odoo.tests import new_test_user, tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestOverride(PickCommon):
    def setUp(self):
        super().setUp()
        self.picking = self._pick_of(3, ("OLD", date(2025, 1, 1), 3, self.shelf_b))
        self.young = self._make_lot("YOUNG", date(2025, 6, 1), quantity=5, location=self.shelf_a)
        self.reason = self._make_reason()
        self.pick = self._start(self.picking)

    def _badge(self, user):
        return user.with_user(self.supervisor)._issue_badge()

    def test_younger_series_is_refused_with_the_older_one(self):
        self.pick.scan("YOUNG")
        self.assertEqual(self.pick.kind, "wrong")
        self.assertIn("OLD", self.pick.word)
        self.assertIn("Shelf B", self.pick.last["message"]["detail"])
        self.assertIn("01/01/2025", self.pick.last["message"]["detail"])
        self.assertEqual(self.picking.move_line_ids.lot_id.name, "OLD")
        self.assertIn("allow", [button["name"] for button in self.pick.screen["buttons"]])

    def test_worker_brings_the_other_one(self):
        self.pick.scan("YOUNG")
        self.pick.press("cancel")
        self.assertEqual(self.pick.screen["target"]["series"], "OLD")
        self.pick.scan("OLD")
        self.assertEqual(self.pick.kind, "right")

    def test_supervisor_allows_by_badge(self):
        self.pick.scan("YOUNG")
        self.pick.press("allow")
        self.pick.set("reason", str(self.reason.id))
        self.assertEqual(self.pick.screen["input"]["kind"], "badge")
        self.pick.scan(self._badge(self.supervisor))
        self.assertEqual(self.pick.kind, "right", self.pick.word)
        release = self.env["stock.series.release"].search([("picking_id", "=", self.picking.id)])
        self.assertEqual((release.user_id, release.reason_id), (self.supervisor, self.reason))
        self.assertEqual((release.lot_id, release.older_lot_id.name, release.quantity), (self.young, "OLD", 3))
        self.assertEqual(self.pick.line("YOUNG")["done"], 1)
        self.pick.set("quantity", 3)
        self.pick.press("finish")
        self.assertEqual(self.picking.state, "done", self.pick.word)
        # The code of a badge is kept nowhere.
        self.assertFalse(
            self.env["stock.scan.event"].search([("code", "like", "BDG-_%")]).filtered(lambda e: e.code != "BDG-…")
        )

    def test_supervisor_allows_by_password(self):
        self.supervisor.password = "warehouse-secret"
        self.pick.scan("YOUNG")
        self.pick.press("allow")
        self.pick.set("reason", str(self.reason.id))
        self.pick.set("badge", {"login": self.supervisor.login, "password": "wrong"})
        self.assertIn("Login or password is wrong", self.pick.word)
        self.pick.set("badge", {"login": self.supervisor.login, "password": "warehouse-secret"})
        self.assertEqual(self.pick.kind, "right", self.pick.word)
        codes = self.env["stock.scan.event"].search([("session_id.key", "=", self.pick.session)]).mapped("code")
        self.assertIn("badge: …", codes)
        self.assertFalse([code for code in codes if code and "secret" in code])

    def test_badge_of_a_worker_or_of_nobody_allows_nothing(self):
        self.pick.scan("YOUNG")
        self.pick.press("allow")
        self.pick.set("reason", str(self.reason.id))
        for code in (self._badge(self.worker), "BDG-AAAAAAAAAAAAAAAAAAAA", "OLD"):
            self.pick.scan(code)
            self.assertIn("no badge of a warehouse supervisor", self.pick.word)
        self.assertFalse(self.env["stock.series.release"].search([("picking_id", "=", self.picking.id)]))

    def test_badge_of_somebody_dismissed_allows_nothing(self):
        chief = new_test_user(
            self.env, login="scan_chief", groups="base.group_user,stock_batches.group_supervisor", lang="en_US"
        )
        code = self._badge(chief)
        chief.active = False
        self.pick.scan("YOUNG")
        self.pick.press("allow")
        self.pick.set("reason", str(self.reason.id))
        self.pick.scan(code)
        self.assertIn("no badge of a warehouse supervisor", self.pick.word)

    def test_no_permission_without_network(self):
        self.pick.scan("YOUNG", queued=True)
        self.assertEqual(self.pick.last["conflict"]["code"], "YOUNG")
        self.assertNotIn("allow", [button["name"] for button in self.pick.screen["buttons"]])
        event = self.env["stock.scan.event"].search(
            [("session_id.key", "=", self.pick.session), ("code", "=", "YOUNG")]
        )
        self.assertTrue(event.queued and event.conflict and not event.solved)
        event.with_user(self.supervisor).action_solve()
        self.assertEqual((event.solved, event.solved_by_id), (True, self.supervisor))

    def test_blocked_series_cannot_be_allowed(self):
        self.young.with_user(self.supervisor).write({"is_blocked": True, "block_reason": "Leaks"})
        self.pick.scan("YOUNG")
        self.assertIn("blocked", self.pick.word)
        self.assertNotIn("allow", [button["name"] for button in self.pick.screen["buttons"]])

    def test_who_starts_now_gets_the_oldest(self):
        """The series reserved for a later transfer, which nobody fetches yet, leaves with whoever ships first."""
        self.pick.send("leave")
        second = self._make_picking("out", 2)
        second.action_assign()
        self.assertEqual(second.move_line_ids.lot_id.name, "YOUNG")
        self.assertEqual(self._start(second).screen["target"]["series"], "OLD")

    def test_a_series_that_somebody_fetches_is_not_taken_from_him(self):
        second = self._make_picking("out", 2)
        second.action_assign()
        other = self._start(second, self.supervisor, device="handheld-2")
        self.assertEqual(other.screen["target"]["series"], "YOUNG")
        other.scan("YOUNG")
        self.assertEqual(other.kind, "right", other.word)
        self.assertEqual(self.picking.move_line_ids.lot_id.name, "OLD")

    def test_what_turns_out_at_the_end_is_allowed_there(self):
        self.pick.scan("OLD")
        self.pick.set("quantity", 3)
        self._make_lot("FOUND", date(2024, 1, 1), quantity=9, location=self.shelf_b)
        self.pick.press("finish")
        self.assertIn("FOUND", self.pick.word)
        self.pick.press("allow")
        self.pick.set("reason", str(self.reason.id))
        self.pick.scan(self._badge(self.supervisor))
        self.assertEqual((self.pick.kind, self.picking.state), ("right", "done"), self.pick.word)
