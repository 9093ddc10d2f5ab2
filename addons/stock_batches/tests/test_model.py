"""Against a plain Python model that sorts: whatever happened before, what leaves is the oldest usable."""

import os
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from .oldest import OldestCommon

LONG = bool(os.environ.get("LONG"))
DAYS = [date(2025, month, 1) for month in (5, 1, 9, 3, 5)]
STEP = st.tuples(
    st.sampled_from(
        [
            "receive",
            "receive",
            "return",
            "count",
            "move",
            "repack",
            "order",
            "order",
            "release",
            "ship",
            "ship",
            "block",
        ]
    ),
    st.integers(0, 1),  # warehouse
    st.integers(0, len(DAYS) - 1),  # series
    st.integers(1, 7),  # quantity
    st.integers(0, 9),  # which, or in how many days
)


class Rolled(Exception):
    pass


class Shelf:
    """The model: how much of which series is in which warehouse. Nothing else is needed to say what should leave."""

    def __init__(self):
        self.stock, self.blocked, self.sold = [Counter(), Counter()], set(), Counter()

    def oldest(self, house, quantity):
        """{day: quantity} that has to leave."""
        leaves = Counter()
        for series in sorted(self.stock[house], key=lambda number: DAYS[number]):
            if series in self.blocked:
                continue
            taken = min(quantity, self.stock[house][series])
            leaves[DAYS[series]] += taken
            quantity -= taken
        return +leaves

    def usable(self, house):
        return sum(number for series, number in self.stock[house].items() if series not in self.blocked)


