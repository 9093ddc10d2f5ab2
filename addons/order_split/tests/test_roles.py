from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestRoles(SupplyCommon):
    def test_salesman_confirms_and_reads_his_own(self):
        self._put(self.made, 1)
        order = self._quote((self.made, 3), (self.bought, 2)).with_user(self.salesman)
        order.action_confirm()
        self.assertEqual(self._plan(order), {"stock": 1, "make": 2, "buy": 2})
        self.assertTrue(all(order.supply_line_ids.mapped("document_name")))
        self.assertTrue(order.supply_summary)
        other = order.with_user(self.other_salesman)
        self.assertFalse(
            self.env["sale.supply.line"].with_user(self.other_salesman).search([("order_id", "=", other.id)])
        )
        with self.assertRaises(AccessError):
            order.supply_line_ids.with_user(self.other_salesman).read(["quantity"])

    def test_salesman_lowers_and_cancels(self):
        order = self._order((self.made, 3), (self.bought, 2))
        mine = order.with_user(self.salesman)
        mine.order_line[0].product_uom_qty = 1
        self.assertEqual(self._plan(order), {"make": 1, "buy": 2})
        mine.action_cancel()
        self.assertFalse(order.supply_line_ids)

    def test_warehouse_sees_no_supply(self):
        self._put(self.made, 3)
        order = self._order((self.made, 3))
        with self.assertRaises(AccessError):
            self.env["sale.supply.line"].with_user(self.worker).search([])
        picking = order.picking_ids.with_user(self.worker)
        picking.move_ids.picked = True
        picking.button_validate()
        self._settle()
        self.assertEqual(order.supply_state, "shipped")

    def test_nobody_writes_the_plan_by_hand(self):
        order = self._order((self.made, 3))
        for user in (self.planner, self.foreman, self.salesman):
            peg = order.supply_line_ids.with_user(user)
            with self.assertRaises(AccessError):
                peg.quantity = 1
            with self.assertRaises(AccessError):
                peg.unlink()

    def test_peg_is_never_negative(self):
        order = self._order((self.made, 3))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            order.supply_line_ids.quantity = -1
            self.env.flush_all()

    def test_foreman_produces(self):
        order = self._order((self.made, 3))
        report = self.env["mrp.production.report"].with_user(self.foreman)
        wizard = report.create({"production_id": self._productions(order).id, "done_quantity": 3})
        wizard.action_finish()
        self._settle()
        self.assertEqual(self._plan(order), {"stock": 3})

    def test_worker_reports_nothing(self):
        order = self._order((self.made, 3))
        with self.assertRaises(AccessError):
            self.env["mrp.production.report"].with_user(self.worker).create(
                {"production_id": self._productions(order).id, "done_quantity": 3}
            )

    def test_report_is_checked(self):
        order = self._order((self.made, 3))
        report = self.env["mrp.production.report"].with_user(self.foreman)
        wizard = report.create({"production_id": self._productions(order).id})
        wizard.done_quantity = 4
        with self.assertRaisesRegex(UserError, "between 0 and 3"):
            wizard.action_report()
        wizard.done_quantity = 0
        with self.assertRaisesRegex(UserError, "how much is done"):
            wizard.action_finish()
        wizard.date_ready = "2031-01-01 00:00:00"
        with self.assertRaisesRegex(UserError, "reason"):
            wizard.action_report()
        self._productions(order).action_cancel()
        with self.assertRaisesRegex(UserError, "closed"):
            wizard.action_report()

    def test_lock_is_one_row_per_product(self):
        self._order((self.made, 1), (self.made, 2), (self.bought, 1))
        locks = self.env["sale.supply.lock"].search([("product_id", "in", (self.made | self.bought).ids)])
        self.assertEqual(len(locks), 2)
        version = locks.filtered(lambda row: row.product_id == self.made).version
        self._order((self.made, 1))
        locks.invalidate_recordset()
        self.assertEqual(locks.filtered(lambda row: row.product_id == self.made).version, version + 1)

    def test_windows_of_the_planner_are_his(self):
        order = self._order((self.made, 3))
        peg = order.supply_line_ids
        for model, values in (
            ("sale.supply.switch", {"peg_ids": peg.ids, "source": "buy"}),
            ("sale.supply.reassign", {"peg_id": peg.id}),
            ("sale.supply.redate", {"peg_ids": peg.ids, "date_ready": "2031-01-01", "reason": "x"}),
            ("sale.supply.inform", {"peg_ids": peg.ids, "message": "x"}),
        ):
            for user in (self.foreman, self.salesman, self.worker):
                with self.subTest(model=model, user=user.login), self.assertRaises(AccessError):
                    self.env[model].with_user(user).create(values)
            self.assertTrue(self.env[model].with_user(self.planner).create(values))

    def test_foreman_decides_nothing(self):
        order = self._order((self.nobody, 3))
        with self.assertRaises(AccessError):
            order.supply_line_ids.with_user(self.foreman).action_procure()
        self.assertEqual(self._plan(order), {"decide": 3})

    def test_salesman_sets_the_start_of_his_customers(self):
        customer = self.env["res.partner"].create({"name": "His", "user_id": self.salesman.id})
        customer.with_user(self.salesman).supply_start = "manual"
        order = self.env["sale.order"].with_user(self.salesman).create({"partner_id": customer.id})
        self.assertEqual(order.supply_start, "manual")

    def test_worker_sets_no_shipping_policy_of_others(self):
        """He may write orders by core's rights; what he ships he sees as the order says."""
        self._put(self.made, 1)
        order = self._order((self.made, 1), (self.bought, 1))
        order.with_user(self.salesman).picking_policy = "one"
        picking = order.picking_ids.with_user(self.worker)
        self.assertEqual((picking.move_type, picking.state), ("one", "confirmed"))
