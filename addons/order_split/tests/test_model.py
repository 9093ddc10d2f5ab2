import logging
import os
import time

from hypothesis.stateful import run_state_machine_as_test

from odoo import Command
from odoo.tests import tagged

from .common import SupplyCommon
from .model import GOODS, SupplyMachine, steps

_logger = logging.getLogger(__name__)

LONG = bool(os.environ.get("LONG"))
SEQUENCES = int(os.environ.get("SEQUENCES") or (5000 if LONG else 60))
LENGTH = 25 if LONG else 15
TASKS = {
    "order_split.mail_activity_type_decide": lambda peg: peg.state == "decide" and peg.quantity,
    "order_split.mail_activity_type_surplus": lambda peg: peg.surplus,
}


@tagged("post_install", "-at_install")
class TestModel(SupplyCommon):
    """Whatever people do in whatever order, supply equals demand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls.env["stock.warehouse"].create({"name": "Supply far", "code": "SUPF"})
        cls._put(cls.part, 1000, cls.far.lot_stock_id)
        cls.kit = cls._product("Kit")
        cls._make_bom(cls.kit, {cls.made: 2, cls.bought: 1}, kind="phantom")
        cls.ruled = cls._product("Ruled", vendor=cls.vendor)
        cls.stocked = cls._product("Stocked")
        cls.goods = {name: getattr(cls, name) for name in GOODS}
        cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.ruled.id,
                "warehouse_id": cls.warehouse.id,
                "location_id": cls.stock.id,
                "product_min_qty": 2,
                "product_max_qty": 5,
                "trigger": "auto",
            }
        )
        cls.env.flush_all()

    def test_any_sequence(self):
        self.sequences = self.steps = 0
        began = time.monotonic()
        machine = type("Machine", (SupplyMachine,), {"case": self})
        run_state_machine_as_test(machine, settings=steps(SEQUENCES, LENGTH, seeded=not LONG))
        spent = time.monotonic() - began
        _logger.info("%s sequences, %s checks, %.0f s", self.sequences, self.steps, spent)
        self.assertGreaterEqual(self.sequences, min(SEQUENCES, 50))

    # One sequence happens inside a savepoint: the next one begins with the same goods

    def begin_sequence(self):
        self.env.flush_all()
        self.point = self.env.cr.savepoint()

    def end_sequence(self):
        self.sequences += 1
        self.point.close(rollback=True)
        self.env.cr.precommit.clear()
        self.env.invalidate_all(flush=False)

    def put_goods(self, on_hand):
        for name, quantity in on_hand.items():
            if quantity and name != "kit":
                self._put(self.goods[name], quantity)

    def make_orders(self, rows, far):
        orders = [
            self._quote(*[(self.goods[name], pieces) for name, pieces in rows[start : start + 2]])
            for start in (0, 2, 4)
        ]
        if far:
            orders[1].warehouse_id = self.far
        orders[0].action_confirm()
        return orders

    # Steps that need more than one call

    def add_line(self, order, name, pieces):
        order.order_line = [Command.create({"product_id": self.goods[name].id, "product_uom_qty": pieces})]

    def deliver_part(self, line, pieces, backorder):
        for move in line.move_ids.filtered(lambda row: row._is_supply_delivery() and row.quantity)[:1]:
            for other in move.picking_id.move_ids - move:
                other.picked = False
            move.quantity = min(pieces, move.quantity)
            move.picked = True
            context = {"skip_backorder": True}
            if not backorder:
                context["picking_ids_not_to_backorder"] = move.picking_id.ids
            move.picking_id.with_context(**context).button_validate()

    def give_back(self, order, pieces, refund):
        for picking in order.picking_ids.filtered(
            lambda row: row.state == "done" and row.picking_type_code == "outgoing" and not row.return_ids
        )[:1]:
            wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
            for row in wizard.product_return_moves:
                row.write({"quantity": min(pieces, row.move_quantity), "to_refund": refund})
            back = wizard._create_return()
            back.move_ids.picked = True
            back.button_validate()

    def open_productions(self, line):
        return self._productions(line.order_id).filtered(
            lambda row: row.state not in ("done", "cancel") and row.sale_line_id == line
        )

    def purchases(self, order):
        return self._purchase_lines(order).order_id

    def count_goods(self, name, pieces, far):
        location = (self.far if far else self.warehouse).lot_stock_id
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        product = self.goods[name]
        if name == "kit":
            return
        quant = quants.search([("product_id", "=", product.id), ("location_id", "=", location.id)], limit=1)
        quant = quant or quants.create({"product_id": product.id, "location_id": location.id})
        quant.inventory_quantity = pieces
        quant.action_apply_inventory()

    def reassign(self, line, order, pieces):
        """Give goods of a line to an order that waits for them."""
        for peg in line.supply_line_ids.filtered("quantity"):
            targets = peg._get_reassign_targets().filtered(lambda row: row.order_id == order)
            quantity = min(pieces, peg.quantity, peg._get_waiting_quantity(targets[:1])) if targets else 0
            if quantity > 0:
                peg._reassign(targets[:1], quantity, "Cannot wait")
                break

    # What must hold

    def check(self, orders):
        self.steps += 1
        self._settle()
        for order in orders:
            self.assertBalanced(order)
            self.check_tasks(order)
        self.check_documents(orders)
        self.check_stock()

    def check_tasks(self, order):
        for kind, condition in TASKS.items():
            tasks = order.activity_ids.filtered(lambda task, kind=kind: task.activity_type_id == self.env.ref(kind))
            self.assertEqual(len(tasks), 1 if order.supply_line_ids.filtered(condition) else 0, kind)

    def check_documents(self, orders):
        """What a document brings is promised once: the shares of its lines are what is still to come."""
        lines = orders[0].union(*orders[1:]).order_line
        pegs = self.env["sale.supply.line"].search([("order_line_id", "in", lines.ids)])
        documents = self.env["mrp.production"].search(
            [("sale_line_id", "in", lines.ids), ("state", "not in", ("done", "cancel"))]
        )
        for production in documents:
            self.assertGreater(production.product_qty, 0)
            shares = pegs.filtered(lambda peg, own=production: peg.production_id == own)
            promised = sum(shares.mapped("quantity")) + sum(shares.mapped("surplus"))
            self.assertAlmostEqual(promised, production.product_uom_qty, 5, production.name)
        purchases = self.env["purchase.order.line"].search(
            [("sale_line_id", "in", lines.ids), ("order_id.state", "!=", "cancel")]
        )
        for line in purchases:
            self.assertGreaterEqual(line.product_qty, 0)
            shares = pegs.filtered(lambda peg, own=line: peg.purchase_line_id == own)
            promised = sum(shares.mapped("quantity")) + sum(shares.mapped("surplus"))
            self.assertAlmostEqual(promised, line._get_supply_open_quantity(), 5, line.order_id.name)

    def check_stock(self):
        """No more is reserved than there is, and what is reserved for orders is what the plan says."""
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", [product.id for product in self.goods.values()]),
                ("location_id.usage", "=", "internal"),
            ],
            ["product_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        for product, location, quantity, taken in groups:
            self.assertLessEqual(taken, max(quantity, 0), f"{product.name} in {location.display_name}")
            self.assertGreaterEqual(taken, 0)
