"""What each task refuses, and with which words: the worker reads a sentence, and nothing has happened."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..services.base import SCENARIOS
from .common import PickCommon


@tagged("post_install", "-at_install")
class TestRefusals(PickCommon):
    def _open(self, name, user=None):
        home = self._handheld(user or self.worker, "home")
        home.start()
        home.press("tile", name)
        return home.follow()

    def _refused(self, handheld, words):
        self.assertEqual(handheld.kind, "wrong", handheld.word)
        self.assertIn(words, handheld.word)

    # Pick

    def test_pick_of_what_is_not_to_be_picked(self):
        pick = self._open("pick")
        incoming = self._make_picking("in", 3)
        empty = self._make_picking("out", 3)
        for value, words in (
            (str(incoming.id), "is not to be picked"),
            (str(empty.id), "is in the stock yet"),
            ("0", "is not to be picked"),
            ("nine", "is not to be picked"),
            (None, "is not to be picked"),
        ):
            pick.set("picking", value)
            self._refused(pick, words)
        pick.scan(incoming.name)
        self._refused(pick, "is not to be picked")

    def test_pick_of_serial_numbers_is_one_by_one(self):
        pump = self._make_product("Pump", tracking="serial", barcode="4600000000053")
        picking = self._pick_of(
            2, ("S-1", date(2025, 1, 1), 1, self.shelf_a), ("S-2", date(2025, 1, 2), 1, self.shelf_a), product=pump
        )
        pick = self._start(picking)
        pick.scan("4600000000053")
        self.assertIn("Scan the series on the label", pick.word)
        pick.scan("(01)04600000000053(21)S-1")
        self.assertEqual(pick.kind, "right")
        pick.scan("S-1")
        self._refused(pick, "put")
        pick.scan("S-2")
        pick.press("finish")
        self.assertEqual(self._done(picking), {"S-1": 1, "S-2": 1})

    def test_keypad_takes_numbers_only(self):
        pick = self._start(self._pick_of(5, ("OLD", date(2025, 1, 1), 5, self.shelf_a)))
        pick.scan("OLD")
        for value in (-1, "x", None, "1e400", "nan", [], {}):
            pick.set("quantity", value)
            self._refused(pick, "Type a number")
        pick.set("quantity", 6)
        self._refused(pick, "Only 4")
        pick.set("quantity", "3,0")
        self.assertEqual(pick.line("OLD")["done"], 3)
        pick.set("quantity", 0)
        self.assertEqual(pick.line("OLD")["done"], 0)

    def test_short_without_a_line_or_a_reason(self):
        pick = self._start(self._pick_of(2, ("OLD", date(2025, 1, 1), 5, self.shelf_a)))
        pick.press("short")
        pick.set("short", "because")
        self._refused(pick, "Choose a reason")
        pick.press("back")
        self.assertEqual(pick.screen["target"]["series"], "OLD")
        pick.scan("OLD")
        pick.scan("OLD")
        pick.press("short")
        self._refused(pick, "Choose the line first")

    def test_nothing_is_finished_that_was_not_scanned(self):
        picking = self._pick_of(2, ("OLD", date(2025, 1, 1), 5, self.shelf_a))
        pick = self._start(picking)
        for name in ("finish", "keep_rest", "drop_rest"):
            pick.press(name)
            self._refused(pick, "Nothing is scanned yet")
        self.assertEqual(picking.state, "assigned")

    def test_a_wrong_reason_and_a_permission_nobody_asked_for(self):
        pick = self._start(self._pick_of(2, ("OLD", date(2025, 1, 1), 5, self.shelf_b)))
        for name in ("reason", "badge"):
            pick.set(name, "1")
            self._refused(pick, "not asked any more")
        self._make_lot("YOUNG", date(2025, 6, 1), quantity=5, location=self.shelf_a)
        pick.scan("YOUNG")
        pick.press("allow")
        pick.set("reason", "999999")
        self._refused(pick, "Choose a reason")
        pick.set("badge", {"login": self.supervisor.login})
        self._refused(pick, "Login or password is wrong")
        pick.set("badge", None)
        self._refused(pick, "Choose a reason first")

    def test_a_late_permission_is_no_permission(self):
        pick = self._start(self._pick_of(2, ("OLD", date(2025, 1, 1), 5, self.shelf_b)))
        self._make_lot("YOUNG", date(2025, 6, 1), quantity=5, location=self.shelf_a)
        pick.scan("YOUNG")
        pick.press("allow")
        pick.set("reason", str(self._make_reason().id), queued=True)
        self._refused(pick, "too late")
        self.assertEqual(pick.last["conflict"]["text"], pick.word)

    # Receive

    def test_receive_of_what_is_no_receipt(self):
        receive = self._open("receive")
        receive.set("picking", str(self._two_places(2).id))
        self._refused(receive, "no open receipt")
        picking = self._make_picking("in", 3)
        receive.set("picking", str(picking.id))
        receive.scan("SHELF-A")
        self._refused(receive, "when you put the goods away")
        receive.scan(self.env["stock.package"].create({"name": "PACK-R"}).name)
        self._refused(receive, "not the package")
        receive.set("quantity", 3)
        self._refused(receive, "Scan the goods first")
        receive.press("label")
        self._refused(receive, "Scan the goods first")
        receive.press("finish")
        self._refused(receive, "Nothing is scanned yet")
        receive.press("dates", {"production": "2025-01-01"})
        self._refused(receive, "not asked any more")
        self.assertEqual(picking.state, "assigned")

    def test_a_number_before_its_goods(self):
        receive = self._open("receive")
        receive.set("picking", str(self._make_picking("in", 3).id))
        receive.scan("(10)ALONE")
        self._refused(receive, "Scan the goods first")

    def test_no_printer_is_said(self):
        self.env["stock.label.printer"].search([]).active = False
        receive = self._open("receive")
        receive.set("picking", str(self._make_picking("in", 3).id))
        receive.scan("(01)04600000000015(11)250101(10)NP-1")
        self.assertEqual(receive.kind, "right")
        receive.press("label")
        self._refused(receive, "no label printer")

    # Count, move, labels

    def test_count_of_a_place_that_keeps_nothing(self):
        counting = self._open("count")
        self.customers.barcode = "CUSTOMERS"
        counting.scan("CUSTOMERS")
        self._refused(counting, "Nothing is kept at")
        counting.press("finish")
        self._refused(counting, "Scan first the place")
        counting.scan("SHELF-A")
        counting.set("quantity", 1)
        self._refused(counting, "Scan the goods first")
        counting.scan("(10)ALONE")
        self._refused(counting, "Scan the goods first")

    def test_a_piece_is_counted_once(self):
        pump = self._make_product("Pump", tracking="serial", barcode="4600000000053")
        self._make_lot("S-1", date(2025, 1, 1), pump, 1, self.shelf_a)
        counting = self._open("count")
        counting.scan("SHELF-A")
        counting.scan("S-1")
        counting.scan("S-1")
        self._refused(counting, "counted already")

    def test_an_empty_place_is_counted_as_empty(self):
        lot = self._make_lot("E-1", date(2025, 1, 1), quantity=4, location=self.shelf_a)
        counting = self._open("count")
        counting.scan("SHELF-A")
        self.assertTrue(counting.screen["buttons"][-1]["ask"])
        counting.press("finish")
        quant = lot.quant_ids.filtered(lambda quant: quant.location_id == self.shelf_a)
        self.assertEqual((quant.inventory_quantity, quant.inventory_quantity_set), (0, True))

    def test_moves_that_cannot_be(self):
        move = self._open("move")
        self.customers.barcode = "CUSTOMERS"
        move.scan("CUSTOMERS")
        self._refused(move, "Nothing is kept at")
        self._make_lot("NOWHERE", date(2025, 1, 1))
        move.scan("NOWHERE")
        self._refused(move, "does not lie here")
        move.scan("4600000000015")
        self.assertEqual(move.kind, "attention")
        move.set("quantity", 1)
        self._refused(move, "Scan the goods first")
        lot = self._make_lot("HERE", date(2025, 1, 1), quantity=2, location=self.shelf_a)
        move.scan("HERE")
        move.press("drop")
        self.assertIsNone(move.screen["target"])
        move.scan("SHELF-B")
        self.assertEqual(move.word, "From Shelf B")
        self.assertEqual(lot.quant_ids.filtered(lambda q: q.quantity > 0).location_id, self.shelf_a)

    def test_labels_of_nothing(self):
        label = self._open("label")
        label.press("printers")
        label.set("printer", "999999")
        self._refused(label, "Choose a printer")
        what = self._open("what")
        what.press("label")
        self._refused(what, "Scan first what needs a label")

    # Components and goods of production

    def _order(self, **more):
        made = self._make_product("Set", **{"tracking": "serial", **more})
        goods = {"product_id": self.product.id, "product_uom_qty": 2, "product_uom": self.product.uom_id.id}
        return self.env["mrp.production"].create(
            {
                "product_id": made.id,
                "product_qty": 2,
                "picking_type_id": self.warehouse.manu_type_id.id,
                "move_raw_ids": [Command.create(goods)],
            }
        )

    def test_orders_that_are_not_ready(self):
        order = self._order()
        issue, accept = self._open("issue"), self._open("production")
        for handheld in (issue, accept):
            handheld.set("production", str(order.id))
            self._refused(handheld, "that is confirmed")
            handheld.set("production", "none")
            self._refused(handheld, "that is confirmed")
        order.action_confirm()
        issue.scan(order.name)
        self._refused(issue, "is in the stock yet")
        accept.scan(order.name)
        self._refused(accept, "several numbered pieces")
        issue.scan(self._two_places(1).name)
        self._refused(issue, "scan a production order")

    def test_quantities_and_numbers_of_what_was_made(self):
        self._make_lot("RAW", date(2025, 1, 1), quantity=5, location=self.shelf_a)
        order = self._order(tracking="lot", barcode="4600000000060")
        order.action_confirm()
        accept = self._open("production")
        accept.scan(order.name)
        accept.set("number", " ")
        self._refused(accept, "Type the number")
        accept.scan("(01)04600000000015(10)OTHER")
        self._refused(accept, "is not what this order makes")
        accept.set("quantity", 0)
        self._refused(accept, "Type how many were made")
        accept.scan("(01)04600000000060(10)MADE")
        self.assertEqual(accept.screen["target"]["series"], "MADE")
        accept.press("label")
        self.assertTrue(accept.kind in ("info", "right"))
        order.action_cancel()
        accept.press("finish")
        self._refused(accept, "done or cancelled")

    # Pack and return

    def test_packing_of_what_is_not_packed(self):
        pack = self._open("pack")
        pack.set("picking", str(self._make_picking("in", 3).id))
        self._refused(pack, "Nothing is packed")

    # Rights

    def test_a_worker_does_with_the_scanner_what_he_may_not_do_by_hand(self):
        """The scanner is no way round: what a worker may not write he cannot write by its models either."""
        pick = self._start(self._two_places(3))
        pick.scan("NEW")
        session = self.env["stock.scan.session"].search([("key", "=", pick.session)])
        for model in ("stock.scan.session", "stock.scan.event", "stock.scan.line", "stock.scan.claim"):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.worker).create({"session_id": session.id})
        with self.assertRaises(AccessError):
            self.env["stock.series.release"].with_user(self.worker).create({})

    def test_every_task_survives_every_action_without_work(self):
        """Whatever is pressed on an empty screen is answered by a sentence."""
        for name, service in SCENARIOS.items():
            handheld = self._handheld(self.worker, name)
            handheld.start()
            names = [each.split("_", 1) for each in dir(service) if each.startswith(("press_", "set_"))]
            for action, field in names:
                for value in (None, "1", "x", {}):
                    handheld.send(action, name=field, value=value)
                    self.assertIn("prompt", handheld.screen, (name, action, field, value))
            handheld.undo()
            handheld.scan("NEVER-SEEN")
            handheld.send("leave")
            self.assertIn(handheld.kind, (None, "wrong", "attention", "info", "right"))
