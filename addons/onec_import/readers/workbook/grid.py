"""A sheet as every format gives it: rows of cells, and how deep each row stands in the groups of a report."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..values import shorten


@dataclass
class Grid:
    """rows(): lists of cells, row 1 first, none left out; the first cell of each is of column `offset` (A is 0).

    levels: {row: outline level} where the file has them (rows that are not named have level 0), else {}.
    errors: {(row, column): "#N/A"} where the cells themselves do not show them.
    """

    name: str
    rows: Any
    offset: int = 0
    levels: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    height: int = -1

    def numbered(self, start=1):
        """(row, cells) from row `start` on."""
        numbered = islice(enumerate(self.rows(), 1), start - 1, None)
        if not self.errors:
            return numbered
        return ((row, self.with_errors(row, cells)) for row, cells in numbered)

    def with_errors(self, row, cells):
        return [cell or self.errors.get((row, place + self.offset), cell) for place, cell in enumerate(cells)]

    def first(self, count):
        """The first rows, padded to column A, as lists."""
        found = []
        pad = [""] * self.offset
        for _row, cells in self.numbered():
            found.append(pad + list(cells))
            if len(found) >= count:
                break
        return found


def letters(index):
    """Excel's name of a column: 0 is A, 27 is AB."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_index(name):
    """The index of Excel's column name: A is 0."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1


def why(error):
    """What a library says, short and in one line."""
    return shorten(" ".join(str(error).split()), 200)
