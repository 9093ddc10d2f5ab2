"""What the readers hand over: plain data, no Odoo in it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Place(NamedTuple):
    """Where in a file something stands.

    `sheet` is the sheet of a workbook, or the file inside a zip; `row` counts from 1 as Excel shows it (the line, in
    XML); `column` is Excel's letters, or the heading, or the XML element.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""


class Problem(NamedTuple):
    """What is wrong with a file or a row: `PROBLEMS[code] % args` is the sentence.

    level: "file" (nothing of the file, or of its rest, can be read), "error" (this record is refused),
    "warning" (taken over all the same).
    """

    level: str
    code: str
    place: Place
    value: str = ""
    text_args: dict = {}

    @property
    def args(self):
        """All that the template may name: file, sheet, row, column, value and what the code adds."""
        return {**self.place._asdict(), "value": self.value, **self.text_args}


@dataclass(frozen=True)
class Field:
    """One field of a kind.

    type: text, number (Decimal), money (Decimal), date, datetime, bool, choice (one of `choices`), list (list of
    texts; of dicts where the name is `lines` or the help says so), columns (several columns, one entry each: {name:
    heading, value}).
    line: belongs to a line of the document (values["lines"]), not to its head.
    choices: {value: (Russian words that mean it, …)}.
    """

    label_ru: str
    label: str
    type: str = "text"
    required: bool = False
    aliases: tuple = ()
    help: str = ""
    line: bool = False
    choices: dict = field(default_factory=dict)


class Column(NamedTuple):
    """A column of a table: index from 0 and its heading (two-row headings joined by " / ")."""

    index: int
    heading: str


@dataclass
class SheetInfo:
    """What one sheet, or one file of CommerceML, seems to hold.

    title: its title line; period: the text of "Период: …"; period_end: its last day; filters: the lines "Отборы: …"
    (counterparties that are absent then are not zero); header_rows: (first, last) row of the heading, from 1;
    guess_kind: a kind or ""; kinds: all that it can be read as, best first; guess_mapping: {field: column index};
    rows: rows below the heading, or -1 where nobody knows without reading all.
    """

    name: str
    title: str = ""
    period: str = ""
    period_end: date | None = None
    filters: list = field(default_factory=list)
    header_rows: tuple = (0, 0)
    columns: list = field(default_factory=list)
    guess_kind: str = ""
    kinds: tuple = ()
    guess_mapping: dict = field(default_factory=dict)
    rows: int = -1
    grouped: bool = False


@dataclass
class Inspection:
    """format: xlsx, xls, ods, csv, commerceml, zip or "" (refused: see problems)."""

    format: str
    sheets: list = field(default_factory=list)
    problems: list = field(default_factory=list)


@dataclass
class Totals:
    """Control totals that the file states itself, or `stated` False where it states none.

    count: rows or documents where stated; sums: {field: Decimal}; by: {field: {group label: Decimal}} of the
    outermost groups (warehouse, counterparty).
    """

    stated: bool = False
    sums: dict = field(default_factory=dict)
    by: dict = field(default_factory=dict)


class Record:
    """One thing of `kind`, always a leaf, never a subtotal.

    key: the id of 1C, else "field:value|…" of its natural key (see KEYS). values: {field: value}, without the empty
    ones. stated_version: version as the file says it, or "".
    """

    __slots__ = ("kind", "key", "values", "stated_version", "_file", "_where")

    def __init__(self, kind, key, values, file, where, stated_version=""):
        self.kind = kind
        self.key = key
        self.values = values
        self._file = file
        self._where = where
        self.stated_version = stated_version

    @property
    def place(self):
        return Place(self._file, *self._where)

    @property
    def version(self):
        """A digest of the values: the same file again gives the same, any change of a value another one."""
        return hashlib.blake2b(repr(sorted(self.values.items())).encode(), digest_size=12).hexdigest()

    def __repr__(self):
        return f"Record({self.kind!r}, {self.key!r}, {self.values!r}, row {self._where[1]})"


ZERO = Decimal(0)
