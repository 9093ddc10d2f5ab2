"""The three doors: inspect, read, totals."""

from .types import Inspection, Totals


def inspect(path, name):
    """What the file `name`, stored at `path`, holds: sheets, headings, guessed kind and mapping."""
    return Inspection("")


def read(path, name, kind, sheet=None, mapping=None, options=None):
    """Records and Problems of one kind, in the order of the file, as a stream."""
    yield from ()


def totals(path, name, kind, sheet=None, mapping=None, options=None):
    """What the file itself states as its totals."""
    return Totals()
