"""Files in the shapes that 1C writes, made by hand and by code, for the tests of the readers."""

import tempfile
import zipfile
from pathlib import Path

import xlsxwriter
import xlwt

from odoo.tests import BaseCase

from .. import readers

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "onec"
REAL = Path(__file__).resolve().parents[4] / "shared" / "samples" / "onec"


class ReaderCase(BaseCase):
    """A folder of its own, and reading in one line."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def put(self, name, content):
        """Write a file; its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def parse(self, path, kind, **kwargs):
        """(records, problems) of a file."""
        return split(readers.read(path, path.name, kind, **kwargs))

    def values(self, path, kind, **kwargs):
        """Values of the records of a file that has no problems."""
        records, problems = self.parse(path, kind, **kwargs)
        self.assertEqual([readers.describe(problem) for problem in problems], [])
        return [record.values for record in records]

    def codes(self, path, kind, **kwargs):
        """[(level, code)] of the problems of a file."""
        return [(problem.level, problem.code) for problem in self.parse(path, kind, **kwargs)[1]]


def split(items):
    """(records, problems) of what `read` gives."""
    items = list(items)
    records = [item for item in items if isinstance(item, readers.Record)]
    return records, [item for item in items if isinstance(item, readers.Problem)]


def write_xlsx(path, rows, levels=(), indents=(), capital=False, sheet="TDSheet"):
    """A workbook: texts stay texts, numbers numbers; levels and indents by row, from the first one."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    tab = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    styles = {indent: book.add_format({"indent": indent}) for indent in set(indents) if indent}
    for number, row in enumerate(rows):
        style = styles.get(indents[number] if number < len(indents) else 0)
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                tab.write_datetime(number, column, cell, day)
            elif cell not in ("", None):
                tab.write(number, column, cell, style)
        if number < len(levels) and levels[number]:
            tab.set_row(number, None, None, {"level": levels[number]})
    book.close()
    return repack(path, {"xl/sharedStrings.xml": "xl/SharedStrings.xml"}) if capital else path


def repack(path, names=(), contents=(), drop=()):
    """A zip with some of its entries renamed, replaced or left out."""
    names, contents = dict(names), dict(contents)
    with zipfile.ZipFile(path) as old:
        entries = [(entry.filename, old.read(entry)) for entry in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in entries:
            if name not in drop:
                new.writestr(names.get(name, name), contents.get(name, data))
    return path


def write_xls(path, rows, levels=()):
    book = xlwt.Workbook()
    tab = book.add_sheet("TDSheet")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                tab.write(number, column, cell)
        if number < len(levels):
            tab.row(number).level = levels[number]
    book.save(str(path))
    return path


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="TDSheet">%s</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def write_ods(path, rows, levels=()):
    """An ods by hand: groups of rows are nested elements there."""
    depth, parts = 0, []
    for number, row in enumerate(rows):
        level = levels[number] if number < len(levels) else 0
        parts += ["<table:table-row-group>"] * (level - depth) + ["</table:table-row-group>"] * (depth - level)
        depth = level
        parts.append(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>")
    parts += ["</table:table-row-group>"] * depth
    parts.append(
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS % "".join(parts))
    return path


def _ods_cell(cell):
    if isinstance(cell, float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        if cell
        else "<table:table-cell/>"
    )


def write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def commerce(body, namespace="", encoding="UTF-8"):
    """A CommerceML file around its body, in bytes."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<КоммерческаяИнформация{namespace}>{body}</КоммерческаяИнформация>'
    return text.encode({"windows-1251": "cp1251"}.get(encoding, encoding))


def goods(*names, extra=""):
    """A catalogue of goods of those names, with ids g1, g2…"""
    items = "".join(
        f"<Товар><Ид>g{number}</Ид><Наименование>{name}</Наименование>{extra}</Товар>"
        for number, name in enumerate(names, 1)
    )
    return f"<Каталог><Товары>{items}</Товары></Каталог>"
