import subprocess
import tempfile

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


def read_pages(content):
    """Words of each page."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        done = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True)
    return [page.split() for page in done.stdout.decode().split("\f")[:-1]]


class TestPages(BaseCase):
    """Where pages end, around every length at which they could end badly."""

    def make(self, lines, tail=1, carry=True, text="Насос"):
        body = "".join(
            f'<line><td n="1">{number}</td><td>{text} {number}</td><td n="1" v="1">1,00</td></line>'
            for number in range(1, lines + 1)
        )
        carried = '<carry><tr><td span="2">Перенос</td><td n="1" sum="2"/></tr></carry>' if carry else ""
        signed = "<text>Подпись</text>" * tail
        return sheet.render(
            '<sheet size="9" running="ПРОДОЛЖЕНИЕ"><text>Начало</text><goods widths="20 60 40" grid="1">'
            f"<head><tr><td>ШАПКА</td><td>Товар</td><td>Сумма</td></tr></head>{body}{carried}"
            f'<foot><tr><td span="2">Всего</td><td n="1">{lines},00</td></tr></foot><tail>{signed}</tail></goods></sheet>'
        )

    def check(self, lines, **values):
        content, number = self.make(lines, **values)
        pages = read_pages(content)
        self.assertEqual(len(pages), number)
        found = [int(words[place + 1]) for words in pages for place, word in enumerate(words) if word == "Насос"]
        self.assertEqual(sorted(found), list(range(1, lines + 1)))
        self.assertEqual([page.count("ШАПКА") for page in pages], [1] * number)
        self.assertIn("Подпись", pages[-1])
        self.assertIn("Насос", pages[-1])
        self.assertEqual(["ПРОДОЛЖЕНИЕ" in page for page in pages], [False] + [True] * (number - 1))
        return pages

    def test_around_the_end_of_the_first_and_second_page(self):
        seen = {len(self.check(lines)) for lines in (*range(44, 66), *range(100, 124, 3))}
        self.assertEqual(seen, {1, 2, 3} & seen)
        self.assertGreater(len(seen), 1)

    def test_a_long_tail_takes_the_last_line_along(self):
        for lines in range(20, 60, 4):
            with self.subTest(lines=lines):
                self.check(lines, tail=40)

    def test_sums_of_pages_are_the_sum_of_all(self):
        pages = self.check(150)
        carried = [page[page.index("Перенос") + 1] for page in pages[:-1]]
        last = sum(word == "Насос" for word in pages[-1])
        self.assertEqual(sum(float(text.replace(",", ".")) for text in carried) + last, 150)

    def test_names_of_many_lines_are_not_torn(self):
        content, number = self.make(40, text="Насос " + "с электродвигателем и рамой " * 6)
        pages = read_pages(content)
        self.assertEqual(len(pages), number)
        self.assertGreater(number, 2)
        counted = [sum(word == "рамой" for word in page) for page in pages]
        self.assertTrue(all(count % 6 == 0 for count in counted), counted)

    def test_without_carry_no_sum_is_printed(self):
        for page in self.check(120, carry=False):
            self.assertNotIn("Перенос", page)


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
