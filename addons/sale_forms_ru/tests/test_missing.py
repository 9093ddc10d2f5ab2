from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestMissing(DeliveryFormsCommon):
    """Requisites that are missing or wrong, one after another."""

    def missing(self, code, source):
        return "\n".join(self.env["sale.form"]._list_missing(code, source))

    def test_each_requisite_is_named_with_its_owner(self):
        us, them = self.env.company.partner_id, self.entity
        request = self.ask(1000)
        picking = self.make_delivery()
        cases = (
            ("request", request, us, {"vat": False}, "Завод Термо: INN"),
            ("request", request, us, {"kpp": False}, "Завод Термо: KPP"),
            ("torg12", picking, us, {"okpo": False}, "Завод Термо: OKPO"),
            ("upd", picking, them, {"vat": False}, "Neftemash LLC: INN"),
            ("upd", picking, them, {"kpp": False}, "Neftemash LLC: KPP"),
        )
        for code, source, partner, values, words in cases:
            with self.subTest(words=words):
                before = {name: partner[name] for name in values}
                self.assertFalse(self.missing(code, source))
                partner.write(values)
                self.assertEqual(self.missing(code, source), words)
                partner.write(before)

    def test_a_sole_proprietor_has_no_kpp(self):
        self.entity.write({"vat": "500100732259", "kpp": False})
        self.assertFalse(self.missing("upd", self.make_delivery()))

    def test_a_private_person_has_no_requisites_of_a_company(self):
        person = self.env["res.partner"].create({"name": "Иванов И. И.", "street": "ул. Мира, 1", "city": "Тверь"})
        picking = self.make_delivery()
        picking.sale_id.partner_invoice_id = person
        self.assertFalse(self.missing("upd", picking))

    def test_foreigners_have_none_of_ours(self):
        foreign = self.make_foreign_entity()
        picking = self.make_delivery()
        picking.sale_id.partner_invoice_id = foreign
        self.assertFalse(self.missing("upd", picking))
        self.assertEqual(self.make("upd", picking).data["buyer"]["name"], foreign.name)

    def test_units_without_a_code(self):
        self.env.ref("uom.product_uom_unit").okei_code = False
        words = self.missing("upd", self.make_delivery())
        self.assertIn("OKEI code of the unit of “Насос Н-50”", words)

    def test_no_account_no_request(self):
        self.env.company.partner_id.bank_ids.unlink()
        words = self.missing("request", self.ask(1000))
        for name in ("bank account", "BIC", "correspondent account"):
            self.assertIn(name, words)

    def test_vehicle_and_driver_of_the_transport_waybill(self):
        picking = self.make_delivery()
        picking.form_driver = False
        self.assertEqual(self.missing("waybill", picking), "driver of the delivery")

    def test_a_delivery_of_nothing(self):
        picking = self.make_delivery()
        picking.move_ids._action_cancel()
        self.assertIn("nothing of this order goes out", self.missing("upd", picking))

    def test_a_correspondent_account_has_twenty_digits(self):
        with self.assertRaisesRegex(ValidationError, "twenty digits"):
            self.env.company.partner_id.bank_ids.bank_id.corr_account = "3010181040000000022"

    def test_a_draft_of_each_paper_can_be_printed(self):
        self.signers.unlink()
        self.env.company.partner_id.write({"vat": False, "kpp": False, "okpo": False})
        picking = self.make_delivery()
        picking.write({"form_vehicle": False, "form_driver": False})
        for code in ("upd", "torg12", "invoice", "waybill", "m15", "cover"):
            with self.subTest(code=code):
                form = self.make(code, picking, draft=True)
                self.assertEqual((form.state, form.number), ("draft", False))
                # The word lies across the page: a reader of texts finds its letters in many lines.
                self.assertIn('draft="ЧЕРНОВИК"', form._render_sheet())
                self.assertTrue(form.attachment_id.raw.startswith(b"%PDF"))
