"""The units of a file one after the other, each cleared when the next is asked for."""

from typing import Any, NamedTuple

from ..containers import members, open_zip, source
from ..refused import Refused
from ..xmlsafe import SafeXML, local

UNITS = frozenset(
    ("Группа", "Свойство", "СвойствоНоменклатуры", "ТипЦены", "Склад", "Товар", "Предложение", "Документ", "Контрагент")
)
SKIPPED = frozenset(("Владелец",))
ROOTS = UNITS | {
    "КоммерческаяИнформация",
    "Классификатор",
    "Каталог",
    "ПакетПредложений",
    "ИзмененияПакетаПредложений",
    "Контейнер",
    "Контрагенты",
    "Документы",
    "Товары",
    "Предложения",
    "Группы",
    "Свойства",
    "ТипыЦен",
    "Склады",
}
NODES_LIMIT = 500_000


class Unit(NamedTuple):
    """One element that stands for itself; `changes`: the file holds changes only (СодержитТолькоИзменения)."""

    name: str
    element: Any
    sheet: str
    row: int
    changes: bool


def units(path, name, is_zip):
    """Units of an XML file, or of all XML files of an archive in the order in which they refer to each other."""
    if not is_zip:
        with source(path) as stream:
            yield from Walk(SafeXML(stream, name)).units()
        return
    with open_zip(path, name) as archive:
        for entry in members(archive, name):
            with source(path, entry, archive) as stream:
                yield from Walk(SafeXML(stream, name, entry.filename)).units()


class Walk:
    """One pass over one file."""

    def __init__(self, xml):
        self.xml = xml
        self.unit = None
        self.row = 0
        self.nodes = 0
        self.depth = 0
        self.changes = False

    def units(self):
        for event, element in self.xml:
            name = local(element.tag)
            if event == "start":
                self._open(name, element)
                continue
            self.depth -= 1
            if element is self.unit:
                self.unit = None
                if name not in SKIPPED:
                    yield Unit(name, element, self.xml.sheet, self.row, self.changes)
            if self.unit is None:
                _drop(element)

    def _open(self, name, element):
        self.depth += 1
        if self.depth == 1:
            self._check_root(name)
        if self.unit is not None:
            self.nodes += 1
            if self.nodes > NODES_LIMIT:
                raise self.xml.refuse("xml_value_long", name, limit=8)
        elif name in UNITS or name in SKIPPED:
            self.unit, self.row, self.nodes = element, self.xml.row, 0
        elif element.get("СодержитТолькоИзменения"):
            self.changes = element.get("СодержитТолькоИзменения").lower() in ("true", "1")

    def _check_root(self, name):
        if name in ROOTS:
            return
        if _misread(name) in ROOTS:
            raise self.xml.refuse("encoding_wrong", said=self.xml.pieces.said)
        raise self.xml.refuse("xml_foreign", name)


def _misread(name):
    """The name as it would be, had the file not been read in the wrong encoding."""
    for wrong, right in (("cp1251", "utf-8"), ("utf-8", "cp1251"), ("latin-1", "utf-8"), ("latin-1", "cp1251")):
        try:
            found = name.encode(wrong).decode(right)
        except ValueError:
            continue
        if found in ROOTS:
            return found
    return name


def _drop(element):
    """Free an element and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


__all__ = ["Refused", "Unit", "units"]
