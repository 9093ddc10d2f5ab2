import base64
import csv
import io
import zipfile

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..hooks import OKEI, _set_up
from .common import DeliveryFormsCommon


@tagged("post_install", "-at_install")
class TestValues(DeliveryFormsCommon):
    """What papers say, figure by figure, and what their records refuse."""

    def data(self, code, source):
        return self.env["sale.form"]._prepare_data(self.env.ref(f"sale_forms_ru.kind_{code}"), source, self.today)

    def refuse(self, action):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            action()
            self.env.flush_all()

    # --- requests to pay ---------------------------------------------------------------------------

    def test_the_whole_order_is_asked_for_with_its_goods(self):
        order = self.make_delivery((self.goods, 3, self.vat), (self.spare, 7, self.low)).sale_id
        data = self.data("request", self.ask(order.amount_total, order))
        self.assertEqual([line["name"] for line in data["lines"]], ["Насос Н-50", "Уплотнение торцевое"])
        self.assertEqual(data["totals"]["total"], order.amount_total)
        self.assertEqual([row["rate"] for row in data["totals"]["rates"]], ["22%", "10%"])

    def test_a_share_carries_its_part_of_the_tax(self):
        order = self.make_delivery((self.goods, 1, self.vat)).sale_id
        [line] = self.data("request", self.ask(610, order))["lines"]
        self.assertEqual((line["total"], line["tax"], line["subtotal"], line["rate"]), (610, 110, 500, "22%"))
        self.assertIn(order.name, line["name"])
        self.assertIn("50 %", line["name"].replace("\N{NO-BREAK SPACE}", " "))

    def test_a_share_of_several_rates_names_none(self):
        order = self.make_delivery().sale_id
        [line] = self.data("request", self.ask(100, order))["lines"]
        self.assertEqual(line["rate"], "")

    def test_the_purpose_stands_on_the_paper(self):
        order = self.make_delivery().sale_id
        request = self.ask(100, order, purpose="Аванс по договору 7")
        self.assertEqual(self.data("request", request)["lines"][0]["name"], "Аванс по договору 7")
        self.assertIn("Аванс по договору 7", self.read_text(self.make("request", request)))

    def test_the_code_for_the_bank(self):
        form = self.make("request", self.ask(1250.5))
        code = form._prepare_payment_code()
        self.assertEqual((code["Sum"], code["KPP"], code["PersonalAcc"]), (125050, "504001001", "40702810938000012345"))
        self.assertIn(f"Оплата по счету № {form.number} от ", code["Purpose"])

    # --- what stands on every paper ----------------------------------------------------------------

    def test_sums_in_words(self):
        rouble = self.env.ref("base.RUB")
        words = {
            0: "Ноль рублей 00 копеек",
            1.01: "Один рубль 01 копейка",
            2.02: "Два рубля 02 копейки",
            5.11: "Пять рублей 11 копеек",
            21.21: "Двадцать один рубль 21 копейка",
            1000: "Одна тысяча рублей 00 копеек",
            2000000.5: "Два миллиона рублей 50 копеек",
        }
        for value, text in words.items():
            with self.subTest(value=value):
                self.assertEqual(self.env["sale.form"]._get_words(value, rouble), text)

    def test_totals_are_sums_of_printed_lines(self):
        lines = [
            {"subtotal": 0.1, "tax": 0.02, "total": 0.12, "rate": "22%", "quantity": 0.1, "weight": 0.001},
            {"subtotal": 0.2, "tax": 0.04, "total": 0.24, "rate": "22%", "quantity": 0.2, "weight": 0.0005},
            {"subtotal": 5, "tax": 0, "total": 5, "rate": "без НДС", "quantity": 1, "weight": 0},
        ]
        totals = self.env["sale.form"]._sum_lines(lines, self.env.company.currency_id)
        self.assertEqual((totals["subtotal"], totals["tax"], totals["total"]), (5.3, 0.06, 5.36))
        self.assertEqual((totals["quantity"], totals["weight"]), (1.3, 0.002))
        self.assertEqual([(row["rate"], row["total"]) for row in totals["rates"]], [("22%", 0.36), ("без НДС", 5)])

    def test_a_party_in_one_line(self):
        form = self.make("upd", self.make_delivery())
        line = form._get_party_line(form.data["seller"], with_account=True)
        for words in ("Завод Термо", "ИНН 5040001426", "КПП 504001001", "р/с 4070", "БИК 044525225", "тел.: +7 495"):
            self.assertIn(words, line)
        self.assertNotIn("р/с", form._get_party_line(form.data["seller"]))
        self.assertEqual(form._get_party_line({"name": "", "address": ""}), "________, ________")

    def test_payments_before_the_shipment_in_their_order(self):
        picking = self.make_delivery((self.goods, 3, self.vat))
        request = self.ask(picking.sale_id.amount_total, picking.sale_id)
        for number, day in (("78", "2026-02-03"), ("77", "2026-02-01")):
            payment = self.make_payment(100, payment_reference=number, date=day)
            self.env["sale.payment.allocation"].create(
                {"payment_id": payment.id, "request_id": request.id, "amount": 100}
            )
        self.assertEqual(
            self.data("upd", picking)["payments"],
            [{"number": "77", "day": "2026-02-01"}, {"number": "78", "day": "2026-02-03"}],
        )

    def test_facsimile_and_stamp_only_where_they_are_printed(self):
        pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
        self.signers.facsimile = pixel
        self.env.company.write({"form_stamp": pixel, "form_stamp_printed": True})
        request, upd = self.make("request", self.ask(100)), self.make("upd", self.make_delivery())
        self.assertTrue(request._get_facsimile("director") and request._get_stamp())
        self.assertFalse(upd._get_facsimile("director") or upd._get_stamp(), "that paper is signed by hand")
        draft = self.make("request", request.request_id, draft=True)
        self.assertFalse(draft._get_stamp(), "a draft is no paper")
        self.env.company.form_stamp_printed = False
        self.assertFalse(request._get_facsimile("director") or request._get_stamp())

    def test_who_signs_for_nobody_is_a_blank(self):
        form = self.make("upd", self.make_delivery())
        self.assertEqual(form._get_signer("responsible"), {"name": "", "position": "", "basis": "", "id": False})

    def test_the_rate_as_papers_name_it(self):
        rates = {self.vat: "22%", self.low: "10%", self.none: "без НДС", self.make_tax(0): "0%"}
        for tax, words in rates.items():
            with self.subTest(words):
                self.assertEqual(tax._get_printed_rate(), words)
        self.assertEqual(self.env["account.tax"]._get_printed_rate(), "без НДС")
        self.assertEqual((self.vat | self.low)._get_printed_rate(), "32%")

    def test_a_kit_counts_as_far_as_it_is_whole(self):
        picking = self.make_delivery((self.goods, 4, self.vat))
        line = picking.sale_id.order_line
        self.assertEqual(line._get_kit_share(picking.move_ids), 4)
        self.assertEqual(line._get_kit_share(self.env["stock.move"]), 0)

    # --- kinds, versions, signatories ----------------------------------------------------------------

    def test_a_kind_that_is_gone_is_named(self):
        with self.assertRaisesRegex(UserError, "“nothing”"):
            self.env["sale.form.kind"]._get("nothing")

    def test_before_the_first_version_nothing_is_printed(self):
        kind = self.env.ref("sale_forms_ru.kind_upd")
        with self.assertRaisesRegex(UserError, "No version of"):
            kind._get_version(fields.Date.to_date("1999-01-01"))

    def test_the_version_of_the_day_counts(self):
        kind = self.env.ref("sale_forms_ru.kind_upd")
        old = kind.version_ids
        new = old.copy({"date_from": "2030-01-01", "regulation": "Новая"})
        days = {"2029-12-31": old, "2030-01-01": new, "2035-01-01": new}
        for day, version in days.items():
            with self.subTest(day):
                self.assertEqual(kind._get_version(fields.Date.to_date(day)), version)
        self.refuse(lambda: old.copy({"date_from": "2030-01-01"}))

    def test_what_records_refuse(self):
        signer = self.signers[0]
        self.refuse(lambda: signer.write({"date_from": "2026-02-01", "date_to": "2026-01-01"}))
        self.refuse(lambda: self.env.company.write({"payment_reminder_days": -1}))
        self.refuse(lambda: self.env["sale.form.export"].create({"date_from": "2026-02-01", "date_to": "2026-01-01"}))
        self.refuse(lambda: self.env["sale.form.kind"].create({"name": "X", "code": "upd", "source": "order"}))
        for account in ("3010", "3010181040000000022X"):
            with self.subTest(account), self.assertRaisesRegex(ValidationError, "twenty digits"):
                self.entity.bank_ids.bank_id.corr_account = account

    def test_the_signatory_of_the_kind_goes_before_the_general_one(self):
        kind = self.env.ref("sale_forms_ru.kind_upd")
        own = self.env["sale.form.signer"].create(
            {"role": "director", "name": "Особый О. О.", "position": "Зам.", "kind_ids": [Command.set(kind.ids)]}
        )
        other = self.env["res.company"].create({"name": "Other works"})
        self.env["sale.form.signer"].create(
            {"role": "shipper", "name": "Чужой Ч. Ч.", "position": "X", "company_id": other.id, "sequence": 1}
        )
        found = self.env["sale.form.signer"]._prepare_signers(kind, self.env.company, self.today)
        self.assertEqual((found["director"]["id"], found["shipper"]["name"]), (own.id, "Кузьмин О. Л."))

    # --- for 1C --------------------------------------------------------------------------------------

    def test_the_list_of_papers_for_1c(self):
        form = self.make("upd", self.make_delivery())
        values = {"date_from": self.today, "date_to": self.today}
        export = self.env["sale.form.export"].with_user(self.accountant).create(values)
        export.action_make()
        raw = base64.b64decode(export.with_context(bin_size=False).file)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            rows = list(csv.reader(io.StringIO(archive.read("list.csv").decode("utf-8-sig")), delimiter=";"))
        self.assertEqual(rows[0][:3], ["Документ", "Номер", "Дата"])
        self.assertEqual(rows[1][1], form.number)
        self.assertEqual(float(rows[1][7].replace(",", ".")), form.amount_total)
        self.assertEqual(rows[1][8], form._get_file_id())

    def test_a_form_without_an_electronic_copy_says_so(self):
        with self.assertRaisesRegex(UserError, "no electronic copy"):
            self.make("torg12", self.make_delivery())._make_xml()

    # --- installing ------------------------------------------------------------------------------------

    def test_units_get_their_codes_and_keep_what_somebody_entered(self):
        unit, kilogram = self.env.ref("uom.product_uom_unit"), self.env.ref("uom.product_uom_kgm")
        unit.write({"okei_code": "999", "okei_name": "мой"})
        kilogram.write({"okei_code": False, "okei_name": False})
        _set_up(self.env)
        self.assertEqual((unit.okei_code, unit.okei_name), ("999", "мой"))
        self.assertEqual((kilogram.okei_code, kilogram.okei_name), OKEI["uom.product_uom_kgm"])

    def test_russian_companies_round_by_line_and_others_as_they_did(self):
        germany, russia = self.env.ref("base.de"), self.env.ref("base.ru")
        companies = self.env["res.company"].create(
            [{"name": "Werk", "country_id": germany.id}, {"name": "Завод", "country_id": russia.id}]
        )
        companies.tax_calculation_rounding_method = "round_globally"
        _set_up(self.env)
        self.assertEqual(companies.mapped("tax_calculation_rounding_method"), ["round_globally", "round_per_line"])
