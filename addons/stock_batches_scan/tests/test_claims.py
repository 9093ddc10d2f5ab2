from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestClaims(PickCommon):
    def setUp(self):
        super().setUp()
        self.picking = self._two_places(8)
        self.first = self._start(self.picking)
        self.claims = self.env["stock.scan.claim"]

    def _session(self, handheld):
        return self.env["stock.scan.session"].search([("key", "=", handheld.session)])

    def _claim(self):
        return self.claims.search([("session_id", "=", self._session(self.first).id)])

    def test_the_line_in_hand_is_claimed_and_no_other(self):
        self.assertEqual(self._claim().move_line_id.lot_id.name, "NEW")
        self.assertEqual(self._claim().user_id, self.worker)
        self.first.scan("SHELF-B")
        self.assertEqual(set(self._claim().move_line_id.mapped("lot_id.name")), {"NEW", "OLD"})
        self.first.scan("OLD")
        self.first.set("quantity", 5)
        # What is complete is let go; the next one is in hand.
        self.assertEqual(self._claim().move_line_id.lot_id.name, "NEW")

    def test_a_claim_lasts_longer_with_each_scan(self):
        claim = self._claim()
        claim.expires_at = fields.Datetime.now() + timedelta(minutes=1)
        self.first.scan("NEW")
        self.assertGreater(claim.expires_at, fields.Datetime.now() + timedelta(minutes=10))

    def test_whoever_comes_back_late_finds_it_taken(self):
        self._claim().expires_at = "2020-01-01 00:00:00"
        second = self._start(self.picking, self.supervisor, device="handheld-2")
        second.scan("NEW")
        self.first.scan("NEW")
        self.assertEqual(self.first.kind, "wrong")
        self.assertIn(self.supervisor.name, self.first.word)
        self.assertEqual(sum(self.picking.move_line_ids.mapped("scan_quantity")), 1)

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_one_claim_a_line(self):
        claim = self._claim()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            claim.copy({"move_line_id": claim.move_line_id.id})
            self.env.flush_all()

    def test_supervisor_frees_a_line(self):
        with self.assertRaises(AccessError):
            self._claim().with_user(self.worker).unlink()
        self._claim().with_user(self.supervisor).unlink()
        second = self._start(self.picking, self.supervisor, device="handheld-2")
        self.assertEqual(second.screen["target"]["series"], "NEW")

    def test_old_claims_are_swept(self):
        claim = self._claim()
        self.claims._gc_expired()
        self.assertTrue(claim.exists())
        claim.expires_at = "2020-01-01 00:00:00"
        self.claims._gc_expired()
        self.assertFalse(claim.exists())

    def test_a_line_that_is_gone_takes_its_claim_along(self):
        claim = self._claim()
        self.picking.do_unreserve()
        self.assertFalse(claim.exists())
        self.first.start()
        self.assertEqual(self.first.screen["lines"], [])

    def test_claimed_goods_are_not_exchanged(self):
        older = self._make_lot("OLDER", date(2024, 1, 1), quantity=9, location=self.shelf_a)
        self.env["stock.move"]._exchange_series(self.product)
        names = set(self.picking.move_line_ids.mapped("lot_id.name"))
        # The line in hand keeps its series; the other one changes to the older one.
        self.assertEqual(names, {"NEW", "OLDER"})
        self.assertEqual(older.name, "OLDER")
        self.first.scan("NEW")
        self.assertIn("OLDER", self.first.word)
        self.first.press("cancel")
        self.assertEqual(self.first.screen["target"]["series"], "OLDER")

    def test_two_devices_of_one_person_are_two_pieces_of_work(self):
        second = self._start(self.picking, device="handheld-2")
        self.assertEqual(second.screen["target"]["series"], "OLD")
        second.scan("NEW")
        self.assertEqual(second.kind, "wrong")
