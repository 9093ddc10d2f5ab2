"""The three doors: inspect, read, totals."""

from . import commerceml, workbook
from .containers import detect, said_format
from .refused import Refused
from .structures import Inspection, Place, Problem, Totals
from .workbook import headings

XML = ("commerceml", "zip")


def inspect(path, name):
    """What the file `name`, stored at `path`, holds: sheets, headings, guessed kind and mapping."""
    try:
        found = detect(path, name)
    except Refused as refused:
        return Inspection("", problems=[refused.problem])
    if found in XML:
        inspection = commerceml.inspect(path, name, found == "zip")
    else:
        inspection = workbook.inspect(path, name, found)
    if said_format(name) and said_format(name) != found:
        inspection.problems.insert(0, _other_format(name, found))
    return inspection


def _other_format(name, found):
    return Problem("warning", "format_differs", Place(name), "", {"said": said_format(name), "found": found})


def guess_mapping(columns, kind):
    """{field: column index} of a kind, by the headings of a SheetInfo's columns."""
    return headings.guess_mapping({column.index: column.heading.split(" / ") for column in columns}, kind)


def read(path, name, kind, sheet=None, mapping=None, options=None):
    """Records and Problems of one kind, in the order of the file, as a stream."""
    try:
        found = detect(path, name)
        if found in XML:
            yield from commerceml.read(path, name, kind, found == "zip", (options or {}).get("limit"))
        else:
            yield from workbook.read(path, name, found, kind, sheet, mapping, options)
    except Refused as refused:
        yield refused.problem


def totals(path, name, kind, sheet=None, mapping=None, options=None):
    """What the file itself states as its totals; of a file that cannot be read, and of CommerceML, nothing."""
    try:
        found = detect(path, name)
        return Totals() if found in XML else workbook.totals(path, name, found, kind, sheet, mapping, options)
    except Refused:
        return Totals()
