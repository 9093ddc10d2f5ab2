from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import ScanCommon


@tagged("post_install", "-at_install")
class TestReceive(ScanCommon):
    def setUp(self):
        super().setUp()
        self.warehouse.in_type_id.create_backorder = "ask"
        self.picking = self._make_picking("in", 10)
        self.receive = self._open(self.picking)

    def _open(self, picking, user=None):
        home = self._handheld(user or self.worker, "home")
        home.start()
        home.scan(picking.name)
        self.assertEqual(home.last["go"]["scenario"], "receive")
        return home.follow()

    def _make_glue(self):
        return self._make_product("Glue", use_expiration_date=True, expiration_time=900, barcode="4600000000046")

    def _received(self, picking=None):
        lines = (picking or self.picking).move_line_ids
        return {line.lot_id.name: line.quantity for line in lines}

    def test_one_label_gives_series_dates_and_quantity(self):
        picking = self._make_picking("in", 5, self._make_glue())
        receive = self._open(picking)
        soon = fields.Date.today() + timedelta(days=300)
        receive.scan(f"]d20104600000000046{soon:11%y%m%d}17{soon:%y%m%d}".replace("11", "11", 1) + "10G-1\x1d305")
        self.assertEqual(receive.kind, "right", receive.word)
        self.assertEqual(receive.screen["target"]["series"], "G-1")
        receive.press("finish")
        self.assertEqual((receive.kind, picking.state), ("right", "done"), receive.word)
        lot = picking.move_line_ids.lot_id
        self.assertEqual((lot.name, lot.expiration_day, picking.move_line_ids.quantity), ("G-1", soon, 5))

    def test_dates_of_a_new_series_are_asked_once(self):
        self.receive.scan("4600000000015")
        self.assertEqual(self.receive.screen["input"]["name"], "number")
        self.receive.scan("R-1")
        self.assertEqual(self.receive.kind, "attention")
        self.assertEqual([field["name"] for field in self.receive.screen["fields"]], ["production"])
        self.receive.press("dates", {"production": "2025-03-03"})
        self.assertEqual((self.receive.kind, self.receive.word), ("right", "1 of 10"))
        self.receive.scan("R-1")
        self.assertEqual((self.receive.kind, self.receive.word), ("right", "2 of 10"))
        self.receive.set("quantity", 10)
        self.receive.press("finish")
        self.assertEqual(self.picking.state, "done", self.receive.word)
        lot = self.picking.move_line_ids.lot_id
        self.assertEqual((lot.series_date, lot.series_date_user_id), (date(2025, 3, 3), self.worker))
        self.assertEqual(self._received(), {"R-1": 10})
        self.assertFalse(self.env["stock.scan.line"].search([("picking_id", "=", self.picking.id)]))

    def test_wrong_dates_are_refused(self):
        self.receive.scan("(01)04600000000015(10)R-2")
        today = fields.Date.today()
        for values, words in (
            ({}, "Type a date"),
            ({"production": str(today + timedelta(days=3))}, "still to come"),
            ({"production": "2025-13-01"}, "is no date"),
            ({"production": "2025-03-03", "expiry": "2025-03-02"}, "expires before it was made"),
        ):
            self.receive.press("dates", values)
            self.assertIn(words, self.receive.word)
        self.receive.press("no_dates")
        self.assertEqual(self.receive.kind, "right")
        self.assertFalse(self.env["stock.lot"].search([("name", "=", "R-2")]).production_date)

    def test_more_than_ordered_is_told_and_taken(self):
        self.receive.scan("(01)04600000000015(11)250303(10)R-3(30)12".replace("(30)12", "(30)12"))
        self.assertEqual((self.receive.kind, self.receive.word), ("attention", "More than ordered: 12 of 10"))
        self.receive.press("finish")
        self.assertEqual((self.picking.state, self._received()), ("done", {"R-3": 12}))

    def test_less_than_ordered_leaves_a_backorder(self):
        self.receive.scan("(01)04600000000015(11)250303(10)R-4(30)4")
        self.receive.press("finish")
        self.assertEqual(self.picking.state, "assigned")
        self.receive.press("keep_rest")
        self.assertEqual((self.picking.state, self._received()), ("done", {"R-4": 4}))
        self.assertEqual(self.picking.backorder_ids.move_ids.product_uom_qty, 6)

    def test_undo_takes_the_last_pieces_back(self):
        self.receive.scan("(01)04600000000015(11)250303(10)R-5(30)4")
        self.receive.scan("R-5")
        self.receive.undo()
        self.assertEqual(self.receive.screen["lines"][0]["done"], 4)
        self.receive.undo()
        self.receive.press("finish")
        self.assertIn("Nothing is scanned", self.receive.word)

    def test_goods_that_nobody_ordered_are_put_aside(self):
        other = self._make_product("Paint", barcode="4600000000022")
        self._make_lot("P-1", date(2025, 1, 1), other)
        for code in ("4600000000022", "P-1", "(01)04600000000022(10)NEW"):
            self.receive.scan(code)
            self.assertIn("is not on this receipt", self.receive.word)

    def test_a_label_with_another_expiry_is_doubted(self):
        glue = self._make_glue()
        receive = self._open(self._make_picking("in", 5, glue))
        receive.scan("(01)04600000000046(17)300101(10)G-2")
        self.assertEqual(receive.kind, "right", receive.word)
        receive.scan("(01)04600000000046(17)310101(10)G-2")
        self.assertIn("known with another expiry", receive.word)

    def test_serial_numbers_come_in_once(self):
        pump = self._make_product("Pump", tracking="serial", barcode="4600000000053")
        picking = self._make_picking("in", 2, pump)
        receive = self._open(picking)
        receive.scan("(01)04600000000053(21)S-1(11)250101".replace("(21)S-1(11)250101", "(11)250101(21)S-1"))
        self.assertEqual(receive.kind, "right", receive.word)
        receive.scan("S-1")
        self.assertIn("is here already", receive.word)
        receive.scan("(01)04600000000053(11)250101(21)S-2")
        receive.press("finish")
        self.assertEqual(self._received(picking), {"S-1": 1, "S-2": 1})

    def test_two_people_receive_one_transfer(self):
        second = self._open(self.picking, self.supervisor)
        self.receive.scan("(01)04600000000015(11)250303(10)R-6(30)4")
        second.scan("(01)04600000000015(10)R-6(30)6")
        self.assertEqual(second.word, "10 of 10")
        second.press("finish")
        self.assertEqual((self.picking.state, self.picking.move_ids.quantity), ("done", 10))
        self.receive.scan("R-6")
        self.assertIn("done or cancelled", self.receive.word)

    def test_goods_of_two_movements_are_dealt(self):
        again = self.picking.move_ids.copy({"product_uom_qty": 5})
        again._action_confirm(merge=False)
        self.receive.scan("(01)04600000000015(11)250303(10)R-7(30)16")
        self.receive.press("finish")
        self.assertEqual(self.picking.state, "done", self.receive.word)
        self.assertEqual(sorted(self.picking.move_ids.mapped("quantity")), [6, 10])

    def test_the_label_is_printed_at_once(self):
        printer = self.env["stock.label.printer"].create(
            {"name": "At the gate", "kind": "zpl", "host": "printer.example", "warehouse_id": self.warehouse.id}
        )
        self.receive.scan("(01)04600000000015(11)250303(10)R-8")
        self.assertIn("At the gate", self.receive.last["message"]["detail"])
        job = self.env["stock.label.job"].search([("printer_id", "=", printer.id)])
        self.assertEqual((job.label_count, job.user_id), (1, self.worker))
        printer.active = False
        self.receive.press("label", 2)
        self.assertIn("/web/content/", self.receive.screen["files"][0]["url"])

    def test_a_russian_keyboard_under_the_scanner(self):
        self.receive.scan("4600000000015")
        # R-9 with the layout switched.
        self.receive.scan("К-9")
        self.assertEqual(self.receive.screen["target"]["series"], "R-9")

    def test_the_number_is_typed_by_hand(self):
        self.receive.scan("4600000000015")
        self.receive.set("number", "HAND-1")
        self.receive.press("no_dates")
        self.assertEqual(self.receive.screen["target"]["series"], "HAND-1")
        self.receive.press("cancel_series")
        self.receive.press("no_dates")
        self.assertIn("not asked any more", self.receive.word)
