from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged, users

from odoo.addons.stock_batches.tools import gs1

from .common import SeriesCommon

GTIN = "04601234567893"


@tagged("post_install", "-at_install")
class TestGs1Scan(SeriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nomenclature = cls.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        cls.product.barcode = "4601234567893"

    def _types(self, text):
        return {part["type"]: part["value"] for part in self.nomenclature.parse_barcode(text)}

    def test_what_keyboards_make_of_the_separator(self):
        meant = {"gtin": GTIN, "lot": "ABC", "expiry": date(2026, 12, 31)}
        for separator in (
            "\x1d",
            "{GS}",
            "<GS>",
            "[GS]",
            "Alt029",
            "#",
            "]",
            "^]",
            "^",
            "|",
            "~",
            "\x1e",
            "\u241d",
            "\\x1d",
        ):
            self.assertEqual(gs1.read(f"01{GTIN}10ABC{separator}17261231"), meant, separator)
            self.assertEqual(gs1.read(f"]C101{GTIN}10ABC{separator}17261231"), meant, separator)

    def test_russian_keyboard(self):
        meant = {"gtin": GTIN, "lot": "LOT-a1", "expiry": date(2026, 12, 31)}
        self.assertEqual(gs1.read(f"ъС101{GTIN}1726123110ДЩЕ-ф1"), meant)

    def test_dates_are_never_made_of_each_other(self):
        lots = self.env["stock.lot"]
        cases = {
            "11": {"production_date": date(2025, 5, 1)},
            "13": {"production_date": date(2025, 5, 1)},
            "15": {"use_date": datetime(2025, 5, 1, 20, 59, 59), "expiration_date": False},
            "17": {"expiration_date": datetime(2025, 5, 1, 20, 59, 59)},
        }
        for ai, values in cases.items():
            self.assertEqual(lots._prepare_from_gs1(lots._read_gs1(f"{ai}25050110L1")), {"name": "L1", **values}, ai)
        both = lots._prepare_from_gs1(lots._read_gs1("112504011325050110L1"))
        self.assertEqual(both["production_date"], date(2025, 4, 1), "the day of production says more")

    def test_best_before_alone_gives_no_expiry(self):
        glue = self._make_product("Glue", use_expiration_date=True, expiration_time=90)
        lots = self.env["stock.lot"]
        lot = lots.create({**lots._prepare_from_gs1(lots._read_gs1("1525050110L1")), "product_id": glue.id})
        self.assertFalse(lot.expiration_date)
        self.assertEqual(lot._get_stock_day(lot.use_date), date(2025, 5, 1))

    def test_lot_that_swallowed_the_date_is_doubtful(self):
        lots = self.env["stock.lot"]
        found = lots._resolve_gs1(f"01{GTIN}10ABC17251231")
        self.assertEqual((found["lot"], found["doubtful"]), ("ABC17251231", []), "no series ABC: nothing to doubt")
        abc = self._make_lot("ABC")
        found = lots._resolve_gs1(f"01{GTIN}10ABC17251231")
        self.assertEqual(found["doubtful"], [(abc, {"expiry": date(2025, 12, 31)})])
        other = self._make_lot("ABC", product=self._make_product("Other"))
        self.assertNotIn(other, [lot for lot, _parts in found["doubtful"]])
        self.assertEqual(lots.search([("scan_code", "ilike", f"01{GTIN}10ABC17251231")]), abc)
        whole = self._make_lot("ABC17251231")
        found = lots._resolve_gs1(f"01{GTIN}10ABC17251231")
        self.assertEqual((found["lots"], found["doubtful"]), (whole, []), "the whole number exists")

    @users("series_worker")
    def test_worker_resolves_a_label(self):
        lot = self._make_lot("L-77")
        found = self.env["stock.lot"]._resolve_gs1(f"]d201{GTIN}10L-77")
        self.assertEqual((found["product"], found["lots"]), (self.product, lot))
        self.assertEqual(
            self.env["stock.lot"].search([("scan_code", "ilike", "Д-77")]), lot, "typed by a Russian keyboard"
        )

    # Under core's nomenclature

    def test_core_reads_what_core_can(self):
        for text in (f"01{GTIN}10LOT-1\x1d17261231", f"]C101{GTIN}1726123110LOT-1", f"01{GTIN}3000000025"):
            self.assertEqual(
                self.nomenclature.parse_barcode(text), self.nomenclature.gs1_decompose_extended(text), text
            )

    def test_complaint_one_unknown_part_loses_the_whole_code(self):
        """A medicine box with AI 22: core reads nothing."""
        text = f"01{GTIN}22VAR\x1d10L1\x1d17261231"
        self.assertIsNone(self.nomenclature.gs1_decompose_extended(text))
        self.assertEqual(
            self._types(text), {"product": GTIN, "lot": "L1", "expiration_date": date(2026, 12, 31), "unknown": "VAR"}
        )

    def test_complaint_marking_codes(self):
        parts = self._types(f"]d201{GTIN}21SN77\x1d91EE06\x1d92abcd==")
        self.assertEqual((parts["product"], parts["lot"]), (GTIN, "SN77"))

    def test_production_date_has_no_rule_in_core(self):
        self.assertEqual(self._types(f"01{GTIN}1125050110L1")["production_date"], date(2025, 5, 1))

    def test_wrong_part_is_named(self):
        parts = self.nomenclature.parse_barcode(f"01{GTIN}1725133210L1")
        self.assertEqual([part["type"] for part in parts], ["product", "lot", "error"])
        self.assertEqual(parts[-1]["string_value"], "17251332")
        parts = self.nomenclature.parse_barcode("010460123456789410L1")
        self.assertEqual([part["type"] for part in parts], ["lot", "error"])

    def test_month_thirteen_with_day_zero_is_no_traceback(self):
        self.assertEqual([part["type"] for part in self.nomenclature.parse_barcode("1725130010L1")], ["lot", "error"])
        with self.assertRaises(ValidationError):
            self.nomenclature.parse_barcode("17251300")

    def test_what_is_no_gs1_code_stays_core_s(self):
        for text in ("4601234567893", "SERIES-7", "ПАРТИЯ", "0000012"):
            self.assertIsNone(self.nomenclature.parse_barcode(text), text)
        plain = self.env.ref("barcodes.default_barcode_nomenclature")
        self.assertEqual(plain.parse_barcode("4601234567893")["type"], "product")

    def test_product_is_found_by_a_code_that_core_drops(self):
        self.env.company.nomenclature_id = self.nomenclature
        domain = [("barcode", "=", f"01{GTIN}22VAR\x1d10L1")]
        meant = self.nomenclature._preprocess_gs1_search_args(domain, ["product"])
        self.assertEqual(self.env["product.product"].search(meant), self.product)
