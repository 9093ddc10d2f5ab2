from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestSteps(SupplyCommon):
    """Components that are picked for the production, goods that are stored after it: each a step of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.casting = cls._product("Casting", vendor=cls.vendor)
        cls.rotor = cls._product("Rotor")
        cls._make_bom(cls.rotor, {cls.casting: 2})
        cls.pump = cls._product("Pump")
        cls._make_bom(cls.pump, {cls.rotor: 1, cls.casting: 1})

    def _components(self, order):
        rows = order.supply_component_ids.filtered("quantity")
        return {(row.product_id.name, row.source): row.quantity for row in rows}

    def _pick(self, production):
        for picking in production.picking_ids.filtered(lambda row: row.state not in ("done", "cancel")):
            picking.move_ids.picked = True
            self.assertIs(picking.with_context(skip_backorder=True).button_validate(), True)
        self._settle()

    def _check_steps(self, steps):
        self.warehouse.manufacture_steps = steps
        order = self._order((self.pump, 3))
        self.assertEqual(self._plan(order), {"make": 3})
        self.assertEqual(self._components(order), {("Rotor", "make"): 3, ("Casting", "buy"): 9})
        purchase = self.env["purchase.order.line"].search([("supply_root_line_id", "=", order.order_line.id)]).order_id
        self._receive(purchase)
        self.assertEqual(self._components(order), {("Rotor", "make"): 3})
        rotors = order.supply_component_ids.production_id
        self._pick(rotors)
        self._produce(rotors)
        self._pick(rotors)
        self.assertFalse(self._components(order))
        self.assertEqual(self._plan(order), {"make": 3})
        pumps = self._productions(order)
        self._pick(pumps)
        self._produce(pumps)
        if steps == "pbm_sam":
            self.assertEqual(self._plan(order), {"make": 3}, "made, and not yet stored")
            self.assertBalanced(order)
            self._pick(pumps)
        self.assertEqual(self._plan(order), {"stock": 3})
        self.assertBalanced(order)
        made = self.env["mrp.production"].search([("product_id", "in", (self.pump | self.rotor).ids)])
        self.assertEqual(sum(made.mapped("product_qty")), 6, "nothing is made twice")

    def test_two_steps(self):
        self._check_steps("pbm")

    def test_three_steps(self):
        self._check_steps("pbm_sam")

    def test_lowered_takes_components_back(self):
        self.warehouse.manufacture_steps = "pbm"
        order = self._order((self.pump, 4))
        self.assertEqual(self._components(order), {("Rotor", "make"): 4, ("Casting", "buy"): 12})
        order.order_line.with_user(self.salesman).product_uom_qty = 1
        self._settle()
        self.assertEqual(self._components(order), {("Rotor", "make"): 1, ("Casting", "buy"): 3})
        self.assertFalse(order.supply_component_ids.filtered("surplus"))

    def test_reordering_rule_is_left_alone(self):
        self.warehouse.manufacture_steps = "pbm"
        self.env["stock.warehouse.orderpoint"].create(
            {"product_id": self.casting.id, "location_id": self.stock.id, "product_min_qty": 0, "trigger": "manual"}
        )
        order = self._order((self.pump, 1))
        self.assertEqual(self._components(order), {("Rotor", "make"): 1})

    def test_arrived_component_goes_to_its_own_order(self):
        self.warehouse.manufacture_steps = "pbm"
        first, second = self._order((self.rotor, 1)), self._order((self.rotor, 2))
        lines = self.env["purchase.order.line"].search([("supply_root_line_id", "=", second.order_line.id)])
        rfq = lines.order_id
        if len(rfq.order_line) > 1:  # one vendor, one order: receive the second line only
            rfq.button_confirm()
            picking = rfq.picking_ids
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty if move.purchase_line_id in lines else 0
                move.picked = bool(move.quantity)
            picking.with_context(skip_backorder=True).button_validate()
            self._settle()
        reserved = {
            order: sum(self._productions(order).move_raw_ids.move_orig_ids.mapped("quantity"))
            for order in first | second
        }
        self.assertEqual(reserved, {first: 0, second: 4})

    def test_components_are_given_to_nobody(self):
        """Claims are for what is sold: a component follows its production order, and is not counted twice."""
        order, other = self._order((self.pump, 1)), self._order((self.rotor, 1))
        pegs = order.supply_component_ids.with_user(self.planner)
        for peg in pegs:
            self.assertFalse(peg._get_reassign_targets())
        self.assertFalse(order.supply_claim_ids | order.supply_given_ids | other.supply_claim_ids)
        self.assertEqual(self._plan(other), {"make": 1})
