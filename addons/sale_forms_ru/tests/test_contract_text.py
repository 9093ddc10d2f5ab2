import base64
import io

from docx import Document

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, tagged, users

from ..tools import docx
from .common import FormsCommon


def make_template(*paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(raw):
    document = Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


class TestDocx(BaseCase):
    def test_what_is_not_known_is_a_gap(self):
        raw = docx.fill(make_template("{{ a.b.c }} {{ d }} {{ e }}"), {"d": "", "e": "5 < 6 & 7"}, {})
        self.assertEqual(read(raw).strip(), "________ ________ 5 < 6 & 7")

    def test_a_template_reaches_no_python(self):
        for text in ("{{ x.__class__.__mro__ }}", "{{ ''.__class__ }}"):
            with self.subTest(text=text):
                try:
                    said = read(docx.fill(make_template(text), {"x": 1}, {}))
                except docx.BadTemplate:
                    continue
                self.assertNotIn("class", said)

    def test_a_broken_template_says_so(self):
        for raw in (make_template("{% for %}"), b"no zip", b""):
            with self.subTest(raw=raw[:5]), self.assertRaises(docx.BadTemplate):
                docx.fill(raw, {}, {})


@tagged("post_install", "-at_install")
class TestContractText(FormsCommon):
    def make_contract(self):
        return self.env["sale.contract"].create({"deal_id": self.deal.id})

    @users("sb_manager")
    def test_the_managers_contract_is_filled_from_the_deal(self):
        contract = self.make_contract().with_user(self.env.user)
        self.deal.quotation_id.delivery_terms = "Самовывоз, 30 дней"
        contract.action_make_text()
        text = read(base64.b64decode(contract.file))
        for words in (
            contract.name,
            "Завод Термо",
            "Neftemash LLC",
            "3\N{NO-BREAK SPACE}000,00",
            "Самовывоз",
            self.pump.name,
        ):
            self.assertIn(words, text)
        self.assertIn("________", text)
        self.assertTrue(contract.file_name.endswith(".docx"))

    def test_a_signed_text_stays(self):
        contract = self.make_contract()
        contract.signed_by_customer_id = self.contact
        contract.action_sign()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            contract.action_make_text()

    def test_a_template_that_cannot_be_filled_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be filled in"):
            self.env["sale.contract.template"].create(
                {"name": "Broken", "file": base64.b64encode(make_template("{% if %}"))}
            )

    @users("sb_manager")
    def test_a_manager_edits_no_template(self):
        with self.assertRaises(AccessError):
            self.env.ref("sale_forms_ru.contract_template_supply").with_user(self.env.user).name = "Mine"
