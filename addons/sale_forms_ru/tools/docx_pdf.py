"""A text in DOCX as PDF, laid out like the forms; without a database and without an office suite.

Paragraphs, bold letters, alignment, sizes and tables are printed. What would be lost or come out wrong is refused instead:
numbers that the word processor counts itself, pictures, notes. Heads and feet of pages are ours.
"""

import io
import zipfile
from html import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from . import sheet

MARGIN = 20  # millimetres
WIDTH = 210 - 2 * MARGIN
LETTERS = 10.5  # points, where the text says nothing
ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "c", WD_ALIGN_PARAGRAPH.RIGHT: "r"}
# What cannot be printed, by the code of the reason.
REFUSED = {
    "numbers": ("w:numPr",),
    "pictures": ("w:drawing", "w:pict", "w:object"),
    "notes": ("w:footnoteReference", "w:endnoteReference"),
}


class NotConverted(Exception):
    """`args[0]` is a code: file, or one of REFUSED."""


def to_pdf(raw):
    """Bytes of the PDF.

    :param raw: bytes of a DOCX
    :raises NotConverted: where something of the text would be missing or wrong
    """
    try:
        document = Document(io.BytesIO(raw))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotConverted("file") from error
    _check(document)
    inner = "".join(_describe(block) for block in document.iter_inner_content())
    return sheet.render(f'<sheet margin="{MARGIN}" size="{LETTERS}">{inner}</sheet>')[0]


def _check(document):
    body = document.element.body
    for code, names in REFUSED.items():
        if any(body.find(f".//{qn(name)}") is not None for name in names):
            raise NotConverted(code)
    used = {node.get(qn("w:val")) for node in body.iter(qn("w:pStyle"))}
    styles = [style for style in document.styles if style.style_id in used]
    if any(style.element.find(f".//{qn('w:numPr')}") is not None for style in styles):
        raise NotConverted("numbers")


def _describe(block):
    return _describe_table(block) if isinstance(block, Table) else _describe_paragraph(block)


def _describe_paragraph(paragraph):
    inner = _describe_runs(paragraph)
    if not inner:
        return '<space h="3"/>'
    return f'<text {_get_looks([paragraph])}>{inner}</text><space h="1.2"/>'


def _describe_runs(paragraph):
    """Words of a paragraph with their bold parts; those of its links, too."""
    runs = [run for part in paragraph.iter_inner_content() for run in getattr(part, "runs", [part])]
    pieces = []
    for run in runs:
        text = "<br/>".join(escape(line) for line in run.text.replace("\t", "    ").split("\n"))
        pieces.append(f"<b>{text}</b>" if run.bold and text else text)
    return "".join(pieces)


def _get_looks(paragraphs):
    """Attributes of size and side, as the first paragraph with words says."""
    first = next((one for one in paragraphs if one.text.strip()), None)
    if first is None:
        return ""
    sizes = [run.font.size.pt for run in first.runs if run.font.size]
    base = first.style.font.size if first.style is not None else None
    size = max(sizes, default=base.pt if base else LETTERS)
    return f'size="{size:g}" align="{ALIGN.get(first.alignment, "l")}"'


def _describe_table(table):
    grid = 'grid="1"' if _has_frame(table) else ""
    widths = " ".join(f"{width:.2f}" for width in _get_widths(table))
    rows = [_describe_row(row) for row in table.rows]
    if len(rows) < 3 or not grid:
        inner = "".join(f"<tr>{cells}</tr>" for cells in rows)
        return f'<table widths="{widths}" {grid}>{inner}</table><space h="2"/>'
    # A list goes on over pages with its head again.
    lines = "".join(f"<line>{cells}</line>" for cells in rows[1:])
    return f'<goods widths="{widths}" {grid}><head><tr>{rows[0]}</tr></head>{lines}</goods><space h="2"/>'


def _has_frame(table):
    style = table.style.name if table.style is not None else ""
    return "Grid" in style or table._tbl.tblPr.find(qn("w:tblBorders")) is not None


def _get_widths(table):
    """Widths of the columns in millimetres, as wide together as the page lets them be."""
    widths = [float(column.width or 0) for column in table.columns]
    whole = sum(widths)
    if not whole or not all(widths):
        return [WIDTH / len(widths)] * len(widths)
    return [WIDTH * width / whole for width in widths]


def _describe_row(row):
    cells = []
    for element in row._tr.tc_lst:
        paragraphs = [Paragraph(one, row) for one in element.p_lst]
        inner = "<br/>".join(_describe_runs(paragraph) for paragraph in paragraphs)
        span = f'span="{element.grid_span}"' if element.grid_span > 1 else ""
        cells.append(f"<td {_get_looks(paragraphs)} {span}>{inner}</td>")
    return "".join(cells)
