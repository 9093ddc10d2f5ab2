from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestExchange(OldestCommon):
    def test_older_series_that_arrives_is_taken_by_the_first_to_ship(self):
        self._make_lot("NEW", date(2025, 6, 1), quantity=10)
        later, sooner = self._reserved(4, days=5), self._reserved(4, days=1)
        self._receive("OLD", 5, production_date=date(2025, 1, 1))
        self._settle()
        self.assertEqual(self._lines(sooner), [("OLD", 4)])
        self.assertEqual(self._lines(later), [("NEW", 3), ("OLD", 1)])
        self.assertIn("4 of series OLD instead of NEW", sooner.message_ids[0].body)
        self.assertEqual(set((sooner | later).move_ids.mapped("state")), {"assigned"})

    def test_who_ships_first_gets_the_older_one_whoever_ordered_first(self):
        self._make_lot("OLD", date(2025, 1, 1), quantity=3)
        self._make_lot("NEW", date(2025, 6, 1), quantity=10)
        later = self._reserved(3, days=9)
        self.assertEqual(self._lines(later), [("OLD", 3)])
        sooner = self._reserved(5, days=1)
        self.assertEqual(self._lines(sooner), [("NEW", 2), ("OLD", 3)])
        self.assertEqual(self._lines(later), [("NEW", 3)])

    def test_what_is_picked_is_in_somebodys_hands(self):
        self._make_lot("NEW", date(2025, 6, 1), quantity=4)
        picking = self._reserved(4)
        picking.move_line_ids.picked = True
        self._receive("OLD", 5, production_date=date(2025, 1, 1))
        self._settle()
        self.assertEqual(self._lines(picking), [("NEW", 4)])

    def test_a_released_older_series_goes_to_who_is_left(self):
        self._make_lot("OLD", date(2025, 1, 1), quantity=3)
        self._make_lot("NEW", date(2025, 6, 1), quantity=3)
        first, second = self._reserved(3, days=1), self._reserved(3, days=2)
        self.assertEqual(self._lines(second), [("NEW", 3)])
        first.action_cancel()
        self._settle()
        self.assertEqual(self._lines(second), [("OLD", 3)])

    def test_nobody_gives_a_series_that_the_other_cannot_use(self):
        product = self._glue()
        self.partner.min_shelf_life = 200
        self._make_lot("LONG", date(2025, 1, 1), product, 3, expiration_date=self._in_days(400))
        self._make_lot("SHORT", date(2025, 6, 1), product, 3, expiration_date=self._in_days(60))
        wants_long = self._reserved(3, days=9, product=product)
        self.assertEqual(self._lines(wants_long), [("LONG", 3)])
        self.partner.min_shelf_life = 0
        other = self.env["res.partner"].create({"name": "Takes anything"})
        takes_any = self._make_picking("out", 3, product)
        takes_any.partner_id = takes_any.move_ids.partner_id = other
        self.partner.min_shelf_life = 200
        takes_any.move_ids.date = self._in_days(1)
        takes_any.action_assign()
        self._settle()
        self.assertEqual(self._lines(takes_any), [("SHORT", 3)])
        self.assertEqual(self._lines(wants_long), [("LONG", 3)])

    def test_sums_stay(self):
        """Reservations and quants agree after an exchange between places and units."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self._make_lot("NEW", date(2025, 6, 1), quantity=24)
        picking = self._make_picking("out", 1)
        picking.move_ids._do_unreserve()
        picking.move_ids.product_uom = dozen
        picking.action_assign()
        self._make_lot("OLD", date(2025, 1, 1), quantity=5, location=self.shelf_b)
        self.env["stock.move"]._exchange_series(self.product)
        held = {line.lot_id.name: line.quantity_product_uom for line in picking.move_line_ids}
        self.assertEqual(held, {"OLD": 5, "NEW": 7})
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "child_of", self.stock.id)]
        )
        self.assertEqual({q.lot_id.name: q.reserved_quantity for q in quants}, {"OLD": 5, "NEW": 7})

    def test_a_date_corrected_by_the_supervisor_moves_the_reservations(self):
        old = self._make_lot("A", date(2025, 1, 1), quantity=3)
        self._make_lot("B", date(2025, 6, 1), quantity=3)
        picking = self._reserved(3)
        self.assertEqual(self._lines(picking), [("A", 3)])
        old.with_user(self.supervisor).write({"series_date": date(2025, 9, 1), "series_date_reason": "Read wrong"})
        self._settle()
        self.assertEqual(self._lines(picking), [("B", 3)])

    def test_a_blocked_series_is_left_at_once(self):
        old = self._make_lot("A", date(2025, 1, 1), quantity=3)
        self._make_lot("B", date(2025, 6, 1), quantity=3)
        picking = self._reserved(3)
        old.with_user(self.supervisor).write({"is_blocked": True, "block_reason": "Leaks"})
        self._settle()
        self.assertEqual(self._lines(picking), [("B", 3)])
        self.assertEqual(self._take(3), [])

    @users("series_worker")
    def test_worker_blocks_nothing(self):
        lot = self._make_lot("A", date(2025, 1, 1), quantity=3).with_user(self.env.user)
        with self.assertRaisesRegex(AccessError, "Only a warehouse supervisor blocks"):
            lot.write({"is_blocked": True, "block_reason": "Leaks"})

    @users("series_supervisor")
    def test_a_block_needs_a_reason(self):
        lot = self._make_lot("A", date(2025, 1, 1), quantity=3).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "Say why series A is blocked"):
            lot.is_blocked = True

    def test_assigning_costs_no_more_with_more_orders(self):
        self._make_lot("A", date(2025, 1, 1), quantity=100)
        counts = []
        for _round in range(2):
            moves = self.env["stock.move"].concat(*(self._make_move(1) for _index in range(3)))
            self._settle()
            before = self.env.cr.sql_log_count
            self.env["stock.move"]._exchange_series(self.product)
            counts.append(self.env.cr.sql_log_count - before)
            moves._action_assign()
            self._settle()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["stock.move"]._exchange_series(self.product)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 30)


@tagged("post_install", "-at_install")
class TestSwitch(OldestCommon):
    def test_a_series_with_nothing_in_it(self):
        """Stock Odoo reserves five of it all the same."""
        self._make_lot("A", date(2025, 1, 1), quantity=5)
        empty = self._make_lot("EMPTY", date(2024, 1, 1))
        picking = self._reserved(5)
        with self.assertRaisesRegex(UserError, "Only 0 of series EMPTY are free"):
            picking.move_line_ids.lot_id = empty
        with self.assertRaisesRegex(UserError, "Only 0 of series EMPTY are free"):
            self.env["stock.move.line"].create(
                {**picking.move_ids._prepare_move_line_vals(quantity=1), "lot_id": empty.id}
            )

    def test_a_free_series(self):
        self._make_lot("A", date(2025, 1, 1), quantity=5)
        other = self._make_lot("B", date(2025, 1, 1), quantity=5)
        picking = self._reserved(5)
        picking.move_line_ids.lot_id = other
        self.assertEqual(other.quant_ids.mapped("reserved_quantity"), [5])

    def test_reservations_of_two_orders_are_swapped(self):
        first, second = (self._make_lot(name, date(2025, 1, 1), quantity=5) for name in "AB")
        mine, others = self._reserved(5, days=2), self._reserved(5, days=3)
        self.assertEqual((self._lines(mine), self._lines(others)), ([("A", 5)], [("B", 5)]))
        mine.move_line_ids.lot_id = second
        self.assertEqual((self._lines(mine), self._lines(others)), ([("B", 5)], [("A", 5)]))
        self.assertEqual((first | second).quant_ids.mapped("reserved_quantity"), [5, 5])
        self.assertIn("5 of series A instead of B", others.message_ids[0].body)
        self.assertEqual((mine | others).move_ids.mapped("state"), ["assigned"] * 2)

    def test_what_somebody_picked_is_not_taken_away(self):
        self._make_lot("A", date(2025, 1, 1), quantity=5)
        second = self._make_lot("B", date(2025, 1, 1), quantity=5)
        mine, others = self._reserved(5, days=2), self._reserved(5, days=3)
        others.move_line_ids.picked = True
        with self.assertRaisesRegex(UserError, "Only 0 of series B are free"):
            mine.move_line_ids.lot_id = second

    def test_blocked(self):
        self._make_lot("A", date(2025, 1, 1), quantity=5)
        bad = self._make_lot("B", date(2025, 1, 1), quantity=5, is_blocked=True, block_reason="Leaks")
        with self.assertRaisesRegex(UserError, "Series B is blocked: Leaks"):
            self._reserved(5).move_line_ids.lot_id = bad

    def test_other_strategies_stay_as_they_are(self):
        product = self._make_product("Bolt", categ_id=self.fifo_category.id)
        self._make_lot("A", date(2025, 1, 1), product, 5)
        empty = self._make_lot("EMPTY", date(2024, 1, 1), product)
        picking = self._reserved(5, product=product)
        picking.move_line_ids.lot_id = empty
        self.assertEqual(picking.move_line_ids.lot_id, empty)


@tagged("post_install", "-at_install")
class TestShelfLife(OldestCommon):
    def setUp(self):
        super().setUp()
        self.glue = self._glue()
        self._make_lot("SHORT", date(2025, 1, 1), self.glue, 5, expiration_date=self._in_days(100))
        self._make_lot("LONG", date(2025, 6, 1), self.glue, 5, expiration_date=self._in_days(300))

    def test_customer_who_wants_six_months(self):
        self.partner.min_shelf_life = 180
        site = self.env["res.partner"].create({"name": "Site", "parent_id": self.partner.id, "type": "delivery"})
        picking = self._make_picking("out", 2, self.glue)
        picking.partner_id = picking.move_ids.partner_id = site
        picking.move_ids._do_unreserve()
        picking.action_assign()
        self.assertEqual(self._lines(picking), [("LONG", 2)])
        self.assertEqual(self._take(1, product=self.glue), [("SHORT", 1)], "another one gets the oldest")
        self._validate(picking)

    def test_product_that_must_keep(self):
        self.glue.min_shelf_life = 150
        self.assertEqual(self._lines(self._reserved(6, product=self.glue)), [("LONG", 5)])

    def test_counted_from_the_shipment(self):
        self.partner.min_shelf_life = 80
        self.assertEqual(self._lines(self._reserved(1, days=1, product=self.glue)), [("SHORT", 1)])
        self.assertEqual(self._lines(self._reserved(1, days=40, product=self.glue)), [("LONG", 1)])

    def test_delivering_a_shorter_one_is_refused_and_may_be_allowed(self):
        picking = self._reserved(2, product=self.glue)
        self.assertEqual(self._lines(picking), [("SHORT", 2)])
        self.partner.min_shelf_life = 180
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "does not keep as long"):
            picking.move_ids._action_done()
        picking._take_oldest_series()
        self.assertEqual(self._lines(picking), [("LONG", 2)])

    def test_nothing_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.partner.min_shelf_life = -1
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestChain(OldestCommon):
    def test_expired_between_pick_and_ship(self):
        glue = self._glue()
        output = self.warehouse.wh_output_stock_loc_id
        old = self._make_lot("OLD", date(2025, 1, 1), glue, 2, expiration_date=self._in_days(30))
        self._make_lot("NEW", date(2025, 6, 1), glue, 5, expiration_date=self._in_days(300))
        ship = self._make_move(2, source=output, product=glue)
        pick = self._make_move(2, target=output, product=glue, move_dest_ids=[Command.link(ship.id)])
        pick._action_assign()
        pick.picked = True
        pick._action_done()
        self.assertEqual(ship.move_line_ids.lot_id, old)
        old.expiration_date = self._in_days(-1)
        ship.picked = True
        with self.assertRaisesRegex(UserError, "Series OLD of Glue has expired"):
            ship._action_done()
        ship.move_line_ids._fetch_replacement()
        again = ship.move_orig_ids - pick
        self.assertEqual((again.state, again.move_line_ids.lot_id.name), ("assigned", "NEW"))
        again.picked = True
        again._action_done()
        self.assertEqual([(line.lot_id.name, line.quantity) for line in ship.move_line_ids], [("NEW", 2)])
        ship.picked = True
        ship._action_done()
        self.assertEqual(ship.state, "done")

    def test_pick_is_refused_the_younger_series(self):
        output = self.warehouse.wh_output_stock_loc_id
        self._make_lot("OLD", date(2025, 1, 1), quantity=2)
        new = self._make_lot("NEW", date(2025, 6, 1), quantity=2)
        ship = self._make_move(2, source=output)
        pick = self._make_move(2, target=output, move_dest_ids=[Command.link(ship.id)])
        pick._action_assign()
        pick.move_line_ids.lot_id = new
        pick.picked = True
        with self.assertRaisesRegex(UserError, "leaves first"):
            pick._action_done()


@tagged("post_install", "-at_install")
class TestStrategyOfParents(OldestCommon):
    def test_inherited(self):
        child = self.env["product.category"].create({"name": "Child", "parent_id": self.category.id})
        product = self._make_product("Nested", categ_id=child.id)
        quants = self.env["stock.quant"]
        self.assertEqual(quants._get_removal_strategy(product, self.stock), "series")
        child.removal_strategy_id = self.env.ref("stock.removal_fifo")
        self.assertEqual(quants._get_removal_strategy(product, self.stock), "fifo", "its own comes first")
        child.removal_strategy_id = False
        child.parent_id = self.fifo_category
        self.assertEqual(quants._get_removal_strategy(product, self.stock), "fifo")

    def test_reasons_are_a_list_of_the_supervisor(self):
        reasons = self.env["stock.series.release.reason"]
        reasons.with_user(self.supervisor).create({"name": "Wet"})
        with self.assertRaises(AccessError):
            reasons.with_user(self.worker).create({"name": "Lazy"})
        form = Form(reasons.with_user(self.supervisor))
        form.name = "Torn"
        self.assertTrue(form.save())
