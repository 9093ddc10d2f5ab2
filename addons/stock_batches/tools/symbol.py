"""Draw barcodes. Knows nothing of Odoo."""

import base64
import re

from zxingcpp import BarcodeFormat, create_barcode

PRINTABLE = re.compile(r"^[\x20-\x7e]{1,48}$")
SIZE = re.compile(r'<svg width="([\d.]+)" height="([\d.]+)"')


def draw_gs1(content):
    """GS1 DataMatrix of a bracketed text, with the function characters that make it GS1; square, since the long
    rectangles that save a millimetre are no GS1 sizes.

    :raise ValueError: the text cannot be drawn
    """
    return _drawn("datamatrix", create_barcode(content, BarcodeFormat.DataMatrix, gs1=True, forceSquare=True))


def draw_code128(content):
    """Code 128 of a text; only what every scanner types back right is drawn.

    :raise ValueError: other characters than printable ASCII, or too many of them for a label
    """
    if not PRINTABLE.match(content or ""):
        raise ValueError(f"not for Code 128: {content!r}")
    return _drawn("code128", create_barcode(content, BarcodeFormat.Code128))


def _drawn(symbology, barcode):
    picture = _scalable(barcode.to_svg())
    image = "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()
    return {"symbology": symbology, "svg": picture, "image": image}


def _scalable(svg):
    """The drawing alone, without its document type (a PDF maker would fetch it), free to be scaled."""
    svg = svg[svg.index("<svg") :]
    return SIZE.sub(r'<svg width="\1" height="\2" viewBox="0 0 \1 \2" shape-rendering="crispEdges"', svg, count=1)
