from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_orders import OrdersCommon


@tagged("post_install", "-at_install")
class TestOrders(OrdersCommon):
    def test_an_open_order_is_confirmed_with_what_1c_shipped(self):
        self.bring_base(stock=4.0)
        batch = self.bring_orders(
            self.order(line={"done": 3.0}, manager="Anna Admin", ship_date=self.day("2026-03-20"))
        )
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        order = self.of("customer_orders", "o1").sudo()
        self.assertRecordValues(
            order,
            [
                {
                    "name": "ТД-0012",
                    "state": "sale",
                    "user_id": self.admin.id,
                    "partner_id": self.of("customers", "vega").id,
                }
            ],
        )
        self.assertEqual(str(order.date_order.date()), "2026-02-01")
        line = order.order_line
        self.assertRecordValues(line, [{"product_uom_qty": 10, "qty_delivered": 3, "price_unit": 100}])
        shipped = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self.assertEqual(shipped.location_id.usage, "inventory")
        self.assertEqual(shipped.move_ids.value, 0)
        waiting = line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        self.assertEqual(sum(waiting.mapped("product_uom_qty")), 7, "only the rest is planned")
        self.assertEqual(sum(waiting.mapped("quantity")), 4, "what lies there is reserved")
        self.assertEqual(
            self.pump.with_context(warehouse_id=self.warehouse.id).qty_available, 4, "our stock gave nothing"
        )
        self.assertFalse(batch.difference_count)
        totals = {(row.measure, row.label or ""): row.stated for row in batch.total_ids}
        self.assertEqual([totals["open", ""], totals["shipped", ""]], [700, 3])

    def test_goods_with_series_were_shipped_without_one(self):
        self.bring_base()
        self.bring_orders(self.order(line={"goods_article": "O1", "done": 10.0}))
        self.assertEqual(self.of("customer_orders", "o1").sudo().order_line.qty_delivered, 10)

    def test_what_1c_invoiced_counts_and_weighs_nothing(self):
        self.bring_base()
        self.bring_orders(self.order(line={"done": 3.0, "invoiced": 2.0}))
        order = self.of("customer_orders", "o1").sudo()
        self.assertEqual(order.order_line.qty_invoiced, 2)
        self.assertEqual(
            order.invoice_ids.payment_state, "paid" if order.invoice_ids.payment_state == "paid" else "reversed"
        )
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [("move_id.journal_id.code", "in", ("1C", "1CS"))],
                ["account_id"],
                ["balance:sum", "amount_residual:sum"],
            )
        )
        self.assertEqual(len(groups), 2)
        self.assertEqual({amount for _account, *amounts in groups for amount in amounts}, {0})

    def test_the_same_again_changes_nothing(self):
        self.bring_base()
        self.bring_orders(self.order())
        self.assertEqual(self.counts(self.bring_orders(self.order())), {"unchanged": 1})

    def test_lines_of_unknown_goods_refuse_the_order(self):
        self.bring_base()
        batch = self.bring_orders(
            self.order(line={"goods_article": "NONE"}), {**self.order(), "key": "o2", "number": "2"}
        )
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 1})
        self.assertIn("Goods", batch.prerequisite_text)

    def test_taking_back(self):
        self.bring_base()
        batch = self.bring_orders(self.order(), {**self.order(line={"done": 1.0}), "key": "o2", "number": "2"})
        first, second = (self.of("customer_orders", key).sudo() for key in ("o1", "o2"))
        batch.action_undo()
        self.assertFalse(first.exists())
        self.assertEqual(second.state, "cancel")
        self.assertEqual(len(self.texts(batch, "undo")), 1)

    def test_supplier_orders_serve_the_customer_order(self):
        self.bring_base()
        if "purchase.order" not in self.env or "sale_line_id" not in self.env["purchase.order.line"]._fields:
            self.skipTest("purchase is not installed")
        supply = {
            "key": "p1",
            "number": "П-1",
            "date": self.day("2026-02-03"),
            "vendor": "Steel",
            "warehouse": "Central",
            "expected_date": self.day("2026-03-01"),
            "lines": [
                self.record(
                    "x",
                    "x",
                    goods_article="P1",
                    quantity=8.0,
                    done=2.0,
                    price=50.0,
                    customer_order="Заказ клиента ТД-0012 от 01.02.2026",
                ).values
            ],
        }
        batch = self.bring("supplier_orders", [supply])
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        purchase = self.of("supplier_orders", "p1").sudo()
        self.assertRecordValues(purchase.order_line, [{"product_qty": 6, "price_unit": 50}])
        self.assertEqual(purchase.state, "purchase")
        self.bring_orders(self.order())
        order = self.of("customer_orders", "o1").sudo()
        self.assertEqual(purchase.order_line.sale_line_id, order.order_line)
        if "supply_line_ids" in order._fields:
            pegs = order.supply_line_ids
            self.assertEqual(sum(pegs.filtered(lambda peg: peg.purchase_id == purchase).mapped("quantity")), 6)
            self.assertEqual(sum(pegs.mapped("quantity")), 10, "only what nothing covers is planned anew")

    def test_production_orders_serve_the_customer_order(self):
        self.bring_base()
        if "mrp.production" not in self.env:
            self.skipTest("mrp is not installed")
        bom = {
            "key": "b1",
            "goods_article": "P1",
            "name": "Spec 1",
            "quantity": 1.0,
            "lines": [self.record("x", "x", component_article="O1", component_quantity=2.0).values],
        }
        self.assertEqual(self.counts(self.bring("boms", [bom])), {"made": 1})
        self.assertRecordValues(
            self.of("boms", "b1").sudo().bom_line_ids,
            [{"product_id": self.of("goods", "oil").product_variant_id.id, "product_qty": 2}],
        )
        work = {
            "key": "m1",
            "number": "М-1",
            "date": self.day("2026-02-03"),
            "warehouse": "Central",
            "lines": [
                self.record("x", "x", goods_article="P1", quantity=10.0, done=3.0, customer_order="ТД-0012").values
            ],
        }
        batch = self.bring("production_orders", [work])
        self.assertEqual(self.counts(batch), {"made": 1}, self.texts(batch))
        production = self.of("production_orders", "m1").sudo()
        self.assertRecordValues(production, [{"product_qty": 7, "state": "confirmed"}])
        self.bring_orders(self.order())
        order = self.of("customer_orders", "o1").sudo()
        self.assertEqual(production.sale_line_id, order.order_line)
        if "supply_line_ids" in order._fields:
            pegs = order.supply_line_ids
            self.assertEqual(sum(pegs.filtered(lambda peg: peg.production_id == production).mapped("quantity")), 7)
            self.assertEqual(sum(pegs.mapped("quantity")), 10)

    def test_an_open_order_gets_its_deal(self):
        self.bring_base(stock=20.0)
        if "code" not in self.env["crm.stage"]._fields:
            self.skipTest("deals are not installed")
        self.bring_orders(
            self.order(manager="Anna Admin"), {**self.order(line={"goods_article": "O1"}), "key": "o2", "number": "2"}
        )
        ready, waiting = (self.of("customer_orders", key).sudo().opportunity_id for key in ("o1", "o2"))
        self.assertEqual([ready.stage_id.code, waiting.stage_id.code], ["sale", "production"])
        self.assertEqual(ready.legal_entity_id, self.of("customers", "vega"))
        task = ready.activity_ids.filtered(lambda activity: activity.user_id == self.admin)
        self.assertIn("KPP", " ".join(task.mapped("note")))

    def test_vendors_purchases_and_responsibles(self):
        self.bring_base()
        team = self.env["crm.team"].sudo().create({"name": "Vys"})
        self.bring(
            "vendors",
            [
                {
                    "key": "v1",
                    "goods_article": "P1",
                    "vendor": "Steel",
                    "price": 55.5,
                    "lead_time": 12.0,
                    "min_quantity": 5.0,
                }
            ],
        )
        self.assertRecordValues(
            self.pump.seller_ids,
            [{"partner_id": self.of("customers", "steel").id, "price": 55.5, "delay": 12, "min_qty": 5}],
        )
        self.bring(
            "purchases",
            [
                {
                    "key": "u1",
                    "customer": "Vega",
                    "goods_article": "P1",
                    "date": self.day("2025-05-05"),
                    "quantity": 2.0,
                    "amount": 300.0,
                },
                {"key": "u2", "customer": "Vega", "goods": "Old thing", "date": self.day("2024-05-05")},
            ],
        )
        bought = self.of("customers", "vega").sudo().purchase_ids
        self.assertEqual(bought.mapped("description"), ["[P1] Pump", "Old thing"])
        batch = self.bring(
            "responsibles",
            [
                {"key": "r1", "customer": "Vega", "manager": "Anna Admin", "department": "Vys"},
                {"key": "r2", "customer": "Steel", "manager": "Nobody", "department": "Vys"},
            ],
        )
        self.assertEqual(self.counts(batch), {"made": 1, "refused": 1})
        self.assertRecordValues(self.of("responsibles", "r1").sudo(), [{"team_id": team.id, "user_id": self.admin.id}])

    def test_goods_shipped_from_here_keep_the_order(self):
        self.bring_base(stock=20.0)
        batch = self.bring_orders(self.order())
        order = self.of("customer_orders", "o1").sudo()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_backorder=True).button_validate()
        batch.action_undo()
        self.assertEqual(order.state, "sale")
        self.assertIn("shipped", self.texts(batch, "undo")[0])
        with self.assertRaises(UserError):
            batch.action_undo()
