from datetime import date

from odoo.tests import HttpCase, tagged
from odoo.tools import file_open

from .common import ScanCommon


@tagged("post_install", "-at_install")
class TestPageTours(ScanCommon, HttpCase):
    """A person with a handheld, on the real page against the real server.

    The page has a bundle of its own without the web client's tours, so a plain script presses keys and buttons.
    """

    browser_size = "360x740"
    touch_enabled = True

    def _walk(self, name):
        with file_open("stock_batches_scan/static/tests/tours/steps.js") as file:
            steps = file.read()
        with file_open(f"stock_batches_scan/static/tests/tours/{name}.js") as file:
            code = f"(async () => {{\n{steps}\n{file.read()}\n}})().then(succeed, fail)"
        code = f"const succeed = () => console.log('test successful'); const fail = (error) => console.error(error.stack || error);\n{code}"
        self.browser_js("/scan", code, "document.body.dataset.ready === '1'", login="series_worker", timeout=90)

    def test_pick(self):
        picking = self._two_places()
        picking.name = "TOUR/PICK"
        self._walk("pick")
        self.assertEqual(picking.state, "done")
        done = {line.lot_id.name: line.quantity for line in picking.move_line_ids}
        self.assertEqual(done, {"OLD": 5, "NEW": 3})

    def test_wrong_series_is_refused_and_allowed_by_the_supervisor(self):
        self.supervisor.password = "tour-secret"
        self.env["stock.series.release.reason"].search([]).active = False
        self.env["stock.series.release.reason"].create({"name": "Tour reason"})
        picking = self._pick_of(
            2, ("OLD", date(2025, 1, 1), 5, self.shelf_b), ("NEW", date(2025, 6, 1), 5, self.shelf_a)
        )
        picking.name = "TOUR/WRONG"
        self._walk("wrong")
        release = self.env["stock.series.release"].search([("picking_id", "=", picking.id)])
        self.assertEqual((release.user_id, release.reason_id.name), (self.supervisor, "Tour reason"))
        self.assertEqual((picking.state, picking.move_line_ids.lot_id.name), ("done", "NEW"))

    def test_receive(self):
        picking = self._make_picking("in", 6)
        picking.name = "TOUR/IN"
        self._walk("receive")
        self.assertEqual(picking.state, "done")
        lot = picking.move_line_ids.lot_id
        self.assertEqual((lot.name, lot.series_date, picking.move_line_ids.quantity), ("TOUR-R1", date(2025, 3, 4), 6))

    def test_count(self):
        lot = self._make_lot("TOUR-C1", date(2025, 1, 1), quantity=4, location=self.shelf_a)
        self._walk("count")
        quant = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("location_id", "=", self.shelf_a.id)])
        self.assertEqual((quant.quantity, quant.inventory_quantity), (4, 3))

    def test_offline_and_back(self):
        picking = self._two_places()
        picking.name = "TOUR/PICK"
        self._walk("offline")
        events = self.env["stock.scan.event"].search([("action", "=", "scan"), ("queued", "=", True)], order="id")
        self.assertEqual(events.mapped("code"), ["OLD", "NEW", "OLD"])
        line = picking.move_line_ids.filtered(lambda each: each.lot_id.name == "OLD")
        self.assertEqual(line.scan_quantity, 2)
