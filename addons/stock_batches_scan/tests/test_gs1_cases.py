import json
from datetime import date

from odoo.tests import BaseCase
from odoo.tools import file_open

from odoo.addons.stock_batches.tools import gs1

NAMES = ("gtin", "lot", "serial", "expiry", "best_before", "production", "quantity")


class TestGs1Cases(BaseCase):
    """The table to which the page's small reader is held too (static/tests/gs1.test.js)."""

    def test_the_server_reads_each_case_as_the_table_says(self):
        with file_open("stock_batches_scan/static/tests/gs1_cases.json") as file:
            cases = json.load(file)
        self.assertGreater(len(cases), 100)
        for case in cases:
            with self.subTest(code=case["code"]):
                found = gs1.read(case["code"])
                read = {name: self._dump(found[name]) for name in NAMES if name in found}
                self.assertEqual(read, case["parts"])

    def _dump(self, value):
        return value.isoformat() if isinstance(value, date) else value
