"""The network cut at every step: each answer is lost and everything is sent again. Nothing is done twice."""

from datetime import date

from odoo.tests import tagged

from .common import Handheld, PickCommon


class Doubtful(Handheld):
    """Sends everything three times under the same name, as a page does whose answers are lost."""

    def send(self, action, uid=None, **data):
        uid = uid or f"twice-{next(self.test.numbers)}"
        first = super().send(action, uid=uid, **data)
        for _time in range(2):
            again = super().send(action, uid=uid, **data)
            self.test.assertTrue(again["repeat"])
            self.test.assertEqual(
                {name: again.get(name) for name in ("message", "go", "sound")},
                {name: first.get(name) for name in ("message", "go", "sound")},
            )
        return again

    def follow(self):
        go = self.last["go"]
        there = Doubtful(self.test, self.user, go["scenario"], go["session"], self.device)
        there.start()
        return there


@tagged("post_install", "-at_install")
class TestTwice(PickCommon):
    def _open(self, name=None, code=None):
        home = Doubtful(self, self.worker, "home")
        home.start()
        if code:
            home.scan(code)
        else:
            home.press("tile", name)
        return home.follow()

    def _at(self, lot, place):
        return self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", place.id)])

    def test_pick(self):
        picking = self._two_places(8)
        pick = self._open(code=picking.name)
        pick.scan("NEW")
        pick.set("quantity", 2)
        pick.undo()
        self.assertEqual(pick.line("NEW")["done"], 1)
        pick.press("short")
        pick.set("short", "missing")
        for _piece in range(5):
            pick.scan("OLD")
        pick.press("finish")
        pick.press("keep_rest")
        self.assertEqual((picking.state, self._done(picking)), ("done", {"NEW": 1, "OLD": 5}))
        self.assertEqual(len(picking.backorder_ids), 1)
        self.assertEqual(len(picking.activity_ids), 1)

    def test_wrong_series_with_permission(self):
        picking = self._pick_of(3, ("OLD", date(2025, 1, 1), 3, self.shelf_b))
        self._make_lot("YOUNG", date(2025, 6, 1), quantity=5, location=self.shelf_a)
        pick = self._open(code=picking.name)
        pick.scan("YOUNG")
        pick.press("allow")
        pick.set("reason", str(self._make_reason().id))
        pick.scan(self.supervisor.with_user(self.supervisor)._issue_badge())
        self.assertEqual(self.env["stock.series.release"].search_count([("picking_id", "=", picking.id)]), 1)
        self.assertEqual(pick.line("YOUNG")["done"], 1)

    def test_receive(self):
        picking = self._make_picking("in", 6)
        receive = self._open(code=picking.name)
        receive.scan("4600000000015")
        receive.scan("T-1")
        receive.press("dates", {"production": "2025-01-01"})
        receive.scan("T-1")
        receive.scan("(01)04600000000015(11)250201(10)T-2(30)3")
        receive.undo()
        receive.scan("(01)04600000000015(10)T-2(30)4")
        receive.press("finish")
        self.assertEqual((picking.state, self._done(picking)), ("done", {"T-1": 2, "T-2": 4}))
        self.assertEqual(self.env["stock.lot"].search_count([("name", "in", ["T-1", "T-2"])]), 2)

    def test_labels(self):
        printer = self.env["stock.label.printer"].create({"name": "Gate", "kind": "zpl", "host": "printer.example"})
        self._make_lot("L-1", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        label = self._open("label")
        label.scan("L-1")
        label.set("count", 2)
        jobs = self.env["stock.label.job"].search([("printer_id", "=", printer.id)])
        self.assertEqual(jobs.mapped("label_count"), [2])

    def test_move_and_put_away(self):
        lot = self._make_lot("M-1", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        move = self._open("move")
        move.scan("SHELF-A")
        move.scan("M-1")
        move.scan("M-1")
        move.scan("SHELF-B")
        self.assertEqual(self._at(lot, self.shelf_b).quantity, 2)
        self.assertEqual(self._at(lot, self.shelf_a).quantity, 2)
        fresh = self._make_lot("M-2", date(2024, 1, 1), quantity=4)
        put = self._open("put_away")
        put.scan("M-2")
        put.scan("SHELF-B")
        self.assertEqual(self._at(fresh, self.shelf_b).quantity, 4)

    def test_count(self):
        lot = self._make_lot("C-1", date(2024, 1, 1), quantity=4, location=self.shelf_a)
        counting = self._open("count")
        counting.scan("SHELF-A")
        counting.scan("C-1")
        counting.scan("C-1")
        counting.press("finish")
        self.assertEqual(self._at(lot, self.shelf_a).inventory_quantity, 2)

    def test_return(self):
        delivery = self._pick_of(3, ("R-1", date(2025, 1, 1), 3, self.shelf_a))
        self._validate(delivery)
        back = self._open("return")
        back.scan(delivery.name)
        back.scan("R-1")
        back.press("finish")
        self.assertEqual(len(delivery.return_ids), 1)
        self.assertEqual(self._done(delivery.return_ids), {"R-1": 1})

    def test_pack(self):
        picking = self._pick_of(3, ("P-1", date(2025, 1, 1), 3, self.shelf_a))
        pack = self._open("pack")
        pack.set("picking", str(picking.id))
        pack.scan("(01)04600000000015(10)P-1(30)3")
        pack.press("close")
        pack.press("finish")
        self.assertEqual(len(picking.move_line_ids.result_package_id), 1)
        self.assertEqual(picking.state, "done")
