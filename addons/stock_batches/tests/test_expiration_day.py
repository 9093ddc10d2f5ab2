from datetime import date, datetime, timedelta

from odoo.tests import Form, freeze_time, tagged, users

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

    def test_a_moment_of_the_day_stays_as_core_wrote_it(self):
        """Core's forms write its moment and show our day: the day must not move the moment to its end."""
        lot = self._make_lot("A", product=self.glue)
        moment = datetime(2026, 12, 31, 9, 30)
        lot.write({"expiration_date": moment, "expiration_day": date(2026, 12, 31)})
        self.assertEqual(lot.expiration_date, moment)
        lot.write({"expiration_date": moment, "expiration_day": date(2026, 12, 30)})
        self.assertEqual(lot.expiration_date, datetime(2026, 12, 30, 20, 59, 59), "another day was typed")
        lot.expiration_day = False
        self.assertFalse(lot.expiration_date)

    def test_the_last_day_counts_whatever_its_hour(self):
        lot = self._make_lot("A", product=self.glue, quantity=2)
        lot.expiration_date = datetime(2026, 12, 31, 5)
        for moment, usable in (("2026-12-31 20:30:00", True), ("2026-12-31 21:30:00", False)):
            with freeze_time(moment):
                self.assertEqual(lot._is_past(lot.expiration_date), not usable)
                self.assertEqual(self._take(1, product=self.glue), [("A", 1)] if usable else [], moment)
                lot.invalidate_recordset(["freshness"])
                self.assertEqual(lot.freshness == "expired", not usable)

    def test_days_left_are_days_of_the_warehouse(self):
        lot = self._make_lot("A", product=self.glue, quantity=2)
        lot.expiration_day = date(2026, 12, 31)
        self.env.flush_all()
        for moment, left, horizon in (
            ("2026-12-30 20:30:00", 1, "2_30"),
            ("2026-12-30 21:30:00", 0, "2_30"),
            ("2026-12-31 21:30:00", -1, "1_expired"),
            ("2026-11-29 21:30:00", 31, "3_60"),
        ):
            with freeze_time(moment):
                row = self.env["stock.expiry.report"].search([("lot_id", "=", lot.id)])
                self.assertEqual((row.days_left, row.horizon), (left, horizon), moment)
                self.env.invalidate_all()

    def test_the_day_begins_where_the_warehouse_stands(self):
        company = self.env.company
        for zone, start, end in (
            ("Europe/Moscow", datetime(2026, 3, 28, 21), datetime(2026, 3, 29, 20, 59, 59)),
            ("UTC", datetime(2026, 3, 29), datetime(2026, 3, 29, 23, 59, 59)),
            # The clock is put forward in this night: the day has 23 hours.
            ("Europe/Berlin", datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 21, 59, 59)),
            ("Asia/Kamchatka", datetime(2026, 3, 28, 12), datetime(2026, 3, 29, 11, 59, 59)),
        ):
            company.partner_id.tz = zone
            self.assertEqual(company._get_stock_day_end(date(2026, 3, 29)), end, zone)
            self.assertEqual(company._get_stock_day_start(end), start, zone)
            self.assertEqual(company._get_stock_day(start), date(2026, 3, 29), zone)
        company.partner_id.tz = False
        self.assertEqual(company._get_stock_day(datetime(2026, 3, 29, 12)), date(2026, 3, 29), "then the user's")

    def test_core_barcode_of_the_quant(self):
        lot = self._make_lot("A", product=self.glue, quantity=3)
        lot.expiration_date = datetime(2026, 12, 30, 22)
        lot.use_date = datetime(2026, 12, 1, 9)
        quant = lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self.assertTrue(quant._get_gs1_barcode().startswith("1526120117261231"), quant._get_gs1_barcode())

    @users("series_worker")
    def test_generated_numbers_keep_the_expiry_that_came_with_them(self):
        """The screen makes the lines by itself and sends all their columns, the empty ones too."""
        picking = self._make_picking("in", 2, self.glue)
        picking.move_line_ids.unlink()
        move = picking.move_ids.with_user(self.env.user)
        known = {
            "default_product_id": self.glue.id,
            "default_picking_id": picking.id,
            "default_company_id": picking.company_id.id,
            "default_location_dest_id": self.stock.id,
            "default_tracking": "lot",
            "default_quantity": 2,
        }
        rows = move.action_generate_lot_line_vals(known, "import", False, 0, "G-1;1;2027-02-28\nG-2;1")
        self.assertEqual(
            [row["expiration_day"] for row in rows],
            [date(2027, 2, 28), self.env["stock.lot"]._get_stock_day(picking.scheduled_date + timedelta(days=90))],
        )
        names = ("lot_name", "quantity", "expiration_date")
        values = {**move._prepare_move_line_vals(), "expiration_day": False, "picked": True}
        lines = self.env["stock.move.line"].create([values | {name: row[name] for name in names} for row in rows])
        self.assertEqual(lines.mapped("expiration_day"), [row["expiration_day"] for row in rows])

    def test_the_other_days_move_with_the_expiry(self):
        """As in core's own form, where the difference is still known."""
        self.glue.write({"use_time": 20, "removal_time": 10, "alert_time": 30})
        lot = self._make_lot("A", product=self.glue, quantity=2, expiration_date=datetime(2026, 12, 31, 12))
        lot.with_user(self.supervisor).write({"expiration_day": date(2027, 1, 30), "series_date_reason": "Read wrong"})
        days = {name: lot._get_stock_day(lot[name]) for name in ("use_date", "removal_date", "alert_date")}
        self.assertEqual(
            days, {"use_date": date(2027, 1, 10), "removal_date": date(2027, 1, 20), "alert_date": date(2026, 12, 31)}
        )
        typed = datetime(2027, 2, 1, 9)
        lot.write({"expiration_day": date(2027, 3, 1), "removal_date": typed})
        self.assertEqual((lot.removal_date, lot._get_stock_day(lot.use_date)), (typed, date(2027, 2, 9)))

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
