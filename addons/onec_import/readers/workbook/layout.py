"""How a sheet is to be read: its heading, what its columns mean, whether it is grouped and by what."""

from dataclasses import dataclass, field

from ..fields import FIELDS
from ..refused import Refused
from ..values import fold
from . import headings, levels
from .titles import read_titles

SAMPLE = 400
NUMERIC = ("number", "money")
TOTAL_WORDS = ("итого", "всего", "итог", "общий итог", "итого по отчету", "всего по отчету", "total")


@dataclass
class Layout:
    """mapping: {field: column index} of single columns; many: {field: [column indexes]}; levels: [field or ""] from outside."""

    grid: object
    kind: str
    rows: tuple
    columns: list
    mapping: dict
    titles: dict
    many: dict = field(default_factory=dict)
    label: int = -1
    levels: list = field(default_factory=list)
    by_order: bool = False
    base: int = 0
    kinds: tuple = ()
    score: float = 0.0

    @property
    def start(self):
        """The first row below the heading."""
        return self.rows[1] + 1

    @property
    def grouped(self):
        return self.label >= 0

    def heading_of(self, name):
        index = self.mapping.get(name, -1)
        return next((column.heading for column in self.columns if column.index == index), "")

    def numeric(self):
        """[(field, column index)] of the numbers of a row."""
        fields = FIELDS[self.kind]
        return [(name, index) for name, index in self.mapping.items() if fields[name].type in NUMERIC]


def find_layout(grid, file, kind="", mapping=None, options=None):
    """The Layout of a sheet; refuses one without heading. kind "" guesses."""
    options = options or {}
    sample = grid.first(SAMPLE)
    fixed = options.get("header_rows")
    rows, names = sample[: headings.SAMPLE], f"{grid.name} {file}"
    heading = headings.find_heading(rows, names, kind, fixed and tuple(fixed))
    if heading is None and mapping and fixed:
        heading = headings.Heading(tuple(fixed), [], kind, (kind,), {}, 0)
    if heading is None:
        other = kind and headings.find_heading(rows, names)
        if other:
            raise Refused("kind_differs", file, sheet=grid.name, said=kind, found=other.kind)
        raise Refused("header_missing", file, sheet=grid.name)
    titles = read_titles(sample[: heading.rows[0] - 1])
    chosen = heading.mapping if mapping is None else mapping
    found = Layout(
        grid, heading.kind, heading.rows, heading.columns, {}, titles, kinds=heading.kinds, score=heading.score
    )
    for name, index in chosen.items():
        if isinstance(index, (list, tuple)):
            found.many[name] = list(index)
        elif index is not None and name in FIELDS[found.kind]:
            found.mapping[name] = index
    _find_groups(found, sample, options.get("levels"))
    return found


def _find_groups(layout, sample, given):
    """Whether the sheet is grouped: names stacked in one column, rows of several levels, or as told."""
    label = _label_column(layout)
    names = list(given) if given else _named_levels(layout, label)
    rows = [
        (layout.grid.levels.get(number, 0), row[label])
        for number, row in enumerate(sample, 1)
        if number >= layout.start and label < len(row) and row[label] and not is_total(row[label])
    ]
    observed = sorted({level for level, _label in rows})
    if len(observed) < 2 and len(names) < 2:
        return
    layout.label = label
    layout.by_order = len(observed) < 2
    layout.base = observed[0] if observed else 0
    depth = len(names) if layout.by_order else observed[-1] - observed[0] + 1
    classes = [] if layout.by_order else levels.level_classes(rows)
    layout.levels = names if layout.by_order else levels.assign(names, depth, classes)
    for name in [name for name, index in layout.mapping.items() if index == label]:
        del layout.mapping[name]


def _label_column(layout):
    """The leftmost column that has a meaning and holds texts."""
    texts = [
        index
        for name, index in layout.mapping.items()
        if FIELDS[layout.kind][name].type not in (*NUMERIC, "date", "bool")
    ]
    return min(texts, default=0)


def _named_levels(layout, label):
    """Fields of the column of labels, outermost first; the line "Группировки" knows more where it is there."""
    names = [name for name, index in layout.mapping.items() if index == label]
    known = headings.aliases(layout.kind)
    grouped = [known[key][1] for word in layout.titles["groups"] if (key := headings.heading_key(word)) in known]
    return grouped if len(grouped) > len(names) else names


def is_total(label):
    return isinstance(label, str) and fold(label) in TOTAL_WORDS
