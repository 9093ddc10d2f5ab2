import base64
import csv
import io
import zipfile

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users

from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestExport(DeliveryFormsCommon):
    """Electronic copies for the accountant's 1C."""

    def make_export(self):
        exports = self.env["sale.form.export"].with_user(self.accountant)
        return exports.create({"date_from": self.today, "date_to": self.today})

    def open_file(self, export):
        raw = base64.b64decode(export.with_context(bin_size=False).file)
        return zipfile.ZipFile(io.BytesIO(raw))

    def test_the_copy_says_what_the_paper_says(self):
        form = self.make("upd", self.make_delivery((self.goods, 3, self.vat), (self.spare, 7, self.none)))
        raw = form._make_xml()
        self.assertTrue(raw.startswith(b"<?xml version='1.0' encoding='windows-1251'?>"))
        root = etree.fromstring(raw)
        self.assertEqual(root.get("ВерсФорм"), "5.03")
        self.assertEqual(root.get("ИдФайл"), form._get_file_id())
        lines = root.findall(".//СведТов")
        self.assertEqual([line.get("НалСт") for line in lines], ["22%", "без НДС"])
        self.assertEqual(root.find(".//ВсегоОпл").get("СтТовУчНалВсего"), f"{form.amount_total:.2f}")
        self.assertEqual(root.find(".//СвПокуп/ИдСв/СвЮЛУч").get("ИННЮЛ"), form.data["buyer"]["inn"])
        self.assertEqual(form._make_xml(), raw)

    def test_the_scheme_of_the_version_is_the_one_that_counts(self):
        form = self.make("upd", self.make_delivery())
        scheme = b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Other"/></xs:schema>'
        form.version_id.xsd = base64.b64encode(scheme)
        with self.assertRaisesRegex(UserError, "breaks the scheme"):
            form._make_xml()
        with self.assertRaisesRegex(ValidationError, "no scheme"):
            form.version_id.xsd = base64.b64encode(b"nothing")

    def test_each_paper_goes_out_once_with_a_list(self):
        forms = [self.make("upd", self.make_delivery()) for _time in range(2)]
        request = self.make("request", self.ask(1000))
        first = self.make_export()
        first.action_make()
        self.assertEqual(first.form_ids, request.union(*forms))
        names = {f"{form._get_file_id()}.xml" for form in first.form_ids}
        archive = self.open_file(first)
        self.assertEqual(set(archive.namelist()), names | {"list.csv"})
        rows = list(csv.reader(io.StringIO(archive.read("list.csv").decode("utf-8-sig")), delimiter=";"))
        self.assertEqual(len(rows), 4)
        with self.assertRaisesRegex(UserError, "went out already"):
            self.make_export().action_make()
        new = self.make("upd", self.make_delivery())
        second = self.make_export()
        second.action_make()
        self.assertEqual(second.form_ids, new)
        content = first.file
        first.action_make()
        self.assertEqual(first.file, content)
        with self.assertRaisesRegex(UserError, "stays on the list"):
            first.unlink()

    def test_a_paper_that_breaks_the_scheme_stops_no_other(self):
        good, bad = (self.make("upd", self.make_delivery()) for _time in range(2))
        self.env.cr.execute(
            "UPDATE sale_form SET data = jsonb_set(data, '{currency,code}', '\"?\"') WHERE id = %s", [bad.id]
        )
        bad.invalidate_recordset()
        export = self.make_export()
        export.action_make()
        self.assertEqual((export.form_ids, bad.export_id), (good, self.env["sale.form.export"]))
        self.assertIn(bad.number, export.remarks)

    def test_the_request_is_read_by_1c(self):
        form = self.make("request", self.ask(1000))
        root = etree.fromstring(form._make_xml())
        self.assertEqual((root.findtext(".//Номер"), root.findtext(".//Сумма")), (form.number, "1000.00"))

    @users("sb_manager")
    def test_managers_export_nothing(self):
        with self.assertRaises(AccessError):
            self.env["sale.form.export"].create({})
