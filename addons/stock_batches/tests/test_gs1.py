from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged, users

from .common import SeriesCommon

GTIN = "04601234567893"
ANYTHING = st.text(st.one_of(st.sampled_from("0123456789()[]\x1d{GS}]dC12"), st.characters(codec="utf-8")), max_size=50)


@tagged("post_install", "-at_install")
class TestGs1(SeriesCommon):
    def _read(self, text):
        return self.env["stock.lot"]._read_gs1(text)

    def test_scan_of_a_label(self):
        expected = {"gtin": GTIN, "expiry": date(2026, 12, 31), "lot": "LOT-1"}
        for text in (
            f"]d201{GTIN}1726123110LOT-1",
            f"]C101{GTIN}10LOT-1\x1d17261231",
            f"\x1d01{GTIN}10LOT-1\x1d17261231",
            f"01{GTIN}10LOT-1{{GS}}17261231",
            f"(01){GTIN}(10)LOT-1(17)261231",
            f" 01{GTIN}1726123110LOT-1\r\n",
        ):
            self.assertEqual(self._read(text), expected, text)

    def test_every_kind_of_part(self):
        found = self._read(f"01{GTIN}112505011526063017261200{'37'}12\x1d21SN7")
        self.assertEqual(
            found,
            {
                "gtin": GTIN,
                "production": date(2025, 5, 1),
                "best_before": date(2026, 6, 30),
                "expiry": date(2026, 12, 31),
                "quantity": 12.0,
                "serial": "SN7",
            },
        )

    def test_unknown_to_core_is_kept(self):
        """Core reads nothing at all of a code with AI 22, nor of the marking codes with AIs 91 and 92."""
        found = self._read(f"01{GTIN}22VAR\x1d10L1\x1d91EE06\x1d92abcd")
        self.assertEqual(found, {"gtin": GTIN, "lot": "L1", "other": {"22": "VAR", "91": "EE06", "92": "abcd"}})

    def test_wrong_part_costs_itself_only(self):
        found = self._read(f"01{GTIN}1725133210L1")
        self.assertEqual((found["gtin"], found["lot"], "expiry" in found), (GTIN, "L1", False))
        [(rest, reason)] = found["errors"]
        self.assertEqual(rest, "17251332")
        self.assertTrue(reason)

    def test_wrong_check_digit_is_named(self):
        found = self._read("010460123456789410L1")
        self.assertNotIn("gtin", found)
        self.assertEqual(found["lot"], "L1")
        self.assertIn("0104601234567894", [rest for rest, _reason in found["errors"]])

    def test_not_gs1(self):
        for text in ("", None, "SERIES-7", "ПАРТИЯ 5", "4601234567894"):
            self.assertEqual(self._read(text), {}, text)
        self.assertEqual(self._read("4601234567893"), {"gtin": GTIN}, "a bare trade item number")

    @settings(max_examples=40, deadline=None)
    @given(text=ANYTHING)
    def test_no_text_breaks_it(self, text):
        found = self._read(text)
        for name in ("production", "best_before", "expiry"):
            self.assertIsInstance(found.get(name, date.today()), date)

    @settings(max_examples=40, deadline=None)
    @given(
        name=st.text("ABCxyz0123456789-/.", min_size=1, max_size=20),
        expiry=st.dates(date(2000, 1, 1), date(2049, 12, 31)),
    )
    def test_written_is_read(self, name, expiry):
        self.assertEqual(
            self._read(f"01{GTIN}17{expiry:%y%m%d}10{name}"), {"gtin": GTIN, "expiry": expiry, "lot": name}
        )

    @users("series_worker")
    def test_search_by_scan(self):
        self.product.barcode = "4601234567893"
        other = self._make_product("Other", barcode="4601234567909")
        mine, same_name = self._make_lot("L-77"), self._make_lot("L-77", product=other)
        lots = self.env["stock.lot"]
        self.assertEqual(lots.search([("scan_code", "ilike", f"]d201{GTIN}10L-77")]), mine.with_env(self.env))
        both = (mine | same_name).with_env(self.env)
        self.assertEqual(lots.search([("scan_code", "ilike", "l-77")]), both, "a bare number: both, nobody guesses")
        self.assertEqual(lots.search([("scan_code", "ilike", "4601234567909")]), same_name.with_env(self.env))
        self.assertEqual(lots.search([("scan_code", "=", "L-77")]), both)
        self.assertFalse(lots.search([("scan_code", "ilike", f"]d201{GTIN}10L-78")]))

    @users("series_worker")
    def test_series_whose_number_looks_like_gs1(self):
        lot = self._make_lot("10ABC")
        self.assertEqual(self.env["stock.lot"].search([("scan_code", "ilike", "10ABC")]), lot.with_env(self.env))
