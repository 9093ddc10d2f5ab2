"""The three doors: inspect, read, totals."""

from . import commerceml
from .containers import detect, said_format
from .refused import Refused
from .structures import Inspection, Place, Problem, Totals

XML = ("commerceml", "zip")


def inspect(path, name):
    """What the file `name`, stored at `path`, holds: sheets, headings, guessed kind and mapping."""
    try:
        found = detect(path, name)
    except Refused as refused:
        return Inspection("", problems=[refused.problem])
    inspection = commerceml.inspect(path, name, found == "zip") if found in XML else None
    if said_format(name) and said_format(name) != found:
        inspection.problems.insert(0, _other_format(name, found))
    return inspection


def _other_format(name, found):
    return Problem("warning", "format_differs", Place(name), "", {"said": said_format(name), "found": found})


def read(path, name, kind, sheet=None, mapping=None, options=None):
    """Records and Problems of one kind, in the order of the file, as a stream."""
    try:
        found = detect(path, name)
        if found in XML:
            yield from commerceml.read(path, name, kind, found == "zip", (options or {}).get("limit"))
    except Refused as refused:
        yield refused.problem


def totals(path, name, kind, sheet=None, mapping=None, options=None):
    """What the file itself states as its totals."""
    return Totals()
