"""Printed forms from a description in XML to PDF, without a database.

A form is a `sheet` of `table`, `text`, `space`, `keep` and `goods`; lengths are in millimetres, sizes of letters in points.

    <sheet orientation="landscape" size="7" margin="8" running="what further pages begin with" code="barcode">
      <text bold="1" size="10">…</text>
      <table widths="30 60" grid="1"><tr><td span="2" rows="1" align="c" line="1" bold="1">… <b>…</b><br/></td></tr></table>
      <goods widths="…"><head><tr/></head><line><td n="1" v="12.5">12,50</td></line><carry/><foot><tr/></foot><tail/></goods>
      <qr value="…" size="30"/> <code128 value="…" w="40" h="8"/> <image src="base64" w="30" h="20"/>
    </sheet>

`n` says that a cell is a number, which is never broken; `v` is its value for the sums of a page; {pages} is how many there are.
"""

import base64
import io
from functools import cache

from lxml import etree
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from odoo.tools.misc import file_path

from . import payment_qr, words
from .goods import Goods

PLAIN, BOLD = "SaleFormPlain", "SaleFormBold"
FONTS = {PLAIN: "Roboto-Regular.ttf", BOLD: "Roboto-Bold.ttf"}
ALIGN = {"l": TA_LEFT, "c": TA_CENTER, "r": TA_RIGHT}
SIDES = {"l": "LEFT", "c": "CENTER", "r": "RIGHT"}
HEIGHTS = {"t": "TOP", "m": "MIDDLE", "b": "BOTTOM"}
INLINE = {"b", "i", "br", "u", "sub", "super", "font"}
PADDING = 1.2
LINE = (0.4, (0, 0, 0))  # points, colour
FOOT = 9 * mm


@cache
def _register_fonts():
    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, file_path(f"web/static/fonts/google/Roboto/{file}")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


@cache
def _style(size, bold, align):
    return ParagraphStyle(
        f"{size} {bold} {align}",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.16,
        alignment=ALIGN[align],
        splitLongWords=1,
    )


class Modules(Flowable):
    """A code as rows of black squares."""

    def __init__(self, rows, width, height):
        super().__init__()
        self.rows, self.width, self.height = rows, width, height

    def wrap(self, _width, _height):
        return self.width, self.height

    def draw(self):
        draw_modules(self.canv, self.rows, 0, 0, self.width, self.height)


def draw_modules(canvas, rows, left, bottom, width, height):
    wide, high = width / len(rows[0]), height / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = None
        for place, black in enumerate([*row, False]):
            if black and start is None:
                start = place
            elif not black and start is not None:
                path.rect(left + start * wide, bottom + height - (number + 1) * high, (place - start) * wide, high)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)


class Picture(Flowable):
    """A stamp or a facsimile: it lies over what is printed, and takes no place of its own."""

    def __init__(self, raw, width, height):
        super().__init__()
        self.raw, self.width, self.high = raw, width, height

    def wrap(self, _width, _height):
        return self.width, 0

    def draw(self):
        image = ImageReader(io.BytesIO(self.raw))
        self.canv.drawImage(
            image, 0, -self.high / 2, self.width, self.high, mask="auto", preserveAspectRatio=True, anchor="c"
        )


def render(xml):
    """(bytes of the PDF, number of its pages) of a sheet.

    :param xml: text of the description
    """
    _register_fonts()
    first = Sheet(xml, 1)
    content, pages = _build(first)
    if pages > 1:
        content, pages = _build(Sheet(xml, pages, [goods.measured for goods in first.goods]))
    return content, pages


