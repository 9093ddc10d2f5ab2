import unittest
from collections import Counter
from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from .. import readers
from .reader_files import REAL, SAMPLES, ReaderCase, commerce, goods, split, write_zip

PUMP = "d0000000-0000-4000-8000-000000000001"
VARIANT = f"{PUMP}#20000000-0000-4000-8000-000000000001"


@tagged("post_install", "-at_install")
class TestReaderCommerceML(ReaderCase):
    def sample(self, name, kind):
        records, problems = split(readers.read(SAMPLES / name, name, kind))
        self.assertEqual([readers.describe(problem) for problem in problems], [])
        return {record.key: record for record in records}

    def test_goods_with_all_they_have(self):
        found = self.sample("import0_1.xml", "goods")
        self.assertEqual(len(found), 5)
        pump = found[PUMP]
        self.assertEqual(
            pump.values,
            {
                "id": PUMP,
                "code": "НФ-00000101",
                "article": "ЦН-50-160",
                "name": "Насос ЦН 50-160",
                "full_name": "Насос центробежный ЦН 50-160 с электродвигателем",
                "groups": [
                    {"id": "a0000000-0000-4000-8000-000000000001", "name": "Насосы"},
                    {"id": "a0000000-0000-4000-8000-000000000002", "name": "Насосы центробежные"},
                ],
                "category": "Насосы",
                "type": "goods",
                "unit": "шт",
                "unit_code": "796",
                "barcodes": ["4600051000057"],
                "vat": Decimal(20),
                "manufacturer": "АО Ливнынасос",
                "description": 'Насос для чистой воды, до 60 °C "ЦН"',
                "pictures": ["import_files/d0/cn50.jpg"],
                "weight": Decimal("41.5"),
                "properties": [
                    {"id": "b0000000-0000-4000-8000-000000000001", "name": "Материал корпуса", "value": "Чугун"},
                    {"id": "b0000000-0000-4000-8000-000000000002", "name": "Мощность, кВт", "value": "1,4"},
                ],
            },
        )
        self.assertEqual(pump.stated_version, "AAAAAQAAAAE=")
        self.assertEqual(pump.place, readers.Place("import0_1.xml", "", 55))
        others = {record.values["name"]: record.values for record in found.values()}
        self.assertIs(others["Сальник СК-8 (снят)"]["deleted"], True)
        self.assertEqual(others["Масло компрессорное КС-19"]["units"], [{"code": "112", "factor": Decimal("0.87")}])
        self.assertEqual(others["Масло компрессорное КС-19"]["vat"], "none")
        self.assertEqual(others["Шеф-монтаж насоса"]["type"], "service")
        self.assertEqual(others["Комплект ЗИП к ЦН 50-160"]["type"], "set")

    def test_groups_and_what_sets_are_made_of(self):
        groups = self.sample("import0_1.xml", "groups")
        parents = {record.values["name"]: record.values.get("parent_id") for record in groups.values()}
        outer = "a0000000-0000-4000-8000-000000000001"
        self.assertEqual(parents, {"Насосы": None, "Насосы центробежные": outer, "Запасные части": None})
        (bom,) = self.sample("import0_1.xml", "boms").values()
        self.assertEqual([line["component_quantity"] for line in bom.values["lines"]], [Decimal(2), Decimal("0.5")])

    def test_offers_are_variants_prices_and_stock(self):
        (variant,) = self.sample("offers0_1.xml", "goods").values()
        self.assertEqual((variant.key, variant.values["variant_of"]), (VARIANT, PUMP))
        self.assertEqual(variant.values["characteristics"], [{"name": "Напряжение", "value": "380 В"}])
        prices = [record.values for record in self.sample("offers0_1.xml", "prices").values()]
        self.assertEqual(
            [(price["price_type"], price["price"], price["currency"], price.get("vat_included")) for price in prices],
            [("Розничная", Decimal("125000.50"), "RUB", True), ("Дилерская", Decimal(1200), "USD", None)],
        )
        stock = [record.values for record in self.sample("offers0_1.xml", "stock").values()]
        self.assertEqual(
            [(line["goods_id"][-4:], line.get("warehouse"), line["quantity"]) for line in stock],
            [
                ("0001", "Основной склад", Decimal(5)),
                ("0001", "Склад сервиса", Decimal(2)),
                ("0003", None, Decimal("130.25")),
                ("0005", "Склад сервиса", Decimal(3)),
            ],
            "By warehouse where the offer says it, else the sum; an empty characteristic is none.",
        )

    def test_orders_of_both_directions_customers_and_sales(self):
        (order,) = self.sample("orders.xml", "customer_orders").values()
        self.assertEqual(order.values["number"], "ТД00-000012")
        self.assertEqual(order.values["paid"], Decimal("254000.50"))
        self.assertEqual(order.values["ship_date"], date(2026, 12, 15))
        self.assertIs(order.values["posted"], True)
        self.assertEqual([line.get("service") for line in order.values["lines"]], [None, True])
        self.assertEqual(sum(line["line_amount"] for line in order.values["lines"]), order.values["amount"])
        (purchase,) = self.sample("orders.xml", "supplier_orders").values()
        self.assertEqual((purchase.values["vendor"], purchase.values["vendor_inn"]), ("Ливнынасос", "5700000012"))
        (sale,) = self.sample("orders.xml", "purchases").values()
        self.assertEqual((sale.values["goods"], sale.values["amount"]), ("Масло компрессорное КС-19", Decimal(1200)))
        customers = self.sample("orders.xml", "customers")
        self.assertEqual(len(customers), 2, "Who stands in two documents comes once.")
        values = customers["40000000-0000-4000-8000-000000000001"].values
        self.assertEqual((values["sort"], values["inn"], values["kpp"]), ("company", "7100000014", "710001001"))
        self.assertEqual(values["addresses"][0]["city"], "Тула")
        self.assertEqual(len(values["phones"]), 2)
        self.assertEqual(values["accounts"][0]["bic"], "044525225")
        self.assertEqual(values["contacts"][0]["function"], "Начальник снабжения")

    def test_namespaces_encodings_and_fragments(self):
        body = goods("Насос", "Клапан")
        files = [
            commerce(body),
            commerce(body, ' xmlns="urn:1C.ru:commerceml_2"'),
            commerce(body, ' xmlns="urn:1C.ru:commerceml_210" xmlns:xs="http://www.w3.org/2001/XMLSchema"'),
            b"\xef\xbb\xbf" + commerce(body).replace(b"\n", b"\r\n"),
            commerce(body, encoding="windows-1251"),
            commerce(body, encoding="UTF-16"),
            commerce(body).partition(b"\n")[2],
            body.encode(),
            ("\n \n" + body).encode(),
            ("<Товары><Товар><Ид>g1</Ид><Наименование>Насос</Наименование></Товар></Товары>"
             "<Товары><Товар><Ид>g2</Ид><Наименование>Клапан</Наименование></Товар></Товары>").encode(),
        ]  # fmt: skip
        for number, content in enumerate(files):
            with self.subTest(number):
                found = self.values(self.put("import.xml", content), "goods")
                self.assertEqual([values["name"] for values in found], ["Насос", "Клапан"])

    def test_characters_that_xml_forbids_become_spaces(self):
        path = self.put("import.xml", commerce(goods("Насос\x0bЦН\x1f50")))
        self.assertEqual(self.values(path, "goods")[0]["name"], "Насос ЦН 50")

    def test_an_archive_is_read_in_the_order_of_its_references(self):
        classifier = "<Классификатор><Группы><Группа><Ид>p</Ид><Наименование>Насосы</Наименование></Группа></Группы></Классификатор>"
        item = "<Каталог><Товары><Товар><Ид>g1</Ид><Наименование>Насос</Наименование><Группы><Ид>p</Ид></Группы></Товар></Товары></Каталог>"
        offer = "<ПакетПредложений><Предложения><Предложение><Ид>g1#v</Ид><Наименование>Насос 380</Наименование></Предложение></Предложения></ПакетПредложений>"
        path = write_zip(
            self.folder / "webdata.zip",
            {
                "webdata/offers0_1.xml": commerce(offer),
                "webdata/import0_10.xml": commerce(goods("Десятый").replace("g1", "g10")),
                "webdata/import0_2.xml": commerce(item),
                "webdata/import0_1.xml": commerce(classifier),
                "webdata/import_files/a.jpg": b"\xff\xd8",
            },
        )
        records, problems = self.parse(path, "goods")
        self.assertEqual(problems, [])
        self.assertEqual([record.key for record in records], ["g1", "g10", "g1#v"])
        self.assertEqual(records[0].values["groups"], [{"id": "p", "name": "Насосы"}])
        self.assertEqual(records[0].place.sheet, "webdata/import0_2.xml")
        inspection = readers.inspect(path, "webdata.zip")
        self.assertEqual([sheet.guess_kind for sheet in inspection.sheets], ["groups", "goods", "goods", "prices"])

    def test_inspect_counts_without_parsing(self):
        path = self.put("import.xml", commerce(goods(*map(str, range(500)))))
        (sheet,) = readers.inspect(path, "import.xml").sheets
        self.assertEqual((sheet.guess_kind, sheet.rows), ("goods", 500))

    def test_wrong_values_and_duplicates_refuse_their_record_alone(self):
        body = goods("Насос", "Клапан", "", "Шланг").replace("<Ид>g2</Ид>", "<Ид>g1</Ид>")
        extra = "<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Вес</Наименование><Значение>много</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>"
        body = body.replace("<Наименование>Шланг</Наименование>", f"<Наименование>Шланг</Наименование>{extra}")
        records, problems = self.parse(self.put("import.xml", commerce(body)), "goods")
        self.assertEqual([record.values["name"] for record in records], ["Насос"])
        self.assertEqual([problem.code for problem in problems], ["duplicate_id", "value_missing", "number_wrong"])
        self.assertEqual(readers.describe(problems[2]), "import.xml, row 2, Вес: много is not a number. Correct it.")

    def test_versions_follow_the_values(self):
        first, again, changed = (
            split(readers.read(self.put("i.xml", commerce(goods(name))), "i.xml", "goods"))[0][0].version
            for name in ("Насос", "Насос", "Насос 2")
        )
        self.assertEqual(first, again)
        self.assertNotEqual(first, changed)


