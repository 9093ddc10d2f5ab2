from lxml import etree

from odoo.tests import BaseCase

from ..tools import payment_qr, sheet, words

LINE = '<line><td n="1">{0}</td><td>Насос {0}</td><td n="1" v="{0}">{0},00</td></line>'


class TestSheet(BaseCase):
    """The layout machine alone."""

    def make(self, lines, carry=True):
        body = "".join(LINE.format(number) for number in range(1, lines + 1))
        carried = '<carry><tr><td span="2">Итого</td><td n="1" sum="2"/></tr></carry>' if carry else ""
        return (
            '<sheet size="9" running="РАБОТА" code="SF1"><text>Начало, листов {pages}</text><goods widths="20 60 40" grid="1">'
            f"<head><tr><td>№</td><td>Товар</td><td>Сумма</td></tr></head>{body}{carried}"
            '<foot><tr><td span="2">Всего</td><td n="1">9</td></tr></foot><tail><text>Подпись</text></tail></goods></sheet>'
        )

    def test_lines_go_on_over_pages_and_none_is_lost(self):
        for lines in (1, 2, 30, 300):
            with self.subTest(lines=lines):
                content, pages = sheet.render(self.make(lines))
                self.assertTrue(content.startswith(b"%PDF"))
                self.assertGreaterEqual(pages, lines // 70 + 1)

    def test_the_same_sheet_gives_the_same_bytes(self):
        self.assertEqual(sheet.render(self.make(30)), sheet.render(self.make(30)))

    def test_text_of_customers_is_no_markup(self):
        content, pages = sheet.render("<sheet><text>Труба 5 &lt; 6 &amp; 7</text></sheet>")
        self.assertEqual((content[:4], pages), (b"%PDF", 1))

    def test_sums_of_a_page_are_those_of_its_lines(self):
        carry = etree.fromstring('<tr><td>Итого</td><td sum="2"/><td sum="2" as="number"/></tr>')
        lines = [etree.fromstring(LINE.format(number)) for number in (1, 2, 3.5)]
        row = sheet._sum_page(carry, lines)
        self.assertEqual([cell.text for cell in row], ["Итого", "6,50", "6,5"])


class TestWords(BaseCase):
    def test_sums_and_quantities_as_papers_write_them(self):
        self.assertEqual(words.money(1234567.5), "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,50")
        self.assertEqual(words.money(0.005), "0,01")
        self.assertEqual(
            [words.number(value) for value in (2, 2.5, 0.0, 1000)], ["2", "2,5", "0", "1\N{NO-BREAK SPACE}000"]
        )


class TestPaymentCode(BaseCase):
    values = {"Name": "ООО А|Б", "PersonalAcc": "1", "BankName": "Банк", "BIC": "2", "CorrespAcc": "3", "Sum": 100}

    def test_another_separator_where_a_name_has_the_usual_one(self):
        text = payment_qr.compose(self.values)
        self.assertTrue(text.startswith("ST00012~Name=ООО А|Б~"))
        self.assertEqual(payment_qr.parse(text)["Sum"], "100")

    def test_no_code_without_what_the_standard_asks_for(self):
        self.assertEqual(payment_qr.compose({**self.values, "BIC": ""}), "")

    def test_any_other_code_is_no_payment(self):
        self.assertEqual(payment_qr.parse("https://example.com"), {})
