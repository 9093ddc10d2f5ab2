from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, users

from odoo.addons.stock_batches import _date_known_series

from .common import SeriesCommon, days_ago, noon


@tagged("post_install", "-at_install")
class TestSeriesDate(SeriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._make_product("Glue", use_expiration_date=True, expiration_time=90, removal_time=10)

    def test_production_date_comes_first(self):
        lot = self._make_lot("A", date(2025, 3, 1), self.glue, expiration_date=datetime(2025, 12, 31, 12))
        self.assertRecordValues(lot, [{"series_date": date(2025, 3, 1), "series_date_origin": "production"}])

    def test_expiry_less_shelf_life(self):
        lot = self._make_lot("B", product=self.glue, expiration_date=datetime(2025, 12, 31, 12))
        self.assertRecordValues(lot, [{"series_date": date(2025, 10, 2), "series_date_origin": "expiry"}])
        lot.expiration_date = datetime(2025, 12, 30, 12)
        self.assertEqual(lot.series_date, date(2025, 10, 1))

    def test_expiry_counts_in_the_zone_of_the_warehouse(self):
        """22:00 UTC on the 30th is the 31st in Moscow, whoever asks."""
        lot = self._make_lot("B", product=self.glue, expiration_date=datetime(2025, 12, 30, 22))
        self.assertEqual(lot.series_date, date(2025, 10, 2))

    def test_first_receipt(self):
        lot = self._make_lot("C")
        self.assertFalse(lot.series_date, "a series that was never here has no age")
        with freeze_time("2026-02-10 22:30:00"):
            self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 3, lot_id=lot)
        self.assertRecordValues(
            lot,
            [{"received_on": date(2026, 2, 11), "series_date": date(2026, 2, 11), "series_date_origin": "receipt"}],
        )
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, 3, lot_id=lot)
        self.assertEqual(lot.received_on, date(2026, 2, 11), "the first receipt stays the first")
        self.assertEqual(set(lot.quant_ids.mapped("series_date")), {date(2026, 2, 11)})

    def test_customer_location_dates_nothing(self):
        lot = self._make_lot("D", quantity=1, location=self.customers)
        self.assertFalse(lot.received_on)

    def test_receipt_takes_the_dates_of_its_line(self):
        with freeze_time("2026-03-01 12:00:00"):
            typed = self._receive("IN-1", 4, production_date=date(2025, 11, 20))
            plain = self._receive("IN-2", 4)
        self.assertRecordValues(
            typed | plain,
            [
                {"series_date": date(2025, 11, 20), "series_date_origin": "production"},
                {"series_date": date(2026, 3, 1), "series_date_origin": "receipt"},
            ],
        )
        quants = (typed | plain).quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self.assertEqual(quants.mapped("series_date"), [date(2025, 11, 20), date(2026, 3, 1)])

    def test_mirrored_on_quants(self):
        lot = self._make_lot("E", date(2025, 1, 1), quantity=2)
        lot.series_date = date(2025, 2, 2)
        self.env.flush_all()
        self.env.cr.execute("SELECT series_date FROM stock_quant WHERE lot_id = %s", lot.ids)
        self.assertEqual(self.env.cr.fetchall(), [(date(2025, 2, 2),)])
        self.assertEqual(lot.production_date, date(2025, 2, 2), "a date typed in is the day of production")

    def test_shelf_life_corrected_later_changes_no_age(self):
        lot = self._make_lot("F", product=self.glue, quantity=1, expiration_date=datetime(2025, 12, 31, 12))
        self.glue.expiration_time = 30
        self.assertEqual(lot.series_date, date(2025, 10, 2))

    def test_transfer_return_and_count_keep_the_age(self):
        lot = self._make_lot("OLD", quantity=5)
        lot.received_on = days_ago(100)
        old = lot.series_date
        self.assertEqual(old, days_ago(100))
        inside = self._make_move(5, target=self.shelf_a)
        inside._action_assign()
        inside.picked = True
        inside._action_done()
        self.assertEqual(lot.series_date, old)
        delivery = self._make_picking("out", 5)
        delivery.action_assign()
        self._validate(delivery)
        self._return(delivery)
        quant = lot.quant_ids.filtered(lambda quant: quant.location_id.usage == "internal" and quant.quantity)
        self.assertEqual(quant.series_date, old)
        quant.with_context(inventory_mode=True).write({"inventory_quantity": 9})
        quant.action_apply_inventory()
        self.assertEqual((quant.quantity, quant.series_date, lot.series_date_origin), (9, old, "receipt"))

    @users("series_worker")
    def test_worker_may_not_make_a_series_younger(self):
        lot = self._make_lot("G", date(2025, 1, 1), quantity=2).with_user(self.env.user)
        for name in ("series_date", "production_date", "received_on"):
            with self.assertRaisesRegex(AccessError, "Only a warehouse supervisor"):
                lot.write({name: date(2026, 1, 1), "series_date_reason": "Because"})
        lot.write({"ref": "B-17", "production_date": date(2025, 1, 1)})
        self.assertEqual(lot.ref, "B-17", "what does not touch the age stays the worker's")

    @users("series_worker")
    def test_worker_dates_a_series_before_its_receipt(self):
        lot = self._make_lot("H", date(2025, 1, 1)).with_user(self.env.user)
        lot.production_date = date(2025, 1, 2)
        self.assertEqual(lot.series_date, date(2025, 1, 2))

    @users("series_supervisor")
    def test_supervisor_needs_a_reason(self):
        lot = self._make_lot("I", date(2025, 1, 1), quantity=2).with_user(self.env.user)
        for reason in ({}, {"series_date_reason": "  "}):
            with self.assertRaisesRegex(UserError, "Say why the date of series I changes"):
                lot.write({"series_date": date(2025, 5, 5), **reason})
        lot.write({"series_date": date(2025, 5, 5), "series_date_reason": "Label read wrong"})
        self.assertRecordValues(lot, [{"series_date": date(2025, 5, 5), "series_date_origin": "production"}])

    @users("series_supervisor")
    def test_change_is_written_in_the_history(self):
        lot = self._make_lot("J", date(2025, 1, 1), quantity=2)
        self._flush_tracking()
        form = Form(self.env["stock.series.date.change"].with_context(default_lot_ids=lot.ids))
        form.series_date = date(2024, 12, 1)
        form.reason = "The box says December"
        form.save().action_apply()
        self._flush_tracking()
        changes = lot.message_ids.tracking_value_ids.filtered(lambda value: value.field_id.name == "series_date")
        self.assertIn(date(2024, 12, 1), [value.new_value_datetime.date() for value in changes])
        reasons = lot.message_ids.tracking_value_ids.filtered(lambda value: value.field_id.name == "series_date_reason")
        self.assertEqual(reasons.mapped("new_value_char"), ["The box says December"])

    def test_expiry_that_moves_the_age_needs_a_reason(self):
        """An age counted back from the expiry is not made younger by another expiry."""
        lot = self._make_lot("Q", product=self.glue, quantity=2, expiration_date=noon(date(2026, 12, 31)))
        self.assertEqual(lot.series_date_origin, "expiry")
        for user, error in ((self.worker, AccessError), (self.supervisor, UserError)):
            for values in (
                {"expiration_day": date(2027, 6, 30)},
                {"expiration_date": noon(date(2027, 6, 30))},
                {"expiration_date": False},
            ):
                with self.assertRaises(error):
                    lot.with_user(user).write(values)
        lot.with_user(self.worker).write({"expiration_day": date(2026, 12, 31), "ref": "same"})
        lot.with_user(self.supervisor).write({"expiration_day": date(2027, 1, 31), "series_date_reason": "Read wrong"})
        self.assertEqual((lot.series_date, lot.expiration_day), (date(2026, 11, 2), date(2027, 1, 31)))
        known = self._make_lot("R", date(2025, 1, 1), self.glue, 2, expiration_date=noon(date(2026, 12, 31)))
        known.with_user(self.worker).expiration_day = date(2027, 6, 30)
        self.assertEqual(known.series_date, date(2025, 1, 1), "an age read from the box stays")

    @users("series_supervisor")
    def test_the_dialog_changes_the_expiry_too(self):
        lot = self._make_lot("S", product=self.glue, quantity=2, expiration_date=noon(date(2026, 12, 31)))
        form = Form(self.env["stock.series.date.change"].with_context(default_lot_ids=lot.ids))
        form.reason = "The box says January"
        with self.assertRaisesRegex(UserError, "Give the new date"):
            form.save().action_apply()
        form.expiration_day = date(2027, 1, 31)
        form.save().action_apply()
        self.assertEqual((lot.expiration_day, lot.series_date), (date(2027, 1, 31), date(2026, 11, 2)))

    def test_who_set_the_date(self):
        typed = (
            self.env["stock.lot"]
            .with_user(self.worker)
            .create({"name": "T", "product_id": self.product.id, "production_date": date(2025, 1, 1)})
        )
        self.assertEqual(typed.series_date_user_id, self.worker)
        typed.with_user(self.supervisor).write({"series_date": date(2025, 2, 1), "series_date_reason": "Read wrong"})
        self.assertEqual(typed.series_date_user_id, self.supervisor)
        typed.with_user(self.worker).ref = "Box 7"
        self.assertEqual(typed.series_date_user_id, self.supervisor, "who changes something else answers for nothing")
        received = self._make_lot("U")
        self.assertFalse(received.series_date_user_id)
        quants = self.env["stock.quant"].with_user(self.worker).sudo()
        quants._update_available_quantity(self.product, self.stock, 1, lot_id=received)
        self.assertEqual((received.series_date_origin, received.series_date_user_id), ("receipt", self.worker))

    def _flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    def test_freshness(self):
        now = fields.Datetime.now()
        self.glue.write({"alert_time": 30})
        ages = {"expired": 5, "soon": 20, "fresh": 60}
        for state, days in ages.items():
            lot = self._make_lot(state, product=self.glue, expiration_date=now + timedelta(days=days))
            self.assertEqual(lot.freshness, state)
        self.assertFalse(self._make_lot("never").freshness)

    def test_series_known_before_the_installation(self):
        """The hook finds the same ages in SQL that the fields compute."""
        with freeze_time("2026-01-15 22:30:00"):
            received = self._make_lot("K", quantity=1)
        expiring = self._make_lot("L", product=self.glue, quantity=1, expiration_date=noon(date(2026, 12, 31)))
        never = self._make_lot("M")
        lots = received | expiring | never
        expected = lots.mapped(lambda lot: (lot.series_date, lot.series_date_origin))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_lot SET series_date = NULL, series_date_origin = NULL, received_on = NULL WHERE id = ANY(%s)",
            [lots.ids],
        )
        self.env.cr.execute("UPDATE stock_quant SET series_date = NULL WHERE lot_id = ANY(%s)", [lots.ids])
        self.env.invalidate_all()
        _date_known_series(self.env)
        self.assertEqual(lots.mapped(lambda lot: (lot.series_date, lot.series_date_origin)), expected)
        self.assertEqual(received.received_on, date(2026, 1, 16))
        self.assertEqual(expiring.quant_ids.series_date, expiring.series_date)

    def test_repacking_and_merging_keep_the_age(self):
        lot = self._make_lot("PACK", date(2025, 1, 1), quantity=4)
        box = self.env["stock.package"].create({"name": "REPACK"})
        inside = self._make_move(4, target=self.shelf_a)
        inside._action_assign()
        inside.move_line_ids.result_package_id = box
        inside.picked = True
        inside._action_done()
        box.unpack()
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, 2, lot_id=lot)
        self.env["stock.quant"]._merge_quants()
        quants = self.env["stock.quant"].search([("lot_id", "=", lot.id), ("quantity", ">", 0)])
        self.assertEqual(sum(quants.filtered(lambda q: q.location_id.usage == "internal").mapped("quantity")), 6)
        self.assertEqual(set(quants.mapped("series_date")), {date(2025, 1, 1)})
