from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestPassing(SupplyCommon):
    """Goods that are coming, and who gets them."""

    def _wizard(self, peg, line, quantity, reason="The plant stands still", user=None):
        wizard = self.env["sale.supply.reassign"].with_user(user or self.planner).create({"peg_id": peg.id})
        wizard.target_line_id = line
        wizard.quantity = quantity
        wizard.reason = reason
        return wizard

    def _in_work(self, order):
        production = self._productions(order)
        production.qty_producing = 1
        self._settle()
        return production

    # Left over: offered to who waits

    def test_surplus_goes_to_the_next_order(self):
        first = self._order((self.made, 10))
        production = self._in_work(first)
        first.order_line.product_uom_qty = 4
        self._settle()
        self.assertEqual(self._plan(first), {"make": 4, "surplus": 6})
        second = self._order((self.made, 8))
        self.assertEqual(self._plan(second), {"make": 8})
        self.assertEqual(sum(self._productions(second).mapped("product_qty")), 2, "6 were in work already")
        self.assertEqual(self._plan(first), {"make": 4})
        self.assertFalse(first.activity_ids)
        self._produce(production)
        self.assertEqual(self._plan(first), {"stock": 4})
        self.assertEqual(self._plan(second), {"stock": 6, "make": 2})
        self.assertBalanced(second)

    def test_surplus_goes_to_who_waits_without_anything(self):
        waiting = self._order((self.made, 3))
        self._productions(waiting).action_cancel()
        self._settle()
        self.assertEqual(self._plan(waiting), {"decide": 3})
        other = self._order((self.made, 5))
        self._in_work(other)
        other.action_cancel()
        self._settle()
        self.assertEqual(self._plan(waiting), {"make": 3})
        self.assertEqual(self._plan(other), {"surplus": 2})
        self.assertIn(other.name, waiting.supply_claim_ids.mapped("from_order_id.name"))

    def test_first_claimed_first_served(self):
        """A line that needs its goods again gets them from those that had them only as left over."""
        first = self._order((self.made, 6))
        self._in_work(first)
        first.order_line.product_uom_qty = 2
        second = self._order((self.made, 4))
        self.assertEqual(self._plan(second), {"make": 4})
        first.order_line.product_uom_qty = 6
        self._settle()
        for order in first | second:
            self.assertBalanced(order)
        made = sum(self._productions(first | second).mapped("product_qty"))
        self.assertEqual(made, 10)

    def test_what_a_reordering_rule_ordered_is_used(self):
        """The rule orders a moment before us; without looking at it the goods would be ordered twice."""
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.bought.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.stock.id,
                "product_min_qty": 0,
                "product_max_qty": 0,
                "trigger": "auto",
            }
        )
        order = self._order((self.bought, 4))
        lines = self.env["purchase.order.line"].search([("product_id", "=", self.bought.id)])
        self.assertEqual(sum(lines.mapped("product_qty")), 4)
        self.assertEqual(self._plan(order), {"buy": 4})
        self._receive(lines.order_id)
        self.assertEqual(self._plan(order), {"stock": 4})

    def test_order_of_nobody_is_cancelled(self):
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [Command.create({"product_id": self.bought.id, "product_qty": 5})],
            }
        )
        order = self._order((self.bought, 4))
        self.assertEqual(self._plan(order), {"buy": 4})
        self.assertFalse(self._purchase_lines(order))
        purchase.button_cancel()
        self._settle()
        self.assertEqual(self._plan(order), {"decide": 4})
        self.assertFalse(order.supply_claim_ids.filtered("open_quantity"))

    # Whose goods

    def test_each_line_gets_its_own(self):
        order = self._order((self.made, 3), (self.made, 4))
        first, second = order.order_line
        self._produce(self._productions(order)[1])
        self.assertEqual(second.supply_line_ids.source, "stock")
        self.assertEqual(first.supply_line_ids.source, "make")
        self.assertBalanced(order)

    def test_free_goods_by_promise_then_priority(self):
        late, soon, urgent = (self._order((self.nobody, 2)) for _number in range(3))
        today = fields.Datetime.now()
        late.commitment_date = fields.Datetime.add(today, days=20)
        (soon | urgent).commitment_date = fields.Datetime.add(today, days=5)
        for order in late | soon | urgent:
            order.picking_ids.move_ids.date_deadline = order.commitment_date
        urgent.picking_ids.move_ids.priority = "1"
        quant = self.env["stock.quant"].with_context(inventory_mode=True)
        quant = quant.create({"product_id": self.nobody.id, "location_id": self.stock.id, "inventory_quantity": 3})
        quant.action_apply_inventory()
        self._settle()
        plans = [self._plan(order) for order in (urgent, soon, late)]
        self.assertEqual(plans, [{"stock": 2}, {"stock": 1, "decide": 1}, {"decide": 2}])

    def test_what_one_lets_go_another_gets(self):
        self._put(self.nobody, 3)
        first, second = self._order((self.nobody, 3)), self._order((self.nobody, 2))
        self.assertEqual(self._plan(second), {"decide": 2})
        first.action_cancel()
        self._settle()
        self.assertEqual(self._plan(second), {"stock": 2})

    def test_planner_gives_reserved_goods(self):
        self._put(self.made, 5)
        first, second = self._order((self.made, 5)), self._order((self.made, 4))
        peg = first.supply_line_ids
        self._wizard(peg, second.order_line, 3).action_reassign()
        self._settle()
        self.assertEqual(self._plan(second), {"stock": 3, "make": 1})
        self.assertEqual(self._plan(first), {"stock": 2, "make": 3})
        for order in first | second:
            self.assertBalanced(order)
            self.assertTrue(any("The plant stands still" in (row.body or "") for row in order.message_ids))
        self.assertEqual(first.supply_given_ids, second.supply_claim_ids)

    def test_planner_gives_what_is_in_work(self):
        first, second = self._order((self.made, 5)), self._order((self.made, 4))
        production = self._in_work(first)
        self._wizard(first.supply_line_ids, second.order_line, 2).action_reassign()
        self._settle()
        for order in first | second:
            self.assertBalanced(order)
        self._produce(production, 3)
        self.assertEqual(self._plan(second).get("stock"), 2, "the planner's word goes first")
        self.assertEqual(self._plan(first).get("stock"), 1)
        for order in first | second:
            self.assertBalanced(order)

    def test_reassigning_is_checked(self):
        self._put(self.made, 2)
        first, second = self._order((self.made, 2)), self._order((self.made, 2))
        peg = first.supply_line_ids
        for values in ({"quantity": 3}, {"quantity": 0}, {"quantity": 1, "reason": False}):
            with self.assertRaises(UserError):
                self._wizard(peg, second.order_line, **values).action_reassign()
        with self.assertRaises(AccessError):
            self._wizard(peg, second.order_line, 1, user=self.foreman)
        with self.assertRaises(AccessError):
            peg.with_user(self.salesman).action_reassign()

    def test_merged_production_serves_both(self):
        first, second = self._order((self.made, 2)), self._order((self.made, 3))
        orders = self._productions(first) | self._productions(second)
        merged = self.env["mrp.production"].browse(orders.action_merge()["res_id"])
        self._settle()
        self.assertEqual([self._plan(order) for order in (first, second)], [{"make": 2}, {"make": 3}])
        self.assertEqual(first.supply_line_ids.production_id, merged)
        self._produce(merged)
        self.assertEqual([self._plan(order) for order in (first, second)], [{"stock": 2}, {"stock": 3}])

    def test_split_production_keeps_its_line(self):
        order = self._order((self.made, 4))
        production = self._productions(order)
        production._split_productions({production: [1, 3]})
        self._settle()
        self.assertEqual(sorted(self._productions(order).mapped("product_qty")), [1, 3])
        self.assertEqual(self._plan(order), {"make": 4})

    # Down the bill of materials

    def _deep(self):
        """Machine <- 2 frames (made) <- 3 steel (bought)."""
        steel = self._product("Steel", vendor=self.vendor)
        frame, machine = self._product("Frame"), self._product("Machine")
        self._make_bom(frame, {steel: 3})
        self._make_bom(machine, {frame: 2})
        return machine, frame, steel

    def _components(self, order):
        return {(peg.product_id.name, peg.source): (peg.quantity, peg.surplus) for peg in order.supply_component_ids}

    def test_components_are_split_too(self):
        machine, frame, steel = self._deep()
        self._put(frame, 1)
        self._put(steel, 2)
        order = self._order((machine, 2))
        self.assertEqual(self._plan(order), {"make": 2})
        self.assertEqual(self._components(order), {("Frame", "make"): (3, 0), ("Steel", "buy"): (7, 0)})
        order.order_line.product_uom_qty = 1
        self._settle()
        self.assertEqual(self._components(order), {("Frame", "make"): (1, 0), ("Steel", "buy"): (1, 0)})
        order.action_cancel()
        self._settle()
        self.assertFalse(order.supply_component_ids)
        self.assertFalse(self.env["purchase.order.line"].search([("product_id", "=", steel.id)]))

    def test_components_come_and_are_used(self):
        machine, frame, steel = self._deep()
        order = self._order((machine, 1))
        purchase = self.env["purchase.order.line"].search([("product_id", "=", steel.id)]).order_id
        self._receive(purchase)
        self.assertEqual(self._components(order), {("Frame", "make"): (2, 0)})
        below = self.env["mrp.production"].search([("product_id", "=", frame.id)])
        self._produce(below)
        self.assertFalse(order.supply_component_ids)
        self._produce(self._productions(order))
        self.assertEqual(self._plan(order), {"stock": 1})

    def test_component_that_nobody_brings(self):
        machine = self._product("Machine")
        self._make_bom(machine, {self.nobody: 1})
        order = self._order((machine, 2))
        self.assertEqual(self._components(order), {("Orphan", "decide"): (2, 0)})
        self.assertEqual(len(order.activity_ids), 1)
        self.assertIn("Orphan", order.activity_ids.note)
        self.assertEqual(order.supply_state, "decide")
        self.assertFalse(order.supply_ready_date)

    def test_reordering_rule_looks_after_its_component(self):
        machine, frame, _steel = self._deep()
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": frame.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.stock.id,
                "trigger": "manual",
            }
        )
        order = self._order((machine, 1))
        self.assertFalse(order.supply_component_ids)

    def test_late_component_makes_the_order_late(self):
        machine, _frame, steel = self._deep()
        steel.seller_ids.delay = 40
        order = self._order((machine, 1))
        self.assertGreaterEqual(order.supply_ready_date, fields.Date.add(fields.Date.today(), days=40))

    # The source is chosen

    def test_make_although_bought(self):
        self._make_bom(self.bought)
        buy = self.warehouse.buy_pull_id.route_id
        buy.sequence, self.warehouse.manufacture_pull_id.route_id.sequence = 1, 2
        self.assertEqual(self._plan(self._order((self.bought, 2))), {"buy": 2})
        self.bought.supply_source = "make"
        self.assertEqual(self._plan(self._order((self.bought, 2))), {"make": 2})
        quotation = self._quote((self.bought, 2))
        quotation.order_line.supply_source = "buy"
        quotation.action_confirm()
        self.assertEqual(self._plan(quotation), {"buy": 2})

    def test_switch_after_confirmation(self):
        self._make_bom(self.bought)
        self.bought.supply_source = "buy"
        order = self._order((self.bought, 3))
        purchase = self._purchase_lines(order).order_id
        wizard = self.env["sale.supply.switch"].with_user(self.planner)
        wizard = wizard.create({"peg_ids": order.supply_line_ids.ids, "source": "make"})
        self.assertIn(purchase.name, wizard.effects)
        wizard.action_switch()
        self._settle()
        self.assertEqual(self._plan(order), {"make": 3})
        self.assertEqual(purchase.state, "cancel")
        self._in_work(order)
        wizard = wizard.create({"peg_ids": order.supply_line_ids.ids, "source": "buy"})
        self.assertIn("in work", wizard.effects)
        wizard.action_switch()
        self._settle()
        self.assertEqual(self._plan(order), {"make": 3})

    def test_vendor_sells_batches(self):
        self.bought.seller_ids.min_qty = 10
        order = self._order((self.bought, 3))
        self.assertEqual(self._plan(order), {"buy": 3, "surplus": 7})
        second = self._order((self.bought, 4))
        self.assertEqual(self._plan(second), {"buy": 4}, "of the batch that is ordered already")
        self.assertEqual(self._plan(order), {"buy": 3, "surplus": 3})
        self.assertFalse(self._purchase_lines(second))

    def test_switch_to_nobody(self):
        order = self._order((self.made, 3))
        wizard = self.env["sale.supply.switch"].with_user(self.planner)
        wizard = wizard.create({"peg_ids": order.supply_line_ids.ids, "source": "buy"})
        self.assertIn("no source", wizard.effects)

    # At quotation

    def test_quotation_says_where_from_and_when(self):
        self._put(self.made, 2)
        order = self._quote((self.made, 5), (self.bought, 1), (self.nobody, 1))
        order.with_user(self.salesman).action_forecast_supply()
        made, bought, orphan = order.order_line.mapped("supply_forecast")
        self.assertRegex(made, "2 free now, 3 made by")
        self.assertRegex(bought, "1 bought by")
        self.assertRegex(orphan, "nobody")
        self.assertEqual(order.state, "draft")
        self.assertFalse(self._productions(order) | order.supply_line_ids.production_id)
        self.assertFalse(order.picking_ids)
        self.assertFalse(order.activity_ids)
        self.assertEqual(self._plan(self._order((self.made, 2))), {"stock": 2}, "nothing was reserved")

    def test_quotation_knows_a_full_week(self):
        centre = self.env["mrp.workcenter"].create({"name": "Lathe"})
        self.env["mrp.routing.workcenter"].create(
            {
                "name": "Turn",
                "bom_id": self.made.bom_ids.id,
                "workcenter_id": centre.id,
                "time_mode": "manual",
                "time_cycle_manual": 60,
            }
        )
        quotation = self._quote((self.made, 2))
        quotation.action_forecast_supply()
        free = quotation.supply_forecast_date
        busy = self._order((self.made, 80))
        self._productions(busy).button_plan()
        quotation.action_forecast_supply()
        self.assertGreaterEqual((quotation.supply_forecast_date - free).days, 7, "80 hours are two weeks of work")

    # Told

    def test_moved_date_is_told_once(self):
        order = self._order((self.made, 2))
        first = order.supply_ready_date
        self.assertEqual(order.supply_promised_date, first)
        before = len(order.message_ids)
        day = fields.Datetime.add(fields.Datetime.now(), days=50)
        production = self._productions(order)
        for _time in range(2):
            production.with_context(force_date=True).date_finished = day
            self._settle()
        told = order.message_ids[: len(order.message_ids) - before]
        self.assertEqual(len(told), 1)
        self.assertEqual(order.supply_told_date, day.date())
        self.assertEqual(order.supply_promised_date, first)

    def test_cancelled_order_is_told_to_the_planner(self):
        order = self._order((self.made, 2))
        production = self._productions(order)
        order.with_user(self.salesman).action_cancel()
        told = order.message_ids.filtered(lambda row: production.name in (row.body or ""))
        self.assertEqual(len(told), 1)
        self.assertIn(order._get_supply_planner().partner_id, told.notified_partner_ids)
