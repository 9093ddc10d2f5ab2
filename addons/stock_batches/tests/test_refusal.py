from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestRefusal(OldestCommon):
    def setUp(self):
        super().setUp()
        self.old = self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        self.new = self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        self.reason = self.env.ref("stock_batches.release_reason_damaged")

    def _with_new(self, quantity=5):
        """A delivery on which somebody put the younger series."""
        picking = self._reserved(quantity)
        picking.move_line_ids.lot_id = self.new
        picking.move_line_ids.picked = picking.move_ids.picked = True
        return picking

    def _choice(self, picking, user):
        picking = picking.with_user(user)
        action = picking.button_validate()
        self.assertEqual(action["res_model"], "stock.series.choice")
        return self.env[action["res_model"]].with_user(user).with_context(**action["context"]).create({})

    def test_the_model_refuses_whatever_the_client(self):
        picking = self._with_new()
        with self.assertRaisesRegex(UserError, "Series OLD of Sealant .* is older than NEW and leaves first"):
            picking.move_ids._action_done()
        with self.assertRaisesRegex(UserError, "leaves first"):
            picking.with_context(stock_batches_series_checked=True).button_validate()
        self.assertEqual(picking.state, "assigned")

    @users("series_worker")
    def test_worker_takes_the_oldest(self):
        picking = self._with_new()
        choice = self._choice(picking, self.env.user)
        self.assertFalse(choice.may_release)
        self.assertRecordValues(
            choice.line_ids,
            [{"lot_id": self.new.id, "older_lot_id": self.old.id, "quantity": 5, "kind": "older"}],
        )
        self.assertIn("Stock", choice.line_ids.where)
        choice.action_take_oldest()
        self.assertEqual(self._lines(picking), [("OLD", 5)])
        self._validate(picking.with_user(self.env.user))

    @users("series_worker")
    def test_worker_allows_nothing(self):
        picking = self._with_new()
        choice = self._choice(picking, self.env.user)
        choice.reason_id = self.reason
        with self.assertRaises(AccessError):
            choice.action_release()

    @users("series_supervisor")
    def test_supervisor_allows_with_a_reason(self):
        picking = self._with_new()
        choice = self._choice(picking, self.env.user)
        with self.assertRaisesRegex(UserError, "Choose why"):
            choice.action_release()
        choice.write({"reason_id": self.reason.id, "note": "Box is torn"})
        choice.action_release()
        release = self.env["stock.series.release"].search([("picking_id", "=", picking.id)])
        self.assertRecordValues(
            release,
            [
                {
                    "lot_id": self.new.id,
                    "older_lot_id": self.old.id,
                    "quantity": 5,
                    "user_id": self.supervisor.id,
                    "age_days": 151,
                }
            ],
        )
        self._validate(picking.with_user(self.worker))
        self.assertEqual(self.new.quant_ids.filtered(lambda q: q.location_id.usage == "customer").quantity, 5)

    def test_permission_is_for_so_much_and_no_more(self):
        picking = self._with_new()
        self.env["stock.series.release"].with_user(self.supervisor).create(
            {
                "move_id": picking.move_ids.id,
                "lot_id": self.new.id,
                "older_lot_id": self.old.id,
                "quantity": 4,
                "reason_id": self.reason.id,
                "user_id": self.worker.id,
            }
        )
        self.assertEqual(self.env["stock.series.release"].search([], limit=1).user_id, self.supervisor)
        with self.assertRaisesRegex(UserError, "leaves first"):
            picking.move_ids._action_done()

    def test_reserved_by_another_and_not_picked_is_still_the_oldest(self):
        other = self._reserved(5, days=1)
        mine = self._reserved(5, days=2)
        self.assertEqual((self._lines(other), self._lines(mine)), ([("OLD", 5)], [("NEW", 5)]))
        mine.move_ids.picked = True
        choice = self._choice(mine, self.worker)
        choice.action_take_oldest()
        self.assertEqual((self._lines(other), self._lines(mine)), ([("NEW", 5)], [("OLD", 5)]))
        self._validate(mine)

    def test_picked_by_another_lets_the_next_go(self):
        other = self._reserved(5, days=1)
        other.move_line_ids.picked = True
        mine = self._reserved(5, days=2)
        self._validate(mine)
        self.assertEqual((mine.state, self._lines(mine)), ("done", [("NEW", 5)]))

    def test_both_series_in_one_delivery(self):
        picking = self._reserved(8)
        self._validate(picking)
        self.assertEqual((picking.state, self._lines(picking)), ("done", [("NEW", 3), ("OLD", 5)]))

    def test_another_shelf_of_the_source_counts_and_another_house_does_not(self):
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, -5, lot_id=self.old)
        house = self.env["stock.warehouse"].create({"name": "Other house", "code": "OTHR"})
        self.env["stock.quant"]._update_available_quantity(self.product, house.lot_stock_id, 5, lot_id=self.old)
        self._validate(self._reserved(1))
        self.env["stock.quant"]._update_available_quantity(self.product, self.shelf_a, 5, lot_id=self.old)
        picking = self._reserved(1)
        picking.move_line_ids.write({"lot_id": self.new.id, "location_id": self.stock.id})
        with self.assertRaisesRegex(UserError, "leaves first"):
            picking.move_ids.picked = True
            picking.move_ids._action_done()

    def test_blocked_or_expired_older_series_hold_nobody_up(self):
        self.old.write({"is_blocked": True, "block_reason": "Leaks"})
        picking = self._reserved(5)
        self._validate(picking)
        self.assertEqual((picking.state, self._lines(picking)), ("done", [("NEW", 5)]))
        product = self._glue()
        self._make_lot("GONE", date(2025, 1, 1), product, 5, expiration_date=self._in_days(-1))
        self._make_lot("GOOD", date(2025, 6, 1), product, 5, expiration_date=self._in_days(90))
        picking = self._reserved(5, product=product)
        self._validate(picking)
        self.assertEqual((picking.state, self._lines(picking)), ("done", [("GOOD", 5)]))

    def test_moves_inside_scrap_and_returns_to_the_vendor_take_any_series(self):
        for target in (self.shelf_a, self.suppliers):
            move = self._make_move(1, target=target)
            move._action_assign()
            move.move_line_ids.lot_id = self.new
            move.picked = True
            move._action_done()
            self.assertEqual(move.state, "done")

    def test_production_takes_the_oldest_too(self):
        move = self._make_move(1, target=self.env["stock.location"].search([("usage", "=", "production")], limit=1))
        move._action_assign()
        move.move_line_ids.lot_id = self.new
        move.picked = True
        with self.assertRaisesRegex(UserError, "leaves first"):
            move._action_done()

    def test_other_strategies_deliver_what_they_like(self):
        product = self._make_product("Bolt", categ_id=self.fifo_category.id)
        self._make_lot("OLD", date(2025, 1, 1), product, 5)
        new = self._make_lot("NEW", date(2025, 6, 1), product, 5)
        picking = self._reserved(5, product=product)
        picking.move_line_ids.lot_id = new
        self._validate(picking)
        self.assertEqual((picking.state, self._lines(picking)), ("done", [("NEW", 5)]))
