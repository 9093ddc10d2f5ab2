from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..tools import payment_qr
from .common import CORR, FormsCommon


@tagged("post_install", "-at_install")
class TestForm(FormsCommon):
    @users("sb_manager")
    def test_the_request_is_printed_in_one_click_and_kept(self):
        request = self.ask(3000).with_user(self.env.user)
        action = request.action_print()
        form = self.env["sale.form"].search([("request_id", "=", request.id)])
        self.assertIn(str(form.attachment_id.id), action["url"])
        self.assertRecordValues(
            form,
            [{"number": request.name, "amount_total": 3000, "state": "printed", "pages": 1, "deal_id": self.deal.id}],
        )
        text = self.read_text(form)
        for words in (request.name, "Завод Термо", CORR, "Соколов А. П.", "3 000,00", "Три тысячи"):
            self.assertIn(words, text)

    @users("sb_manager")
    def test_the_code_is_read_back_and_says_who_gets_how_much_for_what(self):
        request = self.ask(1250.5).with_user(self.env.user)
        form = self.make_as(self.env.user, "request", request)
        codes = self.read_codes(form)
        self.assertIn(form.barcode, codes)
        values = payment_qr.parse(next(code for code in codes if code.startswith("ST")))
        self.assertEqual(
            {name: values[name] for name in ("Name", "BIC", "CorrespAcc", "Sum", "PayeeINN")},
            {"Name": "Завод Термо", "BIC": "044525225", "CorrespAcc": CORR, "Sum": "125050", "PayeeINN": "5040001426"},
        )
        self.assertIn(request.name, values["Purpose"])

    @users("sb_manager")
    def test_what_is_missing_is_listed_and_a_draft_shows_the_gaps(self):
        self.signers.filtered(lambda one: one.role == "accountant").unlink()
        self.env.company.sudo().partner_id.bank_ids.bank_id.corr_account = False
        request = self.ask(3000).with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "(?s)correspondent account.*Chief accountant"):
            request.action_print()
        self.assertFalse(self.env["sale.form"].search([("request_id", "=", request.id)]))
        with Form(self.env["sale.form.print"].with_context(**request.action_print_form()["context"])) as wizard:
            wizard.kind_id = self.env.ref("sale_forms_ru.kind_request")
            self.assertIn("correspondent account", wizard.missing)
        wizard.record.action_print_draft()
        draft = self.env["sale.form"].search([("request_id", "=", request.id)])
        self.assertRecordValues(draft, [{"state": "draft", "number": False, "barcode": False}])
        self.assertIn("____", self.read_text(draft))
        self.assertEqual(self.read_codes(draft), [])

    @users("sb_manager")
    def test_the_same_paper_again_is_the_same_file(self):
        request = self.ask(3000).with_user(self.env.user)
        first = self.make_as(self.env.user, "request", request)
        self.assertEqual(self.make_as(self.env.user, "request", request), first)
        request.date_due = "2030-01-01"
        second = self.make_as(self.env.user, "request", request)
        self.assertEqual((second.number, first.state, second.state), (first.number, "replaced", "printed"))
        self.assertNotEqual(second.barcode, first.barcode)

    def test_a_renamed_customer_stays_as_printed(self):
        form = self.make("request", self.ask(1000))
        before = form.attachment_id.raw
        self.entity.name = "Another Name"
        self.assertEqual(form.data["buyer"]["name"], "Neftemash LLC")
        self.assertEqual(form.attachment_id.raw, before)
        request = self.ask(2000)
        self.assertEqual(self.make("request", request).data["buyer"]["name"], "Another Name")

    def test_signatories_change_with_the_day_and_the_paper(self):
        director = self.signers.filtered(lambda one: one.role == "director")
        director.date_to = "2026-05-31"
        new = self.env["sale.form.signer"].create(
            {"role": "director", "name": "Новиков Н. Н.", "position": "Директор", "date_from": "2026-06-01"}
        )
        signers = self.env["sale.form.signer"]
        kind = self.env.ref("sale_forms_ru.kind_request")
        act = self.env.ref("sale_forms_ru.kind_act")
        names = []
        for day in ("2026-05-31", "2026-06-01"):
            found = signers._prepare_signers(kind, self.env.company, new._fields["date_from"].to_date(day))
            names.append(found["director"]["name"])
        self.assertEqual(names, ["Соколов А. П.", "Новиков Н. Н."])
        new.kind_ids = act
        self.assertNotIn("director", signers._prepare_signers(kind, self.env.company, self.today))
        self.assertIn("director", signers._prepare_signers(act, self.env.company, self.today))

    def test_a_new_form_of_the_state_is_data(self):
        kind = self.env.ref("sale_forms_ru.kind_request")
        old = kind.version_ids
        new = old.copy({"date_from": "2031-01-01", "regulation": "Постановление № 1 от 01.01.2031"})
        self.assertEqual(kind._get_version(self.today), old)
        with freeze_time("2031-02-01"):
            form = self.make("request", self.ask(1000, date="2031-02-01", date_due="2031-02-05"))
        self.assertEqual(form.version_id, new)

    def test_the_deal_lists_what_was_printed(self):
        form = self.make("request", self.ask(1000))
        rows = [row for row in self.deal._get_deal_documents() if row["res_model"] == "sale.form"]
        self.assertEqual([(row["res_id"], row["amount"]) for row in rows], [(form.id, 1000)])

    @users("sb_colleague")
    def test_a_colleague_reads_no_paper_of_others(self):
        form = self.make("request", self.ask(1000))
        with self.assertRaises(AccessError):
            form.with_user(self.env.user).read(["number"])

    @users("sb_manager")
    def test_nobody_changes_what_was_printed(self):
        form = self.make_as(self.env.user, "request", self.ask(1000))
        for act in (lambda: form.write({"number": "7"}), form.unlink):
            with self.assertRaises(AccessError):
                act()

    @users("sb_manager")
    def test_letters_bring_the_form_of_the_house(self):
        request = self.ask(1000).with_user(self.env.user)
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = reports._render_qweb_pdf("deal_stages.sale_payment_request_report", request.ids)
        form = self.env["sale.form"].search([("request_id", "=", request.id)])
        self.assertEqual((kind, content), ("pdf", form.attachment_id.raw))

    def test_a_customer_abroad_gets_the_plain_form(self):
        self.entity.write({"country_id": self.germany.id, "vat": False})
        request = self.ask(1000)
        self.assertFalse(request._make_forms())
        self.assertNotIn("/web/content", str(request.action_print()))

    def test_old_drafts_go(self):
        form = self.make("request", self.ask(1000), draft=True)
        file = form.attachment_id
        self.env.cr.execute("UPDATE sale_form SET create_date = '2020-01-01' WHERE id = %s", [form.id])
        form.invalidate_recordset()
        self.env["sale.form"]._gc_drafts()
        self.assertFalse(form.exists() or file.exists())

    def test_stamp_and_signature_are_printed_where_the_company_wants_them(self):
        self.env.company.write({"form_stamp": self.make_stamp(), "form_stamp_printed": True})
        form = self.make("request", self.ask(1000))
        self.assertTrue(form._get_stamp())
        self.env.company.form_stamp_printed = False
        self.assertFalse(form._get_stamp())

    def make_stamp(self):
        from odoo.addons.deal_stages.tests.common_pdf import make_picture

        return make_picture()
