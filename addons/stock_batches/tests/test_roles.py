from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged, users

from .common import SeriesCommon


@tagged("post_install", "-at_install")
class TestRoles(SeriesCommon):
    def test_what_the_roles_imply(self):
        self.assertTrue(self.worker.has_group("stock.group_stock_user"))
        self.assertTrue(self.worker.has_group("stock.group_production_lot"))
        self.assertFalse(self.worker.has_group("stock.group_stock_manager"))
        self.assertTrue(self.supervisor.has_group("stock_batches.group_worker"))
        self.assertTrue(self.supervisor.has_group("stock.group_stock_manager"))

    @users("series_worker")
    def test_worker_reserves_by_series(self):
        self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        picking = self._make_picking("out", 3).with_user(self.env.user)
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id.name, "OLD")
        picking.move_ids.picked = True
        self.assertIs(picking.button_validate(), True)

    @users("series_worker")
    def test_worker_receives_a_new_series(self):
        picking = self._make_picking("in", 3).with_user(self.env.user)
        with Form(picking.move_ids, view="stock.view_stock_move_operations") as form:
            with form.move_line_ids.edit(0) as line:
                line.lot_name = "W-1"
                line.production_date = date(2025, 4, 4)
        picking.move_ids.picked = True
        self.assertIs(picking.button_validate(), True)
        self.assertEqual(picking.move_line_ids.lot_id.series_date, date(2025, 4, 4))

    @users("series_worker")
    def test_worker_has_no_form_for_dates(self):
        lot = self._make_lot("A", date(2025, 1, 1), quantity=1)
        with self.assertRaises(AccessError):
            self.env["stock.series.date.change"].create(
                {"lot_ids": [Command.link(lot.id)], "series_date": date(2025, 2, 1), "reason": "Why not"}
            )

    @users("series_supervisor")
    def test_supervisor_changes_several_at_once(self):
        lots = self._make_lot("A", date(2025, 1, 1), quantity=1) | self._make_lot("B", quantity=1)
        action = lots.with_user(self.env.user).action_change_series_date()
        wizard = (
            self.env[action["res_model"]]
            .with_context(**action["context"])
            .create({"series_date": date(2025, 2, 1), "reason": "Both came in one box"})
        )
        wizard.action_apply()
        self.assertEqual(set(lots.mapped("series_date")), {date(2025, 2, 1)})
        self.assertEqual(set(lots.quant_ids.mapped("series_date")), {date(2025, 2, 1)})

    def test_others_see_no_series_menu(self):
        clerk = new_test_user(self.env, login="series_clerk", groups="base.group_user")
        menu = self.env.ref("stock_batches.series_on_stock_menu")
        self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(clerk)._visible_menu_ids())
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(self.worker)._visible_menu_ids())
        with self.assertRaises(AccessError):
            self.env["stock.lot"].with_user(clerk).search([], limit=1).read(["series_date"])
