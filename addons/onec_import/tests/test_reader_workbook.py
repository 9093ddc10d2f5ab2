import zipfile
from datetime import date, datetime
from decimal import Decimal
from unittest.mock import patch

import xlsxwriter

from odoo.tests import tagged

from .. import readers
from ..readers.workbook import xlsx
from .reader_files import SAMPLES, ReaderCase, repack, split, write_ods, write_xls, write_xlsx

GOODS = [
    ["Номенклатура"],
    [],
    ["Код", "Артикул", "Наименование", "Группа", "Тип номенклатуры", "Ед. изм.", "Упаковка", "Коэффициент", "Штрихкод",
     "Ставка НДС", "Производитель", "Вес", "Срок годности", "Учет по сроку годности", "Пометка удаления", "Цена розничная",
     "Цена дилерская"],
    ["НФ-1", "ЦН-50", "Насос ЦН 50", "Насосы / Центробежные", "Товар", "шт", "", "", "4600051000057", "20%", "Ливнынасос",
     "41,5", "", "Нет", "", "125\xa0000,50", 110000.0],
    ["НФ-2", "", "Масло КС-19", "Масла", "Материал", "кг", "бочка", "180", "", "Без НДС", "", 1.0, 24.0, "Да", "Нет", "120", ""],
    ["НФ-2", "", "Масло КС-19", "Масла", "Материал", "кг", "канистра", "20", "4600051000064", "Без НДС", "", 1.0, 24.0, "Да", "Нет", "120", ""],
    ["НФ-3", "", "Шеф-монтаж", "", "Работа", "ч", "", "", "", "", "", "", "", "", "Да", "", ""],
]  # fmt: skip


