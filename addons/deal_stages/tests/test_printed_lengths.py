import os
import unittest

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import DealCommon
from .common_pdf import HAS_TOOLS, PdfMixin, make_picture

LONG = bool(os.environ.get("LONG"))
WEBP = b"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
WORDS = ["насос", "для", "нефти", "взрывозащищённый", "50", "м³/ч", "משאבה", "مضخة", "W" * 60, "\n", "pump"]
NEEDS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=600).map(lambda words: " ".join(["Oil", *words])[:4000])
# A line of two hundred words fills a third of a page.
LENGTHS = st.lists(st.integers(1, 200) | st.integers(1, 15), min_size=1, max_size=40)


def property_test(**strategies):
    return lambda test: settings(
        max_examples=60 if LONG else 6,
        deadline=None,
        derandomize=not LONG,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )(given(**strategies)(test))


@unittest.skipUnless(HAS_TOOLS, "wkhtmltopdf or pdftotext is not installed")
@tagged("post_install", "-at_install")
class TestPrintedLengths(PdfMixin, DealCommon):
    """Whatever the lengths: nothing is covered, cut or torn, and each page can be read by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_printing()
        cls.picture = make_picture()

    @property_test(lengths=LENGTHS, needs=NEEDS, with_pictures=st.booleans(), note=st.integers(0, 400))
    @example(lengths=[3], needs="Oil", with_pictures=False, note=0)
    @example(lengths=[4, 40, 12] * 10, needs="насос " * 666, with_pictures=True, note=300)
    def test_proposal_of_any_length(self, lengths, needs, with_pictures, note):
        order = self.make_quotation(lengths, self.picture if with_pictures else None, needs=needs)
        order.note = " ".join(["terms"] * note)
        pages = self.print_proposal(order)
        self.check_pages(pages, len(lengths))
        self.assertEqual(sum(page.texts.count("terms") for page in pages), note)

    @property_test(lengths=LENGTHS)
    @example(lengths=[2])
    @example(lengths=[4, 40, 12] * 20)
    def test_request_of_any_length(self, lengths):
        order = self.make_quotation(lengths)
        order.opportunity_id.action_agree()
        request = self.env["sale.payment.request"].create({"order_id": order.id, "amount": order.amount_total})
        self.check_pages(self.print_request(request), len(lengths), head="What")

    def test_several_requests_at_once(self):
        """Debian's wkhtmltopdf prints one document at a time; each has its own pages and numbers."""
        order = self.make_quotation([30] * 40)
        order.opportunity_id.action_agree()
        half = order.currency_id.round(order.amount_total / 2)
        values = [{"order_id": order.id, "amount": half}, {"order_id": order.id, "amount": order.amount_total - half}]
        requests = self.env["sale.payment.request"].create(values)
        pages = self.print_request(requests)
        self.assertEqual([page.get_foot() for page in pages], [["1", "/", "1"]] * 2)
        for request, page in zip(requests, pages, strict=True):
            self.assertIn(request.name, page.texts)

    def test_customer_who_reads_from_right_to_left(self):
        """His language turns the page around; foreign words, numbers and pictures stay readable."""
        self.env["res.lang"]._activate_lang("ar_001")
        self.entity.lang = "ar_001"
        picture = make_picture("red", (900, 100))
        needs = "نحتاج إلى مضخة " * 90 + "\nPump N-50\nמשאבה\n" + "مضخة N-50 للنفط " * 90
        pages = self.print_proposal(self.make_quotation([9, 30] * 12, picture, needs=needs))
        self.check_pages(pages, 24)
        self.assertEqual(sum(page.texts.count("N-50") for page in pages), 91)
        [first, last] = [self.find(pages, word) for word in ("Product", "Qty")]
        self.assertGreater(first.left, last.left)

    def test_picture_that_cannot_be_shown_leaves_no_hole(self):
        """Of WebP, Debian's wkhtmltopdf shows nothing; the web client keeps a JPEG beside it, other programs do not."""
        for picture, shown in ((make_picture(kind="PNG"), 1), (make_picture(kind="JPEG"), 1), (WEBP, 0)):
            order = self.make_quotation([2])
            order.order_line.product_id.image_1920 = picture
            self.check_pages(self.print_proposal(order), 1)
            self.assertEqual(order.proposal_ids.attachment_id.raw.count(b"/Subtype /Image"), shown)

    def find(self, pages, text):
        return next(word for word in pages[0].words if word.text == text)

    def test_three_hundred_lines(self):
        pages = self.print_proposal(self.make_quotation([number % 40 for number in range(300)], self.picture))
        self.check_pages(pages, 300)
        self.assertGreater(len(pages), 10)
