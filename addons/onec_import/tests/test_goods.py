from odoo.tests import tagged

from .common import OnecCommon


@tagged("post_install", "-at_install")
class TestGoods(OnecCommon):
    def bring_goods(self, *rows, **options):
        return self.bring("goods", rows, **options)

    def test_a_product_comes_with_all_that_1c_knows(self):
        tax = self.env["account.tax"].sudo().create({"name": "НДС 17 %", "amount": 17, "type_tax_use": "sale"})
        batch = self.bring_goods(
            {
                "key": "g1",
                "code": "00-001",
                "article": "НЦ-50",
                "name": "Насос НЦ-50",
                "full_name": "Насос центробежный НЦ-50",
                "group": "Насосы / Центробежные",
                "unit": "кг.",
                "barcodes": ["4600000000015", "4600000000022"],
                "vat": 17.0,
                "weight": 12.5,
                "use_expiry": True,
                "shelf_life": 6.0,
                "shelf_life_unit": "month",
                "prices": [{"name": "Розничная", "value": 100.5}],
                "manufacturer": "Завод",
            }
        )
        self.assertEqual(self.counts(batch), {"made": 1})
        pump = self.of("goods", "g1")
        self.assertRecordValues(
            pump,
            [
                {
                    "name": "Насос НЦ-50",
                    "default_code": "НЦ-50",
                    "barcode": "4600000000015",
                    "uom_id": self.env.ref("uom.product_uom_kgm").id,
                    "taxes_id": tax.ids,
                    "tracking": "lot",
                    "use_expiration_date": True,
                    "expiration_time": 180,
                    "is_storable": True,
                    "list_price": 100.5,
                    "weight": 12.5,
                    "description_sale": "Насос центробежный НЦ-50",
                }
            ],
        )
        self.assertEqual(pump.categ_id.complete_name, "Насосы / Центробежные")
        self.assertEqual(pump.product_variant_id.product_uom_ids.mapped("barcode"), ["4600000000022"])
        self.assertIn("Производитель: Завод", pump.description)
        price = self.env["product.pricelist"].search([("name", "=", "Розничная")])
        self.assertEqual(price._get_product_price(pump.product_variant_id, 1), 100.5)

    def test_the_check_writes_nothing_and_says_what_will_come(self):
        before = self.env["product.template"].search_count([])
        batch = self.bring_goods(
            {"key": "g1", "name": "Pump", "group": "New group"}, {"key": "g2", "name": "Bolt", "unit": "пуд"}, run=False
        )
        self.assertEqual(batch.state, "checked")
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 1})
        self.assertEqual(self.env["product.template"].search_count([]), before)
        self.assertFalse(self.env["product.category"].search([("name", "=", "New group")]))
        self.assertIn("пуд", self.texts(batch)[0])

    def test_the_same_file_changes_nothing_a_newer_one_only_what_differs(self):
        rows = [{"key": f"g{number}", "name": f"Pump {number}", "weight": 1.0} for number in range(3)]
        self.bring_goods(*rows)
        stamps = [self.of("goods", f"g{number}").write_date for number in range(3)]
        self.assertEqual(self.counts(self.bring_goods(*rows)), {"unchanged": 3})
        rows[1]["weight"] = 7.0
        again = self.bring_goods(*rows)
        self.assertEqual(self.counts(again), {"changed": 1, "unchanged": 2})
        self.assertEqual(self.of("goods", "g1").weight, 7)
        self.assertEqual([self.of("goods", f"g{number}").write_date for number in (0, 2)], [stamps[0], stamps[2]])

    def test_what_people_changed_is_kept_and_shown(self):
        row = {"key": "g1", "name": "Pump", "weight": 1.0, "article": "A1"}
        self.bring_goods(row)
        self.of("goods", "g1").sudo().name = "Pump of our own"
        batch = self.bring_goods({**row, "name": "Pump of 1C", "weight": 2.0})
        self.assertEqual(self.counts(batch), {"changed": 1, "kept": 1})
        self.assertRecordValues(self.of("goods", "g1"), [{"name": "Pump of our own", "weight": 2.0}])
        self.assertIn("Pump of our own", self.texts(batch, "kept")[0])

    def test_what_people_changed_and_1c_did_not_is_no_matter(self):
        row = {"key": "g1", "name": "Pump", "weight": 1.0}
        self.bring_goods(row)
        self.of("goods", "g1").sudo().name = "Ours"
        batch = self.bring_goods({**row, "weight": 3.0})
        self.assertEqual(self.counts(batch), {"changed": 1})
        self.assertRecordValues(self.of("goods", "g1"), [{"name": "Ours", "weight": 3.0}])

    def test_one_bad_record_does_not_stop_the_others(self):
        rows = [{"key": f"g{number}", "name": f"Pump {number}"} for number in range(5)]
        rows[1]["barcodes"] = ["4600000000015"]
        rows[3]["barcodes"] = ["4600000000015"]
        batch = self.bring_goods(*rows)
        self.assertEqual(self.counts(batch), {"made": 4, "refused": 1})
        self.assertFalse(self.of("goods", "g3"))
        self.assertTrue(self.texts(batch)[0])

    def test_marked_for_deletion_is_archived(self):
        self.bring_goods({"key": "g1", "name": "Old", "deleted": True}, {"key": "g2", "name": "New"})
        self.assertEqual([self.of("goods", key).active for key in ("g1", "g2")], [False, True])
        self.bring_goods({"key": "g2", "name": "New", "deleted": True})
        self.assertFalse(self.of("goods", "g2").active)

    def test_goods_entered_by_hand_are_known_again(self):
        own = self.env["product.template"].sudo().create({"name": "Pump", "default_code": "P-1", "weight": 5})
        batch = self.bring_goods({"key": "g1", "name": "Pump", "article": "P-1", "weight": 9.0, "volume": 2.0})
        self.assertEqual(self.of("goods", "g1"), own)
        self.assertEqual(self.counts(batch), {"changed": 1, "kept": batch.kept})
        self.assertRecordValues(own, [{"weight": 5, "volume": 2}])

    def test_characteristics_as_variants(self):
        rows = [
            {"key": "g1", "name": "Coat"},
            {
                "key": "g1#a",
                "variant_of": "g1",
                "article": "C-R",
                "characteristics": [{"name": "Colour", "value": "red"}],
            },
            {
                "key": "g1#b",
                "variant_of": "g1",
                "article": "C-B",
                "characteristics": [{"name": "Colour", "value": "blue"}],
            },
        ]
        self.bring_goods(rows[0])
        batch = self.bring_goods(*rows)
        self.assertEqual(self.counts(batch), {"made": 2, "unchanged": 1})
        coat = self.of("goods", "g1")
        self.assertEqual(sorted(coat.product_variant_ids.mapped("default_code")), ["C-B", "C-R"])
        self.assertEqual(self.of("goods", "g1#a").product_tmpl_id, coat)

    def test_characteristics_as_products(self):
        rows = [
            {"key": "g1", "name": "Coat", "weight": 2.0},
            {
                "key": "g1#a",
                "variant_of": "g1",
                "article": "C-R",
                "characteristics": [{"name": "Colour", "value": "red"}],
            },
        ]
        self.bring_goods(*rows, characteristics_as="products")
        red = self.of("goods", "g1#a")
        self.assertRecordValues(red, [{"name": "Coat (red)", "default_code": "C-R", "weight": 2.0}])

    def test_properties_as_attributes(self):
        row = {"key": "g1", "name": "Pump", "manufacturer": "Works", "properties": [{"name": "Head", "value": "50 m"}]}
        self.bring_goods(row, properties_as="attributes")
        lines = self.of("goods", "g1").attribute_line_ids
        self.assertEqual(
            sorted((line.attribute_id.name, line.value_ids.name) for line in lines),
            [("Head", "50 m"), ("Производитель", "Works")],
        )
        self.assertEqual(len(self.of("goods", "g1").product_variant_ids), 1)

    def test_prices_that_come_alone(self):
        self.bring_goods({"key": "g1", "name": "Pump", "article": "P1"})
        row = {"key": "p1", "goods_article": "P1", "price_type": "Оптовая", "price": 900.0, "factor": 10.0}
        batch = self.bring("prices", [row, {**row, "key": "p2", "goods_article": "NONE"}], list_price_type="оптовая")
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 1})
        price = self.env["product.pricelist"].search([("name", "=", "Оптовая")])
        pump = self.of("goods", "g1").product_variant_id
        self.assertEqual([price._get_product_price(pump, 1), pump.lst_price], [90, 90])
        self.assertEqual(self.counts(self.bring("prices", [{**row, "price": 1000.0}])), {"changed": 1})
        self.assertEqual(price._get_product_price(pump, 1), 100)

    def test_groups_and_their_groups(self):
        rows = [{"key": "b", "name": "Centrifugal", "parent_id": "a"}, {"key": "a", "name": "Pumps"}]
        self.assertEqual(self.counts(self.bring("groups", rows)), {"made": 2})
        self.assertEqual(self.of("groups", "b").complete_name, "Pumps / Centrifugal")
        self.assertEqual(self.counts(self.bring("groups", rows)), {"unchanged": 2})
