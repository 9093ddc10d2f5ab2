from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged

from ..tools import iban, requisites
from .common import SalesBaseCommon

BIC, ACCOUNT = "044525225", "40702810938000012345"
DIGITS = st.text("0123456789", min_size=20, max_size=20)


@tagged("post_install", "-at_install")
class TestAccountNumbers(BaseCase):
    """What needs no database."""

    def test_accounts_that_are_published(self):
        # A charity's account, and those that banks have at the Bank of Russia itself.
        self.assertTrue(requisites.is_account("40703810700001449489", "044525700"))
        for account, region in (("30101810400000000225", "044525000"), ("30101810200000000700", "044525001")):
            self.assertTrue(requisites.is_account(account, region))

    def test_treasury_has_no_control_digit(self):
        self.assertTrue(requisites.is_account("03100643000000018000", "017003983"))

    def test_wrong_shapes(self):
        for account, bic in ((ACCOUNT[:-1], BIC), (ACCOUNT + "0", BIC), (ACCOUNT, BIC[:-1]), ("A" * 20, BIC), ("", "")):
            self.assertFalse(requisites.is_account(account, bic))

    @settings(max_examples=60, deadline=None)
    @given(account=DIGITS, bic=st.text("0123456789", min_size=9, max_size=9), place=st.integers(0, 19))
    def test_one_wrong_digit_is_seen(self, account, bic, place):
        right = requisites.with_control_digit("4" + account[1:], bic)
        self.assertTrue(requisites.is_account(right, bic))
        wrong = f"{right[:place]}{(int(right[place]) + 1) % 10}{right[place + 1 :]}"
        self.assertFalse(requisites.is_account(wrong, bic))

    def test_requisites_are_read_from_a_letter(self):
        letter = f"""Просим выставить счёт. ООО «Тула», ИНН/КПП 7707083893/770701001,
        р/с 4070 2810 9380 0001 2345 в ПАО «Банк», к/с 30101810400000000225, БИК {BIC}, тел. 8 495 123-45-67"""
        expected = {"vat": "7707083893", "kpp": "770701001", "bic": BIC, "account": ACCOUNT}
        self.assertEqual(requisites.find_requisites(letter), expected)
        self.assertEqual(requisites.find_requisites(f"КПП: 7707ab001; счёт {ACCOUNT}"), {"kpp": "7707AB001"})
        self.assertEqual(requisites.find_requisites(f"БИК {BIC} или БИК 044525700"), {}, "two are a question")
        self.assertEqual(requisites.find_requisites(None), {})

    def test_iban(self):
        for number in ("DE89370400440532013000", "KZ86125KZT5004100100", "GB29NWBK60161331926819"):
            self.assertTrue(iban.is_iban(number))
            self.assertFalse(iban.is_iban(number[:-1] + ("1" if number[-1] != "1" else "2")))
        self.assertFalse(iban.is_iban("DE8937040044053201300"))
        self.assertFalse(iban.is_iban("DE89370400440532013000", "FR"))
        self.assertFalse(iban.has_iban("US") or iban.has_iban(False))


@tagged("post_install", "-at_install")
class TestBankAccount(SalesBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.country_id = cls.russia
        cls.bank = cls.env["res.bank"]._get_by_bic(BIC, "Bank of the test")

    def account(self, number, bank=None, partner=None):
        partner = partner or self.customer
        values = {"acc_number": number, "partner_id": partner.id, "bank_id": bank.id if bank else False}
        return self.env["res.partner.bank"].create(values)

    def test_account_of_another_bank_is_refused(self):
        card = self.customer
        with self.assertRaisesRegex(ValidationError, f"none of the bank with BIC {BIC}"), self.env.cr.savepoint():
            card.bank_ids = [Command.create({"acc_number": "40702810838000012345", "bank_id": self.bank.id})]
        card.invalidate_recordset()
        card.bank_ids = [Command.create({"acc_number": ACCOUNT, "bank_id": self.bank.id})]
        self.assertTrue(card.bank_ids._is_complete())

    def test_account_without_its_bank_is_not_complete(self):
        self.assertFalse(self.account(ACCOUNT)._is_complete())

    def test_changed_bic_must_fit_the_accounts(self):
        self.account(ACCOUNT, self.bank)
        with self.assertRaisesRegex(ValidationError, "is none of the bank"):
            self.bank.bic = "044525700"

    def test_bank_is_known_by_its_bic(self):
        banks = self.env["res.bank"]
        self.assertEqual(banks._get_by_bic("0445 25225", "Another name"), self.bank)
        self.assertEqual(self.bank.country, self.russia)
        self.assertFalse(banks._get_by_bic(False))
        self.assertEqual(banks._get_by_bic("DEUTDEFF", "Deutsche").country, self.env["res.country"])

    def test_company_abroad_has_an_iban(self):
        abroad = self.env["res.partner"].create(
            {"name": "Pumpen GmbH", "is_company": True, "country_id": self.germany.id}
        )
        with self.assertRaisesRegex(ValidationError, "is no IBAN"):
            self.account("12345678", partner=abroad)
        self.assertTrue(self.account("DE89 3704 0044 0532 0130 00", partner=abroad)._is_complete())

    def test_countries_without_iban_and_people_are_free(self):
        america = self.env["res.partner"].create(
            {"name": "Pumps Inc", "is_company": True, "country_id": self.env.ref("base.us").id}
        )
        person = self.env["res.partner"].create({"name": "Karl", "country_id": self.germany.id})
        self.assertTrue(self.account("12345678", partner=america))
        self.assertTrue(self.account("12345678", partner=person))

    def test_foreign_tax_number_by_its_countrys_rule(self):
        partners = self.env["res.partner"]
        values = {"name": "Pumpen GmbH", "is_company": True, "country_id": self.germany.id}
        with self.assertRaisesRegex(ValidationError, "is no tax number of Germany|VAT|tax"):
            partners.create(values | {"vat": "DE811569868"})
        self.assertTrue(partners.create(values | {"vat": "DE811569869"}))
        self.assertTrue(partners.create(values | {"country_id": self.env.ref("base.kz").id, "vat": "1234"}))

    def test_actual_address(self):
        customer = self.customer
        self.assertFalse(customer._get_actual_address())
        customer.child_ids = [Command.create({"type": "actual", "city": "Kazan"})]
        self.assertEqual(customer._get_actual_address().city, "Kazan")
        self.assertIn("Actual address", customer._get_actual_address().display_name)
        customer.actual_is_legal = True
        self.assertEqual(customer._get_actual_address(), customer)
