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

    def test_133795_90438_scan_belongs_to_its_own_product(self):
        """The scanned series is put on the line of its product, whatever product the screen stands on."""
        self.product.barcode = "4601234567893"
        mine = self._make_lot("L-1", date(2025, 1, 1), quantity=5)
        other = self._make_product("Other")
        self._make_lot("L-2", date(2025, 1, 1), other, 5)
        found = self.env["stock.lot"].with_context(default_product_id=other.id)._resolve_gs1(f"01{GTIN}10L-1")
        self.assertEqual((found["product"], found["lots"]), (self.product, mine))
        line = self._reserved(1, product=other).move_line_ids
        with self.assertRaises(UserError):
            line.lot_id = mine
            line.flush_recordset()

    def test_135142_157179_separators_on_every_path(self):
        """Core's server and browser know different separators; each way into ours knows all of them."""
        self.product.barcode = "4601234567893"
        lot = self._make_lot("L1")
        nomenclature = self.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        for separator in ("\x1d", "#", "Alt029", "{GS}", "^]"):
            text = f"01{GTIN}10L1{separator}22X"
            self.assertEqual(gs1.read(text)["lot"], "L1", separator)
            self.assertEqual(self.env["stock.lot"].search([("scan_code", "ilike", text)]), lot, separator)
            self.assertEqual(self.env["stock.lot"]._resolve_gs1(text)["lots"], lot, separator)
            parts = {part["type"]: part["value"] for part in nomenclature.parse_barcode(text)}
            # Core takes these letters for a part of the number, and what core reads stays core's.
            self.assertEqual(parts["lot"], "L1Alt02922X" if separator == "Alt029" else "L1", separator)

    def test_157179_hash_inside_a_part_that_may_hold_it(self):
        """AI 8010 may hold a number sign: it is no separator there."""
        self.assertEqual(gs1.read("8010AB#12")["other"], {"8010": "AB#12"})

    def test_406_datamatrix_that_was_not_parsed(self):
        """A whole marking code of a Russian box, as a scanner sends it."""
        text = f"]d201{GTIN}215!aB%9\x1d17261231\x1d10L-9\x1d91EE06\x1d92dGVzdA=="
        found = gs1.read(text)
        self.assertEqual((found["gtin"], found["serial"], found["lot"]), (GTIN, "5!aB%9", "L-9"))
        self.assertEqual((found["expiry"], found["other"]["92"]), (date(2026, 12, 31), "dGVzdA=="))

    def test_22850_the_first_to_expire_does_not_leave(self):
        """The younger arrived first; of equal age the one that expires sooner goes."""
        glue = self._glue()
        for name, made, days in (("C", 6, 300), ("A", 1, 200), ("B", 1, 100)):
            self._make_lot(name, date(2025, made, 1), glue, 5, expiration_date=self._in_days(days))
        self.assertEqual(self._lines(self._reserved(12, product=glue)), [("A", 5), ("B", 5), ("C", 2)])
        self.assertEqual(self._take(1, product=glue), [("C", 1)])

    def test_1196_the_same_label_received_twice(self):
        """The second box of a series has the same expiry: no "exists with another date"."""
        glue = self._glue(barcode="4601234567893")
        lots = self.env["stock.lot"]
        text = f"01{GTIN}1726123110L-5"
        lot = lots.create({**lots._prepare_from_gs1(lots._read_gs1(text)), "product_id": glue.id})
        again = lots._resolve_gs1(text)
        self.assertEqual(again["lots"], lot)
        self.assertEqual(lots._prepare_from_gs1(again)["expiration_date"], lot.expiration_date)
        self.assertEqual(again["expiry"], lot.expiration_day)

    def test_139214_116803_62913_no_more_is_read_than_needed(self):
        """Hundreds of series of one product; core loads all of them, twice."""
        values = {"product_id": self.product.id, "production_date": date(2025, 1, 1), "received_on": date(2025, 1, 2)}
        lots = self.env["stock.lot"].create([{**values, "name": f"L{number}"} for number in range(300)])
        values = {"product_id": self.product.id, "location_id": self.stock.id, "quantity": 1}
        self.env["stock.quant"].create([{**values, "lot_id": lot.id} for lot in lots])
        move = self._make_move(12)
        self.env.flush_all()
        self.env.invalidate_all()
        move._action_assign()
        read = self.env["stock.quant"]._fields["quantity"]._get_all_cache_ids(self.env)
        self.assertLess(len(set(read)), 60)
        self.assertEqual(move.quantity, 12)

    def test_61556_many_orders_reserved_at_once_cost_each_the_same(self):
        lots = [self._make_lot(f"L{number}", date(2025, 1, 1), quantity=1) for number in range(60)]
        self.assertEqual(len(lots), 60)
        costs = {}
        for number in (5, 20):
            moves = self.env["stock.move"].concat(*(self._make_move(2) for _order in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves._action_assign()
            self.env.flush_all()
            costs[number] = self.env.cr.sql_log_count - before
            self.assertEqual(set(moves.mapped("quantity")), {2})
        self.assertLess(costs[20], 4 * costs[5])

    def test_31186_places_are_emptied_one_after_the_other(self):
        """One series on many pallets: the first pallet goes whole before the next is touched."""
        lot = self._make_lot("A", date(2025, 1, 1))
        pallets = self.env["stock.package"].create([{"name": f"PAL-{n}"} for n in range(4)])
        for pallet in pallets:
            self.env["stock.quant"]._update_available_quantity(
                self.product, self.stock, 10, lot_id=lot, package_id=pallet
            )
        picking = self._reserved(25)
        held = {line.package_id.name: line.quantity for line in picking.move_line_ids}
        self.assertEqual(held, {"PAL-0": 10, "PAL-1": 10, "PAL-2": 5})
        self.assertEqual(self._reserved(4).move_line_ids.package_id.name, "PAL-2")

    def test_811_quantity_after_a_change_of_series(self):
        first = self._make_lot("A", date(2025, 1, 1), quantity=5)
        second = self._make_lot("B", date(2025, 1, 1), quantity=5)
        picking = self._reserved(5)
        line = picking.move_line_ids
        line.write({"lot_id": second.id, "quantity": 3})
        line.picked = True
        self._settle()
        self.assertEqual((line.quantity, picking.move_ids.quantity), (3, 3))
        held = {lot.name: sum(lot.quant_ids.mapped("reserved_quantity")) for lot in first | second}
        self.assertEqual(held, {"A": 0, "B": 3})

    def test_82389_a_gs1_datamatrix_without_another_package(self):
        """Core's own is no GS1 symbol; ours is, and says so to the scanner."""
        self.product.barcode = "4601234567893"
        lot = self._make_lot("A-1", date(2025, 1, 1))
        found = zxingcpp.read_barcode(lot._draw_label(self.env.ref("stock_batches.label_profile_58")).convert("L"))
        self.assertEqual((found.symbology_identifier, found.content_type.name), ("]d2", "GS1"))

    def test_114196_code_and_text_do_not_overlap(self):
        """The picture still reads when everything beside the code is long."""
        self.product.write({"barcode": "4601234567893", "name": "Очень длинное название " * 6})
        lot = self._make_lot("A1234567890123456789", date(2025, 1, 1))
        for profile in self.env["stock.label.printer"].search([]):
            self.assertTrue(zxingcpp.read_barcode(lot._draw_label(profile).convert("L")), profile.name)
