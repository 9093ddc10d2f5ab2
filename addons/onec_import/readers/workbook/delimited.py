"""csv and other text tables: encoding and separator are found out."""

import csv
import io

from ..decoding import guess_encoding
from ..refused import Refused
from .grid import Grid, why

SEPARATORS = ";\t,|"
SAMPLE = 64 * 1024
CELL_LIMIT = 1_000_000
NAME = ""


def sheet_names(path, file):
    return [NAME]


def open_sheet(path, file, name):
    with open(path, "rb") as stream:
        encoding = guess_encoding(stream)
        sample = stream.read(SAMPLE).decode(encoding, "replace")
    separator = guess_separator(sample)

    def rows():
        with open(path, "rb") as stream:
            text = io.TextIOWrapper(stream, "utf-8-sig" if encoding == "utf-8" else encoding, "strict", newline="")
            yield from _rows(text, separator, file, encoding)

    return Grid(NAME, rows)


def _rows(text, separator, file, encoding):
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(text, delimiter=separator)
    try:
        for cells in reader:
            cells = [cell.lstrip("\ufeff") if not reader.line_num - 1 else cell for cell in cells]
            yield cells
    except UnicodeError as error:
        raise Refused("encoding_wrong", file, encoding, row=reader.line_num, said=encoding) from error
    except csv.Error as error:
        raise Refused("workbook_broken", file, why(error), row=reader.line_num) from error


def guess_separator(sample):
    """The separator that most lines have the same number of times."""
    lines = [line for line in sample.splitlines()[:60] if line.strip()]
    return max(SEPARATORS, key=lambda mark: _agreement([line.count(mark) for line in lines]))


def _agreement(counts):
    counts = [count for count in counts if count]
    return max((counts.count(count) * min(count, 20) for count in set(counts)), default=0)
