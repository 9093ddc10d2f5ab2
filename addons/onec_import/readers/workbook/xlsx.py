"""xlsx: calamine for the cells of a sheet that fits in memory, a stream for one that does not; outline levels for both.

calamine lays a sheet out as a full rectangle and hides errors, so the XML is looked through first: how far it reaches,
which rows are grouped how deep, which cells hold errors.
"""

import re

from lxml import etree

from ..containers import MIB, open_zip
from ..refused import Refused
from ..xmlsafe import DECLARES, local
from . import calamine, xlsx_stream
from .grid import column_index

WHOLE_LIMIT = 48 * MIB
AREA_LIMIT = 12_000_000
PART_LIMIT = 8 * MIB
STRINGS_LIMIT = 192 * MIB
LEVEL = re.compile(rb'<row r="(\d+)"[^>]* outlineLevel="([1-9])"')
DIGITS = {b"%d" % level: level for level in range(10)}
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
ROW_NUMBER = re.compile(rb'\br="(\d+)"')
ROW_LEVEL = re.compile(rb'\boutlineLevel="(\d)"')
HEAD = 200
BROKEN_LINE = re.compile(rb"[\r\n]\s*r\s*=")
FAR = re.compile(rb' r(?!="[A-Z]?+[0-9]{1,5}+"|[a-z])')
ODD = re.compile(rb' r(?:\s|=(?:[^"]|"[^A-Za-z0-9]))')
REFERENCE = re.compile(rb' r="([A-Za-z]{0,3})([0-9]{1,20})"')
ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<(?:\w+:)?f.*?</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)'
)
STYLE = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="[A-Z]+(\d+)")[^>]*?\bs="(\d+)"')


class Package:
    """The parts of a workbook, found whatever their capitals (1C writes SharedStrings.xml)."""

    def __init__(self, archive, file):
        self.archive = archive
        self.file = file
        self.entries = {entry.filename.lower().lstrip("/"): entry for entry in archive.infolist()}

    def entry(self, part):
        return self.entries.get(part.lower().lstrip("/"))

    def root(self, part):
        """A small part, parsed; None where there is none."""
        entry = self.entry(part)
        if entry is None:
            return None
        if entry.file_size > PART_LIMIT:
            raise Refused("workbook_broken", self.file, f"{part} has {entry.file_size // MIB} MiB")
        data = self.archive.read(entry)
        if DECLARES.search(data[:4096].decode("latin-1")):
            raise Refused("xml_entity", self.file, sheet=part)
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise Refused("workbook_broken", self.file, f"{part}: {error}") from error

    def sheets(self):
        """{sheet name: part} in the order of the tabs."""
        targets = {}
        for node in self.elements("xl/_rels/workbook.xml.rels", "Relationship"):
            targets[node.get("Id")] = node.get("Target") or ""
        found = {}
        for node in self.elements("xl/workbook.xml", "sheet"):
            identity = next((value for name, value in node.items() if local(name) == "id"), "")
            target = targets.get(identity, "")
            found[node.get("name") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return found

    def elements(self, part, name):
        root = self.root(part)
        return [node for node in root.iter() if local(node.tag) == name] if root is not None else []


def sheet_names(path, file):
    with open_zip(path, file) as archive:
        return list(Package(archive, file).sheets())


def open_sheet(path, file, name):
    """A Grid of one sheet."""
    with open_zip(path, file) as archive:
        package = Package(archive, file)
        entry = package.entry(package.sheets().get(name, ""))
        if entry is None:
            raise Refused("workbook_broken", file, f"no part for the sheet {name}")
        strings = package.entry("xl/sharedstrings.xml")
        size = strings.file_size if strings else 0
        if size > STRINGS_LIMIT:
            raise Refused("too_big", file, size=size // MIB, limit=STRINGS_LIMIT // MIB, found="xlsx")
        if entry.file_size + size > WHOLE_LIMIT:
            return xlsx_stream.open_sheet(path, file, name, entry.filename, strings and strings.filename)
        data = archive.read(entry)
        if strings:
            _read_through(archive, strings)
        levels = find_levels(data) or find_indents(data, package)
    if not _fits(data):
        return xlsx_stream.open_sheet(path, file, name, entry.filename, strings and strings.filename, levels)
    grid = calamine.open_sheet(path, file, name)
    grid.levels = levels
    grid.errors = find_errors(data)
    return grid


def _read_through(archive, entry):
    """Sizes in an archive can lie; reading checks them."""
    with archive.open(entry) as stream:
        while stream.read(MIB):
            pass


def _fits(data):
    """Whether calamine may lay the sheet out: nothing in it names a cell that is far away, nor hides how it is written.

    Without rows from 100 000 and columns from AA, which most sheets do not have, the rectangle is small enough anyway.
    """
    if b"'" in data or b"\t" in data or b'"r=' in data or (b"\n" in data[HEAD:] and BROKEN_LINE.search(data)):
        return False
    if not FAR.search(data):
        return True
    if ODD.search(data):
        return False
    height = width = 1
    for column, row in REFERENCE.findall(data):
        height, width = max(height, int(row)), max(width, column_index(column.decode().upper()) + 1)
    return height * width <= AREA_LIMIT


def find_levels(data):
    """{row: outline level} of the rows of a sheet's XML whose level is not 0."""
    if b"outlineLevel=" not in data:
        return {}
    found = LEVEL.findall(data)
    return {int(row): DIGITS[level] for row, level in found} if found else _count_levels(data)


def _count_levels(data):
    """The same where rows have no number, a prefix or attributes in another order."""
    levels, row = {}, 0
    for match in ROW.finditer(data):
        number, level = ROW_NUMBER.search(match[1]), ROW_LEVEL.search(match[1])
        row = int(number[1]) if number else row + 1
        if level and level[1] != b"0":
            levels[row] = int(level[1])
    return levels


def find_indents(data, package):
    """{row: indent} of the first indented cell of each row; {} where nothing is indented."""
    indents = _style_indents(package)
    levels = {}
    if indents:
        for row, style in STYLE.findall(data):
            if style in indents:
                levels.setdefault(int(row), indents[style])
    return _dense(levels)


def _style_indents(package):
    """{number of the style, as bytes: indent} of the styles that indent."""
    found = {}
    for node in package.elements("xl/styles.xml", "cellXfs"):
        for number, style in enumerate(child for child in node if local(child.tag) == "xf"):
            indent = next((part.get("indent") for part in style if local(part.tag) == "alignment"), None)
            if indent and indent.isdigit() and indent != "0":
                found[str(number).encode()] = int(indent)
    return found


def _dense(levels):
    """Indents 2, 4, 6 as levels 1, 2, 3."""
    rank = {indent: place for place, indent in enumerate(sorted(set(levels.values())), 1)}
    return {row: rank[indent] for row, indent in levels.items()}


def find_errors(data):
    """{(row, column index): "#N/A"} of the cells that hold errors of Excel."""
    if b't="e"' not in data:
        return {}
    return {(int(row), column_index(name.decode())): text.decode() for name, row, text in ERROR.findall(data)}
