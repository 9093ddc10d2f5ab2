from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .. import readers
from ..readers.workbook.levels import ByOrder, classify
from .reader_files import SAMPLES, ReaderCase, split, write_ods, write_xls, write_xlsx

INVOICE = "Реализация товаров и услуг ТД00-%06d от 05.10.2026 10:00:00"
TITLES = [
    ["", "Ведомость по взаиморасчетам с контрагентами"],
    ["", "Период: Январь 2025 г. - Февраль 2026 г."],
    ["", "Показатели: Сумма (руб)(кон. остаток);"],
    ["", "Группировки строк: Организация; Контрагент; Договор контрагента;"],
    ["", "Отборы: Контрагент В группе из списка (ПОКУПАТЕЛИ);"],
    [],
]
HEAD = [
    ["", "Организация", "", "", "", "Сумма (руб)(кон. остаток)"],
    ["", "Контрагент"],
    ["", "Договор контрагента"],
]
BODY = [
    (0, "Промтехагрегат", 150.25),
    (1, "Завод", 200.5),
    (2, "Договор № 1 от 01.02.2024", "150,50"),
    (2, "Основной договор", 50.0),
    (1, "Авиатест", -50.25),
    (2, "Договор № 2 от 01.02.2024", "-50,25"),
]


def report(titles, head, body, total=True):
    """(rows, levels) of a grouped report: labels in column B, sums in F."""
    rows = [*titles, *head, *(["", label, "", "", "", amount] for _level, label, amount in body)]
    levels = [0] * (len(titles) + len(head)) + [level for level, _label, _amount in body]
    return [*rows, ["", "Итого", "", "", "", body[0][2]]] if total else rows, levels


