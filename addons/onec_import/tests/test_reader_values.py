from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..readers import FIELDS, KEYS, KINDS, ONE_OF, PROBLEMS, Place, Problem, describe
from ..readers.addresses import split_address
from ..readers.checks import account_fits, barcode_fits, inn_problem, okpo_fits
from ..readers.derive import parse_document
from ..readers.values import Bad, converter, to_bool, to_date, to_datetime, to_list, to_number, to_text, to_vat
from ..readers.workbook.titles import period_end, read_titles

ANY_CELL = st.one_of(
    st.text(max_size=80),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
)


@tagged("post_install", "-at_install")
class TestReaderValues(BaseCase):
    def test_numbers_as_1c_writes_them(self):
        for cell, expected in {
            "1\xa0234,50": "1234.50",
            "1\u202f234,50 руб.": "1234.50",
            "1 234 567": "1234567",
            "(1 234,5)": "-1234.5",
            "−7": "-7",
            "100-": "-100",
            "1.234,50": "1234.50",
            "1,234.50": "1234.50",
            "1.234.567,8": "1234567.8",
            "12,5": "12.5",
            "0,00": "0.00",
            "5 шт.": "5",
            1234.5600000000002: "1234.56",
            0.1 + 0.2: "0.3",
            1e-7: "1E-7",
            5.0: "5",
            -3: "-3",
            123456789012.13: "123456789012.13",
        }.items():
            self.assertEqual(to_number(cell), Decimal(expected), cell)
        for cell in ("", None, "-", "—", " "):
            self.assertIsNone(to_number(cell), cell)
        for cell in (
            "1e5",
            "NaN",
            "Infinity",
            "12.5.1,3,3",
            "пять",
            "1" * 70,
            float("nan"),
            float("inf"),
            True,
            date.today(),
        ):
            with self.assertRaises(Bad) as caught:
                to_number(cell)
            self.assertEqual(caught.exception.code, "number_wrong", cell)

    def test_dates_as_text_and_as_numbers_of_excel(self):
        for cell, expected in {
            "01.02.2026": datetime(2026, 2, 1),
            "01.02.2026 10:20:30": datetime(2026, 2, 1, 10, 20, 30),
            "1.2.26": datetime(2026, 2, 1),
            "2026-02-01T10:00:00": datetime(2026, 2, 1, 10),
            "20260201": datetime(2026, 2, 1),
            "1 февраля 2026 г.": datetime(2026, 2, 1),
            "1 мая 2026": datetime(2026, 5, 1),
            "46054": datetime(2026, 2, 1),
            46054.5: datetime(2026, 2, 1, 12),
            46054: datetime(2026, 2, 1),
            date(2026, 2, 1): datetime(2026, 2, 1),
        }.items():
            self.assertEqual(to_datetime(cell), expected, cell)
        self.assertIsNone(to_date("01.01.0001 0:00:00"), "1C's empty date.")
        self.assertIsNone(to_date(""))
        for cell in ("31.02.2026", "завтра", 99999999.0, -1.0, "2026-13-01"):
            with self.assertRaises(Bad, msg=cell):
                to_date(cell)

    def test_texts_lists_words(self):
        self.assertEqual(to_text("  Насос\xa0\xa0ЦН \n\n 50 "), "Насос ЦН\n50")
        self.assertEqual(to_text("Насос ЦН-50"), "Насос ЦН-50")
        self.assertEqual(to_text(123.0), "123", "A code that Excel took for a number.")
        self.assertEqual(to_text(datetime(2026, 2, 1)), "01.02.2026")
        self.assertIsNone(to_text(" \t"))
        self.assertEqual(
            to_list("+7 495 000-00-01, 8 (900) 1; a@b.example\nc"),
            ["+7 495 000-00-01", "8 (900) 1", "a@b.example", "c"],
        )
        self.assertIs(to_bool("Да"), True)
        self.assertIs(to_bool("ложь"), False)
        self.assertIsNone(to_bool(""))
        self.assertEqual(
            [to_vat(cell) for cell in ("20%", "НДС 22%", "20/120", 0.2, 10.0, "Без НДС", "0%")],
            [20, 22, 20, 20, 10, "none", 0],
        )
        for convert, cell in (
            (to_text, "#N/A"),
            (to_number, "#ССЫЛКА!"),
            (to_bool, "может быть"),
            (to_vat, "льготная"),
            (to_text, "я" * 40000),
        ):
            with self.assertRaises(Bad, msg=cell):
                convert(cell)

    @settings(max_examples=300, deadline=None)
    @given(ANY_CELL)
    def test_no_cell_makes_a_traceback(self, cell):
        for kind in ("goods", "customers", "stock", "customer_orders"):
            for field in FIELDS[kind].values():
                try:
                    converter(field)(cell)
                except Bad as bad:
                    self.assertIn(bad.code, PROBLEMS)

    @settings(max_examples=200, deadline=None)
    @given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
    def test_a_sum_is_read_to_the_cent_however_it_is_written(self, amount):
        russian = f"{amount:,.2f}".replace(",", "\xa0").replace(".", ",")
        self.assertEqual(to_number(russian), amount)
        self.assertEqual(to_number(float(amount)), amount)

    def test_check_digits(self):
        self.assertEqual([inn_problem(inn) for inn in ("7707083893", "500100732259")], ["", ""])
        self.assertEqual([inn_problem(inn) for inn in ("7707083894", "500100732258")], ["inn_check"] * 2)
        self.assertEqual(
            [inn_problem(inn) for inn in ("770708389", "77O7083893", "", "²707083893")], ["inn_length"] * 4
        )
        self.assertTrue(okpo_fits("00032537") and not okpo_fits("00032538") and not okpo_fits("1"))
        self.assertTrue(account_fits("40702810900000005555", "044525225"))
        self.assertFalse(account_fits("40702810900000005556", "044525225"))
        self.assertTrue(barcode_fits("4600051000057") and barcode_fits("ВН-17") and not barcode_fits("4600051000058"))

    def test_documents_and_addresses_are_taken_apart(self):
        label = "Реализация товаров и услуг ТД00-000101 от 05.10.2026 10:00:00"
        self.assertEqual(parse_document(label), ("ТД00-000101", date(2026, 10, 5)))
        self.assertEqual(parse_document("Договор № 5 от 01.02.2024"), ("5", date(2024, 2, 1)))
        self.assertEqual(parse_document("Основной договор"), (None, None))
        self.assertEqual(parse_document("Заказ 1 от 99.99.2026"), (None, None))
        self.assertEqual(
            split_address("410012, Россия, Саратовская обл, , Саратов г, , Московская ул, дом № 5, корпус 2, кв. 10"),
            {
                "text": "410012, Россия, Саратовская обл, , Саратов г, , Московская ул, дом № 5, корпус 2, кв. 10",
                "zip": "410012",
                "country": "Россия",
                "region": "Саратовская обл",
                "city": "Саратов",
                "street": "Московская ул",
                "house": "5",
                "building": "2",
                "flat": "10",
            },
        )
        self.assertEqual(split_address("где-то там"), {"text": "где-то там"}, "Nothing is guessed.")

    def test_periods_and_titles(self):
        for text, expected in {
            "1 января 2025 г.": date(2025, 1, 1),
            "Январь 2025 г. - Февраль 2026 г.": date(2026, 2, 28),
            "01.01.2025 - 31.03.2025": date(2025, 3, 31),
            "1 квартал 2025 г.": date(2025, 3, 31),
            "2025 г.": date(2025, 12, 31),
            "весь": None,
            "": None,
        }.items():
            self.assertEqual(period_end(text), expected, text)
        titles = read_titles(
            [
                ["", "Остатки товаров на 31.10.2026"],
                ["", "Отборы: Склад Равно Основной"],
                ["", "Группировки строк: Склад; Номенклатура"],
            ]
        )
        self.assertEqual(titles["title"], "Остатки товаров на 31.10.2026")
        self.assertEqual(titles["period_end"], date(2026, 10, 31))
        self.assertEqual(titles["filters"], ["Склад Равно Основной"])
        self.assertEqual(titles["groups"], ["Склад", "Номенклатура"])


@tagged("post_install", "-at_install")
class TestReaderTables(BaseCase):
    def test_every_kind_has_fields_keys_and_what_it_needs(self):
        self.assertEqual(set(KINDS), set(FIELDS))
        for kind in KINDS:
            self.assertTrue(KEYS[kind], kind)
            for name in {name for group in (*ONE_OF[kind], *KEYS[kind]) for name in group}:
                self.assertIn(name, FIELDS[kind], kind)
            for name, field in FIELDS[kind].items():
                converter(field)
                self.assertTrue(field.label and field.label_ru, (kind, name))

    def test_every_sentence_can_be_said(self):
        anything = dict.fromkeys(("said", "found", "known", "limit", "size", "packed", "first"), "x")
        for code in PROBLEMS:
            sentence = describe(
                Problem("error", code, Place("Остатки.xlsx", "TDSheet", 7, "Количество"), "пять", anything)
            )
            self.assertIn("Остатки.xlsx", sentence)
            self.assertTrue(sentence.endswith("."), sentence)
            self.assertNotIn("%(", sentence)
