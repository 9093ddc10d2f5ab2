"""Reading printed forms as a person sees them: words with their places, page by page."""

import base64
import io
import shutil
import subprocess
import tempfile
from itertools import pairwise

from lxml import html
from PIL import Image

from odoo.fields import Command

from .common import DealMixin

HAS_TOOLS = bool(shutil.which("wkhtmltopdf") and shutil.which("pdftotext"))
# Points. Letters of one line may touch; what lies deeper in one another cannot be read.
DEEP = 1.5
EDGE = 20


def make_picture(colour="teal", size=(300, 200), kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return base64.b64encode(stream.getvalue())


class Word:
    def __init__(self, node):
        self.text = node.text or ""
        self.left, self.top, self.right, self.bottom = (
            float(node.get(name)) for name in ("xmin", "ymin", "xmax", "ymax")
        )

    def is_over(self, other):
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > DEEP and high > DEEP

    def __repr__(self):
        return f"{self.text}@{self.left:.0f},{self.top:.0f}"


class Page:
    def __init__(self, node):
        self.width, self.height = float(node.get("width")), float(node.get("height"))
        self.words = [Word(word) for word in node.iter("word")]
        self.texts = [word.text for word in self.words]

    def get_covered(self):
        """Pairs of words of which one lies over the other."""
        by_line = sorted(self.words, key=lambda word: word.top)
        pairs = []
        for place, word in enumerate(by_line):
            for other in by_line[place + 1 :]:
                if other.top > word.bottom:
                    break
                if word.is_over(other):
                    pairs.append((word, other))
        return pairs

    def get_outside(self):
        return [
            word
            for word in self.words
            if word.left < EDGE or word.right > self.width - EDGE or word.top < EDGE or word.bottom > self.height - 10
        ]

    def get_foot(self):
        return [word.text for word in self.words if word.top > self.height - 36]


def read_pages(content):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        done = subprocess.run(["pdftotext", "-bbox", file.name, "-"], capture_output=True, check=True)
    return [Page(node) for node in html.fromstring(done.stdout.decode()).iter("page")]


class PdfMixin(DealMixin):
    """Needs `env` and `entity`, the customer."""

    @classmethod
    def set_up_printing(cls):
        # The scripts of a page need no second here: there are none.
        cls.env["ir.config_parameter"].set_param("report.print_delay", "20")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.entity.lang = "en_US"

    @classmethod
    def make_goods(cls, lengths, picture=None):
        """Products whose names begin and end with words that no other has, `length` words long."""
        values = []
        for number, length in enumerate(lengths, 1):
            words = " ".join(["pump", "with", "drive"][place % 3] for place in range(length))
            values.append(
                {
                    "name": f"beg{number}x {words} fin{number}x",
                    "list_price": 1000.5 * number,
                    "type": "service",
                    "image_1920": picture if picture and number % 3 else False,
                }
            )
        return cls.env["product.template"].create(values).product_variant_id

    @classmethod
    def make_quotation(cls, lengths, picture=None, **values):
        deal = cls.make_deal(**values)
        deal.action_create_goods_list()
        goods = cls.make_goods(lengths, picture)
        deal.goods_line_ids = [Command.create({"product_id": product.id}) for product in goods]
        return deal.quotation_id

    def print_proposal(self, order):
        proposal = self.env["sale.proposal"].with_context(force_report_rendering=True)._make(order)
        return read_pages(proposal.attachment_id.raw)

    def print_request(self, request):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf("deal_stages.sale_payment_request_report", request.ids)
        return read_pages(content)

    def check_pages(self, pages, number, head="Product", totals="Total"):
        """Nothing overlaps or is cut, no line is torn, each page with goods has the head, totals have a line above."""
        for place, page in enumerate(pages, 1):
            self.assertFalse(page.get_covered(), f"page {place} of {len(pages)}")
            self.assertFalse(page.get_outside(), f"page {place} of {len(pages)}")
            self.assertEqual(page.get_foot(), [str(place), "/", str(len(pages))])
        for place in set(self.check_lines(pages, number)):
            self.assertEqual(pages[place - 1].texts.count(head), 1, f"the head of page {place}")
        [page] = [page for page in pages if totals in (text.strip(":") for text in page.texts)]
        self.assertIn(f"fin{number}x", page.texts, "totals stand alone")

    def check_lines(self, pages, number):
        begun, ended = (self.get_places(pages, word, number) for word in ("beg", "fin"))
        self.assertEqual(begun, ended, "a line is torn or cut")
        self.assertTrue(all(first <= second for first, second in pairwise(begun)))
        return begun

    def get_places(self, pages, word, number):
        """Numbers of the pages on which the words of the lines stand; each of them stands once."""
        places = []
        for line in range(1, number + 1):
            found = [place for place, page in enumerate(pages, 1) for text in page.texts if text == f"{word}{line}x"]
            self.assertEqual(len(found), 1, f"{word}{line}x stands on pages {found}")
            places += found
        return places
