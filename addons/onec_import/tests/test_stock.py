from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OnecCommon


@tagged("post_install", "-at_install")
class TestStock(OnecCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].sudo().create({"name": "Central", "code": "CEN"})
        cls.stock = cls.warehouse.lot_stock_id

    def bring_goods(self, **values):
        self.bring(
            "goods",
            [
                {"key": "pump", "name": "Pump", "article": "P1", **values},
                {"key": "oil", "name": "Oil", "article": "O1", "use_expiry": True, "shelf_life": 365.0},
            ],
        )
        self.pump = self.of("goods", "pump").product_variant_id.sudo()
        self.oil = self.of("goods", "oil").product_variant_id.sudo()

    def bring_stock(self, *rows, **options):
        rows = [{"key": f"s{number}", "warehouse": "Central", **row} for number, row in enumerate(rows)]
        return self.bring("stock", rows, balance_date="2026-02-28", **options)

    def quantity(self, product, **domain):
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search([("product_id", "=", product.id), ("location_id", "child_of", self.stock.id)])
        )
        return sum(quants.mapped("quantity"))

    def test_balances_are_an_inventory_of_their_date_with_their_cost(self):
        self.bring_goods()
        batch = self.bring_stock(
            {"goods_article": "P1", "quantity": 7.0, "cost": 1000.0},
            {"goods_article": "P1", "quantity": 3.0, "cost": 200.0, "cell": "A-01"},
        )
        self.assertEqual(self.counts(batch), {"made": 2})
        self.assertEqual(self.quantity(self.pump), 10)
        self.assertEqual(self.pump.standard_price, 120)
        self.assertEqual(self.pump.total_value, 1200)
        move = self.of("stock", "s0").sudo()
        self.assertRecordValues(move, [{"state": "done", "is_inventory": True, "location_dest_id": self.stock.id}])
        self.assertEqual(str(move.date.date()), "2026-02-28")
        self.assertEqual(self.of("stock", "s1").sudo().location_dest_id.name, "A-01")
        self.assertFalse(
            batch.difference_count, batch.total_ids.mapped(lambda row: (row.measure, row.label, row.stated, row.found))
        )

    def test_value_agrees_for_goods_of_average_cost(self):
        self.env["product.category"].sudo().create({"name": "Avco", "property_cost_method": "average"})
        self.bring_goods(group="Avco")
        batch = self.bring_stock(
            {"goods_article": "P1", "quantity": 3.0, "cost": 100.0},
            {"goods_article": "P1", "quantity": 4.0, "cost": 33.34, "cell": "B"},
        )
        self.assertAlmostEqual(self.pump.total_value, 133.34, 2)
        self.assertFalse(batch.difference_count)

    def test_series_come_with_their_dates_and_the_rest_without_a_number(self):
        self.bring_goods()
        self.bring_stock(
            {
                "goods_article": "O1",
                "quantity": 5.0,
                "series": "L-1",
                "production_date": self.day("2026-01-10"),
                "expiry_date": self.day("2027-01-10"),
            },
            {"goods_article": "O1", "quantity": 2.0, "series": "L-2"},
            {"goods_article": "O1", "quantity": 4.0},
        )
        lots = self.env["stock.lot"].sudo().search([("product_id", "=", self.oil.id)], order="series_date")
        self.assertRecordValues(
            lots,
            [
                {"name": "без серии", "product_qty": 4, "is_unlabelled": True},
                {"name": "L-1", "product_qty": 5, "is_unlabelled": False},
                {"name": "L-2", "product_qty": 2, "is_unlabelled": False},
            ],
        )
        self.assertEqual(lots[1].series_date, self.day("2026-01-10"))
        self.assertEqual(lots[1].expiration_day, self.day("2027-01-10"))
        self.assertEqual(lots[2].series_date, self.day("2026-02-28"))

    def test_goods_with_series_in_1c_are_tracked(self):
        self.bring_goods()
        self.bring_stock({"goods_article": "P1", "quantity": 5.0, "series": "S-9"})
        self.assertEqual(self.pump.tracking, "lot")
        self.assertEqual(self.of("stock", "s0").sudo().move_line_ids.lot_id.name, "S-9")

    def test_a_newer_file_moves_the_difference_only(self):
        self.bring_goods()
        row = {"goods_article": "P1", "quantity": 7.0, "cost": 700.0}
        self.bring_stock(row)
        self.assertEqual(self.counts(self.bring_stock(row)), {"unchanged": 1})
        self.env["stock.quant"].sudo()._update_available_quantity(self.pump, self.stock, -2)
        batch = self.bring_stock({**row, "quantity": 9.0, "cost": 900.0})
        self.assertEqual(self.counts(batch), {"changed": 1})
        self.assertEqual(self.quantity(self.pump), 7, "two more came, two were taken here meanwhile")
        self.bring_stock({**row, "quantity": 4.0, "cost": 400.0})
        self.assertEqual(self.quantity(self.pump), 2)

    def test_what_refers_to_nothing_is_refused_by_name(self):
        self.bring_goods()
        batch = self.bring_stock(
            {"goods_article": "NONE", "goods": "Unknown", "quantity": 1.0},
            {"goods_article": "P1", "quantity": 1.0, "warehouse": "Nowhere"},
            {"goods_article": "P1", "quantity": 1.0, "unit": "л"},
            {"goods_article": "P1", "quantity": 1.0},
        )
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 3})
        texts = " ".join(self.texts(batch))
        for word in ("Unknown" if "Unknown" in texts else "NONE", "Nowhere", "л"):
            self.assertIn(word, texts)
        self.assertIn("Goods", batch.prerequisite_text)
        self.assertEqual(batch.line_ids.mapped("column"), ["Артикул", "Склад", "Единица измерения"])

    def test_differences_are_found_and_signed_with_a_reason(self):
        self.bring_goods()
        batch = self.bring_stock({"goods_article": "P1", "quantity": 7.0, "cost": 700.0})
        self.env["stock.quant"].sudo()._update_available_quantity(self.pump, self.stock, -2)
        self.press(batch, "action_compare")
        wrong = batch.total_ids.filtered("difference")
        self.assertIn("Central: [P1] Pump", wrong.mapped("label"))
        self.assertEqual(
            wrong.filtered(lambda row: row.label == "Central" and row.measure == "quantity").difference, -2
        )
        with self.assertRaisesRegex(UserError, "differ"):
            self.press(batch, "action_sign")
        batch.total_ids.filtered("difference").reason = "Two were sold in the morning."
        self.press(batch, "action_sign")
        self.assertRecordValues(batch, [{"state": "signed", "signed_by": self.admin.id}])
        with self.assertRaisesRegex(UserError, "signed"):
            batch.total_ids[0].reason = "Other"
        with self.assertRaisesRegex(UserError, "signed off"):
            batch.action_undo()

    def test_taking_back_reverses_the_count(self):
        self.bring_goods()
        batch = self.bring_stock(
            {"goods_article": "P1", "quantity": 7.0}, {"goods_article": "O1", "quantity": 2.0, "series": "L-1"}
        )
        batch.action_undo()
        self.assertEqual([self.quantity(self.pump), self.quantity(self.oil)], [0, 0])
        self.assertEqual(batch.state, "undone")
        self.assertTrue(self.texts(batch, "undo"))
        self.assertEqual(self.counts(self.bring_stock({"goods_article": "P1", "quantity": 7.0})), {"made": 1})
        self.assertEqual(self.quantity(self.pump), 7)

    def test_goods_that_left_since_are_not_taken_back(self):
        self.bring_goods()
        batch = self.bring_stock(
            {"goods_article": "P1", "quantity": 7.0}, {"goods_article": "O1", "quantity": 2.0, "series": "L-1"}
        )
        self.env["stock.quant"].sudo()._update_available_quantity(self.pump, self.stock, -1)
        batch.action_undo()
        self.assertEqual([self.quantity(self.pump), self.quantity(self.oil)], [6, 0])
        self.assertTrue(any("moved" in text for text in self.texts(batch, "undo")))
