import base64
import io
import subprocess
import tempfile
import unittest

from PIL import Image

from odoo.tests import tagged, users

from odoo.addons.deal_stages.tests.common_pdf import HAS_TOOLS, PdfMixin, make_picture, read_pages

from .common import ServiceCommon


@unittest.skipUnless(HAS_TOOLS, "wkhtmltopdf or pdftotext is not installed")
@tagged("post_install", "-at_install")
class TestPrinted(PdfMixin, ServiceCommon):
    """Acts and offers of any length: nothing is covered, cut or torn, and each page can be read by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_printing()

    def print_report(self, name, records):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return report._render_qweb_pdf(f"deal_service.{name}", records.ids)[0]

    def print_act(self, visits):
        return read_pages(self.print_report("service_visit_report", visits))

    def check_papers(self, pages):
        for place, page in enumerate(pages, 1):
            self.assertFalse(page.get_covered(), f"page {place} of {len(pages)}")
            self.assertFalse(page.get_outside(), f"page {place} of {len(pages)}")
            self.assertEqual(page.get_foot(), [str(place), "/", str(len(pages))])

    def words(self, pages):
        return " ".join(text for page in pages for text in page.texts)

    def make_visit(self, count, commission=True):
        deal = self._ship_deal(*[f"SN-{number}" for number in range(count)])
        visit = deal.visit_ids
        visit.task = "Put up and show"
        if commission:
            visit.signature = make_picture("black", (600, 200))
            visit.signed_by = "Ivanov, chief engineer"
            self._fill_in(visit)
            visit.action_start()
            visit.action_done()
        return visit

    def test_an_act_of_one_page(self):
        visit = self.make_visit(1)
        pages = self.print_act(visit)
        self.check_papers(pages)
        self.assertEqual(len(pages), 1)
        words = self.words(pages)
        for text in (visit.name, "SN-0", "Ivanov,", "-75", "quiet", "Chamber"):
            self.assertIn(text, words)

    def test_an_act_of_many_pieces(self):
        """Twenty-five pieces with three lines each: the head of the checklist stands on each of its pages."""
        visit = self.make_visit(25)
        pages = self.print_act(visit)
        self.check_papers(pages)
        self.assertGreater(len(pages), 2)
        with_lines = [page for page in pages if "quiet" in page.texts]
        self.assertTrue(all(page.texts.count("Limits") == 1 for page in with_lines))
        words = self.words(pages)
        self.assertEqual(words.count("quiet"), 25)
        for number in range(25):
            self.assertEqual(words.split().count(f"SN-{number}"), 4, "once among the pieces, three times measured")
        for page in pages[1:]:
            self.assertIn(visit.name, page.texts)
        self.assertIn("Ivanov,", pages[-1].texts)

    @users("service_engineer")
    def test_a_signed_act_is_printed_once_and_kept(self):
        visit = self.make_visit(12)
        visit.engineer_id = self.engineer
        visit = visit.with_user(self.env.user)
        first = self.print_report("service_visit_report", visit)
        files = self.env["ir.attachment"].search([("res_model", "=", visit._name), ("res_id", "=", visit.id)])
        kept = files.filtered(lambda file: file.name == f"{visit.name}.pdf")
        self.assertEqual(kept.raw, first)
        self.entity.sudo().name = "Another name"
        again = self.print_report("service_visit_report", visit)
        self.assertEqual(again, first)
        self.check_papers(read_pages(again))

    def test_an_act_that_is_not_signed_is_printed_anew(self):
        visit = self.make_visit(1, commission=False)
        self.print_act(visit)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", visit._name), ("name", "like", ".pdf")]))
        visit.partner_id.name = "Renamed Works"
        self.assertIn("Renamed", self.words(self.print_act(visit)))

    def make_photos(self, visit, number, kind="JPEG", size=(1600, 1200)):
        self.env["service.visit.photo"].create(
            [
                {
                    "visit_id": visit.id,
                    "name": f"place-{place}",
                    "image": make_picture(("teal", "navy")[place % 2], size, kind),
                }
                for place in range(number)
            ]
        )

    def count_pictures(self, content):
        """Pictures of the file by its page: {page: [(width, height, colour as stored)]}"""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            listed = subprocess.run(["pdfimages", "-list", file.name], capture_output=True, check=True, text=True)
        pages = {}
        for row in listed.stdout.splitlines()[2:]:
            page, _number, kind, width, height = row.split()[:5]
            if kind == "image":
                pages.setdefault(int(page), []).append((int(width), int(height)))
        return pages

    def test_photos_of_the_commissioning_are_in_the_act(self):
        """Eleven: several a page, each with its words, none torn from them."""
        visit = self.make_visit(1, commission=False)
        self.make_photos(visit, 11)
        self._sign(visit)
        content = self.print_report("service_visit_report", visit)
        pages = read_pages(content)
        self.check_papers(pages)
        words = self.words(pages).split()
        self.assertTrue(all(words.count(f"place-{place}") == 1 for place in range(11)))
        with_photos = [sum(text.startswith("place-") for text in page.texts) for page in pages]
        self.assertLessEqual(len(pages), 4)
        self.assertGreaterEqual(max(with_photos), 4)
        shown = self.count_pictures(content)
        for place, number in enumerate(with_photos, 1):
            self.assertGreaterEqual(len(shown.get(place, [])), number, f"page {place}: photos stand by their words")
        self.assertLessEqual(max(max(size) for sizes in shown.values() for size in sizes), 900)

    def test_many_photos_make_no_heavy_file(self):
        visit = self.make_visit(1, commission=False)
        stream = io.BytesIO()
        Image.effect_noise((1600, 1200), 90).save(stream, "JPEG")  # nothing is harder to make small
        row = {"visit_id": visit.id, "image": base64.b64encode(stream.getvalue())}
        self.env["service.visit.photo"].create([dict(row) for _photo in range(40)])
        printed = visit.photo_ids._get_printed()
        self.assertLessEqual(sum(len(row["source"]) for row in printed), 10 * 1024 * 1024)
        for row in printed:
            stored = Image.open(io.BytesIO(base64.b64decode(row["source"].partition(",")[2])))
            self.assertEqual(stored.size, (547, 410))
            self.assertEqual((row["width"], row["height"]), (236, 177))

    def get_file(self, photo):
        domain = [("res_model", "=", photo._name), ("res_id", "=", photo.id), ("res_field", "=", "image")]
        return self.env["ir.attachment"].sudo().search(domain)

    def test_whatever_a_photo_is_the_act_is_printed(self):
        """A picture with a transparent ground that stands, a WebP with its JPEG beside it, and what is none at all."""
        visit = self.make_visit(1, commission=False)
        self.make_photos(visit, 1, "PNG", (400, 800))
        self.make_photos(visit, 2)
        tall, webp, broken = visit.photo_ids
        jpeg = self.get_file(webp).raw
        self.get_file(webp).raw = b"RIFF0000WEBPVP8 whatever"
        self.env["ir.attachment"].create(
            {
                "name": "photo.jpg",
                "raw": jpeg,
                "mimetype": "image/jpeg",
                "res_model": "ir.attachment",
                "res_id": self.get_file(webp).id,
            }
        )
        self.get_file(broken).raw = b"no picture"
        self.env.invalidate_all()
        [tall], [webp], [broken] = (photo._get_printed() for photo in (tall, webp, broken))
        self.assertEqual((tall["width"], tall["height"]), (88, 177))
        self.assertEqual((webp["width"], webp["height"]), (236, 177))
        self.assertTrue(webp["source"].startswith("data:image/jpeg"))
        self.assertFalse(broken["source"])
        self.assertEqual(self.words(self.print_act(visit)).count("(cannot be printed)"), 1)

    def test_several_acts_at_once(self):
        visits = self.make_visit(1) | self._ship_deal("SN-9").visit_ids
        pages = self.print_act(visits)
        self.assertEqual([page.get_foot() for page in pages], [["1", "/", "1"]] * 2)

    def test_an_offer_for_many_pieces(self):
        deal = self._ship_deal(*[f"SN-{number}" for number in range(60)])
        offer = self._offer(deal, scope="Inspection\n" * 10)
        pages = read_pages(self.print_report("service_offer_report", offer))
        self.check_papers(pages)
        words = self.words(pages).split()
        self.assertTrue(all(words.count(f"SN-{number}") == 1 for number in range(60)))
        self.assertIn(offer.name, pages[-1].texts)
        with_pieces = [page for page in pages if "Chamber" in page.texts]
        self.assertGreater(len(with_pieces), 1)
        self.assertTrue(all(page.texts.count("Product") == 1 for page in with_pieces))

    def test_an_offer_before_delivery_names_no_pieces(self):
        offer = self._offer(self._agree((self.pump, 1)))
        pages = read_pages(self.print_report("service_offer_report", offer))
        self.check_papers(pages)
        self.assertNotIn("Equipment", pages[0].texts)
