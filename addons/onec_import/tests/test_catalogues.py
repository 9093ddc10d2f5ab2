from odoo.tests import tagged

from .common import OnecCommon


class CataloguesCommon(OnecCommon):
    """Two products, a customer and a vendor that came from 1C."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env.ref("base.USD").sudo()
        cls.eur = cls.env.ref("base.EUR").sudo()
        (cls.usd | cls.eur).active = True

    def setUp(self):
        super().setUp()
        goods = [{"key": "pump", "name": "Pump", "article": "P1"}, {"key": "oil", "name": "Oil", "article": "O1"}]
        self.bring("goods", goods)
        customers = [
            {"key": "vega", "name": "Vega", "inn": "7707083893"},
            {"key": "steel", "name": "Steel", "is_vendor": True},
        ]
        self.bring("customers", customers)
        self.pump, self.oil = (self.of("goods", key).sudo() for key in ("pump", "oil"))
        self.vega, self.steel = (self.of("customers", key).sudo() for key in ("vega", "steel"))

    def one(self, kind, run=True, **values):
        """An import of one record, and the record; without `run` it is checked only."""
        batch = self.bring(kind, [{"key": "k", **values}], run=run)
        record = self.of(kind, "k")
        return batch, record and record.sudo()


@tagged("post_install", "-at_install")
class TestVendors(CataloguesCommon):
    def row(self, **values):
        return {"goods_article": "P1", "vendor": "Steel", "price": 50.0, "lead_time": 12, "min_quantity": 3.0, **values}

    def test_price_lead_time_and_least_quantity(self):
        batch, info = self.one(
            "vendors", **self.row(vendor_article="ST-1", currency="EUR", date_from=self.day("2026-01-01"))
        )
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        self.assertRecordValues(
            info,
            [
                {
                    "partner_id": self.steel.id,
                    "product_tmpl_id": self.pump.id,
                    "product_code": "ST-1",
                    "price": 50,
                    "currency_id": self.eur.id,
                    "delay": 12,
                    "min_qty": 3,
                    "date_start": self.day("2026-01-01"),
                }
            ],
        )

    def test_who_sells_to_us_is_a_vendor_from_now_on(self):
        self.vega.supplier_rank = 0
        self.one("vendors", **self.row(vendor="Vega"))
        self.assertEqual(self.vega.supplier_rank, 1)

    def test_a_newer_price_is_written_and_what_people_changed_stays(self):
        _batch, info = self.one("vendors", **self.row())
        batch, _info = self.one("vendors", **self.row(price=55.0))
        self.assertEqual((self.counts(batch), info.price), ({"changed": 1}, 55))
        info.delay = 30
        batch, _info = self.one("vendors", **self.row(price=60.0, lead_time=14))
        self.assertEqual((batch.kept, info.price, info.delay), (1, 60, 30))

    def test_what_is_not_known_is_refused_by_name(self):
        for values, words in (
            ({"goods_article": "NONE"}, "NONE"),
            ({"vendor": "Nobody"}, "Nobody"),
            ({"currency": "XXQ"}, "XXQ"),
        ):
            with self.subTest(words):
                batch, info = self.one("vendors", run=False, **self.row(**values))
                self.assertFalse(info)
                self.assertEqual(batch.refused, 1)
                line = batch.line_ids.filtered(lambda row: row.level == "error")
                self.assertIn(words, " ".join(line.mapped("text") + line.mapped("value")))

    def test_taking_back_removes_it(self):
        batch, info = self.one("vendors", **self.row())
        batch.action_undo()
        self.assertFalse(info.exists())


@tagged("post_install", "-at_install")
class TestPurchases(CataloguesCommon):
    def row(self, **values):
        return {
            "customer": "Vega",
            "goods_article": "P1",
            "quantity": 2.0,
            "amount": 300.0,
            "date": self.day("2025-05-06"),
            **values,
        }

    def test_a_purchase_stands_on_the_customer(self):
        batch, purchase = self.one("purchases", **self.row())
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        self.assertRecordValues(
            purchase,
            [
                {
                    "partner_id": self.vega.id,
                    "product_id": self.pump.product_variant_id.id,
                    "date": self.day("2025-05-06"),
                    "quantity": 2,
                    "amount": 300,
                    "source": "import",
                }
            ],
        )

    def test_goods_that_nobody_sells_any_more_are_named_in_words(self):
        _batch, purchase = self.one("purchases", **self.row(goods_article="OLD-9", goods="Old pump"))
        self.assertFalse(purchase.product_id)
        self.assertEqual(purchase.description, "Old pump")

    def test_without_a_customer_there_is_none(self):
        batch, purchase = self.one("purchases", run=False, **self.row(customer="Nobody"))
        self.assertFalse(purchase)
        self.assertEqual(batch.refused, 1)
        self.assertIn("Customers", batch.prerequisite_text)

    def test_the_same_again(self):
        self.one("purchases", **self.row())
        batch, _purchase = self.one("purchases", **self.row())
        self.assertEqual(self.counts(batch), {"unchanged": 1})


@tagged("post_install", "-at_install")
class TestResponsibles(CataloguesCommon):
    def setUp(self):
        super().setUp()
        self.team = self.env["crm.team"].sudo().create({"name": "Pumps of 1C"})

    def row(self, **values):
        return {
            "customer": "Vega",
            "manager": "Egor",
            "department": "Pumps of 1C",
            "since": self.day("2024-01-02"),
            **values,
        }

    def test_who_answers_for_whom(self):
        batch, line = self.one("responsibles", **self.row())
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        self.assertRecordValues(
            line,
            [
                {
                    "partner_id": self.vega.id,
                    "team_id": self.team.id,
                    "user_id": self.employee.id,
                    "since": self.day("2024-01-02"),
                }
            ],
        )

    def test_a_line_that_was_entered_here_is_taken_over(self):
        mine = (
            self.env["res.partner.responsible"]
            .sudo()
            .create({"partner_id": self.vega.id, "team_id": self.team.id, "user_id": self.admin.id})
        )
        batch, line = self.one("responsibles", **self.row())
        self.assertEqual(line, mine)
        self.assertEqual((mine.user_id, batch.kept), (self.admin.with_env(mine.env), 1), "people decided otherwise")

    def test_a_new_manager_in_1c_is_the_manager_here(self):
        _batch, line = self.one("responsibles", **self.row())
        batch, _line = self.one("responsibles", **self.row(manager="Anna Admin"))
        self.assertEqual((self.counts(batch), line.user_id.name), ({"changed": 1}, "Anna Admin"))

    def test_unknown_people_and_departments_are_refused(self):
        for values, words in (
            ({"manager": "Nobody"}, "Nobody here is called"),
            ({"department": "None"}, "Department “None”"),
        ):
            with self.subTest(words):
                batch, line = self.one("responsibles", **self.row(**values))
                self.assertFalse(line)
                self.assertIn(words, " ".join(self.texts(batch)))

    def test_rows_without_a_department_go_where_the_administrator_says(self):
        row = {**self.row(), "key": "k"}
        row.pop("department")
        batch = self.bring("responsibles", [row], team_id=self.team.id)
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        self.assertEqual(self.of("responsibles", "k").sudo().team_id, self.team)


@tagged("post_install", "-at_install")
class TestPrices(CataloguesCommon):
    def row(self, **values):
        return {"goods_article": "P1", "price_type": "Wholesale", "price": 90.0, **values}

    def test_a_price_list_for_each_price_type(self):
        rows = [
            {"key": "a", **self.row()},
            {"key": "b", **self.row(goods_article="O1", price=9.0)},
            {"key": "c", **self.row(price_type="Retail", price=120.0)},
        ]
        batch = self.bring("prices", rows)
        self.assertEqual(self.counts(batch), {"made": 3}, self.texts(batch))
        lists = self.env["product.pricelist"].sudo().search([("name", "in", ("Wholesale", "Retail"))])
        self.assertEqual(len(lists), 2)
        wholesale = lists.filtered(lambda one: one.name == "Wholesale")
        self.assertEqual(wholesale._get_product_price(self.pump.product_variant_id, 1), 90)
        self.assertEqual(wholesale._get_product_price(self.oil.product_variant_id, 1), 9)

    def test_one_price_type_in_two_currencies_is_two_lists(self):
        currency = self.env.company.currency_id
        other = self.eur if currency != self.eur else self.usd
        self.bring("prices", [{"key": "a", **self.row()}, {"key": "b", **self.row(currency=other.name, price=80.0)}])
        lists = self.env["product.pricelist"].sudo().search([("name", "=", "Wholesale")])
        self.assertEqual(lists.currency_id, currency | other)

    def test_the_price_of_a_pack_is_that_of_its_pieces(self):
        _batch, item = self.one("prices", **self.row(price=120.0, factor=12.0))
        self.assertEqual(item.fixed_price, 10)

    def test_a_newer_price_is_written(self):
        _batch, item = self.one("prices", **self.row())
        batch, _item = self.one("prices", **self.row(price=95.0))
        self.assertEqual((self.counts(batch), item.fixed_price), ({"changed": 1}, 95))
        batch.action_undo()
        self.assertEqual(item.fixed_price, 90)

    def test_prices_of_unknown_goods_wait_for_them(self):
        batch, item = self.one("prices", run=False, **self.row(goods_article="NONE"))
        self.assertFalse(item)
        self.assertIn("Goods", batch.prerequisite_text)


@tagged("post_install", "-at_install")
class TestBoms(CataloguesCommon):
    def setUp(self):
        super().setUp()
        if "mrp.bom" not in self.env:
            self.skipTest("production is not installed")

    def row(self, quantity=2.0, **values):
        line = {"component_article": "O1", "component_quantity": quantity, **values.pop("line", {})}
        return {
            "goods_article": "P1",
            "name": "Spec 1",
            "quantity": 1.0,
            "lines": [self.record("x", "x", **line).values],
            **values,
        }

    def components(self, bom):
        return [(line.product_id, line.product_qty) for line in bom.bom_line_ids]

    def test_components_come_with_their_quantities(self):
        batch, bom = self.one("boms", **self.row())
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        self.assertRecordValues(
            bom, [{"product_tmpl_id": self.pump.id, "product_qty": 1, "code": "Spec 1", "active": True}]
        )
        self.assertEqual(self.components(bom), [(self.oil.product_variant_id, 2)])

    def test_a_newer_one_has_newer_components(self):
        _batch, bom = self.one("boms", **self.row())
        batch, _bom = self.one("boms", **self.row(quantity=3.0, name="Spec 2"))
        self.assertEqual((self.counts(batch), bom.code), ({"changed": 1}, "Spec 2"))
        self.assertEqual(self.components(bom), [(self.oil.product_variant_id, 3)])

    def test_components_that_people_changed_stay(self):
        _batch, bom = self.one("boms", **self.row())
        bom.bom_line_ids.product_qty = 7
        batch, _bom = self.one("boms", **self.row(quantity=3.0, name="Spec 2"))
        self.assertEqual((batch.kept, bom.code), (1, "Spec 2"))
        self.assertEqual(self.components(bom), [(self.oil.product_variant_id, 7)])
        self.assertIn("were changed here and stay", " ".join(self.texts(batch, "kept")))

    def test_a_unit_of_something_else_is_refused(self):
        batch, bom = self.one("boms", **self.row(line={"component_unit": "кг"}))
        self.assertFalse(bom, self.texts(batch))
        self.assertIn("is no unit of", " ".join(self.texts(batch)))

    def test_marked_for_deletion_is_archived(self):
        _batch, bom = self.one("boms", **self.row(deleted=True))
        self.assertFalse(bom.active)

    def test_taking_a_change_back_leaves_the_components_whole(self):
        _batch, bom = self.one("boms", **self.row())
        batch, _bom = self.one("boms", **self.row(quantity=3.0))
        batch.action_undo()
        self.assertEqual(
            self.components(bom), [(self.oil.product_variant_id, 3)], "documents are taken back as a whole only"
        )
