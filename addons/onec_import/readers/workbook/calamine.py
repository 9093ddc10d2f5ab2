"""python-calamine, the fast reader, with what it throws turned into Refused."""

from contextlib import contextmanager

import python_calamine

from ..refused import Refused
from .grid import Grid, why


@contextmanager
def guarded(file):
    """Turns what calamine throws, and its panics, into a refusal."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise Refused("workbook_password", file) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise Refused("workbook_password", file) from error
        raise Refused("workbook_broken", file, why(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("workbook_broken", file, "damaged content") from error


def open_sheet(path, file, name):
    """A Grid of one sheet, all of it in calamine's memory."""
    with guarded(file):
        sheet = python_calamine.load_workbook(str(path)).get_sheet_by_name(name)
        start, end = sheet.start, sheet.end

    def rows():
        with guarded(file):
            yield from sheet.iter_rows()

    return Grid(name, rows, start[1] if start else 0, height=end[0] + 1 if end else 0)
