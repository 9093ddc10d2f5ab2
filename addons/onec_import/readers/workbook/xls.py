"""xls: calamine for the cells, xlrd for the outline levels, which calamine does not know."""

import logging
import os

import xlrd

from ..containers import MIB
from . import calamine

LEVELS_LIMIT = 24 * MIB
_logger = logging.getLogger(__name__)


def sheet_names(path, file):
    return calamine.sheet_names(path, file)


def open_sheet(path, file, name):
    grid = calamine.open_sheet(path, file, name)
    if os.path.getsize(path) <= LEVELS_LIMIT:
        grid.levels = _levels(path, name)
    return grid


def _levels(path, name):
    """{row: level}; {} where xlrd cannot read what calamine could: then groups are told apart by their sums."""
    try:
        with open(os.devnull, "w") as silence:
            book = xlrd.open_workbook(str(path), logfile=silence, formatting_info=True, on_demand=True)
        sheet = book.sheet_by_name(name)
        levels = {row + 1: info.outline_level for row, info in sheet.rowinfo_map.items() if info.outline_level}
        return levels or _indents(book, sheet)
    except Exception as error:
        _logger.debug("No outline levels: %s", error)
        return {}


def _indents(book, sheet):
    levels = {}
    for row in range(sheet.nrows):
        for cell in sheet.row(row)[:8]:
            indent = book.xf_list[cell.xf_index].alignment.indent_level if cell.xf_index is not None else 0
            if indent:
                levels.setdefault(row + 1, indent)
    rank = {indent: place for place, indent in enumerate(sorted(set(levels.values())), 1)}
    return {row: rank[indent] for row, indent in levels.items()}
