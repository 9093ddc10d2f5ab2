from datetime import date

from odoo.tests import tagged

from .common import ScanCommon


@tagged("post_install", "-at_install")
class TestPick(ScanCommon):
    def _start(self, picking, user=None, **more):
        handheld = self._handheld(user or self.worker, "home", **more)
        handheld.start()
        handheld.scan(picking.name)
        self.assertEqual(handheld.last["go"]["scenario"], "pick")
        return handheld.follow()

    def test_worker_picks_a_transfer_from_scan_to_finish(self):
        picking = self._two_places(8)
        pick = self._start(picking)
        # By the way through the warehouse: A comes before B, whichever series is older.
        self.assertEqual(pick.screen["target"]["series"], "NEW")
        self.assertEqual(pick.screen["target"]["place"], "Shelf A")
        pick.scan("SHELF-A")
        self.assertEqual(pick.kind, "right")
        pick.scan("NEW")
        self.assertEqual((pick.kind, pick.word), ("right", "1 of 3"))
        pick.set("quantity", 3)
        self.assertEqual((pick.kind, pick.screen["target"]["series"]), ("right", "OLD"))
        pick.scan("(01)04600000000015(10)OLD(30)5".replace("(30)5", "(30)5"))
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual(pick.screen["progress"], {"done": 2, "todo": 2})
        pick.press("finish")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual(picking.state, "done")
        done = {line.lot_id.name: line.quantity for line in picking.move_line_ids}
        self.assertEqual(done, {"NEW": 3, "OLD": 5})
        self.assertTrue(pick.screen["files"])
        events = self.env["stock.scan.event"].search(
            [("user_id", "=", self.worker.id), ("picking_id", "=", picking.id)]
        )
        self.assertIn("NEW", events.mapped("code"))
