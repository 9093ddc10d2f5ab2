from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, users

from .common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProduction(ProductionCommon):
    def _choice(self, order, user):
        action = order.with_user(user).button_mark_done()
        self.assertEqual(action["res_model"], "stock.series.choice")
        return self.env[action["res_model"]].with_user(user).with_context(**action["context"]).create({})

    def test_components_are_the_oldest(self):
        order = self._order()
        self.assertEqual(self._used(order), [("OLD", 4)])
        order.with_user(self.foreman).button_mark_done()
        self.assertEqual((order.state, self.old.product_qty), ("done", 6))

    @users("series_foreman")
    def test_foreman_is_refused_and_takes_the_oldest(self):
        for counted in (False, True):
            order = self._order(lot=self.new)
            order.move_raw_ids.picked = counted
            order.move_raw_ids.move_line_ids.lot_id = self.new
            choice = self._choice(order, self.env.user)
            self.assertRecordValues(
                choice.line_ids, [{"lot_id": self.new.id, "older_lot_id": self.old.id, "quantity": 4, "kind": "older"}]
            )
            self.assertFalse(choice.may_release)
            choice.action_take_oldest()
            self.assertEqual(self._used(order), [("OLD", 4)])
            self.assertEqual(order.move_raw_ids.picked, counted)
            order.with_user(self.env.user).button_mark_done()
            self.assertEqual((order.state, self._used(order)), ("done", [("OLD", 4)]))

    def test_the_model_refuses_whatever_the_client(self):
        order = self._order(lot=self.new)
        order.qty_producing = 2
        order._set_qty_producing()
        with self.assertRaisesRegex(UserError, "Series OLD of Sealant .* leaves first"):
            order._post_inventory()

    def test_supervisor_allows_with_a_reason(self):
        order = self._order(lot=self.new)
        choice = self._choice(order, self.foreman)
        choice.reason_id = self.env.ref("stock_batches.release_reason_damaged")
        with self.assertRaises(AccessError):
            choice.action_release()
        choice.with_user(self.supervisor).action_release()
        release = self.env["stock.series.release"].search([("production_id", "=", order.id)])
        self.assertRecordValues(
            release,
            [{"lot_id": self.new.id, "older_lot_id": self.old.id, "quantity": 4, "user_id": self.supervisor.id}],
        )
        order.with_user(self.foreman).button_mark_done()
        self.assertEqual((order.state, self._used(order)), ("done", [("NEW", 4)]))

    def test_supervisor_checks_before_production(self):
        order = self._order().with_user(self.supervisor)
        self.assertEqual(order.action_check_series()["params"]["type"], "success")
        order.move_raw_ids.move_line_ids.lot_id = self.new
        self.assertEqual(order.action_check_series()["res_model"], "stock.series.choice")

    def test_an_older_series_that_arrives_is_taken_and_the_order_is_told(self):
        order = self._order()
        self._make_lot("OLDEST", date(2024, 1, 1), quantity=4)
        self.env["stock.move"]._exchange_series(self.product)
        self.assertEqual(self._used(order), [("OLDEST", 4)])
        self.assertIn("4 of series OLDEST instead of OLD", order.message_ids[0].body)
        self.assertEqual(order.move_raw_ids.move_line_ids.production_id, order, "as core writes it")

    def test_a_blocked_component_is_told_too(self):
        order = self._order()
        self.new._block("Wet")
        self.old._block("Leaks")
        self.assertFalse(self._used(order))
        self.assertIn("series OLD may not leave any more (Leaks)", " ".join(order.message_ids.mapped("body")))

    def test_order_and_delivery_share_by_who_goes_first(self):
        order = self._order()
        picking = self._reserved(8, days=-1)
        self.assertEqual({name for name, _quantity in self._lines(picking)}, {"OLD"})
        self.assertEqual(sorted(self._used(order)), [("NEW", 2), ("OLD", 2)])

    def test_disassembly_takes_the_very_piece(self):
        pump = self._make_product("Pump in series")
        self.bom.copy({"product_tmpl_id": pump.product_tmpl_id.id})
        self._make_lot("P-OLD", date(2025, 1, 1), pump, 1)
        faulty = self._make_lot("P-NEW", date(2025, 6, 1), pump, 1)
        order = self.env["mrp.unbuild"].create(
            {
                "product_id": pump.id,
                "product_qty": 1,
                "bom_id": pump.bom_ids.id,
                "lot_id": faulty.id,
                "location_id": self.stock.id,
                "location_dest_id": self.stock.id,
            }
        )
        self.product.tracking = "none"
        order.action_unbuild()
        self.assertEqual((order.state, faulty.product_qty), ("done", 0))

    def _made(self, **vals):
        """A production order for one pump of a series, not finished yet."""
        self.pump.write({"tracking": "lot", **vals})
        order = self._order(quantity=1)
        order.lot_producing_ids = self.env["stock.lot"].create({"name": "MADE-1", "product_id": self.pump.id})
        return order

    def test_a_series_made_here_has_its_day_of_production(self):
        order = self._made(use_expiration_date=True, expiration_time=90)
        lot = order.lot_producing_ids
        self.assertEqual(lot.series_date_origin, "expiry", "as if it had been made when its number was given")
        with freeze_time("2027-03-01 22:30:00"):
            order.with_user(self.foreman).button_mark_done()
        self.assertRecordValues(
            lot,
            [
                {
                    "production_date": date(2027, 3, 2),
                    "series_date": date(2027, 3, 2),
                    "series_date_origin": "production",
                    "series_date_user_id": self.foreman.id,
                }
            ],
        )

    def test_it_keeps_its_age_when_more_of_it_is_made(self):
        order = self._made()
        lot = order.lot_producing_ids
        lot.production_date = date(2025, 2, 2)
        order.button_mark_done()
        self.assertEqual((lot.series_date, lot.product_qty), (date(2025, 2, 2), 1), "who gave a day is believed")
        again = self._order(quantity=1)
        again.lot_producing_ids = lot
        again.button_mark_done()
        self.assertEqual((lot.series_date, lot.product_qty), (date(2025, 2, 2), 2))
        received = self._make_lot("CAME-IN", product=self.pump, quantity=1)
        third = self._order(quantity=1)
        third.lot_producing_ids = received
        third.button_mark_done()
        self.assertRecordValues(received, [{"production_date": False, "series_date_origin": "receipt"}])

    def test_what_was_used_is_corrected_by_the_supervisor_only(self):
        order = self._order()
        order.button_mark_done()
        line = order.move_raw_ids.move_line_ids
        with self.assertRaisesRegex(UserError, "leaves first"), self.env.cr.savepoint():
            line.with_user(self.foreman).lot_id = self.new
        action = order.with_user(self.supervisor).action_correct_series()
        self.assertEqual(action["name"], "Another Series Was Used")
        form = Form(self.env[action["res_model"]].with_user(self.supervisor).with_context(**action["context"]))
        self.assertTrue(form.is_production, "nothing is said of a delivery")
        form.lot_id = self.new
        form.reason_id = self.env.ref("stock_batches.release_reason_mistake")
        form.save().action_apply()
        self.assertEqual((self._used(order), self.old.product_qty, self.new.product_qty), ([("NEW", 4)], 10, 6))
