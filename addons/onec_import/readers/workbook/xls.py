"""xls by xlrd: calamine lays a sheet out as a rectangle, and one broken row number in this format makes it 100 GiB."""

import os
from contextlib import contextmanager
from datetime import timedelta

import xlrd

from ..containers import MIB
from ..refused import Refused
from .grid import Grid, why

LIMIT = 64 * MIB
STYLES_LIMIT = 24 * MIB
LABELS = 8
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def _guarded(file):
    """xlrd trusts what it reads: whatever it throws means that the workbook is broken."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        code = "workbook_password" if "encrypted" in str(error).lower() else "workbook_broken"
        raise Refused(code, file, why(error) or type(error).__name__) from error


def _open(path, file):
    size = os.path.getsize(path)
    if size > LIMIT:
        raise Refused("too_big", file, size=size // MIB, limit=LIMIT // MIB, found="xls")
    _check_encryption(path, file)
    with _guarded(file), open(os.devnull, "w") as silence:
        styles = size <= STYLES_LIMIT
        return xlrd.open_workbook(str(path), logfile=silence, formatting_info=styles, on_demand=True, ragged_rows=True)


def _check_encryption(path, file):
    with open(path, "rb") as stream:
        if ENCRYPTED in stream.read(LIMIT):
            raise Refused("workbook_password", file)


def sheet_names(path, file):
    return _open(path, file).sheet_names()


def open_sheet(path, file, name):
    """A Grid of one sheet, with the outline levels, else the indents, of its rows."""
    book = _open(path, file)
    with _guarded(file):
        sheet = book.sheet_by_name(name)
        levels = _levels(book, sheet) if book.formatting_info else {}

    def rows():
        with _guarded(file):
            for number in range(sheet.nrows):
                yield [_value(cell, book.datemode) for cell in sheet.row(number)]

    return Grid(name, rows, 0, levels, height=sheet.nrows)


def _value(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value


def _day(number, datemode):
    """A date, to the second; what is no date stays a number."""
    try:
        moment = xlrd.xldate.xldate_as_datetime(number, datemode)
    except (ValueError, OverflowError):
        return number
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def _levels(book, sheet):
    levels = {row + 1: info.outline_level for row, info in sheet.rowinfo_map.items() if info.outline_level}
    return levels or _indents(book, sheet)


def _indents(book, sheet):
    """{row: level} by the indent of the first indented cell."""
    levels = {}
    for row in range(sheet.nrows):
        for cell in sheet.row(row)[:LABELS]:
            indent = book.xf_list[cell.xf_index].alignment.indent_level if cell.xf_index is not None else 0
            if indent:
                levels.setdefault(row + 1, indent)
    rank = {indent: place for place, indent in enumerate(sorted(set(levels.values())), 1)}
    return {row: rank[indent] for row, indent in levels.items()}
