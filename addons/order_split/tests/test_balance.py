from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestBalance(SupplyCommon):
    """What happens to a confirmed order afterwards."""

    def _surplus_tasks(self, order):
        kind = self.env.ref("order_split.mail_activity_type_surplus")
        return order.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _decide_tasks(self, order):
        return order.activity_ids - self._surplus_tasks(order)

    # Sales change their mind

    def test_lower_bought_never_negative(self):
        self._put(self.bought, 6)
        order = self._order((self.bought, 10))
        purchase = self._purchase_lines(order).order_id
        order.order_line.product_uom_qty = 5
        self.assertEqual(self._plan(order), {"stock": 5})
        self.assertFalse(self._purchase_lines(order))
        self.assertEqual(purchase.state, "cancel")

    def test_lower_made(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        order.order_line.product_uom_qty = 8
        self.assertEqual(self._plan(order), {"stock": 6, "make": 2})
        self.assertEqual(self._productions(order).product_qty, 2)
        order.order_line.product_uom_qty = 5
        self.assertEqual(self._plan(order), {"stock": 5})
        self.assertEqual(self._productions(order).state, "cancel")
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._plan(order), {"stock": 6, "make": 6})
        self.assertFalse(order.activity_ids)

    def test_raise_procures_the_difference(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10), (self.bought, 2))
        order.order_line[0].product_uom_qty = 12
        order.order_line[1].product_uom_qty = 3
        self.assertEqual(self._plan(order), {"stock": 6, "make": 6, "buy": 3})
        self.assertEqual(sum(self._productions(order).mapped("product_qty")), 6)
        self.assertEqual(self._purchase_lines(order).product_qty, 3)

    def test_raise_with_a_bigger_purchase(self):
        """What the buyer ordered beyond the need serves first and is never taken back with a lowered order."""
        order = self._order((self.bought, 4))
        line = self._purchase_lines(order)
        line.product_qty = 10
        self._settle()
        self.assertEqual(self._plan(order), {"buy": 4, "surplus": 6})
        order.order_line.product_uom_qty = 6
        self.assertEqual(self._plan(order), {"buy": 6, "surplus": 4})
        order.order_line.product_uom_qty = 5
        self.assertEqual(self._plan(order), {"buy": 5, "surplus": 4})

    def test_lower_what_is_in_work(self):
        order = self._order((self.made, 10), (self.bought, 10))
        production, purchase = self._productions(order), self._purchase_lines(order).order_id
        production.qty_producing = 2
        purchase.button_confirm()
        order.order_line[0].product_uom_qty = 7
        order.order_line[1].product_uom_qty = 8
        self.assertEqual(self._plan(order), {"make": 7, "buy": 8, "surplus": 5})
        self.assertEqual(production.product_qty, 10)
        self.assertEqual(purchase.order_line.product_qty, 10)
        task = self._surplus_tasks(order)
        self.assertEqual(len(task), 1)
        self.assertIn(production.name, task.note)
        self.assertIn(purchase.name, task.note)
        order.order_line[0].product_uom_qty = 10
        order.order_line[1].product_uom_qty = 10
        self.assertEqual(self._plan(order), {"make": 10, "buy": 10})
        self.assertFalse(self._surplus_tasks(order))
        self.assertEqual(len(self._productions(order)), 1)

    def test_cancel_takes_all_back(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10), (self.bought, 5), (self.nobody, 1))
        purchase = self._purchase_lines(order).order_id
        order.action_cancel()
        self.assertFalse(order.supply_line_ids)
        self.assertEqual(self._productions(order).state, "cancel")
        self.assertEqual(purchase.state, "cancel")
        self.assertFalse(order.activity_ids)
        other = self._order((self.made, 6))
        self.assertEqual(self._plan(other), {"stock": 6})

    def test_cancel_with_work_begun(self):
        order = self._order((self.made, 10))
        production = self._productions(order)
        production.qty_producing = 2
        order.action_cancel()
        self.assertEqual(self._plan(order), {"surplus": 10})
        self.assertEqual(len(self._surplus_tasks(order)), 1)
        production.action_cancel()
        self._settle()
        self.assertFalse(order.supply_line_ids)
        self.assertFalse(order.activity_ids)

    def test_cancel_and_confirm_again(self):
        order = self._order((self.made, 4), (self.bought, 3))
        self._productions(order).qty_producing = 1
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self._plan(order), {"make": 4, "buy": 3})
        self.assertEqual(len(self._productions(order)), 1)

    def test_line_to_zero(self):
        order = self._order((self.made, 4), (self.bought, 3))
        order.order_line[0].product_uom_qty = 0
        self.assertEqual(self._plan(order), {"buy": 3})
        self.assertEqual(self._productions(order).state, "cancel")

    def test_within_one_transaction(self):
        order = self._order((self.bought, 4))
        for quantity in (9, 2, 7):
            order.write({"order_line": [Command.update(order.order_line.id, {"product_uom_qty": quantity})]})
        self.assertEqual(self._plan(order), {"buy": 7})
        self.assertEqual(self._purchase_lines(order).product_qty, 7)

    # Production, purchase and warehouse do their work

    def test_produce_in_parts(self):
        order = self._order((self.made, 10))
        production = self._productions(order)
        self._produce(production, 4)
        self.assertEqual(self._plan(order), {"stock": 4, "make": 6})
        self.assertEqual(len(self._productions(order)), 2)
        self._produce(self._productions(order) - production)
        self.assertEqual(self._plan(order), {"stock": 10})
        self.assertEqual(order.supply_progress, 100)

    def test_produce_more_than_needed(self):
        order = self._order((self.made, 4))
        production = self._productions(order)
        self.env["change.production.qty"].create({"mo_id": production.id, "product_qty": 6}).change_prod_qty()
        self._settle()
        self.assertEqual(self._plan(order), {"make": 4, "surplus": 2})
        self._produce(production)
        self.assertEqual(self._plan(order), {"stock": 4})
        self.assertEqual(self._plan(self._order((self.made, 2))), {"stock": 2})

    def test_receive_in_parts(self):
        order = self._order((self.bought, 10))
        purchase = self._purchase_lines(order).order_id
        self._receive(purchase, 4)
        self.assertEqual(self._plan(order), {"stock": 4, "buy": 6})
        self._receive(purchase)
        self.assertEqual(self._plan(order), {"stock": 10})

    def test_receipt_closed_short(self):
        order = self._order((self.bought, 10))
        purchase = self._purchase_lines(order).order_id
        self._receive(purchase, 4)
        purchase.picking_ids.filtered(lambda row: row.state != "done").action_cancel()
        self._settle()
        self.assertEqual(self._plan(order), {"stock": 4, "decide": 6})
        self.assertEqual(len(self._decide_tasks(order)), 1)

    def test_deliver_in_parts(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self._deliver(order)
        self.assertEqual(self._plan(order), {"make": 4})
        self._produce(self._productions(order))
        self.assertEqual(self._plan(order), {"stock": 4})
        self._deliver(order)
        self.assertFalse(order.supply_line_ids)
        self.assertEqual(order.supply_state, "shipped")
        self.assertEqual(order.supply_progress, 100)

    def test_raise_after_a_part_was_shipped(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self._deliver(order)
        order.order_line.product_uom_qty = 13
        self.assertEqual(self._plan(order), {"make": 7})
        order.order_line.product_uom_qty = 8
        self.assertEqual(self._plan(order), {"make": 2})
        self.assertBalanced(order)

    def test_backorder_refused(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self._productions(order).qty_producing = 1
        self._deliver(order, backorder=False)
        self.assertEqual(self._plan(order), {"decide": 4, "surplus": 4})
        self.assertEqual(order.supply_line_ids.filtered("quantity").reason, "no_delivery")
        order.supply_line_ids.filtered("quantity").with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"make": 4})

    def test_backorder_of_a_kit_refused(self):
        """Its components leave every delivery: the planner is told of kits, and orders kits."""
        kit = self._product("Kit")
        self._make_bom(kit, {self.made: 2, self.bought: 1}, kind="phantom")
        self._put(self.made, 4)
        self._put(self.bought, 4)
        order = self._order((self.made, 2), (kit, 3))
        self._productions(order).qty_producing = 1
        alone = order.order_line[0].move_ids
        alone.picked = True
        no_backorder = {"skip_backorder": True, "picking_ids_not_to_backorder": alone.picking_id.ids}
        alone.picking_id.with_context(**no_backorder).button_validate()
        self._settle()
        self.assertBalanced(order)
        kits = order.supply_line_ids.filtered(lambda peg: peg.product_id == kit)
        self.assertRecordValues(kits, [{"source": "decide", "reason": "no_delivery", "quantity": 3}])
        kits.with_user(self.planner).action_procure()
        self.assertBalanced(order)
        self.assertFalse(order.supply_line_ids.filtered(lambda peg: peg.product_id == kit))

    def test_a_part_of_a_kit_sent_alone(self):
        """The rest of that kit refused, then more ordered: nobody gets the part twice."""
        kit = self._product("Kit")
        self._make_bom(kit, {self.made: 2, self.bought: 1}, kind="phantom")
        self._put(self.made, 10)
        order = self._order((kit, 1))
        sent = order.picking_ids.move_ids.filtered(lambda move: move.product_id == self.made)
        sent.picked = True
        no_backorder = {"skip_backorder": True, "picking_ids_not_to_backorder": sent.picking_id.ids}
        sent.picking_id.with_context(**no_backorder).button_validate()
        self._settle()
        self.assertBalanced(order)
        order.order_line.product_uom_qty = 3
        self._settle()
        self.assertBalanced(order)
        open_moves = order.picking_ids.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        left = {
            product: sum(moves.mapped("product_qty")) for product, moves in open_moves.grouped("product_id").items()
        }
        self.assertEqual(left, {self.made: 4, self.bought: 3})

    def test_production_cancelled(self):
        order = self._order((self.made, 10))
        self._productions(order).with_user(self.planner).action_cancel()
        self._settle()
        self.assertEqual(self._plan(order), {"decide": 10})
        self.assertEqual(order.supply_line_ids.reason, "lost")
        self.assertEqual(len(self._decide_tasks(order)), 1)
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._plan(order), {"decide": 10, "make": 2})
        decide = order.supply_line_ids.filtered(lambda peg: peg.source == "decide")
        decide.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"make": 12})

    def test_purchase_cancelled(self):
        order = self._order((self.bought, 10))
        self._purchase_lines(order).order_id.with_user(self.planner).button_cancel()
        self._settle()
        self.assertEqual(self._plan(order), {"decide": 10})
        self.assertEqual(order.supply_state, "decide")

    def test_reserved_goods_are_counted_away(self):
        self._put(self.made, 6)
        order = self._order((self.made, 6))
        quant = self.env["stock.quant"].search([("product_id", "=", self.made.id), ("location_id", "=", self.stock.id)])
        quant.with_context(inventory_mode=True).inventory_quantity = 4
        quant.action_apply_inventory()
        self._settle()
        self.assertEqual(self._plan(order), {"stock": 4, "decide": 2})

    def test_returned_to_be_sent_again(self):
        self._put(self.made, 6)
        order = self._order((self.made, 6))
        self._deliver(order)
        wizard = self.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
        wizard.product_return_moves.write({"quantity": 2, "to_refund": True})
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        self._settle()
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(self._plan(order), {"decide": 2})
        self.assertBalanced(order)
        order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"stock": 2})

    def test_only_a_planner_decides(self):
        order = self._order((self.nobody, 1))
        for user in (self.salesman, self.foreman):
            with self.assertRaises(AccessError):
                order.supply_line_ids.with_user(user).action_procure()

    def test_balance_is_restored_once(self):
        """Any number of changes in a transaction leads to one look at the lines, and then there is peace."""
        order = self._order((self.made, 10))
        calls = []
        self.patch(type(order), "_supply_changed", lambda orders: calls.append(orders.ids))
        self._productions(order).qty_producing = 1
        self._productions(order).qty_producing = 2
        order.commitment_date = "2030-01-01 12:00:00"
        self._settle()
        self.assertEqual(calls, [order.ids])
        self._settle()
        self.assertEqual(len(calls), 1)
