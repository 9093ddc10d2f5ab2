"""Names and table heads on further pages, and page numbers: put into a PDF after it was printed, without a database.

Debian's wkhtmltopdf repeats neither headers nor the head of a table. So the form prints two sheets behind the document,
what a further page begins with and the same with the table's head; here they are laid over the pages and taken out.
"""

import io

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfFileReader,
    PdfFileWriter,
)

# #979899, the border of a line of goods; either build of Qt writes it with as many digits as it likes.
GOODS = b"0.592156"
SHEETS = 2
# Points: where the running head begins below the edge, and where the number stands above it.
HEAD_TOP, NUMBER_BOTTOM, NUMBER_SIZE = 24, 20, 7.5


def complete(content, margin_top):
    """The printed form without its last two sheets, with what they say on its further pages.

    :param content: bytes of the PDF
    :param margin_top: points above the text of every page, where the running head finds its place
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    *pages, plain, with_table = list(reader.pages)
    writer = PdfFileWriter()
    goods = [GOODS in _get_data(page) for page in pages]
    rise = margin_top - HEAD_TOP
    heads = {False: _add_form(writer, plain, margin_top, rise), True: _add_form(writer, with_table, margin_top, rise)}
    for index, page in enumerate(pages):
        # The first page of the goods has the head itself, above the first line.
        goes_on = goods[index] and any(goods[:index])
        head = heads[goes_on] if index else None
        writer.add_page(page)
        _stamp(writer, writer.pages[index], head, rise, f"{index + 1} / {len(pages)}")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _get_data(page):
    contents = page.get_contents()
    return contents.get_data() if contents is not None else b""


def _add_form(writer, page, margin_top, height):
    """The upper part of the page's text as a picture that other pages may show."""
    _left, _bottom, right, top = (float(edge) for edge in page.mediabox)
    form = DecodedStreamObject()
    form.set_data(_get_data(page))
    form = form.flate_encode()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            # No more than has place in the margin: what is white below would hide the page.
            NameObject("/BBox"): ArrayObject(
                NumberObject(round(edge)) for edge in (0, top - margin_top - height, right, top - margin_top)
            ),
            NameObject("/Resources"): page["/Resources"],
        }
    )
    return writer._addObject(form)


def _stamp(writer, page, head, rise, number):
    """Lay the head, moved up, and the page's number over the page."""
    resources = DictionaryObject(page["/Resources"].get_object())
    fonts = DictionaryObject(resources.get("/Font", DictionaryObject()).get_object())
    fonts[NameObject("/PageNumber")] = _make_font()
    resources[NameObject("/Font")] = fonts
    middle = float(page.mediabox.width) / 2 - NUMBER_SIZE
    words = f"Q\nq BT /PageNumber {NUMBER_SIZE} Tf 0.4 g {middle:.1f} {NUMBER_BOTTOM} Td ({number}) Tj ET Q\n"
    if head is not None:
        pictures = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
        pictures[NameObject("/RunningHead")] = head
        resources[NameObject("/XObject")] = pictures
        words += f"q 1 0 0 1 0 {rise:.1f} cm /RunningHead Do Q\n"
    page[NameObject("/Resources")] = resources
    old = page["/Contents"]
    parts = old if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [_add_stream(writer, b"q\n"), *parts, _add_stream(writer, words.encode("ascii"))]
    )


def _add_stream(writer, data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._addObject(stream)


def _make_font():
    # One of the fonts that every reader of PDF has; digits look alike in all languages.
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
