import csv
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import cells, files

NASTY = [
    "=1+1",
    "{=1}",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "http://x.example",
    "007",
    "1e5",
    "TRUE",
    "a,b;\"c\"\n'd'",
    "мир 😀 שלום",
]


@tagged("post_install", "-at_install")
class TestFiles(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write_xlsx(self, header, rows):
        target = self.folder / "a.xlsx"
        cleaned = ([cells.excel_cell(value) for value in row] for row in rows)
        files.write_book(target, [files.Sheet("Contacts", dict.fromkeys(header, 20), cleaned)])
        return list(openpyxl.load_workbook(target)["Contacts"].iter_rows())

    def test_workbook_holds_text_only(self):
        header, *rows = self.write_xlsx(["Value", "Other"], [[value, value] for value in NASTY])
        self.assertEqual([cell.value for cell in header], ["Value", "Other"])
        self.assertEqual([row[0].value for row in rows], NASTY)
        self.assertEqual({(cell.data_type, cell.hyperlink) for row in rows for cell in row}, {("s", None)})

    def test_workbook_drops_what_xml_cannot_hold(self):
        _header, row = self.write_xlsx(["Value"], [["a\x0bb\x00c\ud800d" + "x" * 40000]])
        self.assertEqual(row[0].value, ("abcd" + "x" * 40000)[:32767])

    def test_workbook_of_nobody_still_has_headings(self):
        rows = self.write_xlsx(["Value", "Other"], [])
        self.assertEqual([[cell.value for cell in row] for row in rows], [["Value", "Other"]])

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.lists(st.text(max_size=300), min_size=3, max_size=3), max_size=5))
    def test_csv_is_read_back_as_it_was_cut(self, rows):
        target = self.folder / "a.csv"
        files.write_csv(target, ("A", "B", "C"), ([cells.csv_cell(value) for value in row] for row in rows))
        with target.open(encoding="utf-8", newline="") as stream:
            header, *read = csv.reader(stream)
        self.assertEqual(header, ["A", "B", "C"])
        self.assertEqual(read, [[cells.csv_cell(value) for value in row] for row in rows])

    def test_csv_has_no_byte_order_mark(self):
        target = self.folder / "a.csv"
        files.write_csv(target, ("Email Address",), [("я@пример.рф",)])
        self.assertEqual(target.read_bytes(), "Email Address\r\nя@пример.рф\r\n".encode())

    def test_put_leaves_nothing_half_done(self):
        source = self.folder / "source.csv"
        source.write_text("new")
        target = self.folder / "out"
        target.mkdir()
        (target / "a.csv").write_text("old")
        self.assertEqual(files.put(source, target, "a.csv"), str(target / "a.csv"))
        self.assertEqual([path.name for path in target.iterdir()], ["a.csv"])
        self.assertEqual((target / "a.csv").read_text(), "new")
        self.assertEqual((target / "a.csv").stat().st_mode & 0o777, 0o640)
        (target / "b.csv").mkdir()
        with self.assertRaises(OSError):
            files.put(source, target, "b.csv")
        self.assertEqual({path.name for path in target.iterdir()}, {"a.csv", "b.csv"})

    def test_folder_is_checked(self):
        self.assertTrue(files.is_writable_folder(str(self.folder)))
        for folder in ("", "relative", str(self.folder / "missing"), __file__):
            self.assertFalse(files.is_writable_folder(folder))
