from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestTasks(PickCommon):
    def _open(self, name, user=None):
        home = self._handheld(user or self.worker, "home")
        home.start()
        home.press("tile", name)
        return home.follow()

    def _at(self, lot, place):
        return self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", place.id)])

    # Home

    def test_home_opens_what_was_scanned(self):
        lot = self._make_lot("H-1", date(2025, 1, 1), quantity=3, location=self.shelf_a)
        home = self._handheld(self.worker, "home")
        home.start()
        self.assertEqual(home.screen["tiles"][0]["name"], "receive")
        for code, title in (("H-1", lot.product_id.name), ("SHELF-A", "Shelf A"), ("4600000000015", "Sealant")):
            home.scan(code)
            self.assertEqual(home.follow().screen["target"]["title"], title)
        home.scan("NOTHING")
        self.assertIn("Nobody knows", home.word)
        done = self._two_places(2)
        done.action_cancel()
        home.scan(done.name)
        self.assertIn("done or cancelled", home.word)
        home.press("tile", "unlink")
        self.assertEqual(home.kind, "attention")

    def test_foreign_codes_go_to_the_hook(self):
        found = {"title": "УПД 17", "text": "Signed", "files": [{"label": "Scan", "url": "/x"}]}
        self.patch(type(self.env["stock.scan.session"]), "_resolve_foreign_code", lambda self, text: found)
        home = self._handheld(self.worker, "home")
        home.scan("ST00012|Name=ACME")
        self.assertEqual((home.kind, home.word), ("info", "УПД 17"))
        self.assertEqual(home.screen["files"], found["files"])

    # What is this?

    def test_what_is_this(self):
        glue = self._make_product("Glue", use_expiration_date=True, barcode="4600000000046")
        past = fields.Datetime.now() - timedelta(days=3)
        lot = self._make_lot("W-1", date(2024, 1, 1), glue, 4, self.shelf_a, expiration_date=past, is_blocked=True)
        what = self._open("what")
        what.scan("W-1")
        target = what.screen["target"]
        self.assertEqual((target["series"], target["quantity"], target["place"]), ("W-1", 4, "Shelf A"))
        self.assertIn("Blocked", target["note"])
        self.assertIn("Expired on", target["note"])
        self.assertEqual(lot.product_qty, 4)
        what.scan("SHELF-A")
        self.assertEqual([line["series"] for line in what.screen["lines"]], ["W-1"])
        what.scan("(01)04600000000046(10)NEVER")
        self.assertIn("known to nobody", what.word)
        package = self.env["stock.package"].create({"name": "PACK-W"})
        what.scan(package.name)
        self.assertEqual(what.screen["target"]["title"], "PACK-W")

    # Labels

    def test_labels_are_printed(self):
        self._make_lot("L-1", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        label = self._open("label")
        label.set("count", 2)
        self.assertIn("Scan first", label.word)
        label.scan("L-1")
        self.assertEqual(label.screen["input"]["name"], "count")
        label.set("count", 101)
        self.assertEqual(label.kind, "wrong")
        label.set("count", 2)
        self.assertEqual(label.kind, "right", label.word)
        self.assertIn("/web/content/", label.screen["files"][0]["url"])
        printer = self.env["stock.label.printer"].create(
            {"name": "Big", "kind": "zpl", "host": "printer.example", "width": 100, "height": 70}
        )
        label.press("printers")
        label.set("printer", str(printer.id))
        label.set("count", 3)
        self.assertEqual(self.env["stock.label.job"].search([("printer_id", "=", printer.id)]).label_count, 3)

    # Move and put away

    def test_goods_are_moved(self):
        lot = self._make_lot("M-1", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        move = self._open("move")
        move.scan("SHELF-A")
        move.scan("M-1")
        move.scan("M-1")
        self.assertEqual(move.screen["target"]["quantity"], 2)
        move.undo()
        self.assertEqual(move.screen["target"]["quantity"], 1)
        move.set("quantity", 9)
        self.assertIn("Only 4 are free", move.word)
        move.set("quantity", 3)
        move.scan("SHELF-A")
        self.assertIn("lies there already", move.word)
        move.scan("SHELF-B")
        self.assertEqual(move.kind, "right", move.word)
        self.assertEqual(self._at(lot, self.shelf_a).quantity, 1)
        self.assertEqual(self._at(lot, self.shelf_b).quantity, 3)
        self.assertFalse(move.last["undo"])

    def test_what_others_reserved_stays(self):
        lot = self._make_lot("M-2", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        self._make_picking("out", 3).action_assign()
        move = self._open("move")
        move.scan("M-2")
        move.set("quantity", 2)
        self.assertIn("Only 1 are free", move.word)
        self.assertEqual(self._at(lot, self.shelf_a).reserved_quantity, 3)

    def test_where_it_lies_is_asked(self):
        lot = self._make_lot("M-3", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_b, 4, lot_id=lot)
        move = self._open("move")
        move.scan("M-3")
        self.assertIn("several places", move.word)
        move.scan("SHELF-B")
        move.scan("M-3")
        self.assertEqual(move.screen["target"]["place"], "Shelf B")

    def test_put_away_suggests_a_place(self):
        lot = self._make_lot("U-1", date(2024, 1, 1), quantity=6)
        self.env["stock.putaway.rule"].create(
            {"product_id": self.product.id, "location_in_id": self.stock.id, "location_out_id": self.shelf_b.id}
        )
        put = self._open("put_away")
        put.scan("U-1")
        target = put.screen["target"]
        self.assertEqual(target["quantity"], 6)
        self.assertIn("Shelf B", target["note"])
        put.scan("SHELF-B")
        self.assertEqual(self._at(lot, self.shelf_b).quantity, 6)

    def test_put_away_suggests_where_the_same_lies(self):
        self._make_lot("U-2", date(2024, 1, 1), quantity=6, location=self.shelf_a)
        self._make_lot("U-3", date(2024, 1, 1), quantity=6)
        put = self._open("put_away")
        put.scan("U-3")
        self.assertIn("Shelf A", put.screen["target"]["note"])

    # Count

    def test_a_blind_count_goes_to_the_supervisor(self):
        lots = [
            self._make_lot(name, date(2024, 1, 1), quantity=4, location=self.shelf_a) for name in ("C-1", "C-2", "C-3")
        ]
        counting = self._open("count")
        counting.scan("C-1")
        self.assertIn("Scan first the place", counting.word)
        counting.scan("SHELF-A")
        self.assertNotIn("4", str(counting.screen["lines"]))
        counting.scan("C-1")
        counting.set("quantity", 4)
        counting.scan("C-2")
        counting.scan("C-2")
        counting.undo()
        counting.scan("SHELF-B")
        self.assertIn("Finish", counting.word)
        counting.press("finish")
        self.assertEqual(counting.kind, "info")
        quants = [self._at(lot, self.shelf_a) for lot in lots]
        self.assertEqual([quant.quantity for quant in quants], [4, 4, 4])
        self.assertEqual([quant.inventory_quantity for quant in quants], [4, 1, 0])
        self.assertTrue(all(quant.inventory_quantity_set for quant in quants))
        self.assertEqual(quants[0].user_id, self.worker)

    def test_opening_count_of_goods_without_series(self):
        glue = self._make_product("Glue", use_expiration_date=True, barcode="4600000000046")
        unlabelled = glue._get_unlabelled_series()
        self.env["stock.quant"]._update_available_quantity(glue, self.shelf_a, 10, lot_id=unlabelled)
        counting = self._open("count")
        counting.scan("SHELF-A")
        counting.scan("4600000000046")
        counting.scan("C-NEW")
        self.assertEqual([field["name"] for field in counting.screen["fields"]], ["production", "expiry"])
        counting.press("dates", {"production": "2025-01-01", "expiry": "2030-01-01"})
        counting.set("quantity", 6)
        counting.scan("4600000000046")
        counting.scan(unlabelled.name)
        counting.set("quantity", 4)
        counting.press("finish")
        lot = self.env["stock.lot"].search([("name", "=", "C-NEW")])
        self.assertEqual(lot.expiration_day, date(2030, 1, 1))
        quants = self._at(lot, self.shelf_a) | self._at(unlabelled, self.shelf_a)
        quants.with_user(self.supervisor).action_apply_inventory()
        self.assertEqual(self._at(lot, self.shelf_a).quantity, 6)
        self.assertEqual(self._at(unlabelled, self.shelf_a).quantity, 4)

    # Components

    def _produce(self, quantity):
        made = self._make_product("Pump set", tracking="none")
        order = self.env["mrp.production"].create(
            {
                "product_id": made.id,
                "product_qty": 1,
                "picking_type_id": self.warehouse.manu_type_id.id,
                "move_raw_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "product_uom": self.product.uom_id.id,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        order.action_assign()
        return order

    def test_components_are_issued_oldest_first(self):
        self._make_lot("K-OLD", date(2024, 1, 1), quantity=4, location=self.shelf_b)
        order = self._produce(3)
        young = self._make_lot("K-NEW", date(2025, 1, 1), quantity=4, location=self.shelf_a)
        home = self._handheld(self.worker, "home")
        home.start()
        home.scan(order.name)
        issue = home.follow()
        self.assertEqual(issue.screen["target"]["series"], "K-OLD")
        issue.scan("K-NEW")
        self.assertIn("K-OLD", issue.word)
        issue.press("cancel")
        issue.scan("K-OLD")
        issue.set("quantity", 3)
        issue.press("finish")
        self.assertEqual(issue.kind, "right", issue.word)
        self.assertEqual(order.move_raw_ids.move_line_ids.mapped("picked"), [True])
        order.qty_producing = 1
        order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assertEqual(order.move_raw_ids.move_line_ids.lot_id.name, "K-OLD")
        self.assertEqual(young.product_qty, 4)
