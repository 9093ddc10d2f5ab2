"""Corners of the readers: what the files leave open, and what is then said."""

from datetime import date, datetime
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from .. import readers
from ..readers.containers import climbs, said_format
from ..readers.workbook.delimited import guess_separator
from ..readers.workbook.grid import column_index, letters
from ..readers.workbook.headings import find_heading, heading_key
from ..readers.workbook.levels import assign
from .reader_files import SAMPLES, ReaderCase, commerce, goods, split, write_xlsx

OFFERS = "<ПакетПредложений><Предложения>{}</Предложения></ПакетПредложений>"
OFFER = "<Предложение><Ид>{}</Ид><Наименование>Насос</Наименование>{}</Предложение>"


@tagged("post_install", "-at_install")
class TestReaderCorners(ReaderCase):
    def test_what_a_file_refers_to_and_does_not_hold_is_said_once(self):
        price = "<Цены><Цена><ИдТипаЦены>p</ИдТипаЦены><ЦенаЗаЕдиницу>5</ЦенаЗаЕдиницу></Цена></Цены>"
        stock = '<Склад ИдСклада="w" КоличествоНаСкладе="5"/>'
        path = self.put(
            "offers.xml", commerce(OFFERS.format("".join(OFFER.format(key, price + stock) for key in "ab")))
        )
        for kind, code in (("prices", "price_type_unknown"), ("stock", "warehouse_unknown")):
            records, problems = self.parse(path, kind)
            self.assertEqual(len(records), 2)
            self.assertEqual([(problem.level, problem.code) for problem in problems], [("warning", code)])
        path = self.put("import.xml", commerce(goods("Насос", "Вал", extra="<Группы><Ид>нет</Ид></Группы>")))
        records, problems = self.parse(path, "goods")
        self.assertEqual([problem.code for problem in problems], ["group_unknown"])
        self.assertEqual(records[0].values["groups"], [{"id": "нет"}])

    def test_an_empty_characteristic_is_none(self):
        for identity in ("g1#", "g1#00000000-0000-0000-0000-000000000000", "g1#g1"):
            path = self.put("offers.xml", commerce(OFFERS.format(OFFER.format(identity, "<Количество>1</Количество>"))))
            self.assertEqual(self.codes(path, "goods"), [("warning", "nothing_found")], "No variant.")
            self.assertEqual(self.values(path, "stock")[0]["goods_id"], "g1")

    def test_changes_keep_the_characteristic_apart(self):
        body = "<ИзмененияПакетаПредложений><Предложения><Предложение><Ид>g1</Ид><ИдХарактеристики>v</ИдХарактеристики>"
        body += "<Количество>3</Количество></Предложение></Предложения></ИзмененияПакетаПредложений>"
        (values,) = self.values(self.put("rests.xml", commerce(body)), "stock")
        self.assertEqual((values["goods_id"], values["quantity"]), ("g1#v", 3))

    def test_a_group_inside_itself_does_not_hang(self):
        groups = "<Классификатор><Группы><Группа><Ид>a</Ид><Наименование>A</Наименование><Группы><Группа><Ид>a</Ид>"
        groups += "<Наименование>A</Наименование></Группа></Группы></Группа></Группы></Классификатор>"
        path = self.put("import.xml", commerce(groups + goods("Насос", extra="<Группы><Ид>a</Ид></Группы>")))
        self.assertEqual(self.values(path, "goods")[0]["groups"], [{"id": "a", "name": "A"}])
        self.assertEqual(self.codes(path, "groups"), [("error", "duplicate_id")])

    def test_an_order_whose_lines_do_not_make_its_sum(self):
        text = (SAMPLES / "orders.xml").read_text().replace("<Сумма>254000.50</Сумма>", "<Сумма>300000</Сумма>")
        records, problems = self.parse(self.put("orders.xml", text), "customer_orders")
        self.assertEqual(len(records), 1)
        self.assertEqual([(problem.level, problem.code, problem.text_args["found"]) for problem in problems],
                         [("warning", "totals_differ", Decimal("254000.50"))])  # fmt: skip
        surcharge = "<ДопРасходы><ДопРасход><Сумма>45999.50</Сумма></ДопРасход></ДопРасходы><Контрагенты>"
        whole = self.put("orders.xml", text.replace("<Контрагенты>", surcharge, 1))
        (order,) = self.values(whole, "customer_orders")
        self.assertEqual(order["discounts"], Decimal("45999.50"), "What is added to the whole order is no difference.")

    def test_a_cancelled_order_has_cancelled_lines(self):
        cancelled = (
            "<ЗначениеРеквизита><Наименование>Отменен</Наименование><Значение>true</Значение></ЗначениеРеквизита>"
        )
        text = (SAMPLES / "orders.xml").read_text()
        place = text.index("<Наименование>Статус заказа") - len("<ЗначениеРеквизита>\n\t\t\t\t")
        path = self.put("orders.xml", text[:place] + cancelled + text[place:])
        (order,) = self.values(path, "customer_orders")
        self.assertEqual([line["cancelled"] for line in order["lines"]], [True, True])

    def test_persons_entrepreneurs_and_companies(self):
        body = "".join(
            f"<Контрагент><Ид>{number}</Ид><Наименование>К{number}</Наименование>{rest}</Контрагент>"
            for number, rest in enumerate(
                (
                    "<ОфициальноеНаименование>ООО Насос</ОфициальноеНаименование><ИНН>7707083893</ИНН>",
                    "<ПолноеНаименование>АО Завод</ПолноеНаименование>",
                    "<ПолноеНаименование>Рогов Тимофей</ПолноеНаименование><Фамилия>Рогов</Фамилия>",
                    "<ПолноеНаименование>ИП Рогов Тимофей</ПолноеНаименование><ИНН>500100732259</ИНН>",
                )
            )
        )
        found = self.values(self.put("contragents.xml", commerce(f"<Контрагенты>{body}</Контрагенты>")), "customers")
        self.assertEqual([values["sort"] for values in found], ["company", "company", "person", "entrepreneur"])

    def test_settlements_without_names_for_their_levels_say_so(self):
        rows = [
            ["", "Контрагент", "Договор", "Сумма"],
            ["", "Первая", "", 5.0],
            ["", "Вторая", "", 5.0],
            ["", "Третья", "Д-1", 5.0],
        ]
        path = write_xlsx(self.folder / "a.xlsx", rows, [0, 0, 1, 2])
        records, problems = self.parse(path, "settlements")
        self.assertEqual([problem.code for problem in problems], ["levels_unknown"])
        self.assertEqual((records[0].values["customer"], records[0].values["amount"]), ("Третья", 5))
        named = {"options": {"levels": ["organisation", "partner", "customer"]}}
        (values,) = self.values(path, "settlements", **named)
        self.assertEqual(
            (values["organisation"], values["partner"], values["customer"]), ("Первая", "Вторая", "Третья")
        )

    def test_the_side_may_be_said(self):
        path = write_xlsx(
            self.folder / "a.xlsx", [["Контрагент", "Долг", "Аванс"], ["Завод", 10.0, ""], ["Вал", "", 3.0]]
        )
        for side, expected in ((None, [10, -3]), ("customer", [10, -3]), ("supplier", [-10, 3])):
            found = self.values(path, "settlements", options={"side": side} if side else {})
            self.assertEqual([values["amount"] for values in found], expected, side)

    def test_empty_words_of_1c_are_no_values(self):
        rows = [["Склад", "Номенклатура", "Серия", "Количество"], ["<Пустое значение>", "Вал", "<...>", 1.0]]
        (values,) = self.values(write_xlsx(self.folder / "a.xlsx", rows), "stock")
        self.assertEqual(values, {"goods": "Вал", "quantity": Decimal(1)})

    def test_dates_typed_as_dates_and_as_numbers(self):
        rows = [
            ["Номенклатура", "Количество", "Годен до", "Дата производства"],
            ["Вал", 1.0, datetime(2028, 2, 1), 46054.0],
        ]
        (values,) = self.values(write_xlsx(self.folder / "a.xlsx", rows), "stock")
        self.assertEqual((values["expiry_date"], values["production_date"]), (date(2028, 2, 1), date(2026, 2, 1)))

    def test_columns_for_another_kind_are_guessed_from_the_headings(self):
        info = readers.inspect(SAMPLES / "customers.csv", "customers.csv").sheets[0]
        mapping = readers.guess_mapping(info.columns, "responsibles")
        self.assertEqual(mapping["manager"], 13)
        records, _problems = split(
            readers.read(SAMPLES / "customers.csv", "customers.csv", "responsibles", mapping=mapping)
        )
        self.assertEqual({record.values["manager"] for record in records}, {"Карпов Дмитрий", "Вялых Инна"})

    def test_a_total_row_ends_up_nowhere_but_in_the_totals(self):
        for word in ("Итого", "ИТОГО:", " Всего ", "Итог"):
            path = write_xlsx(self.folder / "a.xlsx", [["Номенклатура", "Количество"], ["Вал", 2.0], [word, 2.0]])
            self.assertEqual([values["goods"] for values in self.values(path, "stock")], ["Вал"])
            self.assertEqual(readers.totals(path, "a.xlsx", "stock").sums, {"quantity": Decimal(2)})

    def test_a_flat_list_without_totals_states_none(self):
        path = write_xlsx(self.folder / "a.xlsx", [["Номенклатура", "Количество"], ["Вал", 2.0]])
        totals = readers.totals(path, "a.xlsx", "stock")
        self.assertEqual((totals.stated, totals.sums, totals.by), (False, {}, {}))


