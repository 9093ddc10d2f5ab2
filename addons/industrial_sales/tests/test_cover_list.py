import base64
import io

from PyPDF2 import PdfReader

from odoo import Command
from odoo.tests import tagged

from odoo.addons.equipment_certification.tests.common import PDF, CertificationCommon
from odoo.addons.sale_forms_ru.tests.common import CORR, FormsMixin


@tagged("post_install", "-at_install")
class TestCoverList(FormsMixin, CertificationCommon):
    """The list on top of the papers of a shipment names the certificates of its pieces, and they lie in the envelope."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fill_company()
        cls.entity.bank_ids.bank_id.corr_account = CORR

    def sell_chambers(self, *names):
        deal, picking = self._sell(*names)
        picking.write({"form_vehicle": "ГАЗ А001АА", "form_driver": "Петров П. П."})
        return deal, picking

    def list_papers(self, picking):
        cover = self.env["sale.form"].with_user(self.manager)._make("cover", picking.with_user(self.manager))
        return cover, {paper["name"]: (paper["copies"], paper["pages"]) for paper in cover.data["papers"]}

    def test_certificates_stand_below_the_forms_with_their_pages(self):
        _deal, picking = self.sell_chambers("SN-1", "SN-2")
        self._certificate(self.lots[0], name="АТ-15", attachment_ids=[Command.set(self._file(raw=PDF).ids)])
        self._certificate(self.lots[1], name="АТ-16")
        upd = self.env["sale.form"]._make("upd", picking)
        cover, papers = self.list_papers(picking)
        self.assertEqual(list(papers.values()), [(2, upd.pages), (1, 1), (1, 0)])
        names = list(papers)
        self.assertIn(upd.number, names[0])
        for name, number, lot in zip(names[1:], ("АТ-15", "АТ-16"), ("SN-1", "SN-2"), strict=True):
            self.assertIn(f"№ {number}, Chamber, {lot}", name)
        text = self.read_text(cover)
        for words in ("АТ-15", "АТ-16", upd.number):
            self.assertIn(words, text)

    def test_a_piece_that_does_not_go_brings_no_certificate(self):
        _deal, picking = self.sell_chambers("SN-1")
        own, (second, third) = self.lots, self._stock_serials("SN-8", "SN-9")
        self._certificate(own | second, name="АТ-17")
        self._certificate(third, name="АТ-18")
        _cover, papers = self.list_papers(picking)
        self.assertEqual([name.rpartition(", ")[2] for name in papers], ["SN-1"])
        self.assertIn("АТ-17", next(iter(papers)))

    def test_a_new_certificate_makes_a_new_list(self):
        _deal, picking = self.sell_chambers("SN-1")
        first, papers = self.list_papers(picking)
        self.assertEqual(papers, {})
        self._certificate(self.lots, name="АТ-19")
        second, papers = self.list_papers(picking)
        self.assertEqual(len(papers), 1)
        self.assertEqual((first.state, second.state), ("replaced", "printed"))
        self.assertEqual(self.list_papers(picking)[0], second, "nothing changed since")

    def test_their_files_lie_behind_the_forms(self):
        _deal, picking = self.sell_chambers("SN-1")
        bad = self._file("bad.pdf", b"%PDF-x")
        files = (self._file(raw=PDF) | bad).ids
        self._certificate(self.lots, name="АТ-20", attachment_ids=[Command.set(files)])
        action = self.env["sale.form"].with_user(self.manager)._print_set(picking.with_user(self.manager))
        joined = self.env["ir.attachment"].browse(int(action["url"].split("/")[-1].split("?")[0]))
        pages = PdfReader(io.BytesIO(joined.raw)).pages
        forms = self.env["sale.form"].search([("picking_id", "=", picking.id), ("state", "=", "printed")])
        self.assertEqual(len(pages), sum(forms.mapped("pages")) + 1)
        self.assertEqual([float(side) for side in pages[-1].mediabox[2:]], [200.0, 200.0])
        self.assertEqual(base64.b64decode(bad.datas), b"%PDF-x", "what cannot be read is left as it is")
