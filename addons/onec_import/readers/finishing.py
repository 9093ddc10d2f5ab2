"""From raw cells to Records: conversion by the type of the field, what must be there, keys, duplicates, checks."""

from . import checks
from .derive import DERIVE
from .fields import FIELDS, KEYS, ONE_OF
from .structures import Place, Problem, Record
from .values import Bad, converter, shorten, to_number, to_text

REFUSING = ("number", "money", "date", "datetime")
BY_ID = ("groups", "goods", "boms", "customers", "customer_orders", "supplier_orders", "production_orders")


class Finisher:
    """Makes the Records of one kind out of one file; it knows what it has seen."""

    def __init__(self, kind, file, options=None):
        self.options = options or {}
        self.derive = DERIVE.get(kind)
        self.kind = kind
        self.file = file
        self.fields = FIELDS[kind]
        self.converters = {name: converter(field, name) for name, field in self.fields.items()}
        self.required = tuple(name for name, field in self.fields.items() if field.required and not field.line)
        self.line_required = tuple(name for name, field in self.fields.items() if field.required and field.line)
        self.head_one_of = tuple(frozenset(group) for group in ONE_OF[kind] if not self.fields[group[0]].line)
        self.line_one_of = tuple(group for group in ONE_OF[kind] if self.fields[group[0]].line)
        self.keys = KEYS[kind]
        self.full_key = key_template(self.keys)
        self.check = checks.CHECKS.get(kind)
        self.seen = {}

    def problem(self, level, code, where, value="", **text_args):
        column = text_args.pop("column", "")
        if column in self.fields:
            column = self.fields[column].label_ru
        return Problem(level, code, Place(self.file, where[0], where[1], column), shorten(value), text_args)

    def finish_raw(self, raw, sheet, row):
        """(Record or None, problems) out of raw values (texts, lists of dicts; "lines" of a document)."""
        raw = dict(raw)
        version = raw.pop("version", None) or ""
        values, problems = self.convert(raw, (sheet, row))
        return self.make(values, problems, (sheet, row), version)

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
            problems.append(self.bad_value(name, bad, where))

    def bad_value(self, name, bad, where):
        """The Problem of a value: an error where the record cannot do without it, else a warning."""
        field = self.fields[name]
        level = "error" if field.type in REFUSING or field.required else "warning"
        return self.problem(level, bad.code, where, bad.value, column=name, **bad.text_args)

    def make(self, values, problems, where, version=""):
        """(Record or None where a problem refuses it, problems) out of converted values."""
        if problems and any(problem.level == "error" for problem in problems):
            return None, problems
        if self.derive is not None:
            self.derive(values, self.options)
        if self.lacks(values):
            return None, [*problems, self.lacking(self.missing(values), values, where)]
        key = self.make_key(values)
        mark = hash(key)
        if mark in self.seen:
            return self._again(values, problems, where, version, key)
        self.seen[mark] = where[1]
        if self.check is not None:
            problems = [*problems, *self._doubts(values, where)]
        return Record(self.kind, key, values, self.file, where, version), problems

    def _doubts(self, values, where):
        for code, value, text_args in self.check(values):
            yield self.problem("warning", code, where, value, **text_args)

    def _again(self, values, problems, where, version, key):
        """A key that stood before: refused where it is an id, else taken over under a key of its own."""
        first = self.seen[hash(key)]
        if self.kind in BY_ID:
            return None, [*problems, self.problem("error", "duplicate_id", where, key, first=first)]
        doubt = self.problem("warning", "row_again", where, key, first=first)
        number = 2
        while hash(f"{key}|#{number}") in self.seen:
            number += 1
        self.seen[hash(f"{key}|#{number}")] = where[1]
        return Record(self.kind, f"{key}|#{number}", values, self.file, where, version), [*problems, doubt]

    def make_key(self, values):
        """The id of 1C where there is one, else "field:value|field:value" of the natural key."""
        if "id" in values:
            return values["id"]
        try:
            return self.full_key % values
        except KeyError:
            return self._short_key(values)

    def _short_key(self, values):
        """A key of which some fields are empty."""
        for names in self.keys:
            if names[0] in values:
                return "|".join([f"{name}:{values[name]}" for name in names if name in values])
        return ""

    def narrow(self, names):
        """Look for keys among the fields that the file has only: document numbers follow from documents."""
        names = {*names, "id"} | ({"document_number", "document_date"} if "document" not in names else set())
        if "number" in self.fields:
            names |= {"number", "date"}
        keys = [tuple(name for name in key if name in names) for key in self.keys if key[0] in names]
        self.keys = list(dict.fromkeys(keys))
        self.full_key = key_template(self.keys)

    def lacks(self, values):
        """Whether something is missing."""
        for group in self.head_one_of:
            if group.isdisjoint(values):
                return True
        return (self.required or "lines" in values) and bool(self.missing(values))

    def missing(self, values):
        """The field, or the group of fields of which one is needed, that is empty; () when all is there."""
        for name in self.required:
            if name not in values:
                return (name,)
        for group in self.head_one_of:
            if group.isdisjoint(values):
                return self.order(group)
        if "lines" in values:
            return next(filter(None, map(self.line_missing, values["lines"])), ())
        return ()

    def order(self, group):
        """A group of fields in the order of the table."""
        return tuple(name for name in self.fields if name in group)

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


def key_template(keys):
    """The best key, all its fields filled, as a template for `%`: quicker than joining for every row."""
    return "|".join(f"{name}:%({name})s" for name in keys[0]) if keys else ""


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
