import csv
import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import cells, mailchimp
from .common import MarketingCommon

FORMULAS = ("=1+1", "{=1}", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", '=HYPERLINK("x")')
STRANGE = ("a\x0bb\x07c", "мир 😀 🏭", "שלום עולם", "‮txt.exe", "'=1", '"', "a,b;c")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def check_for_mailchimp(content):
    """What MailChimp's import would refuse or spoil, by the rules of its help; an empty list when nothing."""
    problems = []
    text = content.decode("utf-8")
    if text.startswith("\ufeff"):
        problems.append("byte order mark")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    seen = set()
    for row in rows:
        email = row["Email Address"]
        if email != email.strip() or not re.fullmatch(r"[^\s@\u0080-\uffff]+@[^\s@]+\.[^\s@]+", email):
            problems.append(f"address {email}")
        if email.lower() in seen:
            problems.append(f"twice {email}")
        seen.add(email.lower())
        if email.split("@")[0] in mailchimp.ROLE_NAMES:
            problems.append(f"role {email}")
        problems += [f"long {name}" for name, value in row.items() if len(value.encode()) > 255]
        problems += [f"phone {row['Phone Number']}"] * bool(
            row["Phone Number"] and not re.fullmatch(r"\+\d{7,15}", row["Phone Number"])
        )
        problems += [f"country {row['Country Code']}"] * bool(
            row["Country Code"] and not re.fullmatch("[A-Z]{2}", row["Country Code"])
        )
        problems += [f"tag {tag}" for tag in next(csv.reader([row["Tags"]]), ()) if len(tag) > 100]
        date = row["Last Order"]
        problems += [f"date {date}"] * bool(date and not re.fullmatch(r"\d{4}-\d\d-\d\d", date))
    return problems


@tagged("post_install", "-at_install")
class TestBroken(MarketingCommon):
    """Names and notes that were made to break files, and marketers who ask for what is not theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nasty = [*FORMULAS, *STRANGE, "Ж" * 40_000]
        for number, name in enumerate(cls.nasty):
            cls.make_customer(name, cls.at(f"n{number}"), cls.make_phone(), is_company=True)

    def plain(self, name):
        return cells.excel_cell(name).strip()

    def test_workbooks_hold_text_only(self):
        for kind in ("xlsx", "call", "mailchimp_xlsx"):
            found = [cell for row in self.read_xlsx(self.write_file(self.make_segment(), kind)) for cell in row]
            filled = [cell for cell in found if cell.value is not None]
            self.assertEqual({cell.data_type for cell in filled}, {"s"}, kind)
            self.assertFalse(any(cell.hyperlink for cell in filled))
        texts = {str(cell.value) for cell in filled}
        self.assertTrue({"=1+1", "{=1}", "@SUM(1)", "=cmd|' /C calc'!A0"} <= texts)

    def test_csv_passes_mailchimps_rules(self):
        export = self.write_file(self.make_segment())
        content = export.sudo().attachment_id.raw
        self.assertEqual(check_for_mailchimp(content), [])
        self.assertEqual(len(self.read_csv(export)), len(self.nasty))
        for row in self.read_csv(export):
            for value in row.values():
                self.assertFalse(value.startswith(cells.DANGEROUS) and not cells.PHONE.fullmatch(value), value)

    def test_the_checker_itself_finds_what_is_wrong(self):
        header = "Email Address,First Name,Last Name,Address,Phone Number,Company,Tags,Country Code,Last Order\r\n"
        bad = header + f"иван@x.example,,,,8-800,{'Ж' * 200},{'t' * 101},UK1,01.02.2026\r\nabuse@x.example,,,,,,,,\r\n"
        self.assertEqual(len(check_for_mailchimp(bad.encode())), 7)

    def test_phone_list_has_what_a_caller_needs(self):
        russia = self.env.ref("base.ru")
        self.make_customer("Far", self.at("far"), phone := self.make_phone(), city="Омск", country_id=russia.id)
        self.make_customer("Unreachable", self.at("unreachable"))
        export = self.write_file(self.make_segment(), "call")
        book = self.open_book(export)
        sheet, left_out = book.worksheets
        header = [cell.value for cell in sheet[1]]
        row = next(row for row in sheet.iter_rows(values_only=True) if "Far" in row)
        values = dict(zip(header, row, strict=True))
        self.assertEqual((values["Phones"], values["Local time"]), (phone, "UTC+6 (MSK+3)"))
        self.assertEqual((values["Result"], values["Remark"]), (None, None))
        self.assertEqual((sheet.freeze_panes, bool(sheet.auto_filter.ref)), ("A2", True))
        self.assertEqual((sheet.page_setup.orientation, sheet.print_title_rows), ("landscape", "$1:$1"))
        (choices,) = sheet.data_validations.dataValidation
        self.assertIn("Interested", choices.formula1)
        reasons = [row for row in left_out.iter_rows(values_only=True) if "Unreachable" in row]
        self.assertEqual(reasons[0][-1], "No phone number")

    def test_left_out_ones_of_a_csv_are_a_file_of_their_own(self):
        self.env["mail.blacklist"]._add(self.at("n0"))
        export = self.write_file(self.make_segment()).sudo()
        self.assertTrue(export.report_id.name.endswith("left-out.xlsx"))
        import openpyxl

        rows = list(openpyxl.load_workbook(io.BytesIO(export.report_id.raw)).active.iter_rows(values_only=True))
        self.assertEqual(rows[1][2:], (self.at("n0"), "Opted out"))

    def test_same_file_twice_is_stored_once_and_outlives_the_other(self):
        segment = self.make_segment([("email", "=", self.at("n1"))])
        first, second = self.write_file(segment).sudo(), self.write_file(segment).sudo()
        self.assertEqual(first.attachment_id.store_fname, second.attachment_id.store_fname)
        first.attachment_id.unlink()
        self.assertEqual(second.attachment_id.raw.decode().count("\r\n"), 2)

    def test_marketer_gets_nothing_else_by_rpc(self):
        contacts = self.env["marketing.contact"].with_user(self.marketer)
        for call in (
            lambda: contacts.search([("lead_id.expected_revenue", ">", 0)]),
            lambda: contacts.search([("partner_id.purchase_ids.amount", ">", 0)]),
            lambda: contacts.read_group([], ["lead_id"], ["lead_id"]),
            lambda: self.env["marketing.stale"].with_user(self.marketer).search([]),
            lambda: contacts.search([], limit=1).write({"email": "x@y.example"}),
            lambda: self.env["crm.deal.requirement"].with_user(self.marketer).search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_files_open_in_libreoffice(self):
        if not OFFICE:
            self.skipTest("LibreOffice is not there: the workbook is checked by openpyxl alone.")
        export = self.write_file(self.make_segment(), "xlsx").sudo()
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "a.xlsx"
            source.write_bytes(export.attachment_id.raw)
            command = [OFFICE, "--headless", "--convert-to", "csv", "--outdir", folder, str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            text = (Path(folder) / "a.csv").read_text(encoding="utf-8", errors="replace")
        for formula in ("=1+1", "{=1}", "@SUM(1)"):
            self.assertIn(formula, text, "It stays text.")
