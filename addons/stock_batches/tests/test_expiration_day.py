from datetime import date, datetime

from odoo.tests import Form, tagged, users

from .common import SeriesCommon


@tagged("post_install", "-at_install")
class TestExpirationDay(SeriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._make_product("Glue", use_expiration_date=True, expiration_time=90, barcode="4601234567893")

    def test_no_day_is_shifted(self):
        """The complaint: an expiry read from a label moved a day, and the second receipt found another date."""
        lot = self._make_lot("A", product=self.glue)
        for zone in ("Europe/Moscow", "Pacific/Auckland", "America/Los_Angeles", "UTC"):
            self.env.company.partner_id.tz = zone
            lot.expiration_day = date(2026, 12, 31)
            self.env.invalidate_all()
            self.assertEqual(lot.expiration_day, date(2026, 12, 31), zone)
            self.assertIn("(17)261231", lot._get_gs1_content(), zone)

    def test_good_until_the_end_of_its_last_day(self):
        lot = self._make_lot("A", product=self.glue)
        lot.expiration_day = date(2026, 12, 31)
        self.assertEqual(lot.expiration_date, datetime(2026, 12, 31, 20, 59, 59))

    def test_core_barcode_of_the_quant(self):
        lot = self._make_lot("A", product=self.glue, quantity=3)
        lot.expiration_date = datetime(2026, 12, 30, 22)
        lot.use_date = datetime(2026, 12, 1, 9)
        quant = lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self.assertTrue(quant._get_gs1_barcode().startswith("1526120117261231"), quant._get_gs1_barcode())

    @users("series_worker")
    def test_worker_types_a_day(self):
        picking = self._make_picking("in", 3, self.glue).with_user(self.env.user)
        with Form(picking.move_ids, view="stock.view_stock_move_operations") as form:
            with form.move_line_ids.edit(0) as line:
                line.lot_name = "W-1"
                line.expiration_day = date(2027, 2, 28)
        picking.move_ids.picked = True
        self.assertIs(picking.button_validate(), True)
        lot = picking.move_line_ids.lot_id
        self.assertEqual((lot.expiration_day, lot.series_date), (date(2027, 2, 28), date(2026, 11, 30)))
