"""Whom an older series belongs to that somebody reserved: who can have another one for it gives it up, who cannot keeps it."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .oldest import OldestCommon


@tagged("post_install", "-at_install")
class TestHolders(OldestCommon):
    def setUp(self):
        super().setUp()
        self.old = self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        self.new = self._make_lot("NEW", date(2025, 6, 1), quantity=5)

    def _carried(self, target, quantity=5, source=None):
        """A reserved movement inside the house, or back to the vendor."""
        move = self._make_move(quantity, source=source, target=target)
        move._action_assign()
        self._settle()
        return move

    def _names(self, move):
        return sorted((line.lot_id.name, line.quantity) for line in move.move_line_ids)

    @users("series_worker")
    def test_a_movement_inside_gives_the_oldest_to_who_ships(self):
        """Before, the worker was told to bring a series that he could not get."""
        inside = self._carried(self.shelf_b)
        picking = self._reserved(5).with_user(self.env.user)
        self.assertEqual((self._names(inside), self._lines(picking)), ([("OLD", 5)], [("NEW", 5)]))
        self.assertEqual(picking.button_validate()["res_model"], "stock.series.choice")
        picking._take_oldest_series()
        self.assertEqual((self._names(inside), self._lines(picking)), ([("NEW", 5)], [("OLD", 5)]))
        self._validate(picking)
        self.assertEqual(inside.state, "assigned")

    def test_nothing_inside_is_exchanged_by_itself(self):
        """Somebody chose what to carry: only a delivery that ships now may have it."""
        inside = self._carried(self.shelf_b)
        picking, other = self._reserved(2, days=1), self._reserved(2, days=2)
        self.env["stock.move"]._exchange_series(self.product)
        self.assertEqual(self._names(inside), [("OLD", 5)])
        self.env["stock.move"]._exchange_series(self.product, first=picking.move_ids)
        self.assertEqual((self._lines(picking), self._lines(other)), ([("OLD", 2)], [("NEW", 2)]))
        self.assertEqual(self._names(inside), [("NEW", 2), ("OLD", 3)])

    def test_what_goes_back_to_the_vendor_is_no_oldest_series(self):
        back = self._carried(self.suppliers)
        picking = self._reserved(5)
        picking._take_oldest_series()
        self.assertEqual((self._names(back), self._lines(picking)), ([("OLD", 5)], [("NEW", 5)]))
        self._validate(picking)

    def test_who_takes_from_one_shelf_only_keeps_what_lies_there(self):
        deep = self._make_lot("DEEP", date(2024, 1, 1), quantity=2, location=self.shelf_a)
        narrow = self._make_move(2, source=self.shelf_a)
        narrow._action_assign()
        picking = self._reserved(5, days=1)
        self.assertEqual((self._names(narrow), self._lines(picking)), ([("DEEP", 2)], [("OLD", 5)]))
        self._validate(picking)
        self.assertEqual(deep.product_qty, 2)

    def test_a_part_of_it_is_free(self):
        """Of the older series one is free: that one has to go, whoever holds the rest."""
        self._carried(self.suppliers, 4)
        picking = self._reserved(2)
        self.assertEqual(self._lines(picking), [("NEW", 1), ("OLD", 1)])
        picking.move_line_ids.filtered(lambda line: line.lot_id == self.old).unlink()
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Series OLD of Sealant .* leaves first"):
            picking.move_ids._action_done()

    def test_blocked_goods_are_carried_and_go_back_to_the_vendor(self):
        """A block keeps a series from customers and from production, not from the shelf for faulty goods."""
        self.old._block("Leaks")
        for target in (self.shelf_b, self.suppliers):
            move = self._make_move(2, target=target)
            values = {**move._prepare_move_line_vals(quantity=2), "lot_id": self.old.id, "picked": True}
            self.env["stock.move.line"].with_user(self.worker).create(values)
            move.with_user(self.worker)._action_done()
            self.assertEqual((move.state, move.quantity), ("done", 2))
        with self.assertRaisesRegex(UserError, "Series OLD is blocked"):
            self._reserved(1).move_line_ids.lot_id = self.old

    def test_blocked_goods_are_put_away_after_the_receipt(self):
        """The second step of a receipt takes what the first one brought."""
        dock = self.warehouse.wh_input_stock_loc_id
        put_away = self._make_move(2, source=dock, target=self.stock)
        receipt = self._make_move(2, source=self.suppliers, target=dock, move_dest_ids=[Command.link(put_away.id)])
        values = {**receipt._prepare_move_line_vals(quantity=2), "lot_id": self.old.id, "picked": True}
        self.old._block("Leaks")
        self.env["stock.move.line"].create(values)
        receipt._action_done()
        self.assertEqual(self._names(put_away), [("OLD", 2)])


@tagged("post_install", "-at_install")
class TestHoldersWithExpiry(OldestCommon):
    def test_who_needs_it_to_keep_is_not_robbed(self):
        """The first to ship takes the shorter one: the older, which keeps long, is promised to who needs that."""
        glue = self._glue()
        self._make_lot("LONG", date(2025, 1, 1), glue, 3, expiration_date=self._in_days(400))
        short = self._make_lot("SHORT", date(2025, 6, 1), glue, 3, expiration_date=self._in_days(60))
        self.partner.min_shelf_life = 200
        wants_long = self._reserved(3, days=9, product=glue)
        self.partner.min_shelf_life = 0
        takes_any = self._make_picking("out", 3, glue)
        takes_any.partner_id = takes_any.move_ids.partner_id = self.env["res.partner"].create({"name": "Any"})
        takes_any.action_assign()
        self.partner.min_shelf_life = 200
        self._settle()
        self.assertEqual((self._lines(wants_long), self._lines(takes_any)), ([("LONG", 3)], [("SHORT", 3)]))
        self._validate(takes_any)
        self.assertEqual((short.product_qty, self._lines(wants_long)), (0, [("LONG", 3)]))

    def test_a_released_series_is_not_carried_to_the_quarantine(self):
        glue = self._glue()
        lot = self._make_lot("LATE", date(2025, 1, 1), glue, 5, expiration_date=self._in_days(-1))
        other = self._make_lot("LATE TOO", date(2025, 1, 1), glue, 2, expiration_date=self._in_days(-1))
        (lot | other)._quarantine_expired()
        target = self.warehouse.quarantine_location_id
        transfer = self.env["stock.picking"].search([("location_dest_id", "=", target.id)])
        self.assertEqual(self._lines(transfer), [("LATE", 5), ("LATE TOO", 2)])
        lot.with_user(self.supervisor).write(
            {"expiration_day": self._in_days(90).date(), "is_blocked": False, "series_date_reason": "Read wrong"}
        )
        self.assertEqual(self._lines(transfer), [("LATE TOO", 2)])
        self.assertEqual(self._lines(self._reserved(5, product=glue)), [("LATE", 5)])
        other.with_user(self.supervisor).is_blocked = False
        self.assertEqual(transfer.state, "cancel")
