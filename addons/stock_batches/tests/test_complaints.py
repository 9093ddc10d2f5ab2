"""What users of stock Odoo and of its rivals complained about, each as a test (numbers of the public threads)."""

from datetime import date, timedelta

import zxingcpp

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.stock_batches.tools import gs1

from .oldest import OldestCommon

GTIN = "04601234567893"


@tagged("post_install", "-at_install")
class TestComplaints(OldestCommon):
    def test_252184_return_becomes_new_stock(self):
        self._make_lot("OLD", quantity=5).received_on = fields.Date.today() - timedelta(days=100)
        self._make_lot("NEW", quantity=5).received_on = fields.Date.today() - timedelta(days=1)
        picking = self._reserved(5)
        self._validate(picking)
        self._return(picking)
        self._settle()
        self.assertEqual(self._lines(self._reserved(5)), [("OLD", 5)])

    def test_59069_same_number_on_two_products(self):
        other = self._make_product("Other")
        lots = self._make_lot("L-1") | self._make_lot("L-1", product=other)
        self.assertEqual(self.env["stock.lot"]._resolve_gs1("10L-1")["lots"], lots, "both: the user is asked")
        other.barcode = "4601234567893"
        self.assertEqual(self.env["stock.lot"]._resolve_gs1(f"01{GTIN}10L-1")["lots"].product_id, other)

    def test_180384_count_makes_no_second_series(self):
        lot = self._make_lot("L-1", quantity=2)
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 5)
        loose = self.env["stock.quant"]._adopt_unlabelled([("product_id", "=", self.product.id)])
        split = self.env["stock.series.split"].create({"lot_id": loose.id, "name": " L-1 ", "quantity": 3})
        split.action_split()
        self.assertEqual(
            self.env["stock.lot"].search([("name", "=", "L-1"), ("product_id", "=", self.product.id)]), lot
        )
        self.assertEqual((lot.product_qty, loose.product_qty), (5, 2))

    def test_146097_package_with_two_series(self):
        box = self.env["stock.package"].create({"name": "BOX-2"})
        for name, day in (("A", date(2025, 1, 1)), ("B", date(2025, 2, 1))):
            lot = self._make_lot(name, day)
            self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 1, lot_id=lot, package_id=box)
        self.assertEqual(self._lines(self._reserved(2)), [("A", 1), ("B", 1)])

    def test_214407_keyboard_layout(self):
        self.assertEqual(gs1.read(f"01{GTIN}10ЫУКШУЫ-1")["lot"], "SERIES-1")

    def test_163404_177958_187875_leading_marks(self):
        meant = {"gtin": GTIN, "lot": "L1"}
        for mark in ("]C1", "]d2", "]Q3", "]e0", "\x1d", "]C1\x1d", "]d2\x1d", "\x1d\x1d"):
            self.assertEqual(gs1.read(f"{mark}01{GTIN}10L1"), meant, repr(mark))

    def test_557_one_unknown_identifier(self):
        self.assertEqual(gs1.read(f"01{GTIN}22X\x1d10L1")["lot"], "L1")

    def test_634_nomenclature_without_a_separator(self):
        nomenclature = self.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        nomenclature.gs1_separator_fnc1 = False
        types = [part["type"] for part in nomenclature.parse_barcode(f"01{GTIN}10L1\x1d17261231")]
        self.assertEqual(types, ["product", "lot", "expiration_date"])

    def test_117138_140060_expired_is_reserved(self):
        glue = self._glue()
        self._make_lot("GONE", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(-1))
        self.assertEqual(self._lines(self._reserved(2, product=glue)), [])
        self.assertEqual(self._lines(self._reserved(2, days=-30, product=glue)), [], "a late order neither")

    def test_77261_192896_empty_removal_date(self):
        glue = self._glue()
        first = self._make_lot("FIRST", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(200))
        second = self._make_lot("SECOND", date(2025, 3, 1), glue, 5, expiration_date=self._in_days(90))
        first.removal_date = False
        second.removal_date = self._in_days(60)
        self.assertEqual(self._lines(self._reserved(6, product=glue)), [("FIRST", 5), ("SECOND", 1)])

    def test_254610_expiry_follows_the_series_of_the_line(self):
        glue = self._glue()
        self._make_lot("A", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(90))
        other = self._make_lot("B", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(200))
        picking = self._reserved(5, product=glue)
        picking.move_line_ids.lot_id = other
        self.assertEqual(picking.move_line_ids.expiration_day, other.expiration_day)

    def test_1196_expiry_of_a_scanned_label_is_not_shifted(self):
        glue = self._glue()
        lots = self.env["stock.lot"]
        for zone in ("Europe/Moscow", "Asia/Vladivostok", "America/Los_Angeles"):
            self.env.company.partner_id.tz = zone
            values = lots._prepare_from_gs1(lots._read_gs1("17261231" + f"10{zone[:6]}"))
            lot = lots.create({**values, "product_id": glue.id})
            self.assertEqual(lot.expiration_day, date(2026, 12, 31), zone)

    def test_43163_reservation_survives_a_change_of_series(self):
        first = self._make_lot("A", date(2025, 1, 1), quantity=5)
        second = self._make_lot("B", date(2025, 1, 1), quantity=5)
        picking = self._reserved(5)
        for lot in (second, first, second):
            picking.move_line_ids.lot_id = lot
            self._settle()
            self.assertEqual((self._lines(picking), picking.move_ids.state), ([(lot.name, 5)], "assigned"))
        held = (first | second).quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        self.assertEqual({quant.lot_id.name: quant.reserved_quantity for quant in held}, {"A": 0, "B": 5})

    def test_180082_less_asked_releases_the_younger(self):
        self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        picking = self._reserved(8)
        picking.move_ids.quantity = 5
        self._settle()
        self.assertEqual(self._lines(picking), [("OLD", 5)])

    def test_569_1247_wrong_series_at_the_pick(self):
        self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        new = self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        picking = self._reserved(5)
        picking.move_line_ids.lot_id = new
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "leaves first"):
            picking.move_ids._action_done()

    def test_231_chained_step_takes_no_other_series(self):
        """The pick decides: at the shipment an older series in the same place changes nothing."""
        output = self.warehouse.wh_output_stock_loc_id
        self._make_lot("A", date(2025, 2, 1), quantity=2)
        ship = self._make_move(2, source=output)
        pick = self._make_move(2, target=output, move_dest_ids=[Command.link(ship.id)])
        pick._action_assign()
        pick.picked = True
        pick._action_done()
        self._make_lot("OLDER", date(2025, 1, 1), quantity=2, location=output)
        self._settle()
        ship.picked = True
        ship._action_done()
        self.assertEqual(ship.move_line_ids.lot_id.name, "A")

    def test_114196_code_and_text_do_not_overlap(self):
        """The picture still reads when everything beside the code is long."""
        self.product.write({"barcode": "4601234567893", "name": "Очень длинное название " * 6})
        lot = self._make_lot("A1234567890123456789", date(2025, 1, 1))
        for profile in self.env["stock.label.printer"].search([]):
            self.assertTrue(zxingcpp.read_barcode(lot._draw_label(profile).convert("L")), profile.name)
