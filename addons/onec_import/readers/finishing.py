"""From raw cells to Records: conversion by the type of the field, what must be there, keys, duplicates, checks."""

from . import checks
from .derive import DERIVE, derive_nothing
from .fields import FIELDS, KEYS, ONE_OF
from .structures import Place, Problem, Record
from .values import Bad, converter, shorten, to_number, to_text

REFUSING = ("number", "money", "date", "datetime")
BY_ID = ("groups", "goods", "boms", "customers", "customer_orders", "supplier_orders", "production_orders")


class Finisher:
    """Makes the Records of one kind out of one file; it knows what it has seen."""

    def __init__(self, kind, file, options=None):
        self.options = options or {}
        self.derive = DERIVE.get(kind, derive_nothing)
        self.kind = kind
        self.file = file
        self.fields = FIELDS[kind]
        self.converters = {name: converter(field) for name, field in self.fields.items()}
        self.required = tuple(name for name, field in self.fields.items() if field.required and not field.line)
        self.line_required = tuple(name for name, field in self.fields.items() if field.required and field.line)
        self.head_one_of = tuple(group for group in ONE_OF[kind] if not self.fields[group[0]].line)
        self.line_one_of = tuple(group for group in ONE_OF[kind] if self.fields[group[0]].line)
        self.seen = {}

    def problem(self, level, code, where, value="", **text_args):
        column = text_args.pop("column", "")
        if column in self.fields:
            column = self.fields[column].label_ru
        return Problem(level, code, Place(self.file, where[0], where[1], column), shorten(value), text_args)

    def finish_raw(self, raw, sheet, row):
        """Record, with Problems before it, out of raw values (texts, cells, lists of dicts; "lines" of the document)."""
        raw = dict(raw)
        version = raw.pop("version", None) or ""
        values, problems = self.convert(raw, (sheet, row))
        yield from self.finish_values(values, problems, sheet, row, version)

    def finish_values(self, values, problems, sheet, row, version=""):
        """The same out of converted values and the Problems of converting them."""
        yield from problems
        if all(problem.level != "error" for problem in problems):
            self.derive(values, self.options)
            yield from self.finish(values, sheet, row, version)

    def convert(self, raw, where):
        """(values, problems): without the empty ones."""
        values, problems = {}, []
        for name, cell in raw.items():
            if name == "lines":
                values[name] = [self._line(line, where, problems) for line in cell]
            elif cell is not None and cell != "" and cell != []:
                value = self.convert_cell(name, cell, where, problems)
                if value is not None and value != []:
                    values[name] = value
        return values, problems

    def _line(self, raw, where, problems):
        values, found = self.convert(raw, where)
        problems.extend(found)
        return values

    def convert_cell(self, name, cell, where, problems):
        """The value of a field, or None with a Problem added."""
        try:
            return _entries(cell) if isinstance(cell, list) else self.converters[name](cell)
        except Bad as bad:
            level = "error" if self.fields[name].type in REFUSING or self.fields[name].required else "warning"
            problems.append(self.problem(level, bad.code, where, bad.value, column=name, **bad.text_args))

    def finish(self, values, sheet, row, version=""):
        """A Record of converted values, with the Problems that it has."""
        where = (sheet, row)
        missing = self.missing(values)
        if missing:
            yield self.lacking(missing, values, where)
            return
        key = make_key(self.kind, values)
        first = self._first(key, row)
        if first is not None:
            refused = self.kind in BY_ID
            yield self.problem(
                "error" if refused else "warning", "duplicate_id" if refused else "row_again", where, key, first=first
            )
            if refused:
                return
            key = self._another(key, row)
        for code, value, text_args in checks.check(self.kind, values):
            yield self.problem("warning", code, where, value, **text_args)
        yield Record(self.kind, key, values, (self.file, sheet, row), version)

    def _first(self, key, row):
        """The row where a key stood first, or None: then this is the first. Hashes are kept: a tenth of the memory."""
        mark = hash(key)
        if mark in self.seen:
            return self.seen[mark]
        self.seen[mark] = row
        return None

    def _another(self, key, row):
        """A key of its own for a row whose natural key stood before: the second, the third…"""
        number = 2
        while self._first(f"{key}|#{number}", row) is not None:
            number += 1
        return f"{key}|#{number}"

    def missing(self, values):
        """The field, or the group of fields of which one is needed, that is empty; () when all is there."""
        for name in self.required:
            if name not in values:
                return (name,)
        for group in self.head_one_of:
            if not any(name in values for name in group):
                return group
        for line in values.get("lines", ()):
            if self.line_missing(line):
                return self.line_missing(line)
        return ()

    def line_missing(self, line):
        for name in self.line_required:
            if name not in line:
                return (name,)
        return next((group for group in self.line_one_of if not any(name in line for name in group)), ())

    def lacking(self, missing, values, where):
        if self.kind == "stock" and "goods" in missing and "series" in values:
            return self.problem("error", "series_without_goods", where, values["series"])
        labels = " / ".join(self.fields[name].label_ru for name in missing[-3:])
        return self.problem("error", "value_missing", where, column=labels)


def _entries(cell):
    """A list of texts or of dicts, cleaned; numbers in it are Decimal."""
    return [_entry(entry) if isinstance(entry, dict) else to_text(entry) for entry in cell if entry]


def _entry(entry):
    cleaned = {name: _part(name, value) for name, value in entry.items()}
    return {name: value for name, value in cleaned.items() if value is not None}


def _part(name, value):
    if name == "factor":
        return to_number(value)
    return to_text(value) if isinstance(value, (str, float, int)) else value


def make_key(kind, values):
    """The id of 1C where there is one, else "field:value|field:value" of the natural key."""
    if values.get("id"):
        return values["id"]
    for names in KEYS[kind]:
        if names[0] in values:
            return "|".join(f"{name}:{values[name]}" for name in names if name in values)
    return ""
