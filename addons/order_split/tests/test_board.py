from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestBoard(SupplyCommon):
    """What the planner does from his board."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lathe = cls.env["mrp.workcenter"].create({"name": "Lathe"})
        cls.turned = cls._product("Turned")
        bom = cls._make_bom(cls.turned)
        bom.operation_ids = [
            Command.create({"name": "Turn", "workcenter_id": cls.lathe.id, "time_cycle_manual": 30}),
            Command.create({"name": "Polish", "workcenter_id": cls.lathe.copy({"name": "Bench"}).id}),
        ]

    def _pegs(self, orders):
        return orders.supply_line_ids.with_user(self.planner)

    def _wizard(self, name, pegs, **values):
        return (
            self.env[f"sale.supply.{name}"]
            .with_user(self.planner)
            .create({"peg_ids": [Command.set(pegs.ids)]} | values)
        )

    # Start

    def test_start(self):
        order = self._order((self.turned, 2), (self.bought, 3))
        self._pegs(order).action_start()
        self.assertTrue(self._productions(order).is_planned)
        self.assertEqual(self._purchase_lines(order).order_id.state, "purchase")
        with self.assertRaisesRegex(UserError, "is begun"):
            self._pegs(order).action_start()

    def test_start_what_is_held(self):
        order = self._order((self.made, 2), supply_start="manual")
        self.assertEqual(order.supply_state, "held")
        self._pegs(order).action_start()
        self.assertEqual(self._plan(order), {"make": 2})

    def test_others_do_not_act(self):
        order = self._order((self.made, 2))
        for user in (self.foreman, self.salesman):
            pegs = order.supply_line_ids.with_user(user)
            for act in ("action_start", "action_split", "action_merge", "action_redate", "action_inform"):
                with self.assertRaises(AccessError, msg=f"{user.login} {act}"):
                    getattr(pegs, act)()

    # Split and merge

    def test_split(self):
        order = self._order((self.made, 6))
        action = self._pegs(order).action_split()
        wizard = self.env[action["res_model"]].with_user(self.planner).with_context(**action["context"]).create({})
        wizard.max_batch_size = 2
        wizard.action_split()
        self._settle()
        self.assertEqual(self._productions(order).mapped("product_qty"), [2, 2, 2])
        self.assertEqual(self._plan(order), {"make": 6})
        self.assertEqual(len(order.supply_line_ids), 3)

    def test_merge_two_orders(self):
        first, second = self._order((self.made, 2)), self._order((self.made, 5))
        action = self._pegs(first | second).action_merge()
        self._settle()
        merged = self.env["mrp.production"].browse(action["res_id"])
        self.assertEqual(merged.product_qty, 7)
        self.assertEqual([self._plan(first), self._plan(second)], [{"make": 2}, {"make": 5}])
        self.assertEqual((first | second).supply_line_ids.production_id, merged)

    def test_different_goods_are_not_merged(self):
        order = self._order((self.made, 2), (self.made_too, 3))
        with self.assertRaisesRegex(UserError, "makes one product: choose lines of the same product"):
            self._pegs(order).action_merge()

    def test_only_what_is_made_is_split(self):
        order = self._order((self.bought, 2))
        for act in ("action_split", "action_merge"):
            with self.assertRaisesRegex(UserError, "that are made"):
                getattr(self._pegs(order), act)()

    def test_components_of_two_orders_stay_apart(self):
        half = self._made_of("Half")
        whole = self._made_of("Whole", {half: 1})
        orders = self._order((whole, 2)) | self._order((whole, 3))
        halves = self.env["mrp.production"].search([("product_id", "=", half.id)])
        self.assertEqual(halves.mapped("product_qty"), [2, 3])
        with self.assertRaisesRegex(UserError, "different customer orders"):
            halves.with_user(self.planner).action_merge()
        self.assertEqual([self._plan(order) for order in orders], [{"make": 2}, {"make": 3}])

    def _made_of(self, name, parts=None):
        product = self._product(name)
        self._make_bom(product, parts)
        return product

    # New date

    def test_new_date_for_many_lines(self):
        orders = self._order((self.made, 2), (self.bought, 3)) | self._order((self.bought, 1))
        date = fields.Datetime.to_datetime("2031-05-06 12:00:00")
        wizard = self._wizard("redate", self._pegs(orders), date_ready=date, reason="the foundry burnt")
        self.assertEqual(len(wizard.documents.splitlines()), 3)
        wizard.action_redate()
        self._settle()
        plan = orders.supply_line_ids
        self.assertEqual(set(plan.mapped("date_ready")), {date})
        self.assertEqual(set(plan.mapped("date_reason")), {"the foundry burnt"})
        self.assertEqual(set(orders.mapped("supply_ready_date")), {date.date()})
        self.assertTrue(all(plan.mapped("is_late")))
        for order in orders:
            self.assertIn("instead of", order.message_ids[0].body)

    def test_new_date_needs_a_reason_and_a_document(self):
        self._put(self.made, 2)
        order = self._order((self.made, 2), (self.bought, 1))
        wizard = self._wizard("redate", self._pegs(order))
        with self.assertRaisesRegex(UserError, "reason"):
            wizard.action_redate()
        wizard = self._wizard("redate", self._pegs(order).filtered(lambda peg: peg.source == "stock"), reason="no")
        self.assertIn("None of these", wizard.documents)
        with self.assertRaisesRegex(UserError, "None of these"):
            wizard.action_redate()

    def test_queries_of_a_new_date_grow_slowly(self):
        counts = {}
        for number in (2, 12):
            goods = [self._product(f"Late {row}", vendor=self.vendor) for row in range(number)]
            orders = self.env["sale.order"].union(*(self._order((product, 1)) for product in goods))
            wizard = self._wizard("redate", orders.supply_line_ids, date_ready="2031-01-01", reason="strike")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_redate()
            self._settle()
            counts[number] = self.cr.sql_log_count - before
        self.assertLess((counts[12] - counts[2]) / 10, 30, counts)

    # Inform

    def test_each_order_reads_of_its_own_goods(self):
        first = self._order((self.made, 2), (self.bought, 1))
        second = self._order((self.nobody, 3))
        before = {order: len(order.message_ids) for order in (first, second)}
        self._wizard("inform", self._pegs(first | second), message="We look for <another> vendor").action_inform()
        for order, goods in ((first, ("Made", "Bought")), (second, ("Orphan",))):
            self.assertEqual(len(order.message_ids), before[order] + 1)
            message = order.message_ids[0]
            self.assertIn("&lt;another&gt;", message.body)
            self.assertIn(self.salesman.partner_id, message.notified_partner_ids | message.partner_ids)
            for name in ("Made", "Bought", "Orphan"):
                (self.assertIn if name in goods else self.assertNotIn)(name, message.body)

    def test_empty_word_is_refused(self):
        order = self._order((self.made, 2))
        with self.assertRaisesRegex(UserError, "Write what"):
            self._wizard("inform", self._pegs(order)).action_inform()

    # What he sees

    def test_work_centre_is_where_the_work_stands(self):
        order = self._order((self.turned, 2))
        plan = self._pegs(order)
        self.assertEqual(plan.workcenter_id, self.lathe)
        work = self._productions(order).with_user(self.planner).workorder_ids
        work[0].button_start()
        work[0].button_finish()
        self.assertEqual(plan.workcenter_id.name, "Bench")
        groups = self.env["sale.supply.line"]._read_group([("id", "in", plan.ids)], ["workcenter_id"], ["quantity:sum"])
        self.assertEqual([(place.name, quantity) for place, quantity in groups], [("Bench", 2)])

    def test_board_opens_with_what_needs_him(self):
        self._put(self.made, 5)
        ready = self._order((self.made, 5))
        decide = self._order((self.nobody, 1))
        held = self._order((self.made, 1), supply_start="manual")
        late = self._order((self.bought, 1))
        self._wizard("redate", self._pegs(late), date_ready="2031-01-01", reason="strike").action_redate()
        surplus = self._order((self.made_too, 4))
        self._productions(surplus).qty_producing = 4
        surplus.order_line.product_uom_qty = 1
        self._settle()
        shown = self.env["sale.supply.line"].search(
            [
                ("order_id", "in", (ready | decide | held | late | surplus).ids),
                *("|",) * 3,
                ("state", "in", ("decide", "held")),
                ("is_late", "=", True),
                ("surplus", ">", 0),
                ("reason", "=", "held"),
            ]
        )
        self.assertEqual(shown.order_id, decide | held | late | surplus)
