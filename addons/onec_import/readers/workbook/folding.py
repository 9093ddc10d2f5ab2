"""Rows that belong together: the lines of a document, the second phone of a customer."""

from ..derive import GATHER
from ..fields import FIELDS

WITH_LINES = ("customer_orders", "supplier_orders", "production_orders", "boms")
WITH_LISTS = ("goods", "customers")
HEAD_NAMES = {
    "boms": ("id", "code", "name", "goods_id", "goods_code", "goods_article", "goods"),
    "goods": ("id", "code"),
    "customers": ("id", "code"),
}
ORDER_NAMES = ("id", "number", "document", "date")


def identity(kind, values):
    """What tells a document, or a thing with several rows, from the one before it; None where the row does not say."""
    names = HEAD_NAMES.get(kind, ORDER_NAMES)
    found = tuple((name, values[name]) for name in names if name in values)
    return found or None


def fold_lines(kind, rows, problem):
    """(row, values with "lines", problems) a document, out of (row, values, problems) a line, as a stream.

    A row without number belongs to the document above it. `problem(level, code, row, value, **args)` makes a Problem.
    """
    line_names = frozenset(name for name, field in FIELDS[kind].items() if field.line)
    current, known, seen = None, None, {}
    for row, values, found in rows:
        problems = list(found)
        line = {name: value for name, value in values.items() if name in line_names}
        head = {name: value for name, value in values.items() if name not in line_names}
        name = identity(kind, head)
        if current is None or name is not None and name != known:
            if current:
                yield current
            if hash(name) in seen and name:
                problems.append(problem("error", "document_torn", row, _word(name), first=seen[hash(name)]))
            seen.setdefault(hash(name), row)
            current, known = (row, {**head, "lines": []}, []), name
        else:
            problems.extend(_differences(current[1], head, row, problem))
        if line:
            current[1]["lines"].append(line)
        current[2].extend(problems)
    if current:
        yield current


def _word(name):
    return " ".join(str(value) for _field, value in name)


def _differences(kept, head, row, problem):
    for name, value in head.items():
        if kept.setdefault(name, value) != value:
            yield problem("warning", "head_differs", row, value, column=name)


def fold_lists(kind, rows, problem):
    """(row, values, problems), rows of one and the same thing joined: their lists are added, the rest must agree."""
    current, known = None, None
    for row, values, found in rows:
        problems, name = list(found), identity(kind, values)
        GATHER[kind](values)
        if current and name is not None and name == known and _agree(current[1], values):
            _join(current[1], values)
            current[2].extend(problems)
            continue
        if current:
            yield current
        current, known = (row, values, problems), name
    if current:
        yield current


def _agree(kept, values):
    """Whether a row only adds to the one above: nothing contradicts, and at least one value is another list."""
    lists = [name for name, value in values.items() if isinstance(value, list)]
    plain = {name: value for name, value in values.items() if name not in lists}
    return any(values[name] != kept.get(name) for name in lists) and all(
        kept.get(name, value) == value for name, value in plain.items()
    )


def _join(kept, values):
    for name, value in values.items():
        if isinstance(value, list):
            old = kept.setdefault(name, [])
            old.extend(entry for entry in value if entry not in old)
        else:
            kept.setdefault(name, value)
