"""Against a plain Python model that sorts: whatever happened before, what leaves is the oldest usable."""

import os
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .oldest import OldestCommon
from .shelf import SERIES, START, Shelf

LONG = bool(os.environ.get("LONG"))
STEPS = (
    *("receive",) * 3,
    *("order",) * 3,
    *("ship",) * 4,
    *("pass_days", "daily", "put_aside") * 2,
    *("give_back", "gain", "lose", "move", "send", "repack", "carry", "release", "block", "free"),
)
STEP = st.tuples(
    st.sampled_from(STEPS),
    st.integers(0, 1),  # warehouse
    st.integers(0, len(SERIES) - 1),  # series
    st.integers(1, 7),  # quantity
    st.integers(0, 9),  # which, or in how many days
)


class Rolled(Exception):
    pass


@tagged("post_install", "-at_install")
class TestModel(OldestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Vladivostok"
        cls.glue = cls._make_product("Glue", use_expiration_date=True, expiration_time=900)
        other = cls.env["stock.warehouse"].create({"name": "Second house", "code": "SER2"})
        cls.houses = [cls.warehouse, other]
        cls.shelves = [
            cls.env["stock.location"].create(
                {"name": "Deep", "location_id": house.lot_stock_id.id, "usage": "internal"}
            )
            for house in cls.houses
        ]
        cls.aside = [house._get_quarantine_location() for house in cls.houses]
        cls.series = [cls._make_series(number, *days) for number, days in enumerate(SERIES)]

    @classmethod
    def _make_series(cls, number, made, life):
        last = life is not None and cls.env.company._get_stock_day_end(START + timedelta(days=life))
        return cls._make_lot(f"M{number}", made, cls.glue, expiration_date=last)

    @settings(
        max_examples=150 if LONG else 40,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(STEP, min_size=8, max_size=40 if LONG else 20))
    def test_what_leaves_is_the_oldest(self, steps):
        with self._example():
            for number, (name, house, series, quantity, which) in enumerate(steps):
                with self.subTest(step=f"{number}: {name} {house} {series} {quantity} {which}", all=steps):
                    getattr(self, f"_step_{name}")(house, series, quantity, which)
                    self._settle()
                    self._check_sums()

    @contextmanager
    def _example(self):
        self.model, self.orders, self.carried = Shelf(), [[], []], [[], []]
        # Nothing is committed in a test; the daily action would.
        quiet = patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=1)
        try:
            with self.env.cr.savepoint(), freeze_time(datetime.combine(START, time(5))) as self.clock, quiet:
                yield
                raise Rolled
        except Rolled:
            self.env.cr.precommit.clear()
            self.env.invalidate_all(flush=False)

    # What must hold after every step

    def _check_sums(self):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.glue.id), ("location_id.usage", "=", "internal")]
        )
        lines = self._search_reserved()
        for house, warehouse in enumerate(self.houses):
            for place, known in ((warehouse.lot_stock_id, self.model.stock), (self.aside[house], self.model.aside)):
                inside = quants.filtered(lambda quant, place=place: quant.location_id._child_of(place))
                found = Counter()
                for quant in inside:
                    found[self.series.index(quant.lot_id)] += quant.quantity
                    self.assertGreaterEqual(quant.quantity, quant.reserved_quantity, quant.lot_id.name)
                self.assertEqual(+found, +known[house], place.display_name)
                held = lines.filtered(lambda line, place=place: line.location_id._child_of(place))
                self.assertEqual(sum(inside.mapped("reserved_quantity")), sum(held.mapped("quantity_product_uom")))
        self.assertEqual({self.series.index(lot) for lot in self._blocked()}, self.model.blocked)
        promised = lines.filtered(lambda line: line.location_dest_id == self.customers)
        self.assertFalse(promised.lot_id & self._blocked(), "nobody is promised what may not leave")

    def _blocked(self):
        return self.env["stock.lot"].concat(*self.series).filtered("is_blocked")

    def _search_reserved(self):
        return self.env["stock.move.line"].search(
            [("product_id", "=", self.glue.id), ("state", "in", ("assigned", "partially_available"))]
        )

    # Steps

    def _stock_of(self, house):
        return self.houses[house].lot_stock_id

    def _transfer(self, source, target, lot, quantity, **values):
        move = self._make_move(quantity, product=self.glue, source=source, target=target)
        line = {**move._prepare_move_line_vals(quantity=quantity), "lot_id": lot.id, "picked": True, **values}
        self.env["stock.move.line"].create(line)
        move.picked = True
        move._action_done()

    def _free(self, house, series):
        """What lies loose in the middle of the house and belongs to nobody."""
        quants = self._loose(house, series)
        return sum(quant.quantity - quant.reserved_quantity for quant in quants)

    def _loose(self, house, series):
        return self.env["stock.quant"].search(
            [
                ("lot_id", "=", self.series[series].id),
                ("location_id", "=", self._stock_of(house).id),
                ("package_id", "=", False),
            ]
        )

    def _step_receive(self, house, series, quantity, _which):
        self._transfer(self.suppliers, self._stock_of(house), self.series[series], quantity)
        self.model.come(house, series, quantity)

    def _step_give_back(self, house, series, quantity, _which):
        quantity = min(quantity, self.model.sold[series])
        if quantity:
            self._transfer(self.customers, self._stock_of(house), self.series[series], quantity)
            self.model.come_back(house, series, quantity)

    def _count(self, location, series, quantity):
        values = {"product_id": self.glue.id, "location_id": location.id, "lot_id": self.series[series].id}
        counts = self.env["stock.quant"].with_context(inventory_mode=True)
        counts.create({**values, "inventory_quantity": quantity}).action_apply_inventory()

    def _step_gain(self, house, series, quantity, _which):
        location = self.shelves[house]
        there = self.env["stock.quant"].search(
            [
                ("lot_id", "=", self.series[series].id),
                ("location_id", "=", location.id),
                ("package_id", "=", False),
            ]
        )
        self._count(location, series, sum(there.mapped("quantity")) + quantity)
        self.model.come(house, series, quantity)

    def _step_lose(self, house, series, quantity, _which):
        """Less is there than was written down, whoever reserved it."""
        there = sum(self._loose(house, series).mapped("quantity"))
        lost = min(quantity, there)
        if lost:
            self._count(self._stock_of(house), series, there - lost)
            self.model.come(house, series, -lost)

    def _step_move(self, house, series, quantity, _which):
        quantity = min(quantity, self._free(house, series))
        if quantity > 0:
            self._transfer(self._stock_of(house), self.shelves[house], self.series[series], quantity)

    def _step_send(self, house, series, quantity, _which):
        quantity = min(quantity, self._free(house, series))
        if quantity > 0:
            self._transfer(self._stock_of(house), self._stock_of(1 - house), self.series[series], quantity)
            self.model.come(house, series, -quantity)
            self.model.come(1 - house, series, quantity)

    def _step_repack(self, house, series, quantity, which):
        """Into a box; every other time out of it again."""
        quantity = min(quantity, self._free(house, series))
        if quantity <= 0:
            return
        box = self.env["stock.package"].create({})
        self._transfer(
            self._stock_of(house), self.shelves[house], self.series[series], quantity, result_package_id=box.id
        )
        if which % 2:
            box.unpack()

    def _reserve(self, house, quantity, target, which):
        moment = fields.Datetime.now() + timedelta(days=which, hours=1)
        move = self._make_move(quantity, product=self.glue, source=self._stock_of(house), target=target, date=moment)
        move._action_assign()
        return move

    def _step_order(self, house, _series, quantity, which):
        self.orders[house].append(self._reserve(house, quantity, self.customers, which))

    def _step_carry(self, house, _series, quantity, which):
        """Planned to be carried to another shelf, and not done yet."""
        self.carried[house].append(self._reserve(house, quantity, self.shelves[house], which))

    def _pick_out(self, moves, which):
        moves = [move for move in moves if move.state in ("assigned", "partially_available")]
        return moves[which % len(moves)] if moves else self.env["stock.move"]

    def _step_release(self, house, _series, _quantity, which):
        self._pick_out(self.orders[house] + self.carried[house], which)._do_unreserve()

    def _step_block(self, _house, series, _quantity, which):
        if which > 4:
            self.series[series]._block("Model")
            self.model.blocked.add(series)

    def _step_free(self, _house, series, _quantity, _which):
        self.series[series].with_user(self.supervisor).is_blocked = False
        self.model.blocked.discard(series)

    def _step_pass_days(self, _house, _series, quantity, _which):
        self.clock.tick(timedelta(days=quantity))
        self.model.today += timedelta(days=quantity)

    def _step_daily(self, _house, _series, _quantity, _which):
        self.env["stock.lot"]._cron_expiry_work()
        self.model.begin_day()

    def _step_put_aside(self, house, _series, _quantity, _which):
        """The worker brings away what has expired."""
        transfers = self.env["stock.picking"].search(
            [("location_dest_id", "=", self.aside[house].id), ("state", "=", "assigned")]
        )
        for line in transfers.move_line_ids:
            self.model.put_aside(house, self.series.index(line.lot_id), line.quantity)
        transfers.move_ids.picked = True
        transfers.move_ids._action_done()

    def _step_ship(self, house, _series, _quantity, which):
        move = self._pick_out(self.orders[house], which)
        if not move:
            return
        wanted, day = move.quantity, self.env.company._get_stock_day(move._get_keeps_until()[1])
        self.env["stock.move"]._exchange_series(self.glue, first=move)
        try:
            with self.env.cr.savepoint():
                move.picked = True
                move._action_done()
        except UserError as error:
            self.assertRegex(str(error), "has expired|does not keep")
            self.assertFalse(self._is_replaceable(house, day), "refused, and something good is free")
            return
        left = Counter()
        for line in move.move_line_ids:
            series = self.series.index(line.lot_id)
            left[series] += line.quantity
            self.assertTrue(self.model.may_leave(series, self.model.today))
            self.model.go(house, series, line.quantity)
        self.assertEqual(sum(left.values()), wanted, "nobody gets less than he had")
        self.assertEqual(self.model.find_wrong(house, left, day, self._get_stuck(house)), [])

    def _is_replaceable(self, house, day):
        free = +self.model.stock[house]
        for line in self._search_reserved():
            if line.location_id._child_of(self._stock_of(house)):
                free[self.series.index(line.lot_id)] -= line.quantity
        return any(number > 0 and self.model.may_leave(series, day) for series, number in free.items())

    def _get_stuck(self, house):
        """How much of one series is held by those who could not use another one on their own day."""
        held = [
            (self.series.index(line.lot_id), line.quantity, self.env.company._get_stock_day(line.move_id.date))
            for line in self._search_reserved()
            if line.location_id._child_of(self._stock_of(house))
        ]

        def stuck(older, younger):
            return sum(
                quantity
                for series, quantity, day in held
                if series == older and not self.model.may_leave(younger, max(day, self.model.today))
            )

        return stuck
