"""A sheet of an xlsx that is too big, or reaches too far, to be laid out in memory: row by row out of its XML."""

from ..containers import open_zip, source
from ..refused import Refused
from ..xmlsafe import SafeXML, drop, local
from .grid import Grid, column_index

ROWS = 1_048_576
COLUMNS = 16_384


def open_sheet(path, file, name, part, strings_part, levels=None):
    """A Grid that is read anew each time; `levels` fills while it is read, a row before it is given."""
    found = {} if levels is None else levels
    strings = []

    def rows():
        with open_zip(path, file) as archive:
            if strings_part and not strings:
                strings.extend(_strings(archive, file, strings_part))
            with source(path, part, archive) as stream:
                xml = SafeXML(stream, file, name, ("row",))
                yield from _rows(xml, strings, found)

    return Grid(name, rows, 0, found)


def _strings(archive, file, part):
    with source(None, part, archive) as stream:
        for _event, element in SafeXML(stream, file, part, ("si",)):
            yield _string(element)
            drop(element)


def _string(element):
    """Text of a shared or inline string; readings (rPh) left out."""
    parts = []
    for node in element:
        name = local(node.tag)
        if name == "t":
            parts.append(node.text or "")
        elif name == "r":
            parts.extend(part.text or "" for part in node if local(part.tag) == "t")
    return "".join(parts)


def _rows(xml, strings, levels):
    last = 0
    for _event, element in xml:
        row = int(element.get("r") or last + 1)
        if not last < row <= ROWS:
            raise Refused("workbook_broken", xml.file, f"row {row} after row {last}", xml.sheet, row)
        for _empty in range(last + 1, row):
            yield []
        last = row
        level = element.get("outlineLevel")
        if level and level != "0":
            levels[row] = int(level)
        yield _cells(element, strings)
        drop(element)


def _cells(element, strings):
    cells = []
    for node in element:
        if local(node.tag) != "c":
            continue
        column = column_index((node.get("r") or "").rstrip("0123456789")) if node.get("r") else len(cells)
        if column >= COLUMNS:
            continue
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        cells.append(_value(node, strings))
    return cells


def _value(node, strings):
    kind = node.get("t")
    if kind == "inlineStr":
        return next((_string(part) for part in node if local(part.tag) == "is"), "")
    text = next((part.text for part in node if local(part.tag) == "v"), None)
    if not text:
        return ""
    if kind == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    if kind == "b":
        return text == "1"
    return text if kind in ("str", "e", "d") else _number(text)


def _number(text):
    try:
        return float(text)
    except ValueError:
        return text
