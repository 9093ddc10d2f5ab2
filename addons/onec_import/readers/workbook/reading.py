"""Workbooks by kind: inspect, read, totals."""

import re
from decimal import Decimal

from ..fields import FIELDS, ONE_OF
from ..finishing import Finisher
from ..refused import Refused
from ..structures import Inspection, Place, Problem, SheetInfo, Totals
from ..values import shorten
from . import delimited, ods, xls, xlsx
from .folding import WITH_LINES, WITH_LISTS, fold_lines, fold_lists
from .groups import LEEWAY
from .layout import find_layout
from .rows import Rows

FORMATS = {"xlsx": xlsx, "xls": xls, "ods": ods, "csv": delimited}
PLAINLY = 2.5
SUPPLIER = re.compile(r"(?i)поставщик|кредитор|мы должны|наш\w* долг")
CUSTOMER = re.compile(r"(?i)клиент|покупател|дебитор|заказчик")
LEDGER = re.compile(r"(?i)дебет|кредит")


def inspect(path, name, found):
    """Inspection of a workbook: every sheet that has a heading, with what it seems to be."""
    inspection = Inspection(found)
    module = FORMATS[found]
    try:
        for sheet in module.sheet_names(path, name):
            _inspect_sheet(inspection, module, path, name, sheet)
    except Refused as refused:
        inspection.problems.append(refused.problem)
    if not inspection.sheets and all(problem.level == "warning" for problem in inspection.problems):
        inspection.problems = [Problem("file", "header_missing", Place(name))]
    return inspection


def _inspect_sheet(inspection, module, path, name, sheet):
    grid = module.open_sheet(path, name, sheet)
    try:
        layout = find_layout(grid, name)
    except Refused as refused:
        if grid.first(1):
            problem = refused.problem
            inspection.problems.append(problem._replace(level="warning"))
        return
    titles = layout.titles
    info = SheetInfo(sheet, titles["title"], titles["period"], titles["period_end"], titles["filters"], layout.rows)
    info.columns, info.guess_kind, info.kinds, info.grouped = layout.columns, layout.kind, layout.kinds, layout.grouped
    info.guess_mapping = {name: layout.label for name in layout.levels if name} | layout.mapping | layout.many
    info.rows = max(grid.height - layout.rows[1], 0) if grid.height >= 0 else -1
    inspection.sheets.append(info)


def read(path, name, found, kind, sheet=None, mapping=None, options=None):
    """Records and Problems of one kind out of one sheet."""
    options = dict(options or {})
    layout = _open(path, name, found, kind, sheet, mapping, options)
    _check_columns(layout, name)
    if mapping is None:
        _check_kind(layout, name)
    finisher = Finisher(kind, name, _with_side(layout, options))
    finisher.narrow({*layout.mapping, *layout.many, *layout.levels})
    rows = Rows(layout, finisher)
    sheet = layout.grid.name
    yield from _unknown_levels(layout, finisher)
    count, limit, said = 0, options.get("limit"), False
    for row, values, problems in _folded(kind, rows.converted(), finisher, sheet):
        record, problems = finisher.make(values, problems, (sheet, row))
        if problems:
            said = True
            yield from problems
        if record is not None:
            count += 1
            yield record
        if limit and count >= limit:
            return
    yield from _differences(rows, finisher, sheet)
    if not count and not said:
        yield finisher.problem("warning", "nothing_found", (sheet, 0), said=kind)


def _open(path, name, found, kind, sheet, mapping, options):
    module = FORMATS[found]
    sheets = module.sheet_names(path, name)
    if sheet and sheet not in sheets:
        raise Refused("sheet_missing", name, sheet, known=", ".join(map(shorten, sheets)))
    if sheet or len(sheets) == 1:
        return find_layout(module.open_sheet(path, name, sheet or sheets[0]), name, kind, mapping, options)
    return _first_of_kind(module, path, name, sheets, kind, mapping, options)


def _first_of_kind(module, path, name, sheets, kind, mapping, options):
    """The sheet that fits the kind best: the first that has a heading for it."""
    best, refusal = None, Refused("header_missing", name)
    for sheet in sheets:
        try:
            layout = find_layout(module.open_sheet(path, name, sheet), name, kind, mapping, options)
        except Refused as refused:
            refusal = refused
            continue
        if best is None or len(layout.mapping) > len(best.mapping):
            best = layout
    if best is None:
        raise refusal
    return best


