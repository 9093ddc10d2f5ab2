"""XML as a stream: no DTD, no entities, nothing fetched, no nesting and no value beyond reason.

The text is put inside an element of our own: so bare fragments are read like whole documents, and a DTD, which may stand
only before the root, has no place where it would be legal. Whoever consumes an element clears it: memory stays flat.
"""

import re

from lxml import etree

from .containers import MIB
from .decoding import TextPieces
from .refused import Refused

DEPTH = 256
VALUE_LIMIT = 16 * MIB
LINES_KNOWN = 65_000  # libxml2 counts the lines of elements no further
PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
PROLOG_LIMIT = 256 * 1024
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], " ")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)")


def _legal(text):
    """Characters that XML forbids, which 1C writes all the same, as spaces."""
    return text.translate(CONTROLS) if ILLEGAL.search(text) else text


def local(tag):
    """The name of an element without its namespace; "" for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def drop(element):
    """Free an element and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class SafeXML:
    """Iterates (event, element) of a binary stream for the elements of these names, whatever their namespace.

    `row` is the line that is being read; `starts`: their starts, too, not their ends alone. `check_root(name)` is called
    with the name of the first element before anything of it is given.
    """

    def __init__(self, stream, file, sheet, names, starts=False, check_root=None):
        self.pieces = TextPieces(stream, file, sheet)
        self.file = file
        self.sheet = sheet
        self.row = 1
        self.names = names
        self.starts = starts
        self.check_root = check_root

    def refuse(self, code, value="", **text_args):
        return Refused(code, self.file, value, self.sheet, self.row, **text_args)

    def __iter__(self):
        parser = etree.XMLPullParser(
            ("start", "end") if self.starts else ("end",),
            tag=[f"{{*}}{name}" for name in self.names],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        silent = 0
        try:
            for text in self._wrapped(parser):
                parser.feed(text.encode("utf-8", "replace"))
                silent += len(text)
                for event, element in parser.read_events():
                    silent = 0
                    line = element.sourceline or 0
                    self.row = line if 0 < line < LINES_KNOWN else max(self.row, self.pieces.row)
                    yield event, element
                self._check(parser, silent)
            self._finish(parser)
        except etree.XMLSyntaxError as error:
            raise self._syntax(error) from error

    def _wrapped(self, parser):
        """The pieces, inside an element of our own; the root is checked as soon as it is known."""
        first = next(pieces := self._safe_pieces())
        if self.check_root:
            name = ROOT.match(first)
            self.check_root(name[1] if name else "")
        yield "<_>" + first
        yield from pieces

    def _check(self, parser, silent):
        """lxml keeps some errors of a feed to itself; `silent` characters came without an element."""
        if fatal := parser.feed_error_log.filter_from_fatals():
            self.row = fatal[0].line or self.row
            raise self._describe(fatal[0].message)
        if silent > VALUE_LIMIT:
            raise self.refuse("xml_value_long", limit=VALUE_LIMIT // MIB)

    def _finish(self, parser):
        try:
            parser.feed(b"</_>")
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self.refuse("file_truncated") from error

    def _safe_pieces(self):
        """Text from the first element on; refuses what declares something before it."""
        pieces = iter(self.pieces)
        head = ""
        for piece in pieces:
            head += piece
            end = PROLOG.match(head, 1 if head.startswith("\ufeff") else 0).end()
            if len(head) - end > 20 or len(head) > PROLOG_LIMIT:
                break
        if DECLARES.match(head, end):
            raise self.refuse("xml_entity")
        yield "\n" * head.count("\n", 0, end) + _legal(head[end:])
        for piece in pieces:
            yield _legal(piece)

    def _syntax(self, error):
        self.row = error.lineno or self.row
        return self._describe(re.sub(r", line \d+.*", "", str(error)))

    def _describe(self, text):
        if "Entity" in text:
            return self.refuse("xml_entity")
        if "depth" in text:
            return self.refuse("xml_deep", limit=DEPTH)
        if "Huge input" in text or "huge" in text or "too long" in text or "Resource limit" in text:
            return self.refuse("xml_value_long", limit=VALUE_LIMIT // MIB)
        return self.refuse("xml_broken", text)
