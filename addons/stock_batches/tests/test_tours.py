from datetime import date

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


@tagged("post_install", "-at_install")
class TestSupervisorTour(SeriesCommon, HttpCase):
    def test_supervisor_changes_a_date(self):
        lot = self._make_lot("TOUR-DATE", date(2025, 1, 1), quantity=5)
        self.start_tour("/odoo/series-expiry", "stock_batches_supervisor_date", login="series_supervisor")
        self.assertEqual(lot.series_date, date(2024, 12, 31))
        self.assertEqual(lot.series_date_reason, "The box says December")
