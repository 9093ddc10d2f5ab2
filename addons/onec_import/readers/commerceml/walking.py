"""The units of a file one after the other, each cleared when the next is asked for."""

from typing import Any, NamedTuple

from ..containers import members, open_zip, source
from ..xmlsafe import SafeXML, drop, local

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
PACKAGES = ("Каталог", "ПакетПредложений", "ИзмененияПакетаПредложений")


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
            yield from walk(stream, name)
        return
    with open_zip(path, name) as archive:
        for entry in members(archive, name):
            with source(path, entry, archive) as stream:
                yield from walk(stream, name, entry.filename)


def walk(stream, name, sheet=""):
    """The units of one file."""
    xml = SafeXML(stream, name, sheet, (*UNITS, *SKIPPED, *PACKAGES), True, lambda root: _check_root(xml, root))
    unit, row, changes = None, 0, False
    for event, element in xml:
        tag = local(element.tag)
        if event == "start":
            if tag in PACKAGES:
                changes = element.get("СодержитТолькоИзменения", "").lower() in ("true", "1")
            elif unit is None:
                unit, row = element, xml.row
        elif element is unit:
            if tag not in SKIPPED:
                yield Unit(tag, element, sheet, row, changes)
            unit = None
            drop(element)


def _check_root(xml, name):
    if name in ROOTS or not name:
        return
    if _misread(name) in ROOTS:
        raise xml.refuse("encoding_wrong", said=xml.pieces.said)
    raise xml.refuse("xml_foreign", name)


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
