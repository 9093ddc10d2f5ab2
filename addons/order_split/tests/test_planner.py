from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SupplyCommon


@tagged("post_install", "-at_install")
class TestPlanner(SupplyCommon):
    """What the planner is told, and what he can do about it."""

    def _tasks(self, order, kind):
        kind = self.env.ref(f"order_split.mail_activity_type_{kind}")
        return order.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_one_decision_for_several_orders(self):
        orders = self._order((self.nobody, 2)) | self._order((self.nobody, 3))
        self.assertEqual(len(orders.activity_ids), 2)
        self.env["product.supplierinfo"].create(
            {"partner_id": self.vendor.id, "product_tmpl_id": self.nobody.product_tmpl_id.id}
        )
        orders.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual([self._plan(order) for order in orders], [{"buy": 2}, {"buy": 3}])
        self.assertFalse(orders.activity_ids)

    def test_decision_without_a_source_changes_nothing(self):
        order = self._order((self.nobody, 2))
        task = order.activity_ids
        order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"decide": 2})
        self.assertEqual(order.activity_ids, task)

    def test_decision_twice_orders_once(self):
        order = self._order((self.made, 4))
        self._productions(order).action_cancel()
        self._settle()
        for _time in range(2):
            order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"make": 4})
        open_orders = self._productions(order).filtered(lambda row: row.state != "cancel")
        self.assertEqual(open_orders.mapped("product_qty"), [4])

    def test_planner_does_not_start_what_the_seller_holds(self):
        order = self._order((self.made, 4), supply_start="manual")
        order.supply_line_ids.with_user(self.planner).action_procure()
        self.assertEqual(self._plan(order), {"decide": 4})
        self.assertFalse(self._productions(order))
        self.assertEqual(order.supply_line_ids.reason, "held")

    def test_surplus_task_follows_the_quantity(self):
        order = self._order((self.made, 10))
        self._productions(order).qty_producing = 2
        order.order_line.product_uom_qty = 7
        self._settle()
        task = self._tasks(order, "surplus")
        self.assertIn(f"{self.made.display_name}: 3", task.note)
        order.order_line.product_uom_qty = 5
        self._settle()
        self.assertEqual(self._tasks(order, "surplus"), task)
        self.assertIn(f"{self.made.display_name}: 5", task.note)

    def test_surplus_task_ends_with_the_purchase(self):
        order = self._order((self.bought, 10))
        purchase = self._purchase_lines(order).order_id
        purchase.button_confirm()
        order.order_line.product_uom_qty = 6
        self._settle()
        self.assertTrue(self._tasks(order, "surplus"))
        purchase.order_line.product_qty = 6
        self._settle()
        self.assertEqual(self._plan(order), {"buy": 6})
        self.assertFalse(order.activity_ids)

    def test_cancelled_order_leaves_the_buyers_own_quantity(self):
        order = self._order((self.bought, 4))
        line = self._purchase_lines(order)
        line.product_qty = 10
        self._settle()
        order.action_cancel()
        self.assertEqual(line.product_qty, 6)
        self.assertEqual(self._plan(order), {"surplus": 6})
        self.assertNotEqual(line.order_id.state, "cancel")

    def test_buyers_own_line_is_none_of_the_order(self):
        """What the buyer adds to the same purchase for the stock is neither counted nor taken back."""
        order = self._order((self.bought, 4))
        purchase = self._purchase_lines(order).order_id
        purchase.order_line = [Command.create({"product_id": self.bought.id, "product_qty": 5})]
        self._settle()
        self.assertEqual(self._plan(order), {"buy": 4})
        order.action_cancel()
        self.assertEqual(purchase.order_line.mapped("product_qty"), [5])
        self.assertEqual(purchase.state, "draft")

    def test_product_kept_in_dozens(self):
        tube = self._product("Tube", vendor=self.vendor, uom_id=self.uom_dozen.id)
        self._put(tube, 1)
        order = self._order((tube, 30, self.uom_unit))
        self.assertEqual(self._plan(order), {"stock": 1, "buy": 1.5})
        order.order_line.product_uom_qty = 18
        self.assertEqual(self._plan(order), {"stock": 1, "buy": 0.5})
        self.assertBalanced(order)

    def test_document_behind_each_line(self):
        self._put(self.made, 1)
        order = self._order((self.made, 2), (self.bought, 1), (self.nobody, 1))
        opened = {}
        for peg in order.supply_line_ids:
            action = peg.with_user(self.planner).action_open_document()
            opened[peg.source] = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            opened,
            {
                "stock": order.picking_ids,
                "make": self._productions(order),
                "buy": self._purchase_lines(order).order_id,
                "decide": order,
            },
        )

    def test_plan_of_an_order_shows_its_lines_only(self):
        order, other = self._order((self.made, 2)), self._order((self.made, 2))
        found = self.env["sale.supply.line"].search(order.action_view_supply()["domain"])
        self.assertEqual(found, order.supply_line_ids)
        self.assertFalse(found & other.supply_line_ids)

    def test_return_that_is_not_replaced(self):
        """Without "to be refunded" the customer has had his goods: nothing is supplied again."""
        self._put(self.made, 6)
        order = self._order((self.made, 6))
        self._deliver(order)
        wizard = self.env["stock.return.picking"].create({"picking_id": order.picking_ids.id})
        wizard.product_return_moves.write({"quantity": 2, "to_refund": False})
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        self._settle()
        self.assertFalse(order.supply_line_ids)
        self.assertEqual(order.supply_state, "shipped")
        self.assertEqual(self._plan(self._order((self.made, 2))), {"stock": 2}, "what came back is free")

    def test_summary_in_both_languages(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self._put(self.made, 7)
        order = self._order((self.made, 10), (self.bought, 2), (self.nobody, 1))
        english, russian = (order.with_context(lang=lang).supply_summary for lang in ("en_US", "ru_RU"))
        self.assertIn("7 of 13 reserved", english)
        self.assertRegex(russian, "7 из 13")
        for words in russian.split(", "):
            self.assertRegex(words, "[а-я]", "each part is translated")
            self.assertNotRegex(words, "reserved|production|decide|bought")

    def test_who_may_read_the_plan(self):
        mine, common = self._order((self.made, 1)), self._order((self.made, 1), user_id=False)
        plan = (mine | common).supply_line_ids
        head = new_test_user(self.env, "supply_head", groups="sales_team.group_sale_salesman_all_leads")
        seen = {
            self.salesman: plan,
            self.other_salesman: common.supply_line_ids,
            head: plan,
            self.foreman: plan,
        }
        for user, expected in seen.items():
            found = self.env["sale.supply.line"].with_user(user).search([("id", "in", plan.ids)])
            self.assertEqual(found, expected, user.login)

    def test_clerk_of_no_role_is_refused(self):
        clerk = new_test_user(self.env, "supply_clerk", groups="base.group_user")
        order = self._order((self.nobody, 1))
        for user in (clerk, self.worker):
            peg = order.supply_line_ids.with_user(user)
            with self.assertRaises(AccessError):
                peg.read(["quantity"])
            with self.assertRaises(AccessError):
                peg.action_procure()
        with self.assertRaises(AccessError):
            order.with_user(clerk).action_start_supply()

    def test_plan_of_another_company(self):
        company = self.env["res.company"].create({"name": "Sister"})
        order = self._order((self.made, 1))
        stranger = new_test_user(
            self.env,
            "supply_sister",
            groups="order_split.group_planner",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        plan = self.env["sale.supply.line"].with_user(stranger)
        self.assertFalse(plan.search([("id", "in", order.supply_line_ids.ids)]))
        with self.assertRaises(AccessError):
            plan.browse(order.supply_line_ids.ids).read(["quantity"])
