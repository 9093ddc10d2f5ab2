from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import SupplyCommon

MONEY = {
    "sale.order": ["amount_total", "amount_untaxed", "amount_tax", "tax_totals", "amount_to_invoice"],
    "sale.order.line": ["price_unit", "price_subtotal", "price_total", "discount", "price_reduce_taxexcl"],
    "purchase.order": ["amount_total", "amount_untaxed", "tax_totals"],
    "purchase.order.line": ["price_unit", "price_subtotal", "price_total", "discount"],
}


@tagged("post_install", "-at_install")
class TestPrices(SupplyCommon):
    """Who is only in the warehouse or in production sees no prices of orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put(cls.made, 2)
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": cls.warehouse.id,
                "user_id": cls.salesman.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2, "price_unit": 77})
                    for product in (cls.made, cls.bought)
                ],
            }
        )
        cls.order.action_confirm()
        cls.purchase = (
            cls.env["purchase.order.line"].search([("sale_line_id", "in", cls.order.order_line.ids)]).order_id
        )
        cls.records = {
            "sale.order": cls.order,
            "sale.order.line": cls.order.order_line,
            "purchase.order": cls.purchase,
            "purchase.order.line": cls.purchase.order_line,
        }

    def test_read_is_refused(self):
        for user in (self.worker, self.foreman):
            for model, names in MONEY.items():
                for name in names:
                    records = self.records[model].with_user(user)
                    with self.subTest(user=user.login, field=f"{model}.{name}"), self.assertRaises(AccessError):
                        records.read([name])

    @users("supply_worker")
    def test_nor_in_sums_searches_and_exports(self):
        orders = self.order.with_user(self.env.user)
        with self.assertRaises(AccessError):
            orders._read_group([], [], ["amount_total:sum"])
        with self.assertRaises(AccessError):
            orders.search([("amount_total", ">", 100)])
        with self.assertRaises(AccessError):
            orders.search([], order="amount_total")
        with self.assertRaises(AccessError):
            orders.search([("order_line.price_unit", ">", 70)])
        self.env.user.sudo().group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            orders.export_data(["order_line/price_unit"])

    @users("supply_worker")
    def test_nor_is_it_written(self):
        with self.assertRaises(AccessError):
            self.order.order_line[:1].with_user(self.env.user).price_unit = 1

    @users("supply_worker")
    def test_the_rest_is_readable(self):
        order = self.order.with_user(self.env.user)
        self.assertEqual(order.read(["partner_id", "state"])[0]["state"], "sale")
        self.assertFalse(set(order.fields_get()) & set(MONEY["sale.order"]))
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2, 2])

    def test_views_hide_it(self):
        for user, shown in ((self.worker, False), (self.foreman, False), (self.planner, True)):
            for model in ("sale.order", "purchase.order"):
                views = self.env[model].with_user(user).get_views([(False, "list"), (False, "form")])["views"]
                asked = set(etree.fromstring(views["form"]["arch"]).xpath("//field/@name"))
                asked |= set(etree.fromstring(views["list"]["arch"]).xpath("//field/@name"))
                money = asked & {*MONEY[model], *MONEY[f"{model}.line"]}
                with self.subTest(user=user.login, model=model):
                    self.assertEqual(bool(money), shown, money)

    @users("supply_salesman")
    def test_salesman_reads_them(self):
        order = self.order.with_user(self.env.user)
        self.assertEqual(order.order_line.mapped("price_unit"), [77, 77])
        self.assertTrue(order.amount_total)

    @users("supply_planner")
    def test_planner_reads_what_he_buys_for(self):
        self.assertEqual(self.purchase.order_line.with_user(self.env.user).price_unit, 5)

    @users("supply_worker")
    def test_worker_receives_and_ships_all_the_same(self):
        self.purchase.sudo().button_confirm()
        receipt = self.purchase.sudo().picking_ids.with_user(self.env.user)
        receipt.move_ids.picked = True
        self.assertIs(receipt.button_validate(), True)
        self._settle()
        delivery = self.order.sudo().picking_ids.with_user(self.env.user)
        self.assertEqual(delivery.move_ids.mapped("quantity"), [2, 2])
        delivery.move_ids.picked = True
        self.assertIs(delivery.button_validate(), True)
        self._settle()
        self.assertEqual(self.order.sudo().supply_state, "shipped")
        self.assertEqual(self.order.sudo().order_line.mapped("qty_delivered"), [2, 2])
