"""Writers of whole files from a stream of rows; none holds the rows in memory."""

import csv
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import rustpy_xlsxwriter

MIMETYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGE = {"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 0, "footer": "&R&P / &N"}
BLOCK = 1 << 20


@dataclass
class Sheet:
    """One sheet of a workbook; `choices` are the drop-down lists of its columns."""

    name: str
    widths: dict
    rows: object
    choices: dict = field(default_factory=dict)

    def iter_records(self):
        header, stream = list(self.widths), iter(self.rows)
        # Without any record the writer would not know the header either; a record of nothing leaves no row behind.
        first = next(stream, None)
        if first is None:
            yield dict.fromkeys(header)
            return
        for row in itertools.chain([first], stream):
            # An empty text leaves no cell behind.
            yield dict(zip(header, row, strict=True))


def write_csv(path, header, rows):
    """UTF-8 without byte order mark, commas: what MailChimp's upload takes."""
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_book(path, sheets):
    """A workbook in which every cell is text, whatever it begins with; the sheets are read one after the other."""
    rustpy_xlsxwriter.write_worksheets(
        [(sheet.name, sheet.iter_records()) for sheet in sheets],
        str(path),
        freeze_panes={"general": {"row": 1, "col": 0}},
        bold_headers=True,
        autofilter={sheet.name: True for sheet in sheets},
        column_widths={sheet.name: sheet.widths for sheet in sheets},
        ignore_errors={sheet.name: list(sheet.widths) for sheet in sheets},
        page_setup={sheet.name: PAGE for sheet in sheets},
        data_validations={
            sheet.name: {heading: {"type": "list", "values": texts} for heading, texts in sheet.choices.items()}
            for sheet in sheets
            if sheet.choices
        },
    )


def digest(path, method):
    """Check sum of a file, read piece by piece."""
    found = method()
    with Path(path).open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def put(source, folder, name):
    """Copy a file into a folder so that whoever watches it sees a whole file or none; returns its path."""
    target = Path(folder) / name
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name[:40]}.", delete=False) as stream:
        try:
            with Path(source).open("rb") as whole:
                shutil.copyfileobj(whole, stream, BLOCK)
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