@tagged("post_install", "-at_install")
@unittest.skipUnless(REAL.is_dir(), "The real files of 1C (shared/samples/onec) are not here.")
class TestReaderRealFiles(ReaderCase):
    EXPECTED = {
        "bigperson_classifier.xml": {"groups": 5},
        "bigperson_import.xml": {"groups": 5, "goods": 2},
        "bigperson_offers.xml": {"goods": 2, "prices": 6, "stock": 2},
        "carono_from.xml": {"customer_orders": 1, "customers": 1},
        "carono_import.xml": {"groups": 22, "goods": 2},
        "carono_offers.xml": {"goods": 5, "prices": 5, "stock": 5},
    }

    def test_counts_of_every_real_file(self):
        self.assertEqual({path.name for path in REAL.glob("*.xml")}, set(self.EXPECTED))
        for name, expected in self.EXPECTED.items():
            found, codes = Counter(), Counter()
            for kind in readers.KINDS:
                records, problems = split(readers.read(REAL / name, name, kind))
                found[kind] += len(records)
                codes.update(problem.code for problem in problems)
            self.assertEqual(+found, expected, name)
            self.assertLessEqual(set(codes), {"nothing_found", "kind_differs"}, name)
            self.assertEqual(readers.inspect(REAL / name, name).problems, [])

    def test_the_order_in_windows_1251(self):
        (order,), _problems = split(readers.read(REAL / "carono_from.xml", "carono_from.xml", "customer_orders"))
        self.assertEqual([line["goods_id"] for line in order.values["lines"]][0], "ORDER_DELIVERY")
        self.assertEqual(order.values["lines"][1]["goods"], 'Телевизор "JVC"')
        self.assertEqual(order.values["amount"], Decimal("6734.47"))
        (person,), _problems = split(readers.read(REAL / "carono_from.xml", "carono_from.xml", "customers"))
        self.assertEqual(person.values["sort"], "person")

    def test_stock_by_warehouse(self):
        records, _problems = split(readers.read(REAL / "carono_offers.xml", "carono_offers.xml", "stock"))
        self.assertEqual({record.values["warehouse"] for record in records}, {'Магазин "Обувь"'})
        self.assertTrue(all("#" in record.values["goods_id"] for record in records))
