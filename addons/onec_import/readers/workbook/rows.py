"""Rows of a sheet as raw records: flat lists as they stand, grouped reports by their leaves.

`Rows.raw()` yields Raw: the row, what its groups say (converted once a group), and its own cells.
"""

from typing import NamedTuple

from ..values import fold
from .layout import is_total
from .levels import ByOrder, as_float


class Raw(NamedTuple):
    """path: {field: label} of the groups above; cells: {field: cell} of the row itself."""

    row: int
    path: dict
    cells: dict


class Rows:
    """One pass over a sheet; afterwards `stated` has its total row, `outer` the totals of its outermost groups."""

    def __init__(self, layout):
        self.layout = layout
        self.offset = layout.grid.offset
        self.columns = [(name, index - self.offset) for name, index in layout.mapping.items() if index >= self.offset]
        self.numeric = [(name, index - self.offset) for name, index in layout.numeric() if index >= self.offset]
        self.headings = {column.index: column.heading for column in layout.columns}
        self.stated = {}
        self.stated_row = 0
        self.outer = {}
        self.differences = []
        self.sums = dict.fromkeys((name for name, _index in self.numeric), 0.0)

    def raw(self):
        return self._grouped() if self.layout.grouped else self._flat()

    def cells(self, row):
        """{field: cell} of a row, filled ones only."""
        width = len(row)
        found = {name: row[index] for name, index in self.columns if index < width and row[index] != ""}
        for name, indexes in self.layout.many.items():
            entries = [
                {"name": self.headings.get(index, ""), "value": row[index - self.offset]}
                for index in indexes
                if 0 <= index - self.offset < width and row[index - self.offset] not in ("", None)
            ]
            if entries:
                found[name] = entries
        return found

    def amounts(self, row):
        width = len(row)
        return [as_float(row[index]) if index < width else 0.0 for _name, index in self.numeric]

    def _flat(self):
        empty = {}
        for number, row in self.layout.grid.numbered(self.layout.start):
            first = next((cell for cell in row if cell not in ("", None)), None)
            if first is None or self._is_heading(row):
                continue
            if is_total(first):
                self._state(number, row)
                continue
            for name, amount in zip(self.sums, self.amounts(row), strict=True):
                self.sums[name] += amount
            yield Raw(number, empty, self.cells(row))

    def _is_heading(self, row):
        """A heading that a printed page repeats."""
        filled = [(index + self.offset, cell) for index, cell in enumerate(row) if cell not in ("", None)]
        return all(
            isinstance(cell, str) and fold(self.headings.get(index, "")).endswith(fold(cell)) for index, cell in filled
        )

    def _state(self, number, row):
        self.stated = dict(zip(self.sums, self.amounts(row), strict=True))
        self.stated_row = number

    def _grouped(self):
        groups = Groups(self)
        previous = None
        for current in self._levelled():
            if previous:
                yield from groups.take(previous, current[1])
            previous = current
        if previous:
            yield from groups.take(previous, -1)
        groups.close(0)

    def _levelled(self):
        """(row, level, label, cells) of the rows of a grouped report, total rows left out."""
        layout, label_index = self.layout, self.layout.label - self.offset
        order = ByOrder(layout.levels) if layout.by_order else None
        levels, base = layout.grid.levels, layout.base
        for number, row in layout.grid.numbered(layout.start):
            label = row[label_index] if 0 <= label_index < len(row) else ""
            if label == "" or label is None:
                continue
            if is_total(label):
                self._state(number, row)
            elif not self._is_heading(row):
                level = order.level(label, self.amounts(row)) if order else levels.get(number, 0) - base
                yield number, max(level, 0), label, row


class Groups:
    """The groups that are open: what they are called and whether their rows make up what they state."""

    def __init__(self, rows):
        self.rows = rows
        self.levels = rows.layout.levels
        self.goods_last = rows.layout.kind == "stock" and self.levels[-1] == "goods"
        self.paths = [{}]
        self.open = []

    def take(self, current, next_level):
        """A Raw where the row is a leaf, nothing where it opens a group."""
        number, level, label, row = current
        self.close(level)
        amounts = self.rows.amounts(row)
        if next_level > level:
            while len(self.open) < level:
                self._push(number, None, "", None)
            self._push(number, self._field(level), label, amounts)
            return
        self._add(amounts)
        field = self.levels[-1] if self.goods_last else self._field(level)
        yield Raw(number, self.paths[-1], ({field: label} if field else {}) | self.rows.cells(row))

    def _field(self, level):
        return self.levels[level] if level < len(self.levels) else ""

    def _push(self, number, field, label, amounts):
        path = self.paths[-1]
        self.paths.append({**path, field: label} if field else path)
        self.open.append((number, label, amounts, [0.0] * len(self.rows.numeric)))

    def _add(self, amounts):
        if self.open:
            made = self.open[-1][3]
            for place, amount in enumerate(amounts):
                made[place] += amount
        else:
            for name, amount in zip(self.rows.sums, amounts, strict=True):
                self.rows.sums[name] += amount

    def close(self, level):
        """End the groups from that level on, comparing what they state with what their rows make."""
        while len(self.open) > level:
            number, label, stated, made = self.open.pop()
            self.paths.pop()
            self._add(made)
            if stated is None:
                continue
            if not self.open:
                self.rows.outer[label] = stated
            for (name, _index), said, found in zip(self.rows.numeric, stated, made, strict=True):
                if said and abs(said - found) > max(0.011, 1e-9 * abs(said)):
                    self.rows.differences.append((number, name, said, found))
