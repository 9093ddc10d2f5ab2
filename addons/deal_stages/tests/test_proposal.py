import shutil
import subprocess
import tempfile

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged, users

from ..tools.amount import in_words
from ..tools.arabic import separate_words
from ..tools.set_aside import SetAside
from .common import DealCommon
from .common_pdf import make_picture


@tagged("post_install", "-at_install")
class TestProposal(DealCommon):
    @users("sb_manager")
    def test_versions_are_kept_and_counted(self):
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        deal.action_print_proposal()
        first = order.proposal_ids
        self.assertRecordValues(first, [{"version": 1, "name": f"{order.name}-1", "state": "printed"}])
        content = first.attachment_id.raw
        deal.action_print_proposal()
        self.assertEqual(order.proposal_ids, first, "nothing changed: no new number")
        order.order_line.price_unit = 900
        deal.action_print_proposal()
        order.invalidate_recordset(["proposal_ids"])
        self.assertEqual(order.proposal_ids.mapped("version"), [2, 1])
        self.assertEqual(first.attachment_id.raw, content, "what was offered stays as it was")
        self.assertNotEqual(order.proposal_ids[0].attachment_id.raw, content)

    @users("sb_manager")
    def test_changed_needs_make_a_new_version(self):
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        deal.action_print_proposal()
        deal.needs = "Something else"
        deal.action_print_proposal()
        self.assertEqual(order.proposal_count, 2)
        order.order_line.wanted_on = "2027-03-15"
        deal.action_print_proposal()
        self.assertEqual(order.proposal_count, 3)

    @users("sb_manager")
    def test_sent_version_is_marked(self):
        deal = self.make_deal().with_user(self.env.user)
        order = self.add_goods(deal, self.pump)
        action = deal.action_send_proposal()
        composer = self.env["mail.compose.message"].with_context(**action["context"]).create({})
        self.assertEqual(composer.attachment_ids, order.proposal_ids.attachment_id)
        self.assertEqual(composer.partner_ids, self.contact)
        composer.action_send_mail()
        self.assertEqual(order.proposal_ids.state, "sent")
        self.assertEqual(order.state, "sent")
        order.message_post(body="A word without the file")
        self.assertEqual(order.proposal_ids.mapped("state"), ["sent"])

    def test_defaults_of_the_screen_do_not_leak(self):
        deal = self.make_deal().with_context(default_type="opportunity", default_name="Board")
        order = self.add_goods(deal, self.pump)
        deal.action_print_proposal()
        self.assertEqual(order.proposal_ids.attachment_id.type, "binary")
        deal.action_agree()
        self.assertEqual(order.state, "sale")

    def test_sums_in_words(self):
        self.assertEqual(in_words(1234.5, "RUB", "ru_RU"), "Одна тысяча двести тридцать четыре рубля 50 копеек")
        self.assertEqual(in_words(1.0, "RUB", "ru_RU"), "Один рубль 00 копеек")
        self.assertTrue(in_words(120.0, "EUR", "en_US").startswith("One hundred and twenty euro"))
        self.assertFalse(in_words(120.0, "XXX", "ru_RU"))
        self.assertFalse(
            in_words(120.0, "RUB", "ar_001") or in_words(120.0, "RUB", "he_IL"),
            "spelt otherwise: the library takes other arguments there",
        )

    def test_arabic_words_are_separated_in_the_text_alone(self):
        page = '<p title="مضخة">مضخة إلى N-50</p><p>Oil</p>'
        apart = '<p title="مضخة"><span>مضخة</span> <span>إلى</span> N-50</p><p>Oil</p>'
        self.assertEqual(separate_words(page), apart)

    def test_pictures_are_set_aside_and_put_back(self):
        first, second = "data:image/png;base64,iVBORw0KGgo=", "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="
        page = f'<p>data:image is no picture</p><img src="{first}"/><img src="{second}"/>Насос'
        for given in (page, page.encode()):
            aside = SetAside(given)
            self.assertNotIn(b"base64", aside.page)
            self.assertEqual(aside.put_back(aside.page.decode()), page)
        self.assertEqual(aside.put_back([1, None]), [1, None])
        self.assertNotEqual(SetAside(page).token, aside.token, "no text of a customer can name it")

    def test_unknown_currency_is_spelt_by_core(self):
        deal = self.make_deal()
        order = self.add_goods(deal, self.pump)
        order.currency_id.name = "QQQ"
        self.assertTrue(order._get_total_in_words("en_US"))

    def test_kept_file_is_not_deleted(self):
        order = self.add_goods(self.make_deal(), self.pump)
        proposal = self.env["sale.proposal"]._make(order)
        for change in (proposal.attachment_id.unlink, lambda: proposal.attachment_id.write({"raw": b"Other"})):
            with self.assertRaisesRegex(UserError, "kept as it was offered"):
                change()
        with self.assertRaisesRegex(UserError, "kept as it was offered"):
            proposal.amount_total = 1

    def test_copied_quotation_has_no_proposals(self):
        order = self.add_goods(self.make_deal(), self.pump)
        self.env["sale.proposal"]._make(order)
        self.assertFalse(order.copy().proposal_ids)


@tagged("post_install", "-at_install")
class TestProposalPdf(DealCommon, HttpCase):
    def test_pdf_says_what_was_agreed(self):
        if not (shutil.which("wkhtmltopdf") and shutil.which("pdftotext")):
            self.skipTest("wkhtmltopdf or pdftotext is not installed")
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env.ref("base.RUB").active = True
        parameter = self.env["equipment.parameter"].create({"name": "Подача", "unit": "м³/ч"})
        self.entity.write({"lang": "ru_RU", "name": "ООО «Нефтемаш»"})
        self.pump.write({"image_1920": make_picture(), "name": "Насос Н-50"})
        deal = self.make_deal(needs="Перекачивать нефть")
        deal.requirement_ids = [(0, 0, {"parameter_id": parameter.id, "value_min": 50})]
        order = self.add_goods(deal, self.pump, 2)
        order.write({"warranty_terms": "24 месяца"})
        order.order_line.write({"wanted_on": "2027-03-15", "terms": "испытания при заказчике"})
        order.currency_id = self.env.ref("base.RUB")
        text = self.read_pdf(self.env["sale.proposal"].with_context(force_report_rendering=True)._make(order))
        for words in ("Коммерческое предложение", order.name, "ООО «Нефтемаш»", "Перекачивать нефть"):
            self.assertIn(words, text)
        for words in ("Подача", "50 м³/ч", "Насос Н-50", "рублей 00 копеек", "24 месяца", self.manager.name):
            self.assertIn(words, text)
        for words in ("15.03.2027", "испытания при заказчике"):
            self.assertIn(words, text)

    def read_pdf(self, proposal):
        self.assertTrue(proposal.attachment_id.name.endswith(".pdf"))
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(proposal.attachment_id.raw)
            file.flush()
            done = subprocess.run(["pdftotext", "-layout", file.name, "-"], capture_output=True, text=True, check=True)
        return " ".join(done.stdout.split())
