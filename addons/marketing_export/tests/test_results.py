import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import uploads
from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestResults(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"]
        for number in range(4):
            cls.customers += cls.make_customer(f"C{number}", cls.at(f"c{number}"), cls.make_phone())

    def upload(self, content, kind="calls", user=None, **vals):
        upload = (
            self.env["marketing.result.upload"]
            .with_user(user or self.marketer)
            .create({"kind": kind, "file": base64.b64encode(content), "file_name": "a.xlsx", **vals})
        )
        upload.action_upload()
        return upload.report

    def fill_in(self, export, filled):
        """The workbook as a marketer gives it back: {contact name: {heading: text}}."""
        book = openpyxl.load_workbook(io.BytesIO(export.sudo().attachment_id.raw))
        sheet = book.worksheets[0]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            for heading, text in filled.get(sheet.cell(row, columns["Contact"]).value, {}).items():
                sheet.cell(row, columns[heading]).value = text
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    def test_phone_list_that_comes_back(self):
        export = self.write_file(self.make_segment(), "call")
        content = self.fill_in(
            export,
            {
                "C0": {"Result": "Reached", "Remark": "Wants prices"},
                "C1": {"Result": "not to be called"},
                "C2": {"Call again on": "01.03.2099"},
            },
        )
        report = self.upload(content)
        self.assertIn("Taken over: 3", report)
        calls = {call.name: call for call in self.env["marketing.call"].search([("result_key", "!=", False)])}
        self.assertEqual((calls["C0"].outcome, calls["C0"].remark), ("reached", "Wants prices"))
        self.assertIn("Wants prices", self.customers[0].message_ids[0].body)
        self.assertEqual(self.rows(("email", "=", self.at("c1"))).call_block, "no_call")
        self.assertEqual((calls["C2"].state, str(calls["C2"].planned_on)), ("open", "2099-03-01"))
        messages = len(self.customers[0].message_ids)
        self.assertIn("Taken over: 0. Known already: 3", self.upload(content))
        self.assertEqual(len(self.customers[0].message_ids), messages, "A repeat changes nothing.")

    def test_unknown_rows_are_listed(self):
        content = b"No.,Result,Remark\n999999999,Reached,x\nabc,Reached,y\n"
        report = self.upload(content)
        self.assertIn("Not understood: 2", report)
        self.assertIn("999999999", report)
        contact = self.rows(("email", "=", self.at("c0")))
        self.assertIn("no such result", self.upload(f"No.,Result\n{contact.id},Sang a song\n".encode()))
        with self.assertRaisesRegex(UserError, "number in the mailing base"):
            self.upload(b"Result\nReached\n")

    def test_campaigns_call_is_closed_by_the_list(self):
        campaign = (
            self.env["marketing.call.campaign"]
            .with_user(self.marketer)
            .create(
                {
                    "name": "Spring",
                    "segment_id": self.make_segment().id,
                    "assignment": "even",
                    "manager_ids": self.manager.ids,
                }
            )
        )
        campaign.action_give_out()
        contact = self.rows(("email", "=", self.at("c3")))
        self.upload(f"No.;Result\n{contact.id};Interested\n".encode("cp1251"), campaign_id=campaign.id)
        call = campaign.call_ids.filtered(lambda call: call.contact_key == contact.key)
        self.assertRecordValues(call, [{"state": "done", "outcome": "interest"}])
        self.assertEqual(campaign.interest_count, 1)

    def test_mailchimps_lists(self):
        lists = f"Email Address,First Name,UNSUB_TIME\n{self.at('C0').upper()},X,2026-01-05 10:00:00\nstranger@x.example,,\nnonsense,,\n"
        report = self.upload(lists.encode(), "unsubscribed")
        self.assertIn("Taken over: 2", report)
        self.assertIn("stranger@x.example", report)
        self.assertIn("nonsense", report)
        row = self.rows(("email", "=", self.at("c0")))
        self.assertEqual((row.mail_block, str(row.consent_date)), ("opted_out", "2026-01-05"))
        self.assertTrue(self.env["mail.blacklist"].search_count([("email", "=", "stranger@x.example")]))
        self.upload(f"Email Address\n{self.at('c1')}\n".encode("utf-8-sig"), "cleaned")
        self.assertEqual(self.rows(("email", "=", self.at("c1"))).mail_block, "bounced")
        before = self.env["marketing.consent"].search_count([])
        self.assertIn("Taken over: 0", self.upload(lists.encode(), "unsubscribed"))
        self.assertEqual(self.env["marketing.consent"].search_count([]), before)
        with self.assertRaisesRegex(UserError, "Email Address"):
            self.upload(b"Name\nX\n", "cleaned")

    def test_who_leaves_again_is_stopped_again(self):
        once = self.env["mail.blacklist"].create([{"email": self.at("c0")}, {"email": self.at("c1")}])
        once.action_archive()
        self.assertFalse(self.rows(("email", "=", self.at("c0"))).mail_block == "opted_out")
        report = self.upload(f"Email Address\n{self.at('c0')}\n{self.at('c2')}\n".encode(), "unsubscribed")
        self.assertIn("Taken over: 2", report)
        self.assertEqual(once.mapped("active"), [True, False])
        for name in ("c0", "c2"):
            self.assertEqual(self.rows(("email", "=", self.at(name))).mail_block, "opted_out")

    def test_what_is_no_table_is_refused(self):
        for content in (b"", b"PK\x03\x04broken", b"\xff\xfe\x98\x98"):
            with self.subTest(content=content), self.assertRaisesRegex(UserError, "cannot be read"):
                self.upload(content or b" ")

    def test_only_marketers_upload(self):
        for user in (self.manager, self.employee):
            with self.assertRaises(AccessError):
                self.upload(b"No.,Result\n", user=user)

    def test_numbers_and_encodings(self):
        self.assertEqual(uploads.read_table("Имя;N\nПётр;1,5\n".encode("cp1251")), [{"Имя": "Пётр", "N": "1,5"}])
        self.assertEqual(uploads.read_table(b"a\tb\n1\t2\n\n"), [{"a": "1", "b": "2"}])
