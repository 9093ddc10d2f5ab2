import base64
import io
import shutil
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from unittest import skipUnless

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image, ImageDraw

from odoo.exceptions import UserError
from odoo.tests import tagged, users

from odoo.addons.stock_batches.tools import gs1, symbol

from .common import SeriesCommon

GTIN = "04601234567893"
STEP = 4


def picture(svg):
    """Paint the drawing's own squares and bars: what a printer makes of it."""
    root = etree.fromstring(svg.encode())
    width, height = (int(float(root.get(name))) for name in ("width", "height"))
    image = Image.new("L", ((width + 8) * STEP, (height + 8) * STEP), 255)
    draw = ImageDraw.Draw(image)
    for path in root.iter("{*}path"):
        for piece in path.get("d").split("M")[1:]:
            left, rest = piece.split("h", 1)
            x, y = map(float, left.replace(",", " ").split())
            across, rest = rest.split("v", 1)
            down = rest.split("h")[0]
            box = [(x + 4) * STEP, (y + 4) * STEP]
            box += [box[0] + float(across) * STEP - 1, box[1] + float(down) * STEP - 1]
            draw.rectangle(box, fill=0)
    return image


def decode(image):
    found = zxingcpp.read_barcode(image)
    assert found, "no barcode in the picture"
    return found


@tagged("post_install", "-at_install")
class TestLabel(SeriesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.glue = cls._make_product(
            "Sealant 300 ml",
            default_code="SL-300",
            barcode="4601234567893",
            use_expiration_date=True,
            expiration_time=365,
        )
        cls.lot = cls._make_lot("LOT-1", date(2025, 5, 1), cls.glue, expiration_date=datetime(2026, 4, 29, 22))

    def test_gs1_content(self):
        label = self.lot._get_label()
        self.assertEqual(label["content"], f"(01){GTIN}(11)250501(17)260430(10)LOT-1")
        self.assertEqual(label["symbology"], "datamatrix")
        found = decode(picture(label["svg"]))
        self.assertEqual((found.text, found.symbology_identifier), (label["content"], "]d2"))
        drawn = etree.fromstring(label["svg"].encode())
        self.assertEqual(drawn.get("width"), drawn.get("height"), "GS1 knows no long rectangles")
        self.assertEqual(
            self.env["stock.lot"]._read_gs1(found.symbology_identifier + found.bytes.decode()),
            {"gtin": GTIN, "production": date(2025, 5, 1), "expiry": date(2026, 4, 30), "lot": "LOT-1"},
            "our own reader reads what we print, with the day of the warehouse's zone",
        )

    def test_nothing_is_invented(self):
        lot = self._make_lot("LOT-2", product=self.glue, expiration_date=datetime(2026, 4, 29, 9))
        self.assertNotIn("(11)", lot._get_gs1_content(), "a date derived from the expiry is no day of production")
        serial = self._make_product("Pump", tracking="serial", barcode="4601234567909")
        self.assertEqual(self._make_lot("S1", product=serial)._get_gs1_content(), "(01)04601234567909(21)S1")

    def test_code128_without_a_trade_item_number(self):
        for barcode in (False, "4601234567894", "SL-300"):
            self.glue.barcode = barcode
            label = self.lot._get_label()
            self.assertEqual((label["symbology"], label["content"]), ("code128", "LOT-1"), barcode)
            self.assertEqual(decode(picture(label["svg"])).text, "LOT-1")

    def test_number_that_gs1_forbids(self):
        for name in ("LOT#1", "A" * 21, "LOT 1", "LOT(1)"):
            label = self._make_lot(name, product=self.glue)._get_label()
            self.assertEqual((label["symbology"], decode(picture(label["svg"])).text), ("code128", name))

    def test_number_that_no_barcode_holds(self):
        for name in ("ПАРТИЯ-5", "A\x1dB", "A" * 49):
            with self.assertRaisesRegex(UserError, "no scanner can read|longer than 48"):
                self._make_lot(name, product=self.glue)._get_label()

    @settings(max_examples=40, deadline=None)
    @given(
        name=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=25).filter(
            lambda text: text == text.strip()
        )
    )
    def test_every_label_reads_back(self, name):
        if gs1.is_element_text(name):
            drawn, kind = symbol.draw_gs1(f"(01){GTIN}(10){name}"), "]d2"
            expected = f"01{GTIN}10{name}"
        else:
            drawn, kind, expected = symbol.draw_code128(name), "]C0", name
        found = decode(picture(drawn["svg"]))
        self.assertEqual((found.symbology_identifier, found.bytes.decode()), (kind, expected))

    def _render(self, lots):
        report = self.env["ir.actions.report"].with_context(lang="en_US")
        return report._render_qweb_html("stock_batches.series_label_report", lots.ids)[0]

    @users("series_worker")
    def test_label_text(self):
        plain = self._make_lot("PLAIN-1", quantity=1)
        page = html.fromstring(self._render((self.lot | plain).with_user(self.env.user)))
        labels = page.xpath("//div[contains(@class, 'o_series_label ')]")
        texts = [" ".join(label.text_content().split()) for label in labels]
        self.assertEqual(len(texts), 2)
        for piece in ("[SL-300] Sealant 300 ml", "LOT-1", "05/01/2025", "04/30/2026", f"(01){GTIN}"):
            self.assertIn(piece, texts[0])
        self.assertIn("PLAIN-1", texts[1])
        images = [base64.b64decode(image.get("src").split(",", 1)[1]).decode() for image in page.iter("img")]
        self.assertEqual([decode(picture(svg)).text for svg in images], [self.lot._get_gs1_content(), "PLAIN-1"])

    @skipUnless(shutil.which("wkhtmltopdf") and shutil.which("pdftoppm"), "no wkhtmltopdf or pdftoppm here")
    def test_pdf_has_the_size_of_the_label_and_reads(self):
        plain = self._make_lot("PLAIN-00017", quantity=1)
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf = report._render_qweb_pdf("stock_batches.series_label_report", (self.lot | plain).ids)[0]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "label"
            target.with_suffix(".pdf").write_bytes(pdf)
            subprocess.run(
                ["pdftoppm", "-r", "300", "-png", target.with_suffix(".pdf"), target], check=True, timeout=60
            )
            pages = [Image.open(io.BytesIO(page.read_bytes())) for page in sorted(Path(folder).glob("*.png"))]
        self.assertEqual(len(pages), 2, "one page a label")
        for page, text in zip(pages, (self.lot._get_gs1_content(), "PLAIN-00017"), strict=True):
            self.assertAlmostEqual(page.width / 300 * 25.4, 58, delta=1)
            self.assertAlmostEqual(page.height / 300 * 25.4, 40, delta=1)
            self.assertEqual(decode(page).text, text)

    @users("series_worker")
    def test_labels_of_a_receipt(self):
        lot = self._receive("IN-7", 3)
        picking = lot.quant_ids and self.env["stock.picking"].search([("move_line_ids.lot_id", "=", lot.id)])
        action = picking.action_print_series_labels()
        self.assertEqual(action["report_name"], "stock_batches.series_label")
        self.assertEqual(action["context"]["active_ids"], lot.ids)
        empty = self._make_picking("in", 1, self._make_product("Cable", tracking="none"))
        with self.assertRaisesRegex(UserError, "no series in this transfer"):
            empty.with_user(self.env.user).action_print_series_labels()
