from datetime import date, timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import SeriesCommon


@tagged("post_install", "-at_install")
class TestWorkerTour(SeriesCommon, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_worker_finds_a_series_by_its_label(self):
        self.product.barcode = "4601234567893"
        self._make_lot("TOUR-OLD", date(2025, 1, 1), quantity=5)
        self._make_lot("TOUR-NEW", date(2025, 6, 1), quantity=7)
        self.start_tour("/odoo/series-on-stock", "stock_batches_worker_scan", login="series_worker")

    def test_worker_is_refused_and_takes_the_oldest(self):
        self._make_lot("TOUR-OLD", date(2025, 1, 1), quantity=5)
        young = self._make_lot("TOUR-NEW", date(2025, 6, 1), quantity=7)
        picking = self._make_picking("out", 2)
        picking.action_assign()
        picking.move_line_ids.lot_id = young
        picking.move_line_ids.picked = True
        url = f"/odoo/stock.picking/{picking.id}"
        self.start_tour(url, "stock_batches_worker_refused", login="series_worker")
        self.assertEqual(picking.move_line_ids.lot_id.name, "TOUR-OLD")


@tagged("post_install", "-at_install")
class TestSupervisorTour(SeriesCommon, HttpCase):
    def test_supervisor_changes_a_date(self):
        lot = self._make_lot("TOUR-DATE", date(2025, 1, 1), quantity=5)
        self.start_tour("/odoo/series-expiry", "stock_batches_supervisor_date", login="series_supervisor")
        self.assertEqual(lot.series_date, date(2024, 12, 31))
        self.assertEqual(lot.series_date_reason, "The box says December")

    def test_supervisor_looks_at_what_expires(self):
        glue = self._make_product("Glue", use_expiration_date=True, expiration_time=90, standard_price=5)
        self._make_lot(
            "TOUR-SOON", product=glue, quantity=5, expiration_date=fields.Datetime.now() + timedelta(days=12)
        )
        self.start_tour("/odoo/what-expires", "stock_batches_supervisor_expiry", login="series_supervisor")

    def test_supervisor_corrects_a_done_delivery(self):
        self.env["stock.series.release.reason"].create({"name": "Tour reason"})
        self._make_lot("TOUR-OLD", date(2025, 1, 1), quantity=5)
        young = self._make_lot("TOUR-NEW", date(2025, 6, 1), quantity=7)
        picking = self._make_picking("out", 2)
        picking.action_assign()
        self._validate(picking)
        self.start_tour(
            f"/odoo/stock.picking/{picking.id}", "stock_batches_supervisor_correction", login="series_supervisor"
        )
        self.assertEqual(
            {line.lot_id.name: line.quantity for line in picking.move_line_ids}, {"TOUR-OLD": 1, "TOUR-NEW": 1}
        )
        self.assertEqual(young.product_qty, 6)