@tagged("post_install", "-at_install")
class TestReaderWorkbook(ReaderCase):
    def book(self, rows, **kwargs):
        return write_xlsx(self.folder / "unload.xlsx", rows, **kwargs)

    def test_goods_with_packs_prices_and_barcodes(self):
        path = self.book(GOODS)
        (sheet,) = readers.inspect(path, path.name).sheets
        self.assertEqual((sheet.guess_kind, sheet.header_rows, sheet.rows), ("goods", (3, 3), 4))
        self.assertEqual(sheet.guess_mapping["prices"], [15, 16])
        pump, oil, work = self.values(path, "goods")
        self.assertEqual((pump["vat"], pump["weight"], pump["use_expiry"]), (Decimal(20), Decimal("41.5"), False))
        self.assertEqual(
            pump["prices"],
            [
                {"name": "Цена розничная", "value": Decimal("125000.50")},
                {"name": "Цена дилерская", "value": Decimal(110000)},
            ],
        )
        self.assertEqual(oil["units"], [{"name": "бочка", "factor": 180}, {"name": "канистра", "factor": 20}])
        self.assertEqual((oil["vat"], oil["shelf_life"], oil["use_expiry"]), ("none", 24, True))
        self.assertEqual(oil["barcodes"], ["4600051000064"])
        self.assertEqual((work["type"], work["deleted"]), ("service", True))

    def test_the_same_rows_out_of_every_format(self):
        plain = [[cell if not isinstance(cell, float) else cell for cell in row] for row in GOODS]
        text = "\r\n".join(";".join(str(cell).replace(".0", "") for cell in row) for row in plain)
        files = [
            write_xlsx(self.folder / "a.xlsx", plain),
            write_xlsx(self.folder / "capital.xlsx", plain, capital=True),
            write_xls(self.folder / "a.xls", plain),
            write_ods(self.folder / "a.ods", plain),
            self.put("utf8.csv", text),
            self.put("bom.csv", b"\xef\xbb\xbf" + text.encode()),
            self.put("ansi.csv", text.encode("cp1251")),
            self.put("excel.txt", text.replace(";", "\t").encode("utf-16")),
        ]
        expected = self.values(files[0], "goods")
        for path in files[1:]:
            with self.subTest(path.name):
                self.assertEqual(self.values(path, "goods"), expected)

    def test_a_part_named_with_a_capital_is_found(self):
        path = self.book(GOODS, capital=True)
        self.assertEqual(len(self.values(path, "goods")), 3)
        self.assertEqual(readers.inspect(path, path.name).problems, [])

    def test_a_sheet_too_big_for_memory_is_read_as_a_stream(self):
        path = self.book([*GOODS, *([""] * 17 for _number in range(5)), ["НФ-9", "", "Клапан"]])
        expected = self.values(path, "goods")
        self.patch(xlsx, "WHOLE_LIMIT", 0)
        self.assertEqual(self.values(path, "goods"), expected)
        self.assertEqual(readers.inspect(path, path.name).sheets[0].rows, -1)

    def test_a_cell_far_away_does_not_lay_out_the_whole_sheet(self):
        """However it is written: the reference alone, not the row, tells calamine where a cell stands."""
        for number, far in enumerate(
            (
                b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
                b'<row r="8"><c r="XFD1048576"><v>1</v></c></row>',
                b"<row r='8'><c r='XFD1048576'><v>1</v></c></row>",
                b'<row r="8"><c\nr="XFD1048576"><v>1</v></c></row>',
                b'<row r="8"><c r="A1048576"><v>1</v></c><c r="XFD9"><v>1</v></c></row>',
            )
        ):
            path = self.book(GOODS)
            sheet = self.part(path, "xl/worksheets/sheet1.xml").replace(b"</sheetData>", far + b"</sheetData>")
            repack(path, contents={"xl/worksheets/sheet1.xml": sheet})
            with self.subTest(number), self.patched_calamine() as opened:
                records, problems = self.parse(path, "goods", options={"limit": 3})
                self.assertEqual((len(records), problems), (3, []))
                opened.assert_not_called()

    def patched_calamine(self):
        return patch.object(xlsx.calamine, "open_sheet", side_effect=AssertionError("laid out"))

    def part(self, path, name):
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)

    def test_customers_with_several_rows_each(self):
        records, problems = split(readers.read(SAMPLES / "customers.csv", "customers.csv", "customers"))
        self.assertEqual([record.key for record in records], ["code:00-000001", "code:00-000002", "code:00-000003"])
        self.assertEqual([problem.code for problem in problems], ["inn_check", "email_wrong"])
        self.assertEqual({problem.level for problem in problems}, {"warning"}, "Imported all the same.")
        first = records[0].values
        self.assertEqual(first["phones"], ["+7 4872 00-00-01", "+7 900 000-00-01", "+7 900 000-00-02"])
        self.assertEqual([account["account"][-4:] for account in first["accounts"]], ["5555", "0001"])
        self.assertEqual([person["name"] for person in first["contacts"]], ["Брагина Олеся Павловна", "Ершова Полина"])
        self.assertEqual(first["addresses"][0]["flat"], "10")
        self.assertEqual([record.values["sort"] for record in records], ["company", "entrepreneur", "company"])

    def test_inn_that_excel_took_for_a_number_keeps_its_zero(self):
        path = self.book(
            [["Наименование", "ИНН", "КПП", "БИК", "Номер счета"], ["Завод", 278000010.0, 27801001.0, 44525225.0, ""]]
        )
        (values,) = self.parse(path, "customers")[0]
        self.assertEqual(
            (values.values["inn"], values.values["kpp"], values.values["bic"]), ("0278000010", "027801001", "044525225")
        )

    def test_stock_with_series_and_cells(self):
        records, problems = split(readers.read(SAMPLES / "stock.csv", "stock.csv", "stock"))
        self.assertEqual([problem.code for problem in problems], ["dates_turned", "series_without_goods"])
        self.assertEqual([problem.place.row for problem in problems], [6, 7])
        values = records[1].values
        self.assertEqual((values["warehouse"], values["cell"], values["series"]), ("Основной склад", "Б-02-3", "П-17"))
        self.assertEqual((values["production_date"], values["expiry_date"]), (date(2026, 2, 1), date(2028, 2, 1)))
        self.assertEqual((values["quantity"], values["cost"]), (Decimal("100.5"), Decimal("12060.00")))
        self.assertEqual(
            records[1].key,
            "goods:Масло компрессорное КС-19|warehouse:Основной склад|cell:Б-02-3|series:П-17|expiry_date:2028-02-01",
        )
        totals = readers.totals(SAMPLES / "stock.csv", "stock.csv", "stock")
        self.assertEqual(
            (totals.stated, totals.sums), (True, {"quantity": Decimal("136.25"), "cost": Decimal("415640")})
        )

    def test_orders_gather_their_lines(self):
        records, problems = split(
            readers.read(SAMPLES / "customer_orders.csv", "customer_orders.csv", "customer_orders")
        )
        self.assertEqual([problem.code for problem in problems], ["done_over"])
        first, second = (record.values for record in records)
        self.assertEqual(records[0].key, "number:ТД00-000012|date:2026-10-05")
        self.assertEqual(
            (first["customer_inn"], first["manager"], first["paid"]),
            ("7100000014", "Карпов Дмитрий", Decimal("100000.00")),
        )
        self.assertEqual(
            [(line["quantity"], line.get("done"), line.get("invoiced")) for line in first["lines"]],
            [(2, 1, 2), (8, None, 8)],
        )
        self.assertEqual(second["lines"][0]["price"], Decimal("120.00"))

    def test_lines_without_number_belong_to_the_order_above(self):
        head = [
            "Номер",
            "Дата",
            "Поставщик",
            "Номенклатура",
            "Количество",
            "Цена",
            "Поступило",
            "Дата поступления",
            "Назначение",
        ]
        rows = [head, ["7", "01.10.2026", "Ливнынасос", "Насос", 2.0, 10.0, 1.0, datetime(2026, 12, 1), "ТД00-000012"],
                ["", "", "", "Клапан", 1.0, 5.0, "", "", ""], ["8", "02.10.2026", "Гидромаш", "Вал", 1.0, 5.0, "", "", ""]]  # fmt: skip
        first, second = self.values(self.book(rows), "supplier_orders")
        self.assertEqual([line["goods"] for line in first["lines"]], ["Насос", "Клапан"])
        self.assertEqual((first["vendor"], first["expected_date"]), ("Ливнынасос", date(2026, 12, 1)))
        self.assertEqual(first["lines"][0]["customer_order"], "ТД00-000012")
        self.assertEqual(second["number"], "8")

    def test_torn_orders_and_differing_heads_are_said(self):
        rows = [["Номер", "Дата", "Клиент", "Номенклатура", "Количество"], ["1", "01.10.2026", "А", "Насос", 1.0],
                ["2", "01.10.2026", "Б", "Насос", 1.0], ["1", "01.10.2026", "А", "Клапан", 1.0],
                ["3", "01.10.2026", "А", "Вал", 1.0], ["3", "01.10.2026", "Б", "Вал", 1.0]]  # fmt: skip
        records, problems = self.parse(self.book(rows), "customer_orders")
        self.assertEqual([record.values["number"] for record in records], ["1", "2", "3"])
        self.assertEqual(
            [(problem.code, problem.place.row) for problem in problems], [("document_torn", 4), ("head_differs", 6)]
        )

    def test_boms_vendors_prices_purchases_production(self):
        cases = {
            "boms": ([["Спецификация", "Изделие", "Материал", "Количество", "Ед. изм."], ["ЦН-1", "Насос", "Вал", 1.0, "шт"],
                      ["ЦН-1", "Насос", "Болт", "8,5", "шт"], ["ЦН-2", "Насос 2", "Вал", 1.0, "шт"]],
                     [("ЦН-1", 2), ("ЦН-2", 1)], lambda v: (v["name"], len(v["lines"]))),
            "vendors": ([["Номенклатура", "Поставщик", "Цена", "Валюта", "Срок поставки, дней"], ["Вал", "Гидромаш", "1 200,00", "руб", 14.0]],
                        [("Гидромаш", Decimal(1200), 14)], lambda v: (v["vendor"], v["price"], v["lead_time"])),
            "prices": ([["Номенклатура", "Вид цены", "Цена", "Валюта"], ["Вал", "Розничная", 5.5, "руб"], ["Вал", "Дилерская", 5.0, "руб"]],
                       [("Розничная", Decimal("5.5")), ("Дилерская", 5)], lambda v: (v["price_type"], v["price"])),
            "purchases": ([["Контрагент", "Номенклатура", "Дата", "Количество", "Сумма"], ["Завод", "Вал", 46054.0, 2.0, 11.0]],
                          [("Завод", date(2026, 2, 1), 11)], lambda v: (v["customer"], v["date"], v["amount"])),
            "responsibles": ([["Клиент", "Менеджер", "Подразделение"], ["Завод", "Карпов", "Насосы"]],
                             [("Завод", "Карпов", "Насосы")], lambda v: (v["customer"], v["manager"], v["department"])),
            "production_orders": ([["Номер", "Дата", "Номенклатура", "Количество", "Выпущено", "Дата выпуска", "Спецификация"],
                                   ["5", "01.10.2026", "Насос", 3.0, 1.0, "01.12.2026", "ЦН-1"]],
                                  [("5", 3, 1, "ЦН-1")],
                                  lambda v: (v["number"], v["lines"][0]["quantity"], v["lines"][0]["done"], v["lines"][0]["bom"])),
        }  # fmt: skip
        for kind, (rows, expected, short) in cases.items():
            with self.subTest(kind):
                path = self.book(rows)
                self.assertEqual(readers.inspect(path, path.name).sheets[0].guess_kind, kind)
                self.assertEqual([short(values) for values in self.values(path, kind)], expected)

    def test_columns_by_hand_and_heading_by_hand(self):
        rows = [["Отчет"], ["нечто", "прочее", "иное"], ["Насос", "Розничная", 5.0]]
        path = self.book(rows)
        self.assertEqual(self.codes(path, "prices"), [("file", "header_missing")])
        mapping = {"goods": 0, "price_type": 1, "price": 2}
        (values,) = self.values(path, "prices", mapping=mapping, options={"header_rows": (2, 2)})
        self.assertEqual(values, {"goods": "Насос", "price_type": "Розничная", "price": Decimal(5)})

    def test_properties_are_columns_with_their_headings(self):
        path = self.book(
            [["Код", "Наименование", "Напор, м", "Материал"], ["1", "Насос", 32.0, "Чугун"], ["2", "Вал", "", "Сталь"]]
        )
        first, second = self.values(path, "goods", mapping={"code": 0, "name": 1, "properties": [2, 3]})
        self.assertEqual(
            first["properties"], [{"name": "Напор, м", "value": "32"}, {"name": "Материал", "value": "Чугун"}]
        )
        self.assertEqual(second["properties"], [{"name": "Материал", "value": "Сталь"}])

    def test_another_kind_than_said_is_refused(self):
        path = SAMPLES / "customers.csv"
        for kind in ("goods", "stock", "settlements", "customer_orders"):
            (problem,) = readers.read(path, path.name, kind)
            self.assertEqual((problem.level, problem.code), ("file", "kind_differs"), kind)
            self.assertIn("customers", readers.describe(problem))
        (problem,) = readers.read(SAMPLES / "import0_1.xml", "import0_1.xml", "settlements")
        self.assertEqual(problem.code, "kind_differs")

    def test_a_missing_column_is_named(self):
        path = self.book([["Склад", "Номенклатура", "Серия"], ["Основной", "Насос", "1"]])
        ((level, code),) = self.codes(path, "stock")
        self.assertEqual((level, code), ("file", "column_missing"))
        self.assertIn("Количество", readers.describe(self.parse(path, "stock")[1][0]))

    def test_sheets_are_chosen_by_what_they_hold(self):
        path = self.folder / "two.xlsx"
        book = xlsxwriter.Workbook(str(path))
        for name, rows in {
            "О программе": [["Инструкция"]],
            "Остатки": [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1]],
        }.items():
            tab = book.add_worksheet(name)
            for number, row in enumerate(rows):
                tab.write_row(number, 0, row)
        book.close()
        (values,) = self.values(path, "stock")
        self.assertEqual(values["warehouse"], "А")
        self.assertEqual([sheet.name for sheet in readers.inspect(path, "two.xlsx").sheets], ["Остатки"])
        self.assertEqual(self.codes(path, "stock", sheet="Нет такого"), [("file", "sheet_missing")])

    def test_errors_of_excel_and_wrong_values_say_where(self):
        head = ["Склад", "Номенклатура", "Количество", "Годен до"]
        path = self.book(
            [head, ["А", "Вал", "много", ""], ["А", "Болт", 1.0, "скоро"], ["А", "", 1.0, ""], ["А", "Гайка", 1.0, ""]]
        )
        records, problems = self.parse(path, "stock")
        self.assertEqual([record.values["goods"] for record in records], ["Гайка"])
        self.assertEqual([(problem.code, problem.place.row, problem.place.column) for problem in problems],
                         [("number_wrong", 2, "Количество"), ("date_wrong", 3, "Годен до"), ("value_missing", 4, "Артикул / Штрихкод / Номенклатура")])  # fmt: skip
        sheet = self.part(path, "xl/worksheets/sheet1.xml").replace(
            b'<c r="C5"><v>1</v></c>', b'<c r="C5" t="e"><v>#N/A</v></c>'
        )
        repack(path, contents={"xl/worksheets/sheet1.xml": sheet})
        problem = self.parse(path, "stock")[1][-1]
        self.assertEqual((problem.code, problem.place.row, problem.value), ("cell_error", 5, "#N/A"))

    def test_the_same_row_twice_is_taken_with_a_warning(self):
        path = self.book(
            [["Склад", "Номенклатура", "Количество"], ["А", "Вал", 1.0], ["А", "Вал", 2.0], ["А", "Вал", 3.0]]
        )
        records, problems = self.parse(path, "stock")
        self.assertEqual([record.key.partition("|#")[2] for record in records], ["", "2", "3"])
        self.assertEqual([(problem.level, problem.code) for problem in problems], [("warning", "row_again")] * 2)

    def test_a_heading_repeated_on_every_page_is_no_row(self):
        head = ["Склад", "Номенклатура", "Количество"]
        path = self.book([head, ["А", "Вал", 1.0], head, ["А", "Болт", 1.0], [], ["Итого", "", 2.0]])
        self.assertEqual([values["goods"] for values in self.values(path, "stock")], ["Вал", "Болт"])

    def test_limit_stops_the_preview(self):
        self.assertEqual(len(self.parse(self.book(GOODS), "goods", options={"limit": 2})[0]), 2)
