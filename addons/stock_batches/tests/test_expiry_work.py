from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged, users

from odoo.addons.stock_batches import _leave

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestExpiryWork(OldestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._make_product(
            "Glue", use_expiration_date=True, expiration_time=900, standard_price=20.0, removal_time=1
        )
        cls.env.company.write({"expiry_offer_days": 60, "expiry_user_id": cls.supervisor.id})

    def _expiring(self, name, days, quantity=5, **vals):
        return self._make_lot(name, product=self.glue, quantity=quantity, expiration_date=self._in_days(days), **vals)

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("stock_batches.ir_cron_expiry_work").method_direct_trigger()
        self.env.invalidate_all()

    def _tasks(self, lot):
        kind = self.env.ref("stock_batches.mail_activity_type_offer")
        return self.env["mail.activity"].search([("res_id", "=", lot.id), ("activity_type_id", "=", kind.id)])

    def test_task_once(self):
        soon, later = self._expiring("SOON", 30), self._expiring("LATER", 200)
        self._run()
        self.assertEqual(self._tasks(soon).user_id, self.supervisor)
        self.assertIn("Offer Glue, series SOON, until", self._tasks(soon).summary)
        self.assertFalse(self._tasks(later))
        self._run()
        self.env["stock.lot"]._alert_date_exceeded()
        self.assertEqual(len(soon.activity_ids), 1, "nobody is told twice, by core neither")
        self.assertEqual(soon.expiry_offered_on, fields.Date.today())

    def test_core_scheduler_gives_our_task(self):
        soon = self._expiring("SOON", 30)
        soon.alert_date = self._in_days(-1)
        self.env["stock.lot"]._alert_date_exceeded()
        self.assertEqual(soon.activity_ids, self._tasks(soon))

    def test_what_is_not_on_stock_concerns_nobody(self):
        lot = self._expiring("GONE", 30, quantity=0)
        self._run()
        self.assertFalse(lot.activity_ids)

    def test_expired_is_blocked_replaced_and_brought_aside(self):
        old, new = self._expiring("OLD", 30), self._expiring("NEW", 300)
        old.with_context(tracking_disable=True).production_date = fields.Date.today() - timedelta(days=800)
        picking, partly = self._reserved(4, days=1, product=self.glue), self._reserved(5, days=2, product=self.glue)
        self.assertEqual(self._lines(picking), [("OLD", 4)])
        self.assertEqual(self._lines(partly), [("NEW", 4), ("OLD", 1)])
        self._run()
        task = self._tasks(old)
        self.assertTrue(task)
        with freeze_time(self._in_days(31)):
            self._run()
            self._settle()
        self.assertTrue(old.is_blocked)
        self.assertFalse(task.exists())
        self.assertEqual(self._lines(picking), [("NEW", 1)], "the only piece that was free")
        self.assertEqual(self._lines(partly), [("NEW", 4)], "what he had that is good he keeps")
        bodies = " ".join((picking | partly).message_ids.mapped("body"))
        self.assertIn("1 of series NEW instead of OLD", bodies)
        self.assertIn("series OLD may not leave any more (Expired)", bodies)
        transfer = self.env["stock.picking"].search(
            [("location_dest_id", "=", self.warehouse.quarantine_location_id.id)]
        )
        self.assertEqual((self._lines(transfer), transfer.state), ([("OLD", 5)], "assigned"))
        with freeze_time(self._in_days(32)):
            self._run()
            self.assertEqual(
                self.env["stock.picking"].search_count([("location_dest_id", "=", transfer.location_dest_id.id)]), 1
            )
            transfer.move_ids.picked = True
            self.assertIs(transfer.with_user(self.worker).with_context(skip_expired=True).button_validate(), True)
        self.assertEqual(old.quant_ids.filtered("quantity").location_id, self.warehouse.quarantine_location_id)
        self.assertEqual(new.product_qty, 5)

    def _transfers(self):
        target = self.warehouse._get_quarantine_location()
        return self.env["stock.picking"].search([("location_dest_id", "=", target.id)])

    def test_what_comes_back_expired_goes_aside_too(self):
        lot = self._expiring("GONE", -2, quantity=2)
        self._run()
        self._validate(self._transfers())
        self._run()
        self.assertEqual(len(self._transfers()), 1, "it lies in the quarantine: nothing to bring")
        self.env["stock.quant"]._update_available_quantity(self.glue, self.shelf_a, 3, lot_id=lot)
        self._run()
        waiting = self._transfers().filtered(lambda picking: picking.state != "done")
        self.assertEqual(self._lines(waiting), [("GONE", 3)])

    def test_what_the_supervisor_released_stays_released(self):
        lot = self._expiring("GONE", -2)
        self._run()
        self._transfers().action_cancel()
        lot.with_user(self.supervisor).is_blocked = False
        self._run()
        self.assertFalse(lot.is_blocked)
        self.assertEqual(self._transfers().mapped("state"), ["cancel"])

    def test_another_expiry_begins_anew(self):
        lot = self._expiring("SOON", 30)
        self._run()
        first = self._tasks(lot)
        lot.write({"expiration_date": lot.expiration_date})
        self.assertEqual((self._tasks(lot), lot.expiry_offered_on), (first, fields.Date.today()), "nothing changed")
        lot.expiration_date = self._in_days(200)
        self.assertFalse(self._tasks(lot), "nobody offers what keeps long")
        self._run()
        self.assertFalse(self._tasks(lot))
        lot.expiration_date = self._in_days(20)
        self._run()
        self.assertEqual(len(self._tasks(lot)), 1)
        self.assertNotEqual(self._tasks(lot), first)

    def test_one_bad_series_never_stops_the_others(self):
        good, bad = self._expiring("GOOD", 30), self._expiring("BAD", 31)
        lots = type(self.env["stock.lot"])
        original = lots._prepare_offer_task

        def prepare(lot):
            if lot.name == "BAD":
                raise ValueError("broken")
            return original(lot)

        self.patch(lots, "_prepare_offer_task", prepare)
        with self.assertLogs("odoo.addons.stock_batches", "ERROR"):
            (good | bad)._work_each("_offer_before_expiry")
        self.assertTrue(self._tasks(good))
        self.assertFalse(self._tasks(bad))

    def test_supervisor_answers_when_nobody_is_named(self):
        self.env.company.expiry_user_id = False
        user = self.env.company._get_expiry_user()
        self.assertTrue(user.has_group("stock_batches.group_supervisor"))

    @users("series_supervisor")
    def test_dashboard(self):
        self._expiring("GONE", -2, quantity=2)
        for name, days in (("D30", 20), ("D60", 50), ("D90", 80), ("LATER", 200)):
            self._expiring(name, days)
        picking = self._make_picking("out", 1, self.glue)
        picking.move_ids._do_unreserve()
        self.env.flush_all()
        report = self.env["stock.expiry.report"]
        groups = report._read_group([("product_id", "=", self.glue.id)], ["horizon"], ["value:sum", "quantity:sum"])
        self.assertEqual(
            groups,
            [("1_expired", 40, 2), ("2_30", 100, 5), ("3_60", 100, 5), ("4_90", 100, 5), ("5_later", 100, 5)],
        )
        rows = report.search([("product_id", "=", self.glue.id)])
        self.assertEqual(rows.mapped("takers_count"), [0, 1, 1, 1, 1])
        self.assertEqual(rows[1].days_left, 20)
        self.assertEqual(rows[1].action_open_takers()["domain"], [("id", "in", picking.ids)])

    @users("series_worker")
    def test_dashboard_is_the_supervisors(self):
        with self.assertRaises(AccessError):
            self.env["stock.expiry.report"].search([], limit=1)

    @users("series_supervisor")
    def test_write_off_with_a_reason(self):
        lot = self._expiring("GONE", -2, quantity=3).with_user(self.env.user)
        action = lot.action_write_off()
        scrap = self.env["stock.scrap"].with_context(**action["context"]).create({})
        self.assertEqual((scrap.lot_id, scrap.scrap_qty), (lot, 3))
        self.assertEqual(scrap.scrap_reason_tag_ids, self.env.ref("stock_batches.scrap_reason_expired"))
        scrap.scrap_reason_tag_ids = False
        with self.assertRaisesRegex(UserError, "Choose why series"):
            scrap.action_validate()
        scrap.scrap_reason_tag_ids = self.env.ref("stock_batches.scrap_reason_damaged")
        scrap.action_validate()
        self.assertEqual((scrap.state, scrap.write_off_value, lot.product_qty), ("done", 60, 0))
        rows = self.env["stock.scrap"]._read_group(
            [("id", "=", scrap.id)], ["date_done:month", "write_off_reason_id"], ["write_off_value:sum"]
        )
        self.assertEqual(rows[0][2], 60)
        with self.assertRaisesRegex(UserError, "Nothing of series"):
            lot.action_write_off()

    def test_reason_is_asked_where_series_leave_by_age_or_have_expired(self):
        """Goods of other strategies are written off as core does it."""
        bolt = self._make_product("Bolt", categ_id=self.fifo_category.id, use_expiration_date=True)
        for days, needed in ((100, False), (-2, True)):
            lot = self._make_lot(f"B{days}", product=bolt, quantity=2, expiration_date=self._in_days(days))
            scrap = self.env["stock.scrap"].create(
                {"product_id": bolt.id, "lot_id": lot.id, "scrap_qty": 1, "location_id": self.stock.id}
            )
            self.assertEqual(scrap.needs_reason, needed)
            if needed:
                with self.assertRaisesRegex(UserError, "Choose why series"):
                    scrap.action_validate()
            else:
                self.assertIs(scrap.action_validate(), True)

    @users("series_worker")
    def test_worker_writes_off_without_seeing_the_value(self):
        lot = self._expiring("GONE", -2, quantity=3)
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self.glue.id,
                "lot_id": lot.id,
                "scrap_qty": 1,
                "location_id": self.stock.id,
                "scrap_reason_tag_ids": [(6, 0, self.env.ref("stock_batches.scrap_reason_expired").ids)],
            }
        )
        scrap.action_validate()
        self.assertNotIn("write_off_value", scrap.fields_get())
        self.assertEqual(scrap.sudo().write_off_value, 20)

    def test_offering_costs_the_same_per_series(self):
        lots = self.env["stock.lot"].concat(*(self._expiring(f"S{index}", 30) for index in range(6)))
        lots[:1]._offer_before_expiry()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        lots[1:2]._offer_before_expiry()
        self.env.flush_all()
        one = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        lots[2:]._offer_before_expiry()
        self.env.flush_all()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 4 * one)

    def test_what_stays_after_an_uninstallation(self):
        """Tasks and write-offs are the customer's; they refer to nothing of ours any more."""
        lot = self._expiring("SOON", 30)
        lot._offer_before_expiry()
        task = lot.expiry_task_id
        _leave(self.env)
        self.assertEqual(task.activity_type_id, self.env.ref("mail.mail_activity_data_todo"))
        self.assertFalse(
            self.env["ir.model.data"].search(
                [("module", "=", "stock_batches"), ("model", "=", "stock.scrap.reason.tag")]
            )
        )
        self.assertTrue(self.env["stock.scrap.reason.tag"].search([("name", "=", "Expired")]))
