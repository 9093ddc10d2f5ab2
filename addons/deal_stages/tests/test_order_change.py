from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestOrderChange(DealCommon):
    def setUp(self):
        super().setUp()
        self.deal = self.make_agreed_deal(self.pump, quantity=3)
        self.order = self.deal.quotation_id
        self.line = self.order.order_line

    def open_dialog(self):
        action = self.deal.with_user(self.manager).action_change_order()
        return self.env[action["res_model"]].with_user(self.manager).browse(action["res_id"])

    @users("sb_manager")
    def test_agreed_order_is_not_edited_in_silence(self):
        order, line = self.order.with_user(self.env.user), self.line.with_user(self.env.user)
        for act in (
            lambda: line.write({"product_uom_qty": 5}),
            lambda: line.write({"price_unit": 1}),
            lambda: line.write({"wanted_on": "2026-12-24"}),
            lambda: line.unlink(),
            lambda: order.write({"order_line": [Command.create({"product_id": self.pump.id})]}),
        ):
            with (
                self.assertRaisesRegex(UserError, "agreed with the customer|Once a sales order"),
                self.env.cr.savepoint(),
            ):
                act()
        line.write({"name": "Pump with papers", "product_uom_qty": 3})
        self.assertEqual(line.name, "Pump with papers")

    @users("sb_manager")
    def test_dialog_changes_and_writes_down(self):
        other = self.make_product("Filter", price=50)
        dialog = self.open_dialog()
        self.assertRecordValues(dialog.line_ids, [{"quantity": 3, "price_unit": 1000, "quantity_now": 3}])
        before = self.order.amount_total
        dialog.line_ids.write({"quantity": 5, "price_unit": 900})
        dialog.line_ids = [Command.create({"product_id": other.id, "quantity": 2})]
        dialog.write({"agreed_by": "Ivan Petrov", "reason": "Two more of them."})
        expected = dialog.amount_after
        self.assertIn("Filter is ordered in addition.", dialog.effects)
        dialog.action_apply()
        self.assertEqual(self.order.order_line.mapped("product_uom_qty"), [5, 2])
        self.assertEqual(self.order.order_line.mapped("price_unit"), [900, 50])
        self.assertAlmostEqual(self.order.amount_total, expected)
        self.assertNotAlmostEqual(self.order.amount_total, before)
        for record in (self.order, self.deal):
            note = record.message_ids.sorted("id")[-1:].body
            self.assertIn("Ivan Petrov", note)
            self.assertIn("3 → 5, price 1000 → 900", note)

    @users("sb_manager")
    def test_day_and_terms_are_changed_by_the_dialog_too(self):
        dialog = self.open_dialog()
        dialog.line_ids.write({"wanted_on": "2026-12-24", "terms": "In two crates"})
        dialog.write({"agreed_by": "Ivan Petrov", "reason": "Before the holidays."})
        self.assertAlmostEqual(dialog.amount_after, dialog.amount_before)
        dialog.action_apply()
        self.assertRecordValues(
            self.line, [{"wanted_on": fields.Date.to_date("2026-12-24"), "terms": "In two crates", "price_unit": 1000}]
        )
        note = self.deal.message_ids.sorted("id")[-1:].body
        self.assertRegex(note, r"wanted on – → \S*2026\S*, terms: In two crates")

    @users("sb_manager")
    def test_words_are_wanted_and_nothing_is_no_change(self):
        dialog = self.open_dialog()
        with self.assertRaisesRegex(UserError, "Nothing is changed"):
            dialog.action_apply()
        dialog.line_ids.quantity = 4
        with self.assertRaisesRegex(UserError, "who agreed"):
            dialog.action_apply()

    @users("sb_manager")
    def test_less_than_delivered_is_refused(self):
        self.line.qty_delivered = 2
        dialog = self.open_dialog()
        dialog.write({"agreed_by": "Ivan", "reason": "Less."})
        dialog.line_ids.quantity = 1
        with self.assertRaisesRegex(UserError, "more was delivered"):
            dialog.action_apply()
        dialog.line_ids.quantity = -1
        with self.assertRaisesRegex(UserError, "below zero"):
            dialog.action_apply()

    def test_supply_effects_are_asked_with_the_new_quantity(self):
        asked = []
        self.patch(type(self.deal), "_get_supply_effects", lambda deals, changes: asked.append(changes) or ["Freed."])
        dialog = self.open_dialog()
        dialog.line_ids.quantity = 0
        self.assertEqual(dialog.effects, "Freed.")
        self.assertEqual(asked[-1], {self.line.id: 0})

    def test_requests_above_the_new_total_are_told_of(self):
        self.env["sale.payment.request"].create({"order_id": self.order.id, "amount": self.order.amount_total})
        dialog = self.open_dialog()
        dialog.line_ids.quantity = 1
        self.assertIn("correct the requests", dialog.effects)

    def test_locked_order_and_foreign_deal_stay_closed(self):
        self.order.action_lock()
        with self.assertRaisesRegex(UserError, "not open for changes"):
            self.open_dialog()
        with self.assertRaises(AccessError):
            self.deal.with_user(self.outsider).action_change_order()

    def test_orders_without_a_deal_are_edited_as_in_core(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.entity.id, "order_line": [Command.create({"product_id": self.pump.id})]}
        )
        order.user_id = self.manager
        order.action_confirm()
        order.order_line.with_user(self.manager).product_uom_qty = 9
        self.assertEqual(order.order_line.product_uom_qty, 9)
