from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestComplaints(SupplyCommon):
    """What users of other mechanisms complained about; the numbers are those of their reports."""

    def _open(self, records):
        return records.filtered(lambda row: row.state not in ("done", "cancel"))

    def test_01_part_from_stock_part_made(self):
        """odoo#43630: 5 from stock, 5 made, on one line."""
        self._put(self.made, 5)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"stock": 5, "make": 5})
        self.assertEqual(order.picking_ids.move_ids.mapped("quantity"), [5])
        self.assertEqual(self._productions(order).product_qty, 5)

    def test_02_scheduler_and_double_launch_order_once(self):
        """odoo#30541, #199066, #99659: procurement launched twice, two tabs, the scheduler."""
        order = self._order((self.bought, 4), (self.made, 3))
        order.order_line._action_launch_stock_rule()
        self.env["stock.rule"].run_scheduler()
        self._settle()
        with self.assertRaises(UserError):
            order.action_confirm()
        self.assertEqual(self._purchase_lines(order).mapped("product_qty"), [4])
        self.assertEqual(self._productions(order).mapped("product_qty"), [3])
        self.assertBalanced(order)

    def test_03_cancelled_order_leaves_nothing_standing(self):
        """odoo#26003: purchase and production orders of a cancelled order."""
        order = self._order((self.bought, 4), (self.made, 3))
        documents = self._purchase_lines(order).order_id, self._productions(order)
        order.with_user(self.salesman).action_cancel()
        self._settle()
        self.assertEqual([record.state for record in documents], ["cancel", "cancel"])
        self.assertFalse(order.supply_line_ids)

    def test_04_lowering_makes_no_return(self):
        """odoo#179833, #182802, #190820, #190824: a smaller delivery, not a return, also after cancel and confirm."""
        self._put(self.made, 4)
        order = self._order((self.made, 10))
        order.order_line.product_uom_qty = 3
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        order.order_line.product_uom_qty = 2
        self._settle()
        moves = self._open(order.order_line.move_ids)
        self.assertEqual(moves.mapped("product_uom_qty"), [2])
        self.assertEqual(set(order.picking_ids.picking_type_id.mapped("code")), {"outgoing"})
        self.assertEqual(self._plan(order), {"stock": 2})

    def test_05_production_follows_and_somebody_is_told(self):
        """odoo#258093, #76752, #24634: production order not reduced, nobody warned."""
        order = self._order((self.made, 10))
        production = self._productions(order)
        order.order_line.product_uom_qty = 6
        self.assertEqual(production.product_qty, 6)
        production.qty_producing = 1
        order.order_line.product_uom_qty = 2
        self._settle()
        task = order.activity_ids
        self.assertIn(production.name, task.note)
        self.assertIn(self.env.ref("order_split.group_planner"), task.user_id.all_group_ids)

    def test_06_more_produced_buys_components_once(self):
        """odoo#258871: a needless purchase when the quantity being produced is raised."""
        steel = self._product("Steel", vendor=self.vendor)
        self.made_too.bom_ids.bom_line_ids.product_id = steel
        self._put(steel, 20)
        order = self._order((self.made_too, 5))
        production = self._productions(order)
        self.env["change.production.qty"].create({"mo_id": production.id, "product_qty": 7}).change_prod_qty()
        production.qty_producing = 7
        self._settle()
        lines = self.env["purchase.order.line"].search([("product_id", "=", steel.id)])
        self.assertFalse(lines, "20 are on stock")

    def test_07_second_line_of_a_product_is_supplied(self):
        """OCA/stock-logistics-warehouse#1872, #2098."""
        self._put(self.bought, 2)
        order = self._order((self.bought, 3), (self.bought, 4))
        for line, quantity in zip(order.order_line, (3, 4), strict=True):
            self.assertEqual(sum(line.supply_line_ids.mapped("quantity")), quantity)
        self.assertEqual(self._plan(order), {"stock": 2, "buy": 5})

    def test_08_delivery_cancelled_and_made_anew(self):
        """OCA/stock-logistics-warehouse#111, #132, #133: no doubled moves, in two steps too."""
        self.warehouse.delivery_steps = "pick_ship"
        self._put(self.made, 2)
        order = self._order((self.made, 5))
        order.picking_ids.action_cancel()
        self._settle()
        self.assertEqual(self._plan(order)["decide"], 5)
        order.supply_line_ids.filtered(lambda peg: peg.source == "decide").with_user(self.planner).action_procure()
        self._settle()
        self.assertEqual(sum(self._open(order.order_line.move_ids).filtered("picking_id").mapped("product_qty")), 5)
        self.assertEqual(self._plan(order), {"stock": 2, "make": 3})
        order.order_line.product_uom_qty = 6
        self.assertEqual(sum(self._open(order.order_line.move_ids).filtered("picking_id").mapped("product_qty")), 6)
        self.assertEqual(self._plan(order), {"stock": 2, "make": 4})

    def test_09_split_delivery_does_not_raise_the_purchase(self):
        """OCA/stock-logistics-workflow#1755: 100 became 170."""
        self._put(self.bought, 30)
        order = self._order((self.bought, 100))
        self._deliver(order)
        self.assertEqual(self._purchase_lines(order).product_qty, 70)
        self.assertEqual(self._plan(order), {"buy": 70})

    def test_10_cancelled_purchase_keeps_the_delivery_and_is_told(self):
        """OCA/purchase-workflow#794, #813."""
        order = self._order((self.bought, 4))
        self._settle()
        order.message_ids.unlink()
        self._purchase_lines(order).order_id.with_user(self.planner).button_cancel()
        self._settle()
        self.assertEqual(order.picking_ids.state, "confirmed")
        told = order.message_ids.filtered(lambda row: self.bought.name in (row.body or ""))
        self.assertEqual(len(told), 1)
        self.assertLessEqual(self.salesman.partner_id, told.notified_partner_ids)

    def test_11_counts_of_documents(self):
        """odoo#94091, #77983, #254292: backorders, several steps, shared references."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        steel = self._product("Steel", vendor=self.vendor)
        self.made_too.bom_ids.bom_line_ids.product_id = steel
        order = self._order((self.made, 4), (self.made_too, 2), (self.bought, 3))
        self.assertEqual(order.mrp_production_count, 2)
        self.assertEqual(order.purchase_order_count, 1, "steel is bought for production, not for the customer")
        self._produce(self._productions(order)[0], 1)
        order.invalidate_recordset()
        self.assertEqual(order.mrp_production_count, 3)

    def test_12_no_piece_is_promised_twice(self):
        """odoo#268942, #272560, #204334; with real processes in tests/test_concurrency.py."""
        self._put(self.made, 5)
        orders = self._quote((self.made, 5)) + self._quote((self.made, 5))
        for order in orders:
            order.action_confirm()
        self.assertEqual([self._plan(order) for order in orders], [{"stock": 5}, {"make": 5}])
        groups = self.env["stock.quant"]._read_group(
            [("product_id", "=", self.made.id), ("location_id", "=", self.stock.id)], [], ["reserved_quantity:sum"]
        )
        self.assertEqual(groups, [(5,)])

    def test_13_components_are_bought_once(self):
        """OCA/manufacture#411, OCA/stock-logistics-warehouse#566, #509."""
        steel = self._product("Steel", vendor=self.vendor)
        self.made_too.bom_ids.bom_line_ids = [
            Command.clear(),
            Command.create({"product_id": steel.id, "product_qty": 2}),
        ]
        self._put(steel, 3)
        order = self._order((self.made_too, 4))
        self.env["stock.rule"].run_scheduler()
        self._productions(order).action_assign()
        self._settle()
        lines = self.env["purchase.order.line"].search([("product_id", "=", steel.id)])
        self.assertEqual(sum(lines.mapped("product_qty")), 5)
