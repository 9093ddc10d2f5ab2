"""The exchange by itself, in memory, against what a human would do with a pencil."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.stock_batches.models.stock_move_exchange import Exchange, Place, Slot


class Lot:
    """A series as far as the exchange looks at it."""

    def __init__(self, number, keeps):
        self.id, self.keeps = number, keeps
        self.series_date = date(2025, 1, 1 + number)

    def _is_usable_until(self, _shipped, until):
        return self.keeps >= until


class Shelf:
    id = 1

    def _child_of(self, _other):
        return True


class Move:
    location_id = Shelf()

    def __init__(self, wants):
        self.wants = wants


LOTS = st.lists(st.integers(0, 3), min_size=1, max_size=5)  # how long each series keeps, the oldest first
HELD = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(0, 3)), min_size=1, max_size=6)
FREE = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6)), max_size=5)


@tagged("post_install", "-at_install")
class TestExchangeTools(BaseCase):
    def _exchange(self, keeps, held, free):
        """Orders in the order in which they ship; each holds so much of one series and wants it to keep so long."""
        shelf = Shelf()
        places = [Place(shelf, Lot(number, each), None, None) for number, each in enumerate(keeps)]
        moves = [Move(wants) for _lot, _quantity, wants in held]
        slots = [
            Slot(f"line {index}", moves[index], places[lot % len(places)], quantity)
            for index, (lot, quantity, _wants) in enumerate(held)
        ]
        heap = [Slot(None, None, places[lot % len(places)], quantity) for lot, quantity in free]
        heap.sort(key=lambda slot: slot.age)
        return Exchange(slots, heap, {move: (0, move.wants) for move in moves}), moves

    def _of(self, exchange, move):
        found = Counter()
        for slot in exchange.slots:
            if slot.move is move:
                found[slot.place.lot.id] += slot.quantity
        return found

    @settings(max_examples=100, deadline=None)
    @given(keeps=LOTS, held=HELD, free=FREE)
    def test_quantities_stay(self, keeps, held, free):
        exchange, moves = self._exchange(keeps, held, free)
        before = [sum(self._of(exchange, move).values()) for move in moves]
        stock = Counter()
        for slot in [*exchange.slots, *exchange.free]:
            stock[slot.place.lot.id] += slot.quantity
        exchange.run()
        self.assertEqual([sum(self._of(exchange, move).values()) for move in moves], before, "nobody has less")
        after = Counter()
        for slot in [*exchange.slots, *exchange.free]:
            after[slot.place.lot.id] += slot.quantity
        self.assertEqual(after, stock, "no piece comes or goes")

    @settings(max_examples=100, deadline=None)
    @given(keeps=LOTS, held=HELD, free=FREE)
    def test_nobody_loses_what_he_could_use(self, keeps, held, free):
        exchange, moves = self._exchange(keeps, held, free)

        def usable(move):
            return sum(number for lot, number in self._of(exchange, move).items() if keeps[lot] >= move.wants)

        before = [usable(move) for move in moves]
        exchange.run()
        for move, had in zip(moves, before, strict=True):
            self.assertGreaterEqual(usable(move), had)

    @settings(max_examples=100, deadline=None)
    @given(keeps=LOTS, held=HELD, free=FREE)
    def test_the_first_to_ship_has_no_older_one_beside_him(self, keeps, held, free):
        """What lies free and could serve him is not older than what he has."""
        exchange, moves = self._exchange(keeps, held, free)
        exchange.run()
        for move in moves:
            mine = [slot for slot in exchange.slots if slot.move is move and keeps[slot.place.lot.id] >= move.wants]
            youngest = max((slot.age for slot in mine), default=date.min)
            better = [slot for slot in exchange.free if slot.age < youngest and keeps[slot.place.lot.id] >= move.wants]
            self.assertEqual(better, [])

    def test_what_a_later_one_got_serves_an_earlier_one(self):
        """The third may not use the oldest and gives it to the second; the first ships before him."""
        exchange, moves = self._exchange([0, 0, 0, 0, 1], [(1, 1, 0), (4, 1, 0), (0, 1, 1)], [])
        exchange.run()
        self.assertEqual([dict(self._of(exchange, move)) for move in moves], [{0: 1}, {1: 1}, {4: 1}])

    @settings(max_examples=100, deadline=None)
    @given(keeps=LOTS, held=HELD, free=FREE)
    def test_a_second_run_changes_nothing(self, keeps, held, free):
        exchange, moves = self._exchange(keeps, held, free)
        exchange.run()
        first = [self._of(exchange, move) for move in moves]
        exchange.run()
        self.assertEqual([self._of(exchange, move) for move in moves], first)