def _build(sheet):
    root = sheet.root
    stream = io.BytesIO()
    size = landscape(A4) if root.get("orientation") == "landscape" else A4
    margin = float(root.get("margin", "10")) * mm
    document = BaseDocTemplate(stream, pagesize=size, title=root.get("title", ""), author="", invariant=1)
    inner = (size[0] - 2 * margin, size[1] - margin - FOOT)
    rest = 5 * mm if root.get("running") else 0
    frames = [
        Frame(margin, FOOT, inner[0], inner[1] - cut, *(0, 0, 0, 0), id=name)
        for name, cut in (("first", 0), ("next", rest))
    ]
    document.addPageTemplates(
        [
            PageTemplate("first", frames[:1], onPage=sheet.decorate, autoNextPageTemplate="next"),
            PageTemplate("next", frames[1:], onPage=sheet.decorate),
        ]
    )
    document.build(sheet.make_all(root))
    return stream.getvalue(), document.page


class Sheet:
    """Makes flowables of the elements of one sheet."""

    def __init__(self, xml, pages, measured=()):
        """:param measured: what the tables of goods measured when the sheet was laid out for the first time"""
        self.root, self.pages = etree.fromstring(xml.replace("{pages}", str(pages))), pages
        root, self.goods, self.measured = self.root, [], list(measured)
        self.size = float(root.get("size", "8"))
        code = root.get("code")
        self.code = payment_qr.draw(code, "Code128") if code else None

    def decorate(self, canvas, document):
        """What each page has besides its text: whose it is, its number, its barcode, that it is a draft."""
        width, height = document.pagesize
        margin = float(self.root.get("margin", "10")) * mm
        canvas.saveState()
        canvas.setFont(PLAIN, 6.5)
        canvas.drawRightString(width - margin, 4 * mm, f"Лист {document.page} из {self.pages}")
        if document.page > 1 and self.root.get("running"):
            canvas.drawString(margin, height - margin - 2.5 * mm, self.root.get("running"))
        if self.code:
            draw_modules(canvas, self.code[:1], margin, 3 * mm, 38 * mm, 4.5 * mm)
            canvas.drawString(margin + 40 * mm, 4 * mm, self.root.get("code"))
        if self.root.get("draft"):
            canvas.setFillGray(0.86)
            canvas.setFont(BOLD, 64)
            canvas.translate(width / 2, height / 2)
            canvas.rotate(30)
            canvas.drawCentredString(0, 0, self.root.get("draft"))
        canvas.restoreState()

    def make_all(self, node):
        made = (self.make(child) for child in node if isinstance(child.tag, str))
        return [flowable for flowable in made if flowable is not None]

    def make(self, node):
        return getattr(self, f"_make_{node.tag}")(node)

    def _make_text(self, node):
        return self._paragraph(node, node)

    def _make_space(self, node):
        return Spacer(1, float(node.get("h", "2")) * mm)

    def _make_keep(self, node):
        return KeepTogether(self.make_all(node))

    def _make_qr(self, node):
        side = float(node.get("size", "30")) * mm
        return Modules(payment_qr.draw(node.get("value")), side, side) if node.get("value") else None

    def _make_code128(self, node):
        rows = payment_qr.draw(node.get("value"), "Code128")[:1]
        return Modules(rows, float(node.get("w", "40")) * mm, float(node.get("h", "8")) * mm)

    def _make_image(self, node):
        raw = node.get("src") and base64.b64decode(node.get("src"))
        return Picture(raw, float(node.get("w", "30")) * mm, float(node.get("h", "15")) * mm) if raw else None

    def _make_table(self, node):
        return self._table(node, node.findall("tr"))

    def _make_goods(self, node):
        carry = node.find("carry/tr")
        tail = node.find("tail")
        goods = Goods(
            lambda rows: self._table(node, rows),
            node.findall("head/tr"),
            node.findall("line"),
            node.findall("foot/tr"),
            None if carry is None else lambda lines: _sum_page(carry, lines),
            [] if tail is None else self.make_all(tail),
            self.measured[len(self.goods)] if self.measured else None,
        )
        self.goods.append(goods)
        return goods

    def _table(self, node, rows):
        widths = [float(width) * mm for width in node.get("widths").split()]
        cells, commands = self._lay_out(node, rows, len(widths))
        table = Table(cells, colWidths=widths, hAlign=SIDES[node.get("align", "l")])
        table.setStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 0.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                # Cells without a word have letters, too: their rows would be higher than the others.
                *([("FONT", (0, 0), (-1, -1), PLAIN, *self._get_letters(node))] if node.get("grid") else []),
                *commands,
            ]
        )
        return table

    def _lay_out(self, node, rows, columns):
        """(cells, commands of style) of rows whose cells may go over several columns and rows."""
        grid = node.get("grid")
        taken, commands = set(), []
        cells = [[""] * columns for _row in rows]
        for number, row in enumerate(rows):
            place = 0
            box = grid
            if grid and _is_plain(row, columns) and not any(line == number for line, _column in taken):
                # One grid is drawn in a quarter of the lines that a box around each cell takes.
                commands.append(("GRID", (0, number), (-1, number), *LINE))
                box = None
            for cell in row.iterchildren("td"):
                while (number, place) in taken:
                    place += 1
                end = place + int(cell.get("span", 1)) - 1
                last = number + int(cell.get("rows", 1)) - 1
                taken |= {(line, column) for line in range(number, last + 1) for column in range(place, end + 1)}
                cells[number][place] = self._fill(cell, node)
                commands += self._get_commands(cell, (place, number), (end, last), box, node)
                place = end + 1
        return cells, commands

    def _get_commands(self, cell, start, end, grid, node):
        commands = [("VALIGN", start, end, HEIGHTS[cell.get("valign", "t")])]
        if cell.get("n"):  # a paragraph has its own letters
            commands += [
                ("FONT", start, end, BOLD if cell.get("bold") else PLAIN, *self._get_letters(cell, node)),
                ("ALIGN", start, end, SIDES[cell.get("align", "r")]),
            ]
        if start != end:
            commands.append(("SPAN", start, end))
        if cell.get("box", grid or "0") not in ("0", ""):
            commands.append(("BOX", start, end, *LINE))
        if cell.get("line"):
            commands.append(("LINEBELOW", start, end, *LINE))
        return commands

    def _fill(self, cell, node):
        blocks = [child for child in cell if isinstance(child.tag, str) and child.tag not in INLINE]
        if blocks:
            # What is written before a picture stands above it.
            lead = (cell.text or "").strip()
            return [*([self._make_lead(lead, cell, node)] if lead else []), *self.make_all(cell)]
        if cell.get("n"):
            return (cell.text or "").strip()
        return self._paragraph(cell, cell, node)

    def _get_letters(self, cell, node=None):
        """(size, height of a line) of what is written in a cell: its own, that of its table, or that of the sheet."""
        of_table = None if node is None else node.get("size")
        size = float(cell.get("size") or of_table or self.size)
        return size, size * 1.16

    def _make_lead(self, text, cell, node):
        size, _leading = self._get_letters(cell, node)
        return Paragraph(_escape(text, cell), _style(size, bool(cell.get("bold")), cell.get("align", "l")))

    def _paragraph(self, node, owner, table=None):
        inner = (node.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in node)
        text = " ".join(_escape(inner, node).split())
        size, _leading = self._get_letters(owner, table)
        return Paragraph(text, _style(size, bool(owner.get("bold")), owner.get("align", "l"))) if text else ""


def _is_plain(row, columns):
    """Whether each cell of a row has a column of its own and the frame of the table."""
    cells = row.findall("td")
    return len(cells) == columns and not any(cell.get(name) for cell in cells for name in ("span", "rows", "box"))


def _escape(inner, node):
    """Text of an element came unescaped, its children did not."""
    bare = node.text or ""
    return bare.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + inner[len(bare) :]


def _sum_page(carry, lines):
    """The row that ends a page, with the sums of its lines in the cells that name a column by `sum`."""
    row = etree.fromstring(etree.tostring(carry))
    for cell in row.iterchildren("td"):
        if cell.get("sum"):
            values = (float(line[int(cell.get("sum"))].get("v") or 0) for line in lines)
            cell.text = words.money(sum(values)) if cell.get("as") != "number" else words.number(sum(values))
    return row
