"""The table of goods of a form: its head again on each page, sums of each page, the last line kept with what is signed."""

from reportlab.platypus import Flowable

ENDLESS = 1e7


class Goods(Flowable):
    """Rows that go on over pages.

    :param make: function(rows) that gives a platypus Table
    :param head, lines, foot: rows as `make` takes them
    :param carry: function(lines) that gives the row which ends a page that is not the last, or None
    :param tail: flowables that stand below the foot and never without a line above them
    :param measured: (heights of the lines, height of the head) where they are known already
    :param is_dry: only the place that it takes is asked for: pages are counted, and will be made anew with their number
    """

    def __init__(self, make, head, lines, foot, carry, tail, measured=None, is_dry=False):
        super().__init__()
        self.is_new, self.is_dry = measured is None, is_dry
        self.make, self.head, self.lines, self.foot, self.carry, self.tail = make, head, lines, foot, carry, tail
        self.is_last = True
        self.full = 0  # what is left of a page below these lines is nobody's: the rest begins on the next one
        self.heights, self.head_height = measured or (None, 0)

    @property
    def measured(self):
        return self.heights, self.head_height

    def wrap(self, width, height):
        if self.is_last and self.heights and self.head_height + sum(self.heights) > height:
            # It goes over to the next page: laying it out as a whole, on each page anew, would be for nothing.
            self.width, self.height = width, self.head_height + sum(self.heights)
            return self.width, self.height
        if self.is_dry:
            return self._estimate(width, height)
        carried = [] if self.is_last or not self.carry else [self.carry(self.lines)]
        self.table = self.make([*self.head, *self.lines, *(self.foot if self.is_last else carried)])
        # All rows are measured, not only those that have place here.
        _width, high = self.table.wrap(width, ENDLESS)
        if self.heights is None:
            first = len(self.head)
            self.heights = self.table._rowHeights[first : first + len(self.lines)]
            self.head_height = sum(self.table._rowHeights[:first])
        self.tail_heights = [part.wrap(width, height)[1] for part in self.tail] if self.is_last else []
        self.height, self.width = max(high + sum(self.tail_heights), self.full), width
        return self.width, self.height

    def _estimate(self, width, height):
        end = self.foot if self.is_last else [self.carry(self.lines)] if self.carry else []
        high = self.head_height + sum(self.heights) + (self.make(end).wrap(width, ENDLESS)[1] if end else 0)
        tail = sum(part.wrap(width, height)[1] for part in self.tail) if self.is_last else 0
        self.height, self.width = max(high + tail, self.full), width
        return self.width, self.height

    def split(self, width, height):
        if not self.is_last or not self.lines:
            return []
        carried = self.make([self.carry(self.lines[:1])]).wrap(width, ENDLESS)[1] if self.carry else 0
        fits = self._count_fitting(height - self.head_height - carried)
        # The last line goes where the totals and the signatures go.
        fits = self._get_break(min(fits, len(self.lines) - 1))
        if fits < 1:
            return []
        page, rest = self._part(slice(fits)), self._part(slice(fits, None))
        page.is_last, page.full = False, height
        return [page, rest]

    def _get_break(self, fits):
        """The last place before this one where a page may end: lines that continue another stay with it."""
        place = fits
        while place > 0 and self.lines[place].get("goes_on"):
            place -= 1
        return place or fits

    def _part(self, some):
        measured = self.heights[some], self.head_height
        dry = self.is_new or self.is_dry
        return Goods(self.make, self.head, self.lines[some], self.foot, self.carry, self.tail, measured, dry)

    def _count_fitting(self, height):
        for place, high in enumerate(self.heights):
            height -= high
            if height < 0:
                return place
        return len(self.heights)

    def draw(self):
        if self.is_dry:
            return
        top = self.height - self.table._height
        self.table.drawOn(self.canv, 0, top)
        for part, high in zip(self.tail, self.tail_heights, strict=False):
            top -= high
            part.drawOn(self.canv, 0, top)
