"""CommerceML by kind: which units make which records."""

import re
from collections import Counter

from ..containers import members, open_zip, source
from ..decoding import TextPieces
from ..finishing import Finisher
from ..refused import Refused
from ..structures import Inspection, SheetInfo
from ..values import Bad, to_datetime
from .context import Context
from .documents import read_customer_orders, read_purchases, read_supplier_orders
from .goods import read_boms, read_goods, read_groups
from .offers import read_prices, read_stock
from .partners import read_customers
from .walking import units

READERS = {
    "groups": read_groups,
    "goods": read_goods,
    "boms": read_boms,
    "prices": read_prices,
    "stock": read_stock,
    "customers": read_customers,
    "customer_orders": read_customer_orders,
    "supplier_orders": read_supplier_orders,
    "purchases": read_purchases,
}
ELEMENTS = {
    "Товар": ("goods", "boms"),
    "Предложение": ("prices", "stock", "goods"),
    "Документ": ("customer_orders", "supplier_orders", "purchases", "customers"),
    "Контрагент": ("customers",),
    "Группа": ("groups",),
}
TAGS = re.compile(r"<(?:[\w-]+:)?(Товар|Предложение|Документ|Контрагент|Группа)[\s>]")
STAMP = re.compile(r"ДатаФормирования\s*=\s*[\"']([^\"']{1,40})")
TAG_LENGTH = 32
TRIED = 200


def read(path, name, kind, is_zip, limit=None):
    """Records and Problems of one kind."""
    if kind not in READERS:
        yield _no_kind(name, kind)
        return
    finisher, context = Finisher(kind, name), Context()
    count, said = 0, False
    for unit in units(path, name, is_zip):
        context.learn(unit)
        for raw in READERS[kind](unit, context):
            record, problems = finisher.finish_raw(raw, unit.sheet, unit.row)
            yield from _doubts(finisher, context, unit)
            yield from problems
            said = said or bool(problems)
            if record is not None:
                count += 1
                yield record
        if limit and count >= limit:
            return
    if not count and not said:
        yield finisher.problem("warning", "nothing_found", ("", 0), said=kind)


def _doubts(finisher, context, unit):
    """What the unit refers to and the file does not hold, as warnings."""
    doubts, context.doubts = context.doubts, []
    for code, value, column in doubts:
        yield finisher.problem("warning", code, (unit.sheet, unit.row), value, column=column)


def _no_kind(name, kind):
    found = "goods, prices, stock, orders"
    return Finisher(kind, name).problem("file", "kind_differs", ("CommerceML", 0), said=kind, found=found)


def inspect(path, name, is_zip):
    """One SheetInfo a file: what elements it holds and how many; the first units are tried."""
    found = Inspection("zip" if is_zip else "commerceml")
    try:
        found.sheets = list(_sheets(path, name, is_zip))
        for number, _unit in enumerate(units(path, name, is_zip)):
            if number >= TRIED:
                break
    except Refused as refused:
        found.problems.append(refused.problem)
    return found


def _sheets(path, name, is_zip):
    if not is_zip:
        with source(path) as stream:
            yield _count(stream, name, "")
        return
    with open_zip(path, name) as archive:
        for entry in members(archive, name):
            with source(path, entry, archive) as stream:
                yield _count(stream, name, entry.filename)


def _count(stream, name, sheet):
    """Elements counted in the text alone, which takes a fraction of parsing."""
    counts, tail, stamp = Counter(), "", None
    for piece in TextPieces(stream, name, sheet):
        stamp = stamp or STAMP.search(piece)
        text = tail + piece
        matches = list(TAGS.finditer(text))
        counts.update(match[1] for match in matches)
        tail = text[max(len(text) - TAG_LENGTH, matches[-1].end() if matches else 0) :]
    kinds = tuple(dict.fromkeys(kind for tag, _n in _ranked(counts) for kind in ELEMENTS[tag]))
    info = SheetInfo(sheet, "CommerceML", kinds=kinds, guess_kind=kinds[0] if kinds else "")
    info.rows = counts[_ranked(counts)[0][0]] if counts else 0
    info.period_end = _date(stamp and stamp[1])
    return info


def _ranked(counts):
    """Tags by what the file is about: documents before goods before groups, which only come with the others."""
    order = ("Документ", "Товар", "Предложение", "Контрагент", "Группа")
    if counts["Документ"]:
        order = ("Документ", "Контрагент")
    return [(tag, counts[tag]) for tag in order if counts[tag]]


def _date(text):
    try:
        moment = to_datetime(text)
    except Bad:
        return None
    return moment and moment.date()
