"""Readers of what 1C writes: workbooks (xlsx, xls, ods, csv) and CommerceML 2 (xml, zip). Plain Python, no Odoo.

    inspection = readers.inspect(path, "Остатки.xlsx")          # what is in it, with which columns
    for item in readers.read(path, "Остатки.xlsx", "stock", sheet=…, mapping={field: column index}, options={…}):
        if isinstance(item, readers.Problem): …                  # level, code, place, value; PROBLEMS has the sentence
        else: …                                                  # readers.Record: kind, key, values, place, version
    readers.totals(path, "Остатки.xlsx", "stock", …)             # what the file itself states as its totals
    readers.pictures(path, "webdata.zip", {"import_files/a.jpg"}) # {name: bytes} of pictures in an archive

Several fields of one column are the levels of a grouped report, outermost first. `guess_mapping(info.columns, kind)`
guesses the columns for another kind than the guessed one. Without a mapping, what is plainly another kind is refused.

`read` is a stream in the order of the file and never raises on account of what a file holds. A Problem of level "file"
is the last thing that comes. `mapping` None takes the guess of `inspect`; a field of type "columns" takes a list of
column indexes.

options (all optional):
    side            "customer" | "supplier": whose settlements (else guessed by the title)
    levels          fields that the levels of a grouped report stand for, outermost first (else guessed)
    header_rows     (first, last) row of the heading, from 1, where the guess is wrong
    limit           stop after so many records (preview)

Signs: in settlements `amount` > 0 means that they owe us, < 0 that we owe them (or they paid in advance).
"""

from .structures import Column, Field, Inspection, Place, Problem, Record, SheetInfo, Totals
from .problems import PROBLEMS, describe
from .fields import FIELDS, KEYS, KINDS, ONE_OF
from .main import guess_mapping, inspect, read, totals
from .beside import pictures

__all__ = [
    "FIELDS",
    "KEYS",
    "KINDS",
    "ONE_OF",
    "PROBLEMS",
    "Column",
    "Field",
    "Inspection",
    "Place",
    "Problem",
    "Record",
    "SheetInfo",
    "Totals",
    "describe",
    "guess_mapping",
    "inspect",
    "pictures",
    "read",
    "totals",
]
