"""What users of scanning complain of (facts of the warehouse, section 4), each a test of its own name."""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import PickCommon


@tagged("post_install", "-at_install")
class TestComplaints(PickCommon):
    def _twins(self):
        """The same number on two products."""
        other = self._make_product("Paint", barcode="4600000000022")
        self._make_lot("SAME", date(2025, 1, 1), other, 5, self.shelf_a)
        return other

    def test_a_scanned_series_is_never_put_on_the_goods_in_hand(self):
        """odoo/odoo 133795, 90438: the series went to the selected product instead of its own."""
        self._twins()
        picking = self._pick_of(3, ("OWN", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        self.assertEqual(pick.screen["target"]["series"], "OWN")
        pick.scan("SAME")
        self.assertEqual(pick.kind, "wrong")
        self.assertIn("Paint", pick.word)
        self.assertEqual(pick.line("OWN")["done"], 0)

    def test_the_same_number_on_two_products_is_asked(self):
        """odoo/odoo 59069: the wrong product's line was counted."""
        self._twins()
        picking = self._pick_of(3, ("SAME", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        pick.scan("SAME")
        self.assertEqual((pick.kind, pick.screen["input"]["kind"]), ("attention", "choice"))
        options = pick.screen["input"]["options"]
        self.assertEqual(len(options), 2)
        paint = next(option for option in options if "Paint" in option["label"])
        pick.set("meaning", paint["value"])
        self.assertEqual((pick.kind, pick.line("SAME")["done"]), ("wrong", 0))
        pick.scan("SAME")
        sealant = next(option for option in pick.screen["input"]["options"] if "Sealant" in option["label"])
        pick.set("meaning", sealant["value"])
        self.assertEqual((pick.kind, pick.line("SAME")["done"]), ("right", 1))
        # With the goods in the same code nothing is asked.
        pick.scan("(01)04600000000015(10)SAME")
        self.assertEqual(pick.line("SAME")["done"], 2)

    def test_a_number_of_unknown_goods_is_not_another_goods_series(self):
        """As above, the other way round: the trade item number belongs to nobody here."""
        self._twins()
        picking = self._pick_of(3, ("OWN", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        # Goods of others; and a number whose check digit is wrong.
        for code in ("(01)04607000000007(10)OWN", "(01)04600000000016(10)OWN"):
            pick.scan(code)
            self.assertIn("Nobody knows", pick.word)
        self.assertEqual(pick.line("OWN")["done"], 0)

    def test_a_known_series_is_not_made_again_in_a_count(self):
        """odoo/odoo 180384: a scan of a known series made a second one."""
        lot = self._make_lot("KNOWN", date(2025, 1, 1), quantity=5, location=self.shelf_a)
        counting = self._handheld(self.worker, "count")
        counting.scan("SHELF-A")
        counting.scan("(01)04600000000015(10)KNOWN")
        counting.scan("4600000000015")
        counting.scan("KNOWN")
        counting.press("finish")
        self.assertEqual(self.env["stock.lot"].search([("name", "=", "KNOWN")]), lot)
        self.assertEqual(lot.quant_ids.filtered(lambda q: q.location_id == self.shelf_a).inventory_quantity, 2)

    def test_a_package_of_two_series_counts_each_of_them(self):
        """odoo/odoo 146097: one line with two pieces of the first series."""
        package = self.env["stock.package"].create({"name": "PACK-2"})
        for name, day in (("P-1", 1), ("P-2", 2)):
            lot = self._make_lot(name, date(2025, 1, day))
            self.env["stock.quant"]._update_available_quantity(
                self.product, self.shelf_a, 1, lot_id=lot, package_id=package
            )
        picking = self._make_picking("out", 2)
        picking.action_assign()
        pick = self._start(picking)
        pick.scan("PACK-2")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual([(line["series"], line["done"]) for line in pick.screen["lines"]], [("P-1", 1), ("P-2", 1)])
        pick.undo()
        self.assertEqual([line["done"] for line in pick.screen["lines"]], [0, 0])
        pick.scan("PACK-2")
        pick.press("finish")
        self.assertEqual(self._done(picking), {"P-1": 1, "P-2": 1})

    def test_a_russian_keyboard_garbles_nothing(self):
        """odoo/odoo PR 214407: letters of the layout came instead of those of the label."""
        picking = self._pick_of(3, ("LOT-7", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        pick.scan("ДЩЕ-7")
        self.assertEqual((pick.kind, pick.line("LOT-7")["done"]), ("right", 1))
        pick.scan("ЫРУДА-Ф")
        self.assertEqual((pick.kind, pick.word), ("right", "Place is right: Shelf A"))

    def test_what_scanners_put_before_and_between_is_understood(self):
        """odoo/odoo PR 163404, 177958, 187875; OCA 135142: FNC1, symbology names and separators."""
        picking = self._pick_of(5, ("G-1", date(2025, 1, 1), 5, self.shelf_a))
        pick = self._start(picking)
        for code in (
            "]C1010460000000001510G-1",
            "]d2010460000000001510G-1\x1d17301231",
            "\x1d010460000000001510G-1",
            "010460000000001510G-1#17301231",
            "010460000000001510G-1Alt02917301231",
        ):
            pick.scan(code)
            self.assertEqual(pick.kind, "right", code)
        self.assertEqual(pick.line("G-1")["done"], 5)

    def test_one_unknown_part_costs_nothing(self):
        """OCA/stock-logistics-barcode 557: AI 22 or 91 on the box made the whole code unreadable."""
        picking = self._pick_of(2, ("G-2", date(2025, 1, 1), 2, self.shelf_a))
        pick = self._start(picking)
        pick.scan("]d2010460000000001510G-2\x1d22ABC\x1d91EE08\x1d92xyz")
        self.assertEqual((pick.kind, pick.line("G-2")["done"]), ("right", 1))

    def test_expired_series_do_not_leave(self):
        """odoo/odoo PR 117138, 140060: expired goods were delivered."""
        glue = self._make_product("Glue", use_expiration_date=True, barcode="4600000000046")
        soon = fields.Datetime.now() + timedelta(days=2)
        picking = self._pick_of(2, product=glue)
        self._make_lot("E-1", date(2025, 1, 1), glue, 5, self.shelf_a, expiration_date=soon, removal_date=soon)
        picking.action_assign()
        pick = self._start(picking)
        self.assertEqual(pick.screen["target"]["series"], "E-1")
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            pick.scan("E-1")
        self.assertEqual(pick.kind, "wrong")
        self.assertIn("expired", pick.word)

    def test_the_day_of_expiry_is_the_day_on_the_box(self):
        """OCA/wms 1196: the day moved by the time zone, then the series was "known with another date"."""
        glue = self._make_product("Glue", use_expiration_date=True, barcode="4600000000046")
        for zone in ("Asia/Vladivostok", "America/New_York"):
            self.worker.tz = self.env.company.partner_id.tz = zone
            name = zone[:4]
            receive = self._handheld(self.worker.with_context(tz=zone), "receive")
            receive.set("picking", str(self._make_picking("in", 4, glue).id))
            for _time in range(2):
                receive.scan(f"(01)04600000000046(17)300115(10){name}")
                self.assertEqual(receive.kind, "right", receive.word)
            self.assertEqual(self.env["stock.lot"].search([("name", "=", name)]).expiration_day, date(2030, 1, 15))

    def test_quantities_stay_right_when_the_series_changes(self):
        """OCA/wms 811: after another series was taken the line asked for the wrong quantity."""
        picking = self._pick_of(5, ("ONE", date(2025, 1, 1), 5, self.shelf_a))
        self._make_lot("TWIN", date(2025, 1, 1), quantity=2, location=self.shelf_a)
        pick = self._start(picking)
        pick.scan("ONE")
        pick.scan("TWIN")
        self.assertEqual(pick.kind, "right", pick.word)
        self.assertEqual(sum(line["todo"] for line in pick.screen["lines"]), 5)
        self.assertEqual((pick.line("TWIN")["todo"], pick.line("TWIN")["done"]), (2, 1))

    def test_the_same_code_again_is_one_more(self):
        """OCA/stock-logistics-barcode 677: the second scan of the same label did nothing."""
        picking = self._pick_of(3, ("ONE", date(2025, 1, 1), 3, self.shelf_a))
        pick = self._start(picking)
        for number in (1, 2, 3):
            pick.scan("ONE")
            self.assertEqual(pick.line("ONE")["done"], number)

    def test_it_works_without_any_setting(self):
        """OCA/stock-logistics-barcode 420, 435: nothing happened until a group of options was chosen."""
        home = self._handheld(self.worker, "home")
        home.start()
        self.assertGreaterEqual(len(home.screen["tiles"]), 8)

    def test_goods_of_a_chain_change_by_the_same_rule(self):
        """OCA/wms 569: the change was forbidden where a step before brought the series."""
        self.warehouse.delivery_steps = "pick_ship"
        lot = self._make_lot("CHAIN", date(2025, 1, 1), quantity=3, location=self.shelf_a)
        first = self._make_move(
            3, target=self.warehouse.wh_output_stock_loc_id, picking_type_id=self.warehouse.pick_type_id.id
        )
        first._assign_picking()
        first._action_assign()
        pick = self._start(first.picking_id)
        pick.scan("CHAIN")
        pick.set("quantity", 3)
        pick.press("finish")
        self.assertEqual(first.state, "done", pick.word)
        place = lot.quant_ids.filtered(lambda quant: quant.quantity > 0).location_id
        self.assertEqual(place, self.warehouse.wh_output_stock_loc_id)
