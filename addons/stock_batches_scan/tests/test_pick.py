from datetime import date

from odoo.tests import Form, tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestPick(PickCommon):
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
        pick.scan("(01)04600000000015(10)OLD(30)5")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual(pick.screen["progress"], {"done": 2, "todo": 2})
        pick.press("finish")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual(picking.state, "done")
        self.assertEqual(self._done(picking), {"NEW": 3, "OLD": 5})
        self.assertIn(f"/report/pdf/stock.report_deliveryslip/{picking.id}", [f["url"] for f in pick.screen["files"]])
        events = self.env["stock.scan.event"].search(
            [("user_id", "=", self.worker.id), ("picking_id", "=", picking.id)]
        )
        self.assertIn("NEW", events.mapped("code"))
        self.assertFalse(self.env["stock.scan.claim"].search([("session_id.key", "=", pick.session)]))

    def test_the_list_offers_what_is_ready(self):
        picking = self._two_places(3)
        home = self._handheld(self.worker, "home")
        home.start()
        tile = next(tile for tile in home.screen["tiles"] if tile["name"] == "pick")
        self.assertGreaterEqual(tile["count"], 1)
        home.press("tile", "pick")
        pick = home.follow()
        self.assertIn(str(picking.id), [option["value"] for option in pick.screen["input"]["options"]])
        pick.set("picking", str(picking.id))
        self.assertEqual(pick.screen["title"], picking.name)

    def test_a_reload_changes_nothing(self):
        picking = self._two_places(8)
        pick = self._start(picking)
        pick.scan("NEW")
        before = pick.screen
        pick.start()
        self.assertEqual(pick.screen, before)

    def test_undo_takes_back_one_scan_after_the_other(self):
        picking = self._two_places(8)
        pick = self._start(picking)
        pick.scan("NEW")
        pick.scan("NEW")
        self.assertTrue(pick.last["undo"])
        pick.undo()
        self.assertEqual(pick.line("NEW")["done"], 1)
        pick.undo()
        self.assertEqual(pick.line("NEW")["done"], 0)
        self.assertFalse(pick.last["undo"])
        pick.undo()
        self.assertEqual(pick.kind, "wrong")
        self.assertFalse(picking.move_line_ids.filtered("picked"))

    def test_short_goes_to_the_supervisor_and_on_the_list_of_counts(self):
        picking = self._pick_of(5, ("OLD", date(2025, 1, 1), 5, self.shelf_a))
        pick = self._start(picking)
        pick.scan("OLD")
        pick.set("quantity", 2)
        pick.press("short")
        self.assertEqual(pick.screen["input"]["kind"], "reason")
        pick.set("short", "less")
        self.assertEqual(pick.line("OLD")["state"], "short")
        pick.press("finish")
        self.assertEqual(pick.screen["buttons"][0]["name"], "keep_rest")
        pick.press("keep_rest")
        self.assertEqual((picking.state, self._done(picking)), ("done", {"OLD": 2}))
        self.assertEqual(picking.backorder_ids.move_ids.product_uom_qty, 3)
        task = picking.activity_ids
        self.assertTrue(
            task.user_id.has_group("stock_batches.group_supervisor") or task.user_id.has_group("base.group_system")
        )
        self.assertIn("Less than written", task.note)
        quant = self.env["stock.quant"].search([("lot_id.name", "=", "OLD"), ("location_id", "=", self.shelf_a.id)])
        self.assertEqual(quant.user_id, task.user_id)

    def test_the_rest_may_be_dropped(self):
        picking = self._pick_of(5, ("OLD", date(2025, 1, 1), 5, self.shelf_a))
        pick = self._start(picking)
        pick.scan("(01)04600000000015(10)OLD(30)2")
        pick.press("finish")
        pick.press("drop_rest")
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)

    def test_too_many_and_foreign_goods_are_refused(self):
        other = self._make_product("Paint", barcode="4600000000022")
        self._make_lot("P-1", date(2025, 1, 1), other, 5)
        pick = self._start(self._pick_of(2, ("OLD", date(2025, 1, 1), 5, self.shelf_a)))
        pick.scan("(01)04600000000015(10)OLD(30)3")
        self.assertEqual(pick.kind, "wrong")
        self.assertIn("Only 2", pick.word)
        pick.scan("P-1")
        self.assertIn("not asked for here", pick.word)
        pick.scan("SHELF-B")
        self.assertIn("Nothing is to be brought from", pick.word)
        pick.scan("NOBODY")
        self.assertIn("Nobody knows NOBODY", pick.word)
        pick.scan("")
        self.assertIn("Nothing was read", pick.word)
        pick.set("quantity", 1)
        self.assertIn("Scan the goods first", pick.word)
        self.assertEqual(pick.line("OLD")["done"], 0)

    def test_goods_without_series_and_their_packaging(self):
        box = self.env["uom.uom"].create(
            {"name": "Box of 6", "relative_factor": 6, "relative_uom_id": self.product.uom_id.id}
        )
        plain = self._make_product("Gloves", tracking="none", barcode="4600000000039")
        self.env["product.uom"].create({"product_id": plain.id, "uom_id": box.id, "barcode": "GLOVES-6"})
        self.env["stock.quant"]._update_available_quantity(plain, self.shelf_a, 20)
        picking = self._make_picking("out", 8, plain)
        picking.action_assign()
        pick = self._start(picking)
        pick.scan("4600000000039")
        pick.scan("GLOVES-6")
        self.assertEqual(pick.screen["lines"][0]["done"], 7)
        self.assertEqual(pick.screen["lines"][0]["codes"]["barcode"], ["4600000000039", "GLOVES-6"])

    def test_series_of_equal_age_on_the_shelf_is_taken(self):
        picking = self._pick_of(3, ("ONE", date(2025, 1, 1), 3, self.shelf_a))
        self._make_lot("TWIN", date(2025, 1, 1), quantity=3, location=self.shelf_a)
        pick = self._start(picking)
        pick.scan("ONE")
        pick.scan("TWIN")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual((pick.line("ONE")["done"], pick.line("TWIN")["done"]), (1, 1))
        pick.set("quantity", 2)
        pick.press("finish")
        self.assertEqual(self._done(picking), {"ONE": 1, "TWIN": 2})

    def test_a_series_the_books_do_not_have_is_refused(self):
        picking = self._pick_of(3, ("ONE", date(2025, 1, 1), 3, self.shelf_a))
        self._make_lot("GONE", date(2024, 1, 1))
        pick = self._start(picking)
        pick.scan("GONE")
        self.assertEqual(pick.kind, "wrong")
        self.assertIn("does not lie here by the books", pick.word)

    def test_two_people_never_bring_one_line(self):
        picking = self._two_places(8)
        first, second = self._start(picking), self._start(picking, self.supervisor, device="handheld-2")
        self.assertEqual(first.screen["target"]["series"], "NEW")
        self.assertEqual(second.screen["target"]["series"], "OLD")
        taken = second.line("NEW")
        self.assertEqual((taken["state"], taken["taken_by"]), ("taken", self.worker.name))
        second.scan("NEW")
        self.assertEqual(second.kind, "wrong")
        self.assertIn(self.worker.name, second.word)
        second.scan("OLD")
        second.press("finish")
        self.assertIn("wait for him", second.word)
        first.send("leave")
        second.scan("NEW")
        self.assertEqual(second.kind, "right", second.word)

    def test_a_claim_ends_by_itself(self):
        picking = self._two_places(8)
        self._start(picking)
        self.env["stock.scan.claim"].search([]).expires_at = "2020-01-01 00:00:00"
        second = self._start(picking, self.supervisor, device="handheld-2")
        self.assertEqual(second.screen["target"]["series"], "NEW")

    def test_transfer_cancelled_mid_pick(self):
        picking = self._two_places(8)
        pick = self._start(picking)
        pick.scan("NEW")
        picking.action_cancel()
        pick.scan("NEW")
        self.assertEqual(pick.kind, "wrong")
        self.assertIn("put the goods back", pick.word)
        self.assertEqual(pick.screen["input"]["name"], "picking")

    def test_lot_renamed_and_moved_mid_pick(self):
        picking = self._pick_of(3, ("OLD", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        pick.scan("OLD")
        lot = picking.move_line_ids.lot_id
        lot.name = "OLD-2"
        pick.scan("OLD")
        self.assertEqual(pick.kind, "wrong")
        pick.scan("OLD-2")
        self.assertEqual((pick.kind, pick.line("OLD-2")["done"]), ("right", 2))

    def test_a_line_of_a_lot_that_was_moved_away_is_not_shipped_twice(self):
        picking = self._pick_of(3, ("OLD", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        picking.do_unreserve()
        pick.scan("OLD")
        self.assertEqual(pick.kind, "wrong")
        self.assertEqual(pick.screen["lines"], [])

    def test_changes_in_the_office_are_seen(self):
        picking = self._pick_of(3, ("OLD", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        with (
            Form(picking.move_ids, view="stock.view_stock_move_operations") as form,
            form.move_line_ids.edit(0) as line,
        ):
            line.quantity = 2
        pick.start()
        self.assertEqual(pick.line("OLD")["todo"], 2)
