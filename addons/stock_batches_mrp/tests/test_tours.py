from odoo.tests import HttpCase, tagged

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProductionTours(ProductionCommon, HttpCase):
    old_name, new_name = "TOUR-OLD", "TOUR-NEW"

    def _tour(self, order, name, user):
        self.start_tour(f"/odoo/mrp.production/{order.id}", name, login=user)

    def test_foreman_is_refused_and_takes_the_oldest(self):
        order = self._order(lot=self.new)
        self._tour(order, "stock_batches_mrp_refused", "series_foreman")
        self.assertEqual((order.state, self._used(order)), ("done", [("TOUR-OLD", 4)]))

    def test_supervisor_says_what_was_used(self):
        self.env["stock.series.release.reason"].create({"name": "Tour reason"})
        order = self._order()
        order.button_mark_done()
        self._tour(order, "stock_batches_mrp_correction", "series_supervisor")
        self.assertEqual((self._used(order), self.old.product_qty), ([("TOUR-NEW", 4)], 10))