def _check_columns(layout, name):
    """Refuse a sheet that lacks what the kind cannot be without; say what it looks like instead."""
    fields = FIELDS[layout.kind]
    have = {*layout.mapping, *layout.many, *layout.levels}
    lacking = [field.label_ru for key, field in fields.items() if field.required and key not in have]
    lacking += [
        " / ".join(fields[key].label_ru for key in group[-3:]) for group in ONE_OF[layout.kind] if not have & {*group}
    ]
    if not lacking:
        return
    guess = find_layout(layout.grid, name)
    if guess.kind != layout.kind and len(guess.mapping) > len(layout.mapping):
        raise Refused("kind_differs", name, sheet=layout.grid.name, said=layout.kind, found=guess.kind)
    raise Refused("column_missing", name, ", ".join(lacking), layout.grid.name)


def _check_kind(layout, name):
    """Refuse to read as one kind what is plainly another, where nobody assigned the columns by hand."""
    used = {*layout.mapping.values(), layout.label, *(index for indexes in layout.many.values() for index in indexes)}
    if 2 * len(used) >= len(layout.columns):
        return
    guess = find_layout(layout.grid, name)
    if guess.kind != layout.kind and guess.score > layout.score + PLAINLY:
        raise Refused("kind_differs", name, sheet=layout.grid.name, said=layout.kind, found=guess.kind)


def _with_side(layout, options):
    """Whose settlements they are, by the title and the headings, where the options do not say it."""
    if layout.kind == "settlements":
        words = " ".join(layout.heading_of(key) for key in ("debt", "prepayment", "amount"))
        options["debit"] = bool(LEDGER.search(words))
        title = f"{layout.titles['title']} {layout.grid.name} {words}"
        supplier, customer = SUPPLIER.search(title), CUSTOMER.search(title)
        if "side" not in options and bool(supplier) != bool(customer):
            options["side"] = "supplier" if supplier else "customer"
    return options


def _unknown_levels(layout, finisher):
    """Levels of settlements that nobody can name: their labels are left out, so it is said."""
    if layout.kind == "settlements" and "" in layout.levels:
        known = ", ".join(FIELDS["settlements"][name].label_ru for name in layout.levels if name)
        where = (layout.grid.name, layout.start)
        yield finisher.problem("warning", "levels_unknown", where, len(layout.levels), known=known)


def _folded(kind, rows, finisher, sheet):
    def problem(level, code, row, value, **text_args):
        return finisher.problem(level, code, (sheet, row), value, **text_args)

    if kind in WITH_LINES:
        return fold_lines(kind, rows, problem)
    return fold_lists(kind, rows, problem) if kind in WITH_LISTS else rows


def _differences(rows, finisher, sheet):
    """Groups, and the sheet as a whole, whose rows do not make up what they state."""
    for number, name, said, found in rows.differences:
        yield finisher.problem(
            "warning", "totals_differ", (sheet, number), _money(said), column=name, found=_money(found)
        )
    where, sums = (sheet, rows.stated_row), rows.sums
    for name, said in rows.stated.items():
        if said and abs(said - sums[name]) > max(LEEWAY, 1e-9 * abs(said)):
            yield finisher.problem(
                "warning", "totals_differ", where, _money(said), column=name, found=_money(sums[name])
            )


def _money(number):
    return Decimal(f"{number:.4f}").normalize() + 0


def totals(path, name, found, kind, sheet=None, mapping=None, options=None):
    """What the sheet states: its total row, else the sum of its outermost groups; and those groups."""
    layout = _open(path, name, found, kind, sheet, mapping, dict(options or {}))
    rows = Rows(layout, Finisher(kind, name))
    for _row in rows.converted():
        pass
    names = [key for key, _index in rows.numeric]
    by = {
        key: {label: _money(stated[place]) for label, stated in rows.outer.items()} for place, key in enumerate(names)
    }
    sums = {key: _money(amount) for key, amount in rows.stated.items()}
    if not sums and rows.outer:
        sums = {key: _money(sum(stated[place] for stated in rows.outer.values())) for place, key in enumerate(names)}
    return Totals(bool(sums), sums, by if rows.outer else {})
