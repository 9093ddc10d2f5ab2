"""Rows of a sheet as converted values: flat lists as they stand, grouped reports by their leaves.

The loops are written for speed: a report has tens of thousands of rows, and reading them is compared with what it takes
to merely load the file.
"""

import re

from ..values import Bad, fold, to_number, to_text
from .groups import Groups
from .layout import is_total
from .levels import ByOrder, as_float

EMPTY_LABEL = re.compile(r"<[^<>]{0,40}>")
TOTAL_INITIALS = frozenset("ИиВвОоTt ")
NOTHING = ()


class Rows:
    """One pass over a sheet: (row, values, problems) a record, as a stream.

    Afterwards `stated` has its total row (`stated_row`), `outer` the totals of its outermost groups, `sums` what the rows
    make, `differences` the groups whose rows do not make up what they state: (row, field, stated, made).
    """

    def __init__(self, layout, finisher):
        self.layout = layout
        self.finisher = finisher
        self.sheet = layout.grid.name
        self.offset = offset = layout.grid.offset
        convert = finisher.converters
        self.numeric = [(name, index - offset) for name, index in layout.numeric() if index >= offset]
        places = {name: place for place, (name, _index) in enumerate(self.numeric)}
        self.columns = [
            (name, index - offset, convert[name], places.get(name, -1))
            for name, index in layout.mapping.items()
            if index >= offset
        ]
        self.headings = {column.index: column.heading for column in layout.columns}
        self.raw_words = {part for heading in self.headings.values() for part in heading.split(" / ")}
        self.words = set(map(fold, self.raw_words))
        self.many = {name: [i for i in indexes if i >= offset] for name, indexes in layout.many.items()}
        used = [index for _name, index, _convert, _place in self.columns] + [layout.label - offset]
        self.width = max([*used, *(index - offset for indexes in self.many.values() for index in indexes)]) + 1
        self.stated = {}
        self.stated_row = 0
        self.outer = {}
        self.differences = []
        self.names = [name for name, _index in self.numeric]
        self.made = [0.0] * len(self.names)

    @property
    def sums(self):
        return dict(zip(self.names, self.made, strict=True))

    def converted(self):
        return self._grouped() if self.layout.grouped else self._flat()

    def amounts(self, row):
        """The numbers of a row as floats, in the order of `numeric`."""
        found = []
        for _name, index in self.numeric:
            cell = row[index]
            found.append(cell if cell.__class__ is float else as_float(cell))
        return found

    def fill(self, values, number, row, made):
        """Add what a row holds to `values`, and its numbers to the sums `made`; the Problems of it."""
        problems = NOTHING
        for name, index, convert, place in self.columns:
            cell = row[index]
            if cell.__class__ is float:
                if place >= 0:
                    made[place] += cell
            elif cell is None or cell == "" or self._is_empty_label(cell):
                continue
            elif place >= 0:
                made[place] += as_float(cell)
            try:
                value = convert(cell)
            except Bad as bad:
                problems = [*problems, self.finisher.bad_value(name, bad, (self.sheet, number))]
                continue
            if value is not None:
                values[name] = value
        if self.many:
            problems = [*problems, *self._fill_many(values, number, row)]
        return problems

    @staticmethod
    def _is_empty_label(cell):
        """1C's "<Пустое значение>"."""
        return cell.__class__ is str and cell[0] == "<" and EMPTY_LABEL.fullmatch(cell)

    def _fill_many(self, values, number, row):
        """Fields of several columns: [{name: heading, value}]; prices are numbers, properties texts."""
        problems = []
        for name, indexes in self.many.items():
            convert = to_number if name == "prices" else to_text
            entries = []
            for index in indexes:
                try:
                    value = convert(row[index - self.offset])
                except Bad as bad:
                    problems.append(self.finisher.bad_value(name, bad, (self.sheet, number)))
                    continue
                if value is not None:
                    entries.append({"name": self.headings.get(index, ""), "value": value})
            if entries:
                values[name] = entries
        return problems

    def _padded(self):
        """(row number, cells) below the heading, each at least as wide as the columns that are read."""
        width = self.width
        for number, row in self.layout.grid.numbered(self.layout.start):
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]
            yield number, row

    def _flat(self):
        for number, row in self._padded():
            first = next((cell for cell in row if cell != "" and cell is not None), None)
            if first is None or self._is_heading(first, row):
                continue
            if first.__class__ is str and first[0] in TOTAL_INITIALS and is_total(first):
                self._state(number, row)
                continue
            values = {}
            problems = self.fill(values, number, row, self.made)
            yield number, values, problems

    def _is_heading(self, first, row):
        """A heading that a printed page repeats."""
        if first.__class__ is not str or fold(first) not in self.words:
            return False
        filled = [cell for cell in row if cell != "" and cell is not None]
        return all(cell.__class__ is str and fold(cell) in self.words for cell in filled)

    def _state(self, number, row):
        self.stated = dict(zip(self.names, self.amounts(row), strict=True))
        self.stated_row = number

    def _grouped(self):
        """A row is a leaf when the next one does not stand deeper."""
        groups = Groups(self)
        number = level = label = row = None
        for next_number, next_level, next_label, next_row in self._levelled():
            if row is not None:
                if next_level > level:
                    groups.open_group(number, level, label, row)
                else:
                    yield groups.leaf(number, level, label, row)
            number, level, label, row = next_number, next_level, next_label, next_row
        if row is not None:
            yield groups.leaf(number, level, label, row)
        groups.close(0)

    def _levelled(self):
        """(row number, level, label, cells) of the rows of a grouped report, total rows left out."""
        place, base, deep = self.layout.label - self.offset, self.layout.base, self.layout.grid.levels.get
        order = ByOrder(self.layout.levels) if self.layout.by_order else None
        words = self.raw_words
        for number, row in self._padded():
            label = row[place]
            if label.__class__ is str:
                if not label or label in words and self._is_heading(label, row):
                    continue
                if label[0] in TOTAL_INITIALS and is_total(label):
                    self._state(number, row)
                    continue
            elif label is None:
                continue
            if order:
                yield number, order.level(label, self.amounts(row)), label, row
            else:
                yield number, deep(number, base) - base, label, row
