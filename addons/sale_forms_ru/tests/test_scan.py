import base64
import io
from email.message import EmailMessage

from PIL import Image, ImageFilter
from PyPDF2 import PdfMerger

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged, users

from ..tools import scan
from .common import DeliveryFormsCommon


class TestScanTool(BaseCase):
    def test_what_is_no_picture_is_told(self):
        for raw in (b"hello", b"", b"%PDF-1.4 broken"):
            with self.subTest(raw=raw), self.assertRaises(scan.Unreadable):
                scan.split(raw)

    def test_a_picture_without_a_barcode(self):
        stream = io.BytesIO()
        Image.new("L", (300, 200), 255).save(stream, "PNG")
        self.assertEqual([code for code, _raw, _ending in scan.split(stream.getvalue())], [None])


@tagged("post_install", "-at_install")
class TestScan(DeliveryFormsCommon):
    """Signed copies come back and find their deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls.make_delivery()
        cls.form = cls.make("upd", cls.picking)
        cls.lead = cls.form.deal_id
        cls.kind = cls.env.ref("sale_forms_ru.paper_upd")

    def photograph(self, form, angle=2):
        """A page as a telephone sees it: turned a little, not sharp, as JPEG."""
        import subprocess

        done = subprocess.run(
            ["pdftoppm", "-r", "150", "-png", "-"], input=form.attachment_id.raw, capture_output=True, check=True
        )
        picture = Image.open(io.BytesIO(done.stdout)).convert("L").rotate(angle, fillcolor=230, expand=True)
        stream = io.BytesIO()
        picture.filter(ImageFilter.GaussianBlur(0.6)).save(stream, "JPEG", quality=70)
        return stream.getvalue()

    @users("sb_manager")
    def test_a_photo_is_filed_by_its_barcode(self):
        raw = self.photograph(self.form)
        found = self.env["sale.form.scan"]._take_file(raw, "photo.jpg", "upload")
        self.assertRecordValues(found, [{"state": "filed", "form_id": self.form.id, "barcode": self.form.barcode}])
        paper = self.lead.paper_ids.filtered(lambda one: one.kind_id == self.kind)
        self.assertEqual((paper.state, paper.received_by_id), ("received", self.manager))
        self.assertEqual(base64.b64decode(paper.with_context(bin_size=False).file), raw)
        self.assertEqual(self.form.state, "signed")

    def test_the_same_copy_twice_is_filed_once(self):
        raw = self.photograph(self.form)
        scans = self.env["sale.form.scan"]
        self.assertEqual(scans._take_file(raw, "a.jpg", "upload"), scans._take_file(raw, "b.jpg", "mail"))
        papers = self.env["crm.deal.paper"]
        first = papers._file_signed_scan(self.form.barcode, raw)
        self.assertEqual(papers._file_signed_scan(self.form.barcode, raw), first)
        self.assertEqual(len(self.lead.paper_ids.filtered(lambda one: one.kind_id == self.kind)), 1)

    def test_several_papers_in_one_file_are_cut(self):
        other = self.make("upd", self.make_long(40))
        merger = PdfMerger()
        for form in (self.form, other):
            merger.append(io.BytesIO(form.attachment_id.raw))
        stream = io.BytesIO()
        merger.write(stream)
        found = self.env["sale.form.scan"]._take_file(stream.getvalue(), "both.pdf", "upload")
        self.assertEqual(found.form_id, self.form | other)
        self.assertEqual(set(found.mapped("state")), {"filed"})
        self.assertGreater(other.pages, 1)

    def test_the_paper_waits_for_all_deliveries_of_the_deal(self):
        self.ship(self.picking, 1)
        self.form.state = "replaced"
        rest = self.picking.sale_id.picking_ids - self.picking
        first, second = (self.make("upd", one) for one in self.picking | rest)
        papers = self.env["crm.deal.paper"]
        self.assertEqual(papers._file_signed_scan(first.barcode, b"one").state, "waited")
        self.assertEqual(papers._file_signed_scan(second.barcode, b"two").state, "received")

    def test_a_copy_of_an_older_print_is_not_taken_for_the_new_one(self):
        self.form.state = "replaced"
        found = self.env["sale.form.scan"]._take_file(self.photograph(self.form), "old.jpg", "upload")
        self.assertEqual(found.state, "open")
        self.assertIn("printed anew", found.error)

    def test_an_unknown_barcode_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "SF999"):
            self.env["crm.deal.paper"]._file_signed_scan("SF999", b"x")

    @users("sb_accountant")
    def test_without_a_barcode_somebody_says_what_it_is(self):
        stream = io.BytesIO()
        Image.new("L", (300, 200), 255).save(stream, "PNG")
        found = self.env["sale.form.scan"]._take_file(stream.getvalue(), "blank.png", "upload")
        self.assertEqual(found.state, "open")
        with self.assertRaisesRegex(UserError, "Choose the printed paper"):
            found.action_file()
        found.form_id = self.form.with_user(self.env.user)
        found.action_file()
        self.assertEqual((found.state, self.form.state), ("filed", "signed"))

    def test_a_letter_brings_copies(self):
        letter = EmailMessage()
        letter["From"], letter["To"] = "buh@neftemash.example", "signed-papers@example.com"
        letter["Subject"], letter["Message-Id"] = "Signed", "<signed-1@neftemash.example>"
        letter.set_content("See the file.")
        letter.add_attachment(self.photograph(self.form), maintype="image", subtype="jpeg", filename="upd.jpg")
        self.env["mail.thread"].message_process("sale.form.scan", letter.as_bytes())
        found = self.env["sale.form.scan"].search([("form_id", "=", self.form.id)])
        self.assertRecordValues(found, [{"source": "mail", "state": "filed"}])
        self.assertIn("buh@neftemash.example", found.sender)

    @users("sb_colleague")
    def test_a_colleague_files_no_paper_of_others(self):
        with self.assertRaises(UserError):
            self.env["crm.deal.paper"]._file_signed_scan(self.form.barcode, b"x")
        self.assertEqual(self.form.state, "printed")

    def test_what_is_missing_is_seen_per_deal_and_manager(self):
        paper = self.env["crm.deal.paper"].create({"deal_id": self.lead.id, "kind_id": self.kind.id})
        self.env.cr.execute("UPDATE sale_form SET date = date - 20 WHERE id = %s", [self.form.id])
        self.form.invalidate_recordset()
        self.assertEqual((paper.form_ids, paper.waited_days, paper.user_id), (self.form, 20, self.manager))
