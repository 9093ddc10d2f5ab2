"""ods as a stream: calamine would lay out what a cell repeated a million times claims to be."""

from ..containers import open_zip, source
from ..refused import Refused
from ..xmlsafe import SafeXML, drop, local
from .grid import Grid
from .xlsx_stream import ROWS

COLUMNS = 1024
EVENTS = ("table", "table-row-group", "table-row")


def sheet_names(path, file):
    return [name for name, _row, _level in _walk(path, file, names_only=True)]


def open_sheet(path, file, name):
    """A Grid that is read anew each time; its levels are known a row before the row is given."""
    levels = {}

    def rows():
        number = 0
        for _name, cells, level in _walk(path, file, name):
            number += 1
            if level:
                levels[number] = level
            yield cells

    return Grid(name, rows, 0, levels)


def _walk(path, file, wanted=None, names_only=False):
    """(sheet name, cells, level) of each row of the wanted sheet, or one entry a sheet."""
    with open_zip(path, file) as archive:
        try:
            entry = archive.getinfo("content.xml")
        except KeyError as error:
            raise Refused("workbook_broken", file, "no content.xml") from error
        with source(path, entry, archive) as stream:
            yield from _rows(SafeXML(stream, file, wanted or "", EVENTS, starts=True), wanted, names_only)


def _rows(xml, wanted, names_only):
    name, level, count, blank = None, 0, 0, 0
    for event, element in xml:
        kind = local(element.tag)
        if kind == "table":
            name, level, count, blank = attribute(element, "name"), 0, 0, 0
            if event == "start" and names_only:
                yield name, [], 0
        elif kind == "table-row-group":
            level += 1 if event == "start" else -1
        elif event == "end":
            if name == wanted and not names_only:
                cells, repeated = _cells(element), _times(element, "number-rows-repeated", ROWS)
                if not cells:
                    blank += repeated
                else:
                    for _number in range(min(blank, ROWS - count)):
                        yield name, [], 0
                    for _number in range(min(repeated, ROWS - count)):
                        yield name, cells, level
                    count, blank = count + blank + repeated, 0
            drop(element)


def attribute(element, name):
    return next((value for key, value in element.items() if local(key) == name), "")


def _times(element, name, limit):
    text = attribute(element, name)
    return min(int(text), limit) if text.isdigit() and text.isascii() else 1


def _cells(element):
    """Values of a row without the empty ones at its end."""
    cells, blank = [], 0
    for node in element:
        if local(node.tag) not in ("table-cell", "covered-table-cell"):
            continue
        value, repeated = _value(node), _times(node, "number-columns-repeated", COLUMNS)
        if value == "":
            blank += repeated
            continue
        cells.extend([""] * min(blank, COLUMNS))
        cells.extend([value] * repeated)
        blank = 0
        if len(cells) > COLUMNS:
            break
    return cells[:COLUMNS]


def _value(node):
    kind = attribute(node, "value-type")
    if kind in ("float", "currency", "percentage"):
        try:
            return float(attribute(node, "value"))
        except ValueError:
            return _text(node)
    if kind == "boolean":
        return attribute(node, "boolean-value") == "true"
    if kind == "date":
        return attribute(node, "date-value")
    return _text(node) if len(node) else ""


def _text(node):
    return "\n".join("".join(part.itertext()) for part in node if local(part.tag) == "p")
