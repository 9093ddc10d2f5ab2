"""A file, or the rest of it, that cannot be read."""

from .structures import Place, Problem
from .values import shorten


class Refused(Exception):
    """Carries the Problem of level "file" that ends the stream."""

    def __init__(self, code, file, value="", sheet="", row=0, **text_args):
        super().__init__(code)
        self.problem = Problem("file", code, Place(file, sheet, row), shorten(value), text_args)
