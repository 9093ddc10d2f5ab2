from odoo import Command
from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestSplit(SupplyCommon):
    """What happens when an order is confirmed."""

    def test_made_partly_on_stock(self):
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})
        production = self._productions(order)
        self.assertEqual(production.product_qty, 4)
        self.assertEqual(production.sale_line_id, order.order_line)
        self.assertEqual(order.picking_ids.move_ids.quantity, 6)
        self.assertEqual(order.picking_ids.move_ids.procure_method, "make_to_stock")
        self.assertFalse(order.activity_ids)

    def test_bought_partly_on_stock(self):
        self._put(self.bought, 6)
        order = self._order((self.bought, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "buy": 4})
        line = self._purchase_lines(order)
        self.assertEqual(line.product_qty, 4)
        self.assertEqual(line.order_id.partner_id, self.vendor)
        self.assertFalse(line.order_id.dest_address_id)

    def test_all_on_stock(self):
        self._put(self.made, 10)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"stock": 10})
        self.assertFalse(self._productions(order))
        self.assertEqual(order.supply_state, "ready")
        self.assertEqual(order.supply_progress, 100)

    def test_third_third_third(self):
        on_stock = self._product("On stock")
        self._put(on_stock, 5)
        order = self._order((on_stock, 5), (self.made, 5), (self.bought, 5))
        self.assertEqual(self._plan(order), {"stock": 5, "make": 5, "buy": 5})
        self.assertEqual(order.supply_state, "part")
        self.assertAlmostEqual(order.supply_progress, 100 / 3, 3)
        self.assertBalanced(order)

    def test_two_orders_share_stock(self):
        self._put(self.made, 6)
        first, second = self._order((self.made, 4)), self._order((self.made, 4))
        self.assertEqual(self._plan(first), {"stock": 4})
        self.assertEqual(self._plan(second), {"stock": 2, "make": 2})

    def test_confirmed_together_share_stock(self):
        self._put(self.bought, 6)
        orders = self._quote((self.bought, 4)) + self._quote((self.bought, 4))
        orders.action_confirm()
        self.assertEqual([self._plan(order) for order in orders], [{"stock": 4}, {"stock": 2, "buy": 2}])
        self.assertEqual(self._purchase_lines(orders).mapped("product_qty"), [2])

    def test_goods_made_go_to_their_order(self):
        first, second = self._order((self.made, 5)), self._order((self.made, 5))
        self._produce(self._productions(second))
        self.assertEqual(self._plan(first), {"make": 5})
        self.assertEqual(self._plan(second), {"stock": 5})

    def test_two_lines_of_one_product(self):
        order = self._order((self.made, 3), (self.made, 4), (self.bought, 3), (self.bought, 4))
        self.assertEqual(self._productions(order).mapped("product_qty"), [3, 4])
        self.assertEqual(self._purchase_lines(order).mapped("product_qty"), [3, 4])
        for line in order.order_line:
            self.assertEqual(sum(line.supply_line_ids.mapped("quantity")), line.product_uom_qty)

    def test_line_added_later_has_its_own(self):
        order = self._order((self.made, 3), (self.bought, 3))
        order.order_line = [
            Command.create({"product_id": product.id, "product_uom_qty": 4}) for product in (self.made, self.bought)
        ]
        self.assertEqual(self._productions(order).mapped("product_qty"), [3, 4])
        self.assertEqual(self._purchase_lines(order).mapped("product_qty"), [3, 4])
        self.assertBalanced(order)

    def test_neither_bom_nor_vendor(self):
        self._put(self.nobody, 2)
        order = self._quote((self.nobody, 5), (self.nobody, 1), (self.made, 1))
        order.with_user(self.salesman).action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._plan(order), {"stock": 2, "decide": 4, "make": 1})
        self.assertEqual(order.supply_state, "decide")
        self.assertFalse(order.supply_ready_date)
        decide = order.supply_line_ids.filtered(lambda peg: peg.source == "decide")
        self.assertEqual(set(decide.mapped("reason")), {"no_source"})
        self.assertEqual(len(order.activity_ids), 1)
        self.assertIn(self.env.ref("order_split.group_planner"), order.activity_ids.user_id.all_group_ids)
        self.assertFalse(order.activity_ids.user_id._is_system())
        self.assertIn("Orphan: 3", order.activity_ids.note)

    def test_vendor_added_later(self):
        order = self._order((self.nobody, 5))
        self.env["product.supplierinfo"].create(
            {"partner_id": self.vendor.id, "product_tmpl_id": self.nobody.product_tmpl_id.id, "price": 5}
        )
        order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"buy": 5})
        self.assertFalse(order.activity_ids)

    def test_goods_found_later(self):
        order = self._order((self.nobody, 5))
        self._put(self.nobody, 3)
        order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"stock": 3, "decide": 2})

    def test_service_needs_no_supply(self):
        service = self._product("Service", type="service", is_storable=False)
        order = self._order((service, 1))
        self.assertFalse(order.supply_line_ids)
        self.assertEqual(order.supply_state, "none")

    def test_product_without_stock_keeping(self):
        consumable = self._product("Consumable", is_storable=False)
        order = self._order((consumable, 3))
        self.assertEqual(self._plan(order), {"stock": 3})

    def test_kit(self):
        """Components are looked at one by one; what is on stock of them is not bought again."""
        kit = self._product("Kit")
        self._make_bom(kit, {self.made: 2, self.bought: 1}, kind="phantom")
        self._put(self.bought, 2)
        order = self._order((kit, 3))
        self.assertEqual(self._plan(order, self.made), {"make": 6})
        self.assertEqual(self._plan(order, self.bought), {"stock": 2, "buy": 1})
        self.assertFalse(self._plan(order, kit))
        order.order_line.product_uom_qty = 2
        self.assertEqual(self._plan(order, self.made), {"make": 4})
        self.assertEqual(self._plan(order, self.bought), {"stock": 2})
        self._produce(self._productions(order))
        self._deliver(order)
        self.assertEqual(order.supply_state, "shipped")

    def test_pick_pack_ship(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})
        self._deliver(order)  # picked
        self.assertEqual(self._plan(order), {"stock": 6, "make": 4})
        self._produce(self._productions(order))
        self.assertEqual(self._plan(order), {"stock": 10})
        self.assertEqual(self._productions(order).mapped("product_qty"), [4])
        for _step in range(4):
            self._deliver(order)
            self.assertBalanced(order)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.supply_state, "shipped")

    def test_several_receipt_steps(self):
        self.warehouse.reception_steps = "three_steps"
        order = self._order((self.bought, 4))
        purchase = self._purchase_lines(order).order_id
        purchase.button_confirm()
        self.assertEqual(self._plan(order), {"buy": 4})
        for step in range(3):
            self.assertEqual(self._plan(order), {"buy": 4}, f"step {step}")
            pickings = self.env["stock.picking"].search(
                [("picking_type_id.warehouse_id", "=", self.warehouse.id), ("state", "=", "assigned")]
            )
            pickings.move_ids.picked = True
            pickings.button_validate()
            self._settle()
        self.assertEqual(self._plan(order), {"stock": 4})

    def test_several_production_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        order = self._order((self.made, 4))
        production = self._productions(order)
        production.picking_ids.action_assign()
        for picking in production.picking_ids:
            picking.move_ids.picked = True
            picking.button_validate()
        self._produce(production)
        self.assertEqual(self._plan(order), {"make": 4})
        for picking in production.picking_ids.filtered(lambda row: row.state != "done"):
            picking.move_ids.picked = True
            picking.button_validate()
        self._settle()
        self.assertEqual(self._plan(order), {"stock": 4})

    def test_dozens(self):
        self._put(self.bought, 6)
        order = self._order((self.bought, 2, self.uom_dozen))
        self.assertEqual(self._plan(order), {"stock": 6, "buy": 18})
        order.order_line.product_uom_qty = 1
        self.assertEqual(self._plan(order), {"stock": 6, "buy": 6})

    def test_vendor_sells_dozens(self):
        self.bought.seller_ids.product_uom_id = self.uom_dozen
        order = self._order((self.bought, 30))
        self.assertEqual(self._purchase_lines(order).product_uom_id, self.uom_dozen)
        plan = self._plan(order)
        self.assertEqual(plan["buy"], 30)
        order.order_line.product_uom_qty = 20
        self.assertEqual(self._plan(order)["buy"], 20)
        self.assertBalanced(order)

    def test_made_to_order_route_is_respected(self):
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        self.made.route_ids = [Command.link(mto.id)]
        self._put(self.made, 6)
        order = self._order((self.made, 10))
        self.assertEqual(self._plan(order), {"direct": 10})
        self.assertEqual(order.supply_line_ids.production_id.product_qty, 10)
        self._produce(order.supply_line_ids.production_id)
        self.assertEqual(self._plan(order), {"stock": 10})

    def test_resupplied_from_another_warehouse(self):
        source = self.env["stock.warehouse"].create({"name": "Far", "code": "SUPF"})
        self.warehouse.resupply_wh_ids = source
        route = self.warehouse.resupply_route_ids
        self.nobody.route_ids = [Command.link(route.id)]
        self._put(self.nobody, 10, source.lot_stock_id)
        order = self._order((self.nobody, 4))
        self.assertEqual(self._plan(order), {"transfer": 4})
        self.assertBalanced(order)
        order.order_line.product_uom_qty = 3
        self.assertEqual(self._plan(order), {"transfer": 3, "surplus": 1})
        order.order_line.product_uom_qty = 4
        self.assertEqual(self._plan(order), {"transfer": 4})
        for _step in range(2):
            pickings = order.order_line.move_ids.filtered(lambda move: not move._is_supply_delivery()).picking_id
            pickings = pickings.filtered(lambda row: row.state == "assigned")
            pickings.move_ids.picked = True
            pickings.button_validate()
            self._settle()
        self.assertEqual(self._plan(order), {"stock": 4})
        self.assertEqual(order.order_line.qty_delivered, 0)
        self._deliver(order)
        self.assertEqual(order.supply_state, "shipped")

    def test_left_to_people_is_reserved_too(self):
        """Where the operation type leaves reserving to people, the next order would count the goods once more."""
        self.warehouse.out_type_id.reservation_method = "manual"
        self._put(self.made, 6)
        first, second = self._order((self.made, 5)), self._order((self.made, 5))
        self.assertEqual(self._plan(first), {"stock": 5})
        self.assertEqual(self._plan(second), {"stock": 1, "make": 4})

    def test_batches_of_production(self):
        self.made.bom_ids.write({"enable_batch_size": True, "batch_size": 3})
        order = self._order((self.made, 7))
        self.assertEqual(self._plan(order)["make"], 7)
        self.assertBalanced(order)
