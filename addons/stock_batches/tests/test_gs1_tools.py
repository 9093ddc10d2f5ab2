"""The reader and writer of GS1 texts by themselves: no database."""

import re
from datetime import date

from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS as TABLE
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.stock_batches.tools import gs1

GTIN = "04601234567893"
GS = gs1.SEPARATOR
NUMBER = st.text("ABCXYZabc0123456789-./_%&+", min_size=1, max_size=20)


def with_check_digit(digits):
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


@tagged("post_install", "-at_install")
class TestGs1Identifiers(BaseCase):
    def test_every_identifier_of_the_table_beside_a_series(self):
        """Whatever stands beside the number of the series, known to core or not, the number is read."""
        unread = []
        for ai in TABLE.values():
            value = self._example(ai.ai)
            if value is None:
                continue
            found = gs1.read(f"01{GTIN}{ai.ai}{value}{GS}10L-7")
            if found.get("lot") != "L-7" or found.get("gtin") != GTIN:
                unread.append((ai.ai, value, found))
        self.assertEqual(unread, [])
        self.assertGreater(len(TABLE), 400, "the whole table of GS1")

    def _example(self, ai):
        """Some value of this identifier; None for those that mean the same as what stands beside it."""
        if ai in ("01", "10", "02"):
            return None
        pattern = TABLE[ai].pattern
        value = "1" * 40
        while value and not re.fullmatch(pattern, ai + value):
            value = value[:-1]
        return value or None

    def test_dates_that_are_none(self):
        for ai, name in gs1.DATES.items():
            found = gs1.read(f"{ai}26133110L-7")
            self.assertNotIn(name, found)
            self.assertEqual((found["lot"], found["errors"][0][0]), ("L-7", f"{ai}261331"))

    def test_day_zero_is_the_last_of_the_month(self):
        for text, day in (("260200", date(2026, 2, 28)), ("280200", date(2028, 2, 29)), ("261200", date(2026, 12, 31))):
            self.assertEqual(gs1.read(f"17{text}"), {"expiry": day})

    def test_the_first_of_two_equal_parts_counts(self):
        self.assertEqual(gs1.read(f"10A{GS}10B")["lot"], "A")

    def test_counts(self):
        self.assertEqual(gs1.read(f"10L{GS}3012")["quantity"], 12.0)
        self.assertEqual(gs1.read("00146012340000000013"), {"sscc": "146012340000000013"})

    def test_brackets_as_people_write_them(self):
        meant = {"gtin": GTIN, "lot": "L-7", "expiry": date(2026, 12, 31)}
        for text in (f"(01){GTIN}(10)L-7(17)261231", f"(01){GTIN}(17)261231(10)L-7", f"]d2(01){GTIN}(10)L-7(17)261231"):
            self.assertEqual(gs1.read(text), meant, text)

    def test_trade_item_numbers_of_all_lengths(self):
        for digits in ("4600123", "46001234567", "460123456789", "1460123456789"):
            code = with_check_digit(digits)
            self.assertEqual(gs1.to_gtin(code), code.zfill(14), code)
            self.assertIn(code, gs1.gtin_forms(code.zfill(14)), "under this barcode the product is found")
            wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
            self.assertEqual(gs1.to_gtin(wrong), "", wrong)
        self.assertEqual(
            gs1.gtin_forms("00000046001232"), ["00000046001232", "0000046001232", "000046001232", "46001232"]
        )
        self.assertEqual(gs1.gtin_forms("14601234567890"), ["14601234567890"], "a case is not its piece")

    def test_places_and_units(self):
        place, unit = with_check_digit("460123400000"), with_check_digit("14601234000000001")
        self.assertTrue(gs1.is_gln(place) and gs1.is_sscc(unit))
        for text in ("", None, place[:-1], unit + "0", "٤" * 13, "A" * 13, place[:-1] + str((int(place[-1]) + 1) % 10)):
            self.assertFalse(gs1.is_gln(text), text)
        self.assertFalse(gs1.is_sscc(place))

    def test_what_a_number_may_hold(self):
        for text in ("A", "A" * 20, "1/2-3_4", "a.b,c;d", "%&'*+", '"x"', "<=>?"):
            self.assertTrue(gs1.is_element_text(text), text)
        for text in ("", None, "A" * 21, "А", "a b", "(1)", "#", "@", "^", "~", "a\x1db", "é"):
            self.assertFalse(gs1.is_element_text(text), text)

    @settings(max_examples=40, deadline=None)
    @given(text=st.text(max_size=30))
    def test_the_offered_number_can_be_printed(self, text):
        offer = gs1.offer_number(text)
        self.assertTrue(not offer or gs1.is_element_text(offer), (text, offer))
        self.assertEqual(gs1.offer_number(offer), offer, "offered twice it is the same")

    def test_offers(self):
        for text, offer in (
            ("АВС-12", "ABC-12"),  # all of them look like Latin letters
            ("ПАРТИЯ 5", "PARTIYA-5"),
            ("Ёж/7", "Yozh/7" if gs1.SOUNDS["ё"] == "yo" else "Ezh/7"),
            ("щ" * 20, "schschschschschschsc"),
            ("№7", "7"),
            ("LOT#7", "LOT7"),
        ):
            self.assertEqual(gs1.offer_number(text), offer)

    @settings(max_examples=40, deadline=None)
    @given(name=NUMBER, day=st.dates(date(2000, 1, 1), date(2049, 12, 31)))
    def test_a_swallowed_date_is_found_again(self, name, day):
        ways = dict(gs1.swallowed(f"{name}17{day:%y%m%d}"))
        self.assertEqual(ways[name]["expiry"], day)

    def test_nothing_is_doubted_without_need(self):
        for name in ("", None, "A", "ABC", "ABC-17", "ABC1799", "ABC17261331"):
            self.assertNotIn("ABC", dict(gs1.swallowed(name)), name)

    @settings(max_examples=40, deadline=None)
    @given(
        name=NUMBER,
        made=st.dates(date(2000, 1, 1), date(2049, 12, 31)),
        separator=st.sampled_from([GS, "{GS}", "#", "]", "^]"]),
    )
    def test_written_in_any_order_it_is_read(self, name, made, separator):
        meant = {"gtin": GTIN, "lot": name, "production": made}
        for text in (
            f"01{GTIN}11{made:%y%m%d}10{name}",
            f"]C110{name}{separator}01{GTIN}11{made:%y%m%d}",
            f"]d211{made:%y%m%d}10{name}{separator}01{GTIN}",
        ):
            self.assertEqual(gs1.read(text), meant, text)