@tagged("post_install", "-at_install")
class TestReaderParts(BaseCase):
    def test_headings_are_compared_without_units_and_dots(self):
        for heading in ("Сумма, руб.", "сумма (руб)", "СУММА:", "Сумма,\nруб", "Сумма ₽"):
            self.assertEqual(heading_key(heading), "сумма", heading)
        self.assertEqual(heading_key("Сумма (руб)(кон. остаток)"), heading_key("Сумма (кон. остаток)"))

    def test_data_that_looks_like_headings_stays_data(self):
        rows = [
            ["Тип номенклатуры", "Наименование", "Ед. изм."],
            ["Товар", "Насос", "шт"],
            ["Услуга", "Доставка", "шт"],
        ]
        self.assertEqual(find_heading(rows).rows, (1, 1))
        self.assertIsNone(find_heading([[5.0, "Номенклатура"], ["нечто"]]))

    def test_levels_are_laid_upon_more_of_them_than_have_names(self):
        self.assertEqual(assign(["warehouse", "goods"], 3, []), ["warehouse", "", "goods"])
        self.assertEqual(
            assign(["customer"], 3, ["currency", "name", "document"]), ["currency", "customer", "document"]
        )
        self.assertEqual(assign(["organisation", "customer", "contract"], 2, []), ["organisation", "customer"])

    def test_letters_of_columns(self):
        for index, name in ((0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")):
            self.assertEqual((letters(index), column_index(name)), (name, index))

    def test_names_of_files(self):
        self.assertTrue(all(map(climbs, ("../a.xml", "/a.xml", "a/../../b.xml", "C:\\a.xml", "\\a.xml"))))
        self.assertFalse(any(map(climbs, ("a.xml", "a..b.xml", "webdata/import___1.xml"))))
        self.assertEqual(
            [said_format(name) for name in ("А.XLSX", "a.zip", "a.xml", "a")], ["xlsx", "zip", "commerceml", ""]
        )

    def test_the_separator_is_what_the_lines_share(self):
        self.assertEqual(guess_separator("Код;Имя;Сумма\n1;А, Б;1,5\n2;В;2,5"), ";")
        self.assertEqual(guess_separator("Код\tИмя\n1\tА"), "\t")
        self.assertEqual(guess_separator("code,name\n1,a"), ",")