@tagged("post_install", "-at_install")
class TestReaderReports(ReaderCase):
    def check_settlements(self, path):
        found = self.values(path, "settlements")
        self.assertEqual(
            [(values["organisation"], values["customer"], values["contract"], values["amount"]) for values in found],
            [
                ("Промтехагрегат", "Завод", "Договор № 1 от 01.02.2024", Decimal("150.50")),
                ("Промтехагрегат", "Завод", "Основной договор", Decimal(50)),
                ("Промтехагрегат", "Авиатест", "Договор № 2 от 01.02.2024", Decimal("-50.25")),
            ],
        )

    def test_levels_are_outlines_indents_or_the_order(self):
        rows, levels = report(TITLES, HEAD, BODY)
        self.check_settlements(write_xlsx(self.folder / "outline.xlsx", rows, levels))
        self.check_settlements(write_xlsx(self.folder / "indent.xlsx", rows, indents=[level * 2 for level in levels]))
        self.check_settlements(write_xlsx(self.folder / "order.xlsx", rows))
        self.check_settlements(write_xls(self.folder / "outline.xls", rows, levels))
        self.check_settlements(write_ods(self.folder / "outline.ods", rows, levels))
        self.check_settlements(write_xlsx(self.folder / "capital.xlsx", rows, levels, capital=True))

    def test_what_the_titles_say(self):
        rows, levels = report(TITLES, HEAD, BODY)
        path = write_xlsx(self.folder / "a.xlsx", rows, levels)
        (sheet,) = readers.inspect(path, "a.xlsx").sheets
        self.assertEqual((sheet.guess_kind, sheet.header_rows, sheet.grouped), ("settlements", (7, 9), True))
        self.assertEqual(sheet.title, "Ведомость по взаиморасчетам с контрагентами")
        self.assertEqual((sheet.period, sheet.period_end), ("Январь 2025 г. - Февраль 2026 г.", date(2026, 2, 28)))
        self.assertEqual(sheet.filters, ["Контрагент В группе из списка (ПОКУПАТЕЛИ);"])
        self.assertEqual(sheet.guess_mapping, {"organisation": 1, "customer": 1, "contract": 1, "amount": 5})
        totals = readers.totals(path, "a.xlsx", "settlements")
        self.assertEqual(totals.sums, {"amount": Decimal("150.25")})
        self.assertEqual(totals.by, {"amount": {"Промтехагрегат": Decimal("150.25")}})

    def test_totals_without_a_total_row_are_those_of_the_outermost_groups(self):
        rows, levels = report(TITLES, HEAD, BODY, total=False)
        totals = readers.totals(write_xlsx(self.folder / "a.xlsx", rows, levels), "a.xlsx", "settlements")
        self.assertEqual((totals.stated, totals.sums["amount"]), (True, Decimal("150.25")))

    def test_rows_that_do_not_make_up_their_group_are_said(self):
        body = [*BODY[:3], (2, "Основной договор", 49.0), *BODY[4:]]
        rows, levels = report(TITLES, HEAD, body)
        records, problems = self.parse(write_xlsx(self.folder / "a.xlsx", rows, levels), "settlements")
        self.assertEqual(len(records), 3)
        said = [(problem.code, problem.place.row, problem.value, problem.text_args["found"]) for problem in problems]
        self.assertEqual(
            said,
            [
                ("totals_differ", 11, "200.5", Decimal("199.5")),
                ("totals_differ", 10, "150.25", Decimal("149.25")),
                ("totals_differ", 16, "150.25", Decimal("149.25")),
            ],
        )

    def test_currency_counterparty_contract_document_without_names(self):
        body = [
            (0, "руб", 300.0),
            (1, "4.Золотой", 300.0),
            (2, "С покупателем", 300.0),
            (3, INVOICE % 1, 100.0),
            (3, INVOICE % 2, 200.0),
            (0, "RMB", -7.0),
            (1, "Chengdu Pumps", -7.0),
            (2, "не использовать", -7.0),
            (3, INVOICE % 3, -7.0),
        ]
        rows, levels = report(TITLES[:2], [["", "Контрагент", "", "", "", "Сумма (кон. остаток)"]], body, total=False)
        found = self.values(write_xlsx(self.folder / "a.xlsx", rows, levels), "settlements")
        self.assertEqual(
            [(values["currency"], values["customer"], values["document_number"], values["amount"]) for values in found],
            [
                ("руб", "4.Золотой", "ТД00-000001", 100),
                ("руб", "4.Золотой", "ТД00-000002", 200),
                ("RMB", "Chengdu Pumps", "ТД00-000003", -7),
            ],
        )

    def test_debt_and_prepayment_make_the_signed_balance(self):
        head = ["Контрагент", "Договор", "Документ расчетов", "Валюта", "Срок оплаты"]
        rows = [
            ["Завод", "Д-1", INVOICE % 1, "руб", "15.12.2026", "1 000,00", ""],
            ["Завод", "Д-1", INVOICE % 2, "руб", "", "", 250.5],
        ]
        for title, columns, expected in (
            ("Задолженность клиентов", ["Долг клиента", "Аванс клиента"], [1000, Decimal("-250.5")]),
            ("Задолженность поставщикам", ["Долг поставщику", "Аванс поставщику"], [-1000, Decimal("250.5")]),
            ("Расчеты с поставщиками", ["Дебет", "Кредит"], [1000, Decimal("-250.5")]),
        ):
            with self.subTest(title):
                path = write_xlsx(self.folder / "a.xlsx", [[title], [*head, *columns], *rows])
                found = self.values(path, "settlements")
                self.assertEqual([values["amount"] for values in found], expected)
                self.assertEqual(found[0]["due_date"], date(2026, 12, 15))
                self.assertEqual(found[0]["side"], "supplier" if "поставщ" in title else "customer")

    def test_two_row_headings_with_the_closing_balance(self):
        rows = [
            ["Расчеты с покупателями"],
            ["Покупатель", "Начальный остаток", "", "Конечный остаток", ""],
            ["", "Задолженность", "Предоплата", "Задолженность", "Предоплата"],
            ["Завод", 1.0, 2.0, 30.0, ""],
            ["Авиатест", 5.0, "", "", 7.0],
        ]
        path = write_xlsx(self.folder / "a.xlsx", rows)
        self.assertEqual(readers.inspect(path, "a.xlsx").sheets[0].header_rows, (2, 3))
        self.assertEqual([values["amount"] for values in self.values(path, "settlements")], [30, -7])

    def test_stock_by_warehouse_with_folders_of_different_depth(self):
        body = [
            (0, "Основной склад", 16.0),
            (1, "Насосы", 6.0),
            (2, "Насос ЦН 50", 5.0),
            (2, "Насос ЦН 80", 1.0),
            (1, "Без группы", 10.0),
            (0, "Склад сервиса", 3.0),
            (1, "Запасные части", 3.0),
            (2, "Сальник", 3.0),
        ]
        head = [["", "Склад", "", "", "", "Конечный остаток"], ["", "Номенклатура", "", "", "", "Количество"]]
        rows, levels = report([["", "Ведомость по товарам на складах"]], head, body, total=False)
        found = self.values(write_xlsx(self.folder / "a.xlsx", rows, levels), "stock")
        self.assertEqual(
            [(values["warehouse"], values["goods"], values["quantity"]) for values in found],
            [
                ("Основной склад", "Насос ЦН 50", 5),
                ("Основной склад", "Насос ЦН 80", 1),
                ("Основной склад", "Без группы", 10),
                ("Склад сервиса", "Сальник", 3),
            ],
        )

    def test_the_sample_without_outlines(self):
        records, problems = split(readers.read(SAMPLES / "settlements.csv", "settlements.csv", "settlements"))
        self.assertEqual([readers.describe(problem) for problem in problems], [])
        self.assertEqual(
            [
                (record.values["customer"], record.values["document_number"], record.values["amount"])
                for record in records
            ],
            [
                ("Тулаводоканал", "ТД00-000101", Decimal(100000)),
                ("Тулаводоканал", "ТД00-000115", Decimal(20000)),
                ("Тулаводоканал", "ТД00-000033", Decimal(-9200)),
                ("Авиатест", "ТД00-000034", Decimal(-12500)),
            ],
        )
        totals = readers.totals(SAMPLES / "settlements.csv", "settlements.csv", "settlements")
        self.assertEqual(totals.sums["amount"], sum(record.values["amount"] for record in records))

    def test_what_a_label_looks_like(self):
        for label, expected in {
            "руб.": "currency",
            "Договор № 5 от 01.02.2024": "contract",
            INVOICE % 1: "document",
            "ООО Ромашка": "name",
        }.items():
            self.assertEqual(classify(label), expected, label)


AMOUNTS = st.lists(
    st.lists(st.lists(st.integers(1, 10**6), min_size=1, max_size=4), min_size=1, max_size=4), min_size=1, max_size=4
)


@tagged("post_install", "-at_install")
class TestReaderOrder(ReaderCase):
    @settings(max_examples=100, deadline=None)
    @given(AMOUNTS)
    def test_sums_alone_tell_the_levels_of_debts(self, tree):
        """With all of one sign the order and the totals are enough, whatever the labels."""
        order = ByOrder(["organisation", "customer", "contract"])
        for customers in tree:
            self.assertEqual(order.level("a", [sum(map(sum, customers)) / 100]), 0)
            for contracts in customers:
                self.assertEqual(order.level("b", [sum(contracts) / 100]), 1)
                for amount in contracts:
                    self.assertEqual(order.level("c", [amount / 100]), 2)
