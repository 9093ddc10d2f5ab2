"""The drawing of labels by itself: what comes out of the printer, at each of its sizes."""

import io
import re

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from odoo.tests import BaseCase, tagged
from odoo.tools import file_path

from odoo.addons.stock_batches.models.stock_label import FONTS
from odoo.addons.stock_batches.tools import label, symbol

GTIN = "04601234567893"
SIZES = [
    label.Size(*each)
    for each in (
        (40, 30, 203),
        (40, 30, 300),
        (58, 40, 203),
        (58, 40, 300),
        (70, 42.3, 300),
        (100, 70, 203),
        (100, 150, 600),
    )
]


def data(**values):
    return {
        "title": "[SL-300] Герметик силиконовый санитарный",
        "lines": [("Серия", "LOT-1"), ("Годен до", "30.04.2026")],
        "content": f"(01){GTIN}(17)260430(10)LOT-1",
        "is_gs1": True,
        "symbology": "datamatrix",
        **values,
    }


@tagged("post_install", "-at_install")
class TestLabelTools(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fonts = [file_path(FONTS % weight) for weight in ("Regular", "Bold")]

    def _draw(self, size, **values):
        return label.draw(data(**values), size, self.fonts)

    def _read(self, picture):
        return zxingcpp.read_barcodes(picture.convert("L"))

    def test_every_size_reads_back_one_code(self):
        for size in SIZES:
            picture = self._draw(size)
            self.assertEqual(picture.size, (size.dots(size.width), size.dots(size.height)))
            [found] = self._read(picture)
            self.assertEqual((found.text, found.symbology_identifier), (data()["content"], "]d2"), size)

    def test_bars_where_they_fit(self):
        for size in SIZES[-2:]:
            [found] = self._read(self._draw(size, symbology="linear"))
            self.assertEqual((found.text, found.symbology_identifier), (data()["content"], "]C1"), size)
        with self.assertRaises(label.DoesNotFit):
            self._draw(SIZES[0], symbology="linear")

    def test_a_worn_print_still_reads(self):
        """A head with a dead dot leaves a white line down the label; error correction makes up for it."""
        picture = self._draw(SIZES[3])
        [found] = self._read(picture)
        middle = found.position.top_left.x + 7
        picture.paste(1, (middle, 0, middle + 1, picture.height))
        self.assertEqual([code.text for code in self._read(picture)], [data()["content"]])

    def test_upside_down_and_on_its_side(self):
        picture = self._draw(SIZES[2])
        for angle in (90, 180, 270):
            [found] = self._read(picture.rotate(angle, expand=True, fillcolor=1))
            self.assertEqual(found.text, data()["content"], angle)

    def test_quiet_zone(self):
        """Nothing is printed right beside the code: half of all scanners would miss it."""
        for size in SIZES[:4]:
            picture = self._draw(size, title="Ж" * 200, lines=[("Ж" * 40, "Ж" * 40)] * 5)
            [found] = self._read(picture)
            box = found.position
            module = (box.top_right.x - box.top_left.x) / 24
            edge = picture.crop(
                (round(box.top_right.x + 1), box.top_left.y, round(box.top_right.x + module), box.bottom_left.y)
            )
            self.assertEqual(edge.convert("L").getextrema(), (255, 255), size)

    def test_the_smallest_module_is_kept(self):
        with self.assertRaises(label.DoesNotFit):
            self._draw(label.Size(15, 10, 203))
        picture = self._draw(label.Size(30, 25, 600))
        [found] = self._read(picture)
        squares = 24
        module = (found.position.top_right.x - found.position.top_left.x) / squares * 25.4 / 600
        self.assertGreaterEqual(module, label.SMALLEST_MODULE * 0.9)

    @settings(max_examples=25, deadline=None)
    @given(title=st.text(max_size=200), text=st.text(max_size=80))
    def test_no_text_spoils_the_code(self, title, text):
        lines = [("Серия", text.replace("\x00", "")), ("", text.replace("\x00", ""))]
        [found] = self._read(self._draw(SIZES[2], title=title.replace("\x00", ""), lines=lines))
        self.assertEqual(found.text, data()["content"])

    def test_words_are_broken_only_where_they_must(self):
        face = ImageFont.truetype(self.fonts[0], 20)
        for width in (60, 120, 400):
            for text in ("Герметик силиконовый санитарный", "A" * 80, "", " ", "слово " * 20):
                rows = label._wrap(face, text, width)
                self.assertEqual("".join(rows).replace(" ", ""), text.replace(" ", ""), "no letter is lost")
                self.assertTrue(all(face.getlength(row) <= width for row in rows), (width, rows))
        self.assertEqual(label._wrap(face, "один два", 400), ["один два"])

    # The printer's language

    def _burn(self, command):
        width, height, total, row, graphic, count = re.fullmatch(
            r"\^XA\^PW(\d+)\^LL(\d+)\^LH0,0\^FO0,0\^GFA,(\d+),\3,(\d+),([0-9A-F]+)\^FS\^PQ(\d+)\^XZ\n", command
        ).groups()
        raw = bytes.fromhex(graphic)
        self.assertEqual((len(raw), int(row)), (int(total), (int(width) + 7) // 8))
        image = Image.frombytes("1", (int(row) * 8, int(height)), raw).point(lambda value: 255 - value)
        return image.crop((0, 0, int(width), int(height))), int(count)

    def test_commands_burn_the_very_picture(self):
        for size in SIZES:
            picture = self._draw(size)
            burnt, count = self._burn(label.to_zpl(picture, 3))
            self.assertEqual(count, 3)
            self.assertEqual(burnt.tobytes(), picture.tobytes(), "dot for dot")

    @settings(max_examples=30, deadline=None)
    @given(width=st.integers(1, 70), height=st.integers(1, 20), seed=st.binary(min_size=200, max_size=200))
    def test_commands_of_any_picture(self, width, height, seed):
        picture = Image.frombytes("1", (width, height), (seed * 10)[: (width + 7) // 8 * height])
        burnt, _count = self._burn(label.to_zpl(picture))
        self.assertEqual(burnt.tobytes(), picture.tobytes())

    # Files

    def _pages(self, pdf):
        boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
        return [(round(float(width) / 72 * 25.4, 1), round(float(height) / 72 * 25.4, 1)) for width, height in boxes]

    def test_pages_have_the_size_of_the_label(self):
        for size in SIZES:
            pages = self._pages(label.to_pdf([self._draw(size)] * 2, size))
            self.assertEqual(pages, [(round(size.width, 1), round(size.height, 1))] * 2)

    def test_sheets(self):
        size, sheet = label.Size(70, 42.3, 300), (210, 297, 3, 7)
        picture = self._draw(size)
        for number, pages in ((1, 1), (21, 1), (22, 2), (43, 3)):
            self.assertEqual(self._pages(label.to_pdf([picture] * number, size, sheet)), [(210.0, 297.0)] * pages)

    def test_preview(self):
        picture = Image.open(io.BytesIO(label.to_png(self._draw(SIZES[2]))))
        self.assertEqual([code.text for code in self._read(picture)], [data()["content"]])

    def test_code128_takes_what_every_scanner_types(self):
        for text in ("", "А", "a\tb", "x" * 49, "\x7f", "é"):
            with self.assertRaises(ValueError):
                symbol.draw_code128(text)
        self.assertEqual(symbol.draw_code128(" ~" * 24)["symbology"], "code128")
