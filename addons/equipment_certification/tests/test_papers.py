import unittest

from odoo import Command
from odoo.tests import tagged

from odoo.addons.deal_stages.tests.common_pdf import HAS_TOOLS, read_pages

from .common import CertificationCommon

REPORT = "equipment_certification.equipment_certificate_report"


@unittest.skipUnless(HAS_TOOLS, "wkhtmltopdf or pdftotext is not installed")
@tagged("post_install", "-at_install")
class TestPapers(CertificationCommon):
    """What goes with the goods, as the customer holds it in his hands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.print_delay", "20")

    def _print(self, picking):
        report = self.env["ir.actions.report"].with_user(self.worker).with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, picking.ids)
        self.assertEqual(kind, "pdf")
        return read_pages(content)

    def test_the_files_are_printed_behind_the_list(self):
        _deal, picking = self._sell("SN-1", "SN-2")
        self._certificate(self.lots[0], name="A-15", attachment_ids=[Command.set(self._file().ids)])
        self._certificate(self.lots[1], name="A-16", attachment_ids=[Command.set(self._file().ids)])
        pages = self._print(picking)
        self.assertEqual(len(pages), 3, "the list and two scans")
        self.assertTrue({"A-15", "A-16", "SN-1", "SN-2", picking.name} <= set(pages[0].texts))
        self.assertFalse(pages[0].get_covered() or pages[0].get_outside())

    def test_a_file_that_nobody_can_read_stops_no_paper(self):
        _deal, picking = self._sell("SN-1")
        self._certificate(self.lots, name="A-15", attachment_ids=[Command.set(self._file("bad.pdf", b"%PDF-x").ids)])
        self.assertEqual(len(self._print(picking)), 1)

    def test_many_pieces_of_one_document(self):
        _deal, picking = self._sell(*(f"NUMBER-{number:03}" for number in range(120)))
        self._certificate(self.lots, name="A-15")
        pages = self._print(picking)
        words = [text.strip(";,") for page in pages for text in page.texts]
        self.assertEqual(len([word for word in words if word.startswith("NUMBER-")]), 120)
        for page in pages:
            self.assertFalse(page.get_covered() or page.get_outside())

    def test_a_delivery_without_documents_says_so(self):
        picking = self._agree((self.pump, 1)).quotation_id.picking_ids
        [page] = self._print(picking)
        self.assertIn("No certificates belong to this delivery.", " ".join(page.texts))

    def test_two_deliveries_have_their_own(self):
        _deal, first = self._sell("SN-1")
        self._certificate(self.lots, name="A-15", attachment_ids=[Command.set(self._file().ids)])
        _deal, second = self._sell("SN-2")
        self._certificate(self.lots, name="A-16")
        pages = self._print(first | second)
        self.assertEqual(len(pages), 3)
        self.assertIn("A-15", pages[0].texts)
        self.assertNotIn("A-16", pages[0].texts)
        self.assertIn("A-16", pages[2].texts)
