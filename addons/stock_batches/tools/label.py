"""Whole labels as black-and-white pictures: one drawing for the preview, the PDF sheet and the label printer, so that
what was looked at and read back is what comes out. Knows nothing of Odoo."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont, ImageOps
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from zxingcpp import BarcodeFormat, create_barcode

MARGIN = 1.5
# Smallest bar or square that cheap scanners read, in millimetres.
SMALLEST_MODULE = 0.19


@dataclass(frozen=True)
class Size:
    """Label in millimetres, and the dots of the printer."""

    width: float
    height: float
    dpi: int = 203

    def dots(self, millimetres):
        return round(millimetres * self.dpi / 25.4)


class DoesNotFit(ValueError):
    """The barcode is larger than the label."""


def draw(label, size, fonts):
    """Picture of one label.

    :param label: ``title``, ``lines`` [(name, text)], ``content`` (bracketed GS1 text or plain), ``is_gs1``,
        ``symbology`` ("datamatrix" or "linear")
    :param fonts: paths of (regular, bold) TrueType fonts
    :raise DoesNotFit: the barcode cannot be read at this size
    """
    image = Image.new("1", (size.dots(size.width), size.dots(size.height)), 1)
    pen, edge = ImageDraw.Draw(image), size.dots(MARGIN)
    width, height = image.width - 2 * edge, image.height - 2 * edge
    largest = size.dots(max(3.4, size.height * 0.08))
    top = edge + _write(pen, [label["title"]], fonts[1], (edge, edge), width, height * 0.24, largest)
    bottom = _write_foot(pen, label["content"], fonts[0], edge, image.height - edge, width, size)
    room = (width, bottom - top - size.dots(0.8))
    if label["symbology"] == "datamatrix":
        code = _code(label, size, (min(room[0] * 0.45, room[1]), room[1]))
        image.paste(code, (edge, top + size.dots(0.4)))
        left = edge + code.width + size.dots(1.5)
        box = (left, top + size.dots(0.4)), image.width - edge - left, room[1]
    else:
        code = _code(label, size, (room[0], room[1] * 0.5))
        image.paste(code, (edge + (room[0] - code.width) // 2, top + size.dots(0.4)))
        under = top + code.height + size.dots(1)
        box = (edge, under), width, bottom - under
    texts = [f"{name}: {text}" if name else text for name, text in label["lines"]]
    _write(pen, texts, fonts[1], *box, size.dots(max(3.2, size.height * 0.075)))
    return image


def _code(label, size, room):
    """The barcode as large as the room allows, in whole dots a module."""
    square = label["symbology"] == "datamatrix"
    kind = BarcodeFormat.DataMatrix if square else BarcodeFormat.Code128
    options = {"gs1": True} if label["is_gs1"] else {}
    if square:
        options["forceSquare"] = True
    view = memoryview(create_barcode(label["content"], kind, **options).to_image(scale=1, add_quiet_zones=True))
    height, width = view.shape
    image = Image.frombytes("L", (width, height), bytes(view))
    step = int(min(room[0] // width, room[1] // height) if square else room[0] // width)
    if step < 1 or step * 25.4 / size.dpi < SMALLEST_MODULE or room[1] < size.dots(4):
        raise DoesNotFit(label["content"])
    target = (width * step, height * step if square else int(room[1]))
    return image.resize(target, Image.NEAREST).convert("1")


def _write(pen, texts, font, place, width, height, largest):
    """Write the texts one under the other as large as they fit; returns the height that they took."""
    for pixels in range(largest, 7, -1):
        face = ImageFont.truetype(font, pixels)
        rows = [row for text in texts for row in _wrap(face, text, width)]
        step = round(pixels * 1.18)
        cut = any(face.getlength(word) > width for text in texts for word in text.split())
        if cut and pixels > largest * 0.6:
            # A little smaller reads better than a word in two pieces.
            continue
        if len(rows) * step <= height and all(face.getlength(row) <= width for row in rows):
            break
    for number, row in enumerate(rows[: max(int(height // step), 1)]):
        pen.text((place[0], place[1] + number * step), row, font=face, fill=0)
    return min(len(rows), max(int(height // step), 1)) * step


def _fitting(face, word, width):
    """Number of letters of a word that fit, one at least."""
    low, high = 1, len(word) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.getlength(word[:middle]) <= width else (low, middle - 1)
    return low


def _wrap(face, text, width):
    """Rows of a text, broken at spaces, and inside a word that is longer than the label."""
    rows, row = [], ""
    for word in text.split():
        while face.getlength(word) > width and len(word) > 1:
            cut = _fitting(face, word, width)
            rows += [part for part in (row, word[:cut]) if part]
            row, word = "", word[cut:]
        longer = f"{row} {word}".strip()
        if face.getlength(longer) > width and row:
            rows.append(row)
            row = word
        else:
            row = longer
    return [*rows, row] if row else rows or [""]


def _write_foot(pen, text, font, left, bottom, width, size):
    """The text of the barcode at the foot, for whoever has no scanner; returns where it begins."""
    pixels = size.dots(2.3)
    while pixels > 8 and ImageFont.truetype(font, pixels).getlength(text) > width:
        pixels -= 1
    pen.text((left, bottom - pixels), text, font=ImageFont.truetype(font, pixels), fill=0)
    return bottom - round(pixels * 1.2)


def to_png(image):
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(203, 203))
    return out.getvalue()


def to_zpl(image, count=1):
    """Commands of a label printer: the picture as it is, so that no font or barcode of the printer is needed."""
    row = (image.width + 7) // 8
    # In the printer's picture a set bit is black. A white dot of ours may hold 1 as well as 255.
    inverted = ImageOps.invert(image.convert("L")).convert("1")
    data = inverted.tobytes().hex().upper()
    total = row * image.height
    return f"^XA^PW{image.width}^LL{image.height}^LH0,0^FO0,0^GFA,{total},{total},{row},{data}^FS^PQ{count}^XZ\n"


def to_pdf(pictures, size, sheet=None):
    """One page a label, or sheets of them: `sheet` is (page width, page height, columns, rows) in millimetres."""
    out = io.BytesIO()
    page_width, page_height, columns, rows = sheet or (size.width, size.height, 1, 1)
    pdf = canvas.Canvas(out, pagesize=(page_width * mm, page_height * mm))
    left = (page_width - columns * size.width) / 2
    top = (page_height - rows * size.height) / 2
    for number, picture in enumerate(pictures):
        place = number % (columns * rows)
        if number and not place:
            pdf.showPage()
        x = left + place % columns * size.width
        y = page_height - top - (place // columns + 1) * size.height
        reader = ImageReader(picture.convert("L"))
        pdf.drawImage(reader, x * mm, y * mm, size.width * mm, size.height * mm)
    pdf.save()
    return out.getvalue()
