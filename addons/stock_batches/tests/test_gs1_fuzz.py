"""Texts nobody meant: no traceback, and no date but the one that stands in the text."""

import calendar
import os
import random
from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.stock_batches.tools import gs1

NUMBER = 200_000 if os.environ.get("LONG") else 20_000
DATE_AIS = {"11": "production", "13": "packaging", "15": "best_before", "17": "expiry"}
PIECES = (
    "01", "10", "11", "13", "15", "17", "21", "22", "30", "37", "91", "92", "00", "310", "414", "8005", "(01)", "(10)",
    "(17)", "(", ")", "]C1", "]d2", "]Q3", "]", "\x1d", "{GS}", "#", "Alt029", "^", " ", "\r\n", "\x00", "4601234567893",
    "04601234567893", "04601234567894", "261231", "261300", "260200", "260230", "991231", "000000", "ABC", "abc-1",
    "партия", "ъС1", "😀", "٣", "𝟙", "%", '"', "\\", "1" * 30,
)  # fmt: skip


def expected(text):
    """The day that six digits mean, by the rules of GS1 themselves; None when there is none."""
    if not (text.isascii() and text.isdigit()):
        return None
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    now = date.today().year
    gap = year - now % 100
    year += now // 100 * 100 + (-100 if gap >= 51 else 100 if gap <= -50 else 0)
    if not 1 <= month <= 12 or day > calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day or calendar.monthrange(year, month)[1])


@tagged("post_install", "-at_install")
class TestGs1Fuzz(BaseCase):
    def test_fuzz(self):
        chance = random.Random(7)
        seen = dict.fromkeys(DATE_AIS.values(), 0)
        for _number in range(NUMBER):
            text = "".join(chance.choice(PIECES) for _piece in range(chance.randint(0, 9)))
            if chance.random() < 0.2:
                text = "".join(chance.sample(text, len(text)))
            found = gs1.read(text)
            digits = "".join(text.split())
            for ai, name in DATE_AIS.items():
                if name not in found:
                    continue
                seen[name] += 1
                possible = {
                    expected(digits[start : start + 6])
                    for start in range(len(digits) - 5)
                    if ai in digits[max(start - 3, 0) : start]
                }
                self.assertIn(found[name], possible, repr(text))
            if "gtin" in found:
                self.assertEqual(gs1.to_gtin(found["gtin"]), found["gtin"], repr(text))
            for rest, reason in found.get("errors", ()):
                self.assertTrue(rest and reason, repr(text))
        self.assertTrue(all(seen.values()), seen)

    def test_official_dates(self):
        """The vectors of the GS1 syntax dictionary for dates whose day may be 00."""
        for text in ("000606", "250606", "500606", "750606", "990606", "200131", "200229", "240229", "200600"):
            self.assertEqual(gs1.read(f"17{text}"), {"expiry": expected(text)}, text)
        for text in ("200010", "201310", "209910", "200132", "200230", "200431", "210229"):
            found = gs1.read(f"17{text}10L1")
            self.assertEqual((found.get("lot"), "expiry" in found), ("L1", False), text)
            self.assertEqual(found["errors"][0][0], f"17{text}")

    def test_official_scan_data(self):
        good = {
            "]d2011231231231233310ABC123\x1d99TESTING": {
                "gtin": "12312312312333",
                "lot": "ABC123",
                "other": {"99": "TESTING"},
            },
            "]C10112312312312333235XYZ\x1d10ABC": {"gtin": "12312312312333", "lot": "ABC", "other": {"235": "XYZ"}},
        }
        for text, meant in good.items():
            self.assertEqual(gs1.read(text), meant)
        for text in ("", "ABC", "]", "]X", "]XX", "]d2", "]C1", "]e0", "]E02112345678901", "]E012345678901234"):
            self.assertEqual(gs1.read(text), {}, text)
