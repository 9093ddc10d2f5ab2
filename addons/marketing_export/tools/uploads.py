"""Reading what marketers upload: workbooks of any kind and CSV, without a database."""

import csv
import io

import python_calamine

ENCODINGS = ("utf-8-sig", "cp1251")
SHEET_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_table(content):
    """Rows of a file as dictionaries by heading; the first row that is not empty holds the headings.

    :raises ValueError: when it is neither a workbook nor a table of text
    """
    rows = _read_book(content) if content.startswith(SHEET_SIGNS) else _read_text(content)
    rows = [[_to_text(cell) for cell in row] for row in rows]
    filled = [row for row in rows if any(row)]
    if not filled:
        raise ValueError("empty")
    header = [cell.strip() for cell in filled[0]]
    return [dict(zip(header, row, strict=False)) for row in filled[1:]]


def _read_book(content):
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return book.get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, IndexError) as error:
        raise ValueError(str(error)) from error


def _read_text(content):
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("encoding")
    first = text.split("\n", 1)[0]
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))


def _to_text(cell):
    """Numbers as they are written: 12.0 is the 12 of somebody's list."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