@tagged("post_install", "-at_install")
class TestModel(OldestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["stock.warehouse"].create({"name": "Second house", "code": "SER2"})
        cls.houses = [cls.warehouse, other]
        cls.shelves = [
            cls.env["stock.location"].create(
                {"name": "Deep", "location_id": house.lot_stock_id.id, "usage": "internal"}
            )
            for house in cls.houses
        ]
        cls.series = [cls._make_lot(f"M{number}", day) for number, day in enumerate(DAYS)]

    @settings(
        max_examples=150 if LONG else 12,
        deadline=None,
        derandomize=not LONG,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(STEP, min_size=4, max_size=25 if LONG else 14))
    def test_what_leaves_is_the_oldest(self, steps):
        with self._example():
            self.model, self.orders = Shelf(), [[], []]
            for number, (name, house, series, quantity, which) in enumerate(steps):
                getattr(self, f"_step_{name}")(house, series, quantity, which)
                self._settle()
                with self.subTest(step=f"{number}: {name} {house} {series} {quantity} {which}"):
                    self._check_sums()

    @contextmanager
    def _example(self):
        try:
            with self.env.cr.savepoint():
                yield
                raise Rolled
        except Rolled:
            self.env.cr.precommit.clear()
            self.env.invalidate_all(flush=False)

    def _check_sums(self):
        quants = self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        for house, warehouse in enumerate(self.houses):
            inside = quants.filtered(
                lambda quant, warehouse=warehouse: quant.location_id._child_of(warehouse.view_location_id)
            )
            found = Counter()
            for quant in inside:
                found[self.series.index(quant.lot_id)] += quant.quantity
                self.assertGreaterEqual(quant.quantity, quant.reserved_quantity, quant.lot_id.name)
            self.assertEqual(+found, +self.model.stock[house])
            reserved = sum(inside.mapped("reserved_quantity"))
            lines = self.env["stock.move.line"].search(
                [
                    ("product_id", "=", self.product.id),
                    ("location_id", "child_of", warehouse.view_location_id.id),
                    ("state", "in", ("assigned", "partially_available")),
                ]
            )
            self.assertEqual(reserved, sum(lines.mapped("quantity_product_uom")))
            self.assertFalse(lines.lot_id.filtered("is_blocked"), "nobody holds what may not leave")

    # Steps

    def _stock_of(self, house):
        return self.houses[house].lot_stock_id

    def _transfer(self, source, target, lot, quantity):
        move = self._make_move(quantity, source=source, target=target)
        values = move._prepare_move_line_vals(quantity=quantity)
        self.env["stock.move.line"].create({**values, "lot_id": lot.id, "picked": True})
        move.picked = True
        move._action_done()

    def _step_receive(self, house, series, quantity, _which):
        self._transfer(self.suppliers, self._stock_of(house), self.series[series], quantity)
        self.model.stock[house][series] += quantity

    def _step_return(self, house, series, quantity, _which):
        quantity = min(quantity, self.model.sold[series])
        if quantity:
            self._transfer(self.customers, self._stock_of(house), self.series[series], quantity)
            self.model.sold[series] -= quantity
            self.model.stock[house][series] += quantity

    def _step_count(self, house, series, quantity, _which):
        """Only gains: a loss of what is reserved is another story."""
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        location = self.shelves[house]
        known = quants.search([("lot_id", "=", self.series[series].id), ("location_id", "=", location.id)])
        quants.create(
            {
                "product_id": self.product.id,
                "location_id": location.id,
                "lot_id": self.series[series].id,
                "inventory_quantity": sum(known.mapped("quantity")) + quantity,
            }
        ).action_apply_inventory()
        self.model.stock[house][series] += quantity

    def _step_move(self, house, series, quantity, which):
        """What is free goes to another shelf, or to the other house."""
        lot, source = self.series[series], self._stock_of(house)
        free = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "=", source.id), ("package_id", "=", False)]
        )
        quantity = min(quantity, sum(quant.quantity - quant.reserved_quantity for quant in free))
        if quantity <= 0 or lot.is_blocked:
            return
        target = self.shelves[house] if which % 2 else self._stock_of(1 - house)
        self._transfer(source, target, lot, quantity)
        if not which % 2:
            self.model.stock[house][series] -= quantity
            self.model.stock[1 - house][series] += quantity

    def _step_repack(self, house, series, quantity, _which):
        lot, source = self.series[series], self._stock_of(house)
        free = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "=", source.id), ("package_id", "=", False)]
        )
        quantity = min(quantity, sum(quant.quantity - quant.reserved_quantity for quant in free))
        if quantity <= 0 or lot.is_blocked:
            return
        move = self._make_move(quantity, source=source, target=self.shelves[house])
        values = move._prepare_move_line_vals(quantity=quantity)
        package = self.env["stock.package"].create({})
        self.env["stock.move.line"].create(
            {**values, "lot_id": lot.id, "picked": True, "result_package_id": package.id}
        )
        move.picked = True
        move._action_done()

    def _step_order(self, house, _series, quantity, which):
        move = self._make_move(
            quantity, source=self._stock_of(house), date=fields.Datetime.now() + timedelta(days=which, hours=1)
        )
        move._action_assign()
        self.orders[house].append(move)

    def _open(self, house, which):
        moves = [move for move in self.orders[house] if move.state in ("assigned", "partially_available")]
        return moves[which % len(moves)] if moves else None

    def _step_release(self, house, _series, _quantity, which):
        move = self._open(house, which)
        if move:
            move._do_unreserve()

    def _step_block(self, _house, series, _quantity, which):
        if which > 6:
            self.series[series]._block("Model")
            self.model.blocked.add(series)

    def _step_ship(self, house, _series, _quantity, which):
        move = self._open(house, which)
        if not move:
            return
        quantity = move.quantity
        expected = self.model.oldest(house, quantity)
        self.env["stock.move"]._exchange_series(self.product, first=move)
        move.picked = True
        move._action_done()
        left = Counter()
        for line in move.move_line_ids:
            series = self.series.index(line.lot_id)
            left[DAYS[series]] += line.quantity
            self.model.stock[house][series] -= line.quantity
            self.model.sold[series] += line.quantity
        self.assertEqual(left, expected)
