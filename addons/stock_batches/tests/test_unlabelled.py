from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestUnlabelled(OldestCommon):
    """Goods of the old system, which kept no series."""

    def _take_over(self, product=None, quantity=10, location=None):
        product = product or self.product
        self.env["stock.quant"]._update_available_quantity(product, location or self.stock, quantity)
        return self.env["stock.quant"]._adopt_unlabelled([("product_id", "=", product.id)])

    def test_one_series_per_product_and_it_leaves_first(self):
        lot = self._take_over()
        self.assertRecordValues(
            lot,
            [
                {
                    "name": "без серии",
                    "is_unlabelled": True,
                    "series_date": date(1970, 1, 1),
                    "series_date_origin": "unlabelled",
                    "product_qty": 10,
                }
            ],
        )
        self.assertEqual(self._take_over(location=self.shelf_a, quantity=2), lot)
        self._make_lot("A", date(2020, 1, 1), quantity=5)
        picking = self._reserved(13)
        self.assertEqual(self._lines(picking), [("A", 1), ("без серии", 2), ("без серии", 10)])
        self.assertTrue(picking.has_unlabelled)
        self._validate(picking)
        self.assertFalse(picking.has_unlabelled)

    def test_it_never_expires_by_guess(self):
        glue = self._glue()
        lot = self._take_over(glue)
        self.assertFalse(lot.expiration_date)
        self.assertEqual(self._lines(self._reserved(3, product=glue)), [("без серии", 3)])

    def test_reservations_made_without_a_series_can_be_delivered(self):
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 4)
        picking = self._reserved(3)
        self.assertFalse(picking.move_line_ids.lot_id)
        self.env["stock.quant"]._adopt_unlabelled()
        self.assertEqual(self._lines(picking), [("без серии", 3)])
        self._validate(picking)

    def test_serials_get_one_each(self):
        pump = self._make_product("Pump", tracking="serial")
        lots = self._take_over(pump, 3)
        self.assertEqual(lots.mapped("name"), ["без серии 1", "без серии 2", "без серии 3"])
        self.assertEqual(lots.mapped("product_qty"), [1, 1, 1])
        self.assertEqual(self._take_over(pump, 1).name, "без серии 4")

    @users("series_worker")
    def test_worker_finds_a_label(self):
        lot = self._take_over()
        action = lot.with_user(self.env.user).action_split_series()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        form = Form(wizard)
        form.quantity = 4
        form.name = "L-5"
        form.production_date = date(2024, 5, 5)
        form.save().action_split()
        found = self.env["stock.lot"].search([("name", "=", "L-5"), ("product_id", "=", self.product.id)])
        self.assertEqual((found.series_date, found.product_qty, lot.product_qty), (date(2024, 5, 5), 4, 6))
        again = Form(wizard)
        again.quantity = 2
        again.name = "L-5"
        again.save().action_split()
        self.assertEqual((found.product_qty, lot.product_qty), (6, 4))
        many = Form(wizard)
        many.quantity = 5
        many.name = "L-6"
        with self.assertRaisesRegex(UserError, "There are 4 here"):
            many.save().action_split()

    def test_a_count_splits_off_what_it_finds(self):
        lot = self._take_over()
        series = self._make_lot("L-1", date(2024, 1, 1), quantity=1)
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quant = series.quant_ids.with_context(inventory_mode=True)
        quant.inventory_quantity = 4
        quant.action_apply_inventory()
        self.assertEqual((series.product_qty, lot.product_qty), (4, 7))
        quants.create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_a.id,
                "lot_id": series.id,
                "inventory_quantity": 2,
            }
        ).action_apply_inventory()
        self.assertEqual((series.product_qty, lot.product_qty), (6, 7), "found on another shelf: not these")
        mine = lot.quant_ids.filtered("quantity").with_context(inventory_mode=True)
        both = quant | mine
        quant.inventory_quantity, mine.inventory_quantity = 5, 7
        both.action_apply_inventory()
        self.assertEqual((series.product_qty, lot.product_qty), (7, 7), "who counted both knows better")
        quant.inventory_quantity = 50
        quant.action_apply_inventory()
        self.assertEqual((series.product_qty, lot.product_qty), (52, 0), "never below nothing")

    def test_untracked_goods_have_none(self):
        with self.assertRaisesRegex(UserError, "is not tracked by series"):
            self._make_product("Bolt", tracking="none")._get_unlabelled_series()
