"""Writers of whole files from a stream of rows; neither holds the rows in memory."""

import csv
import itertools
import os
import tempfile
from pathlib import Path

import rustpy_xlsxwriter

from . import cells


def write_csv(path, header, rows):
    """UTF-8 without byte order mark, commas: what MailChimp's upload takes. Returns the number of rows."""
    count = 0
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        for count, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow([cells.csv_cell(value) for value in row])
    return count


def write_xlsx(path, sheet_name, header, rows, widths=()):
    """A workbook in which every cell is text, whatever it begins with. Returns the number of rows."""
    counter = itertools.count()

    def records():
        for row in rows:
            next(counter)
            yield dict(zip(header, (cells.excel_cell(value) or None for value in row), strict=True))

    stream = records()
    # Without any record the writer would not know the header either; a record of nothing leaves no row behind.
    first = next(stream, dict.fromkeys(header))
    rustpy_xlsxwriter.write_worksheet(
        itertools.chain([first], stream),
        str(path),
        sheet_name=sheet_name,
        freeze_row=1,
        bold_headers=True,
        autofilter=True,
        column_widths=dict(zip(header, widths, strict=False)),
        ignore_errors=list(header),
        page_setup={"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 0},
    )
    return next(counter)


def put(source, folder, name):
    """Copy a file into a folder so that whoever watches it sees a whole file or none; returns its path."""
    target = Path(folder) / name
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name[:40]}.", delete=False) as stream:
        try:
            stream.write(Path(source).read_bytes())
            stream.flush()
            os.fsync(stream.fileno())
            # Whoever fetches the files is in the server's group, nobody else reads addresses.
            os.fchmod(stream.fileno(), 0o640)
            Path(stream.name).replace(target)
        except OSError:
            Path(stream.name).unlink(missing_ok=True)
            raise
    return str(target)


def is_writable_folder(folder):
    """True for an absolute path of a folder in which the server may make files."""
    return os.path.isabs(folder) and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)
