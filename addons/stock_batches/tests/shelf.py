"""What a storeman would write down on paper: how much of which series lies where, and what may not leave any more."""

from collections import Counter
from datetime import date, timedelta

START = date(2026, 3, 2)
# (day of production, days from the start on which it is still good; None: for ever)
SERIES = (
    (date(2025, 5, 1), 40),
    (date(2025, 1, 1), 12),
    (date(2025, 9, 1), None),
    (date(2025, 3, 1), 400),
    (date(2025, 5, 1), 5),
    (date(2025, 2, 1), 25),
)


class Shelf:
    def __init__(self):
        self.stock, self.aside = [Counter(), Counter()], [Counter(), Counter()]
        self.blocked, self.seen, self.sold = set(), set(), Counter()
        self.today = START

    def made(self, series):
        return SERIES[series][0]

    def is_good(self, series, day):
        last = SERIES[series][1]
        return last is None or START + timedelta(days=last) >= day

    def may_leave(self, series, day):
        return series not in self.blocked and self.is_good(series, day)

    def find_wrong(self, house, left, day, stuck):
        """(series that left, older one that should have): where the older lies there and may leave that day.

        `stuck(older, younger)` is how much of the older one is promised to somebody who cannot have the younger for it.
        """
        return [
            (series, older)
            for series in +left
            for older, number in (+self.stock[house]).items()
            if self.made(older) < self.made(series) and self.may_leave(older, day) and number > stuck(older, series)
        ]

    # What happens

    def come(self, house, series, quantity):
        self.stock[house][series] += quantity

    def go(self, house, series, quantity):
        self.stock[house][series] -= quantity
        self.sold[series] += quantity

    def come_back(self, house, series, quantity):
        self.sold[series] -= quantity
        self.stock[house][series] += quantity

    def put_aside(self, house, series, quantity):
        self.stock[house][series] -= quantity
        self.aside[house][series] += quantity

    def begin_day(self):
        """What has expired since yesterday is blocked, once; nobody cares for what is not here."""
        here = +(self.stock[0] + self.stock[1] + self.aside[0] + self.aside[1])
        past = {series for series in here if not self.is_good(series, self.today)} - self.seen
        self.blocked |= past
        self.seen |= past
