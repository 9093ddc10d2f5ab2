"""Barcodes on signed copies that come back as scans and photos, without a database."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import zxingcpp
from PIL import Image, UnidentifiedImageError

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

CODE = "SF"
DPI = 200
TIMEOUT = 60
LIMIT = 60  # pages of one file


class Unreadable(Exception):
    """The file is neither a picture nor a PDF that can be looked at; `args[0]` is a code: kind, tool, pages."""


def split(raw):
    """[(barcode or None, bytes, extension)]: the file cut into the papers that lie in it.

    A page without a barcode belongs to the paper before it; pages before the first barcode to nobody.

    :param raw: bytes of a PDF or of a picture
    """
    if not raw.startswith(b"%PDF"):
        return [(_read(_open(raw)), raw, "")]
    pages = [_read(picture) for picture in _draw_pages(raw)]
    groups = []
    for number, code in enumerate(pages):
        if not groups or (code and code != groups[-1][0]):
            groups.append((code, [number]))
        else:
            groups[-1][1].append(number)
    if len(groups) == 1:
        return [(groups[0][0], raw, ".pdf")]
    return [(code, _cut(raw, numbers), ".pdf") for code, numbers in groups]


def _open(raw):
    try:
        picture = Image.open(io.BytesIO(raw))
        picture.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Unreadable("kind") from error
    return picture.convert("L")


def _read(picture):
    """The barcode of one of our papers on a picture; None without one."""
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)
    return next((code.text for code in codes if code.text.startswith(CODE)), None)


def _draw_pages(raw):
    tool = shutil.which("pdftoppm")
    if not tool:
        raise Unreadable("tool")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scan.pdf"
        file.write_bytes(raw)
        command = [tool, "-r", str(DPI), "-gray", "-l", str(LIMIT), str(file), str(Path(folder) / "page")]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise Unreadable("pages") from error
        pictures = [Image.open(path).convert("L") for path in sorted(Path(folder).glob("page*"))]
    if done.returncode or not pictures:
        raise Unreadable("kind")
    return pictures


def _cut(raw, numbers):
    reader = PdfFileReader(io.BytesIO(raw), strict=False)
    writer = PdfFileWriter()
    for number in numbers:
        writer.addPage(reader.getPage(number))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
