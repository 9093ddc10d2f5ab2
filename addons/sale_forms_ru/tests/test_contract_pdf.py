import base64
import io
import subprocess
from unittest.mock import patch

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged, users

from ..tools import docx_pdf
from .common import FormsCommon
from .test_contract_text import make_template


def read(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def save(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class TestDocxPdf(BaseCase):
    """What a text in DOCX becomes on paper."""

    def refuse(self, code, raw):
        with self.assertRaises(docx_pdf.NotConverted) as caught:
            docx_pdf.to_pdf(raw)
        self.assertEqual(caught.exception.args[0], code)

    def test_words_are_the_same_and_in_their_order(self):
        text = read(docx_pdf.to_pdf(make_template("Договор № 7", "Цена 1 000,00 < 2 & больше", "Конец")))
        places = [text.index(words) for words in ("Договор № 7", "1 000,00 < 2 & больше", "Конец")]
        self.assertEqual(places, sorted(places))

    def test_looks_of_paragraphs(self):
        document = Document()
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run("ДОГОВОР")
        run.bold, run.font.size = True, Pt(14)
        document.add_paragraph("Подпись").alignment = WD_ALIGN_PARAGRAPH.RIGHT
        first, second = document.paragraphs
        self.assertEqual(docx_pdf._describe_runs(first), "<b>ДОГОВОР</b>")
        self.assertEqual(docx_pdf._get_looks([first]), 'size="14" align="c"')
        self.assertIn('align="r"', docx_pdf._get_looks([second]))
        self.assertEqual(docx_pdf._describe_paragraph(document.add_paragraph()), '<space h="3"/>')

    def test_line_breaks_stay(self):
        document = Document()
        document.add_paragraph("раз\nдва")
        self.assertEqual(docx_pdf._describe_runs(document.paragraphs[0]), "раз<br/>два")

    def make_table(self, rows, framed=True):
        document = Document()
        document.add_paragraph("Спецификация")
        table = document.add_table(rows=rows, cols=3, style="Table Grid" if framed else None)
        for number, row in enumerate(table.rows):
            for place, cell in enumerate(row.cells):
                cell.text = ("№", "Товар", "Цена")[place] if not number else f"{number}.{place}"
        return document, table

    def test_a_long_list_goes_on_over_pages_with_its_head_again(self):
        document, _table = self.make_table(150)
        pages = read(docx_pdf.to_pdf(save(document))).split("\f")[:-1]
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn("Товар", page)
        words = " ".join(pages).split()
        self.assertEqual([words.count(f"{number}.1") for number in range(1, 150)], [1] * 149)

    def test_a_table_of_signatures_has_no_frame(self):
        document, table = self.make_table(2, framed=False)
        self.assertNotIn("grid", docx_pdf._describe_table(table))
        self.assertIn("1.2", read(docx_pdf.to_pdf(save(document))))

    def test_columns_are_as_wide_as_they_were_and_fill_the_page(self):
        _document, table = self.make_table(3)
        for column, width in zip(table.columns, (Pt(20), Pt(60), Pt(20)), strict=True):
            column.width = width
        self.assertEqual([round(width) for width in docx_pdf._get_widths(table)], [34, 102, 34])

    def test_joined_cells_stay_joined(self):
        document, table = self.make_table(3)
        table.rows[2].cells[0].merge(table.rows[2].cells[1])
        self.assertIn('span="2"', docx_pdf._describe_row(table.rows[2]))
        self.assertIn("2.2", read(docx_pdf.to_pdf(save(document))))

    def test_what_would_be_lost_is_refused(self):
        numbered, pictured = Document(), Document()
        numbered.add_paragraph("Раз", style="List Number")
        stream = io.BytesIO()
        Image.new("L", (9, 9)).save(stream, "PNG")
        pictured.add_picture(io.BytesIO(stream.getvalue()))
        self.refuse("numbers", save(numbered))
        self.refuse("pictures", save(pictured))
        for raw in (b"", b"%PDF-1.4", b"PK\x03\x04broken"):
            with self.subTest(raw=raw):
                self.refuse("file", raw)


@tagged("post_install", "-at_install")
class TestContractPdf(FormsCommon):
    def make_contract(self):
        return self.env["sale.contract"].create({"deal_id": self.deal.id}).with_user(self.env.user)

    def get_pdf(self, contract):
        return base64.b64decode(contract.with_context(bin_size=False).pdf_file)

    @users("sb_manager")
    def test_the_manager_gets_the_text_as_pdf(self):
        contract = self.make_contract()
        contract.action_make_text()
        action = contract.action_make_pdf()
        text = read(self.get_pdf(contract)).replace("\N{NO-BREAK SPACE}", " ")
        for words in (contract.name, "Завод Термо", "Neftemash LLC", "3 000,00", "7. Реквизиты и подписи сторон"):
            self.assertIn(words, text)
        self.assertEqual(contract.pdf_file_name, contract.file_name.replace(".docx", ".pdf"))
        self.assertIn(f"/{contract.id}/pdf_file", action["url"])

    @users("sb_manager")
    def test_what_was_edited_by_hand_is_what_is_printed(self):
        contract = self.make_contract()
        contract.write({"file": base64.b64encode(make_template("Особые условия")), "file_name": "mine.docx"})
        contract.action_make_pdf()
        self.assertIn("Особые условия", read(self.get_pdf(contract)))
        self.assertEqual(contract.pdf_file_name, "mine.pdf")

    @users("sb_manager")
    def test_a_new_text_drops_the_pdf_of_the_old_one(self):
        contract = self.make_contract()
        contract.action_make_text()
        contract.action_make_pdf()
        self.assertTrue(contract.pdf_file)
        contract.action_make_text()
        self.assertFalse(contract.pdf_file or contract.pdf_file_name)

    @users("sb_manager")
    def test_each_trouble_is_said_in_words(self):
        contract = self.make_contract()
        with self.assertRaisesRegex(UserError, "no text yet"):
            contract.action_make_pdf()
        contract.action_make_text()
        for code, said in {"file": "no DOCX", "numbers": "counts", "pictures": "pictures", "notes": "notes"}.items():
            error = docx_pdf.NotConverted(code)
            with self.subTest(code), patch.object(docx_pdf, "to_pdf", side_effect=error):
                with self.assertRaisesRegex(UserError, said):
                    contract.action_make_pdf()
        self.assertFalse(contract.pdf_file)

    def test_a_colleague_makes_none(self):
        contract = self.make_contract()
        contract.action_make_text()
        with self.assertRaises(AccessError):
            contract.with_user(self.colleague).action_make_pdf()
