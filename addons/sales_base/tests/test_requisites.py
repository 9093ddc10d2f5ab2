from odoo.exceptions import ValidationError
from odoo.tests import tagged, users

from ..tools import requisites
from .common import SalesBaseCommon

COMPANY_INN = "7707083893"
PERSON_INN = "500100732259"


@tagged("post_install", "-at_install")
class TestRequisites(SalesBaseCommon):
    def partner(self, **values):
        return self.env["res.partner"].create({"name": "Requisites", "is_company": True, **values})

    def test_right_inn_of_a_company_and_of_a_person(self):
        for vat in (COMPANY_INN, PERSON_INN):
            self.assertEqual(self.partner(vat=vat, country_id=self.russia.id).vat, vat)

    def test_wrong_inn_is_refused(self):
        for vat in ("7707083894", "770708389", "77070838931", "500100732258", "ABCDEFGHIJ"):
            with self.subTest(vat=vat), self.assertRaises(ValidationError):
                self.partner(vat=vat, country_id=self.russia.id)

    def test_refusal_says_what_to_do(self):
        with self.assertRaisesRegex(ValidationError, "7707083894.*set the country of a foreign customer"):
            self.partner(vat="7707083894")

    def test_number_is_called_as_in_russian_documents(self):
        self.assertEqual(self.env["res.partner"].new({}).vat_label, "ИНН")

    def test_without_country_digits_are_an_inn(self):
        self.assertEqual(self.partner(vat=COMPANY_INN).vat, COMPANY_INN)
        with self.assertRaises(ValidationError):
            self.partner(vat="123456789")

    def test_foreign_numbers_pass(self):
        self.assertTrue(self.partner(vat="DE811569869", country_id=self.germany.id))
        self.assertTrue(self.partner(vat="DE811569869"), "Letters say that it is foreign.")
        self.assertTrue(self.partner(vat="100582333", country_id=self.env.ref("base.by").id), "Digits, but Belarus.")
        self.assertTrue(self.partner(vat="/", country_id=self.russia.id), "Core's mark of somebody who pays no tax.")

    def test_company_abroad_does_not_ask_for_an_inn(self):
        self.env.company.country_id = self.germany
        self.assertTrue(self.partner(vat="123456789"))
        with self.assertRaises(ValidationError):
            self.partner(vat="123456789", country_id=self.russia.id)

    def test_moving_to_russia_checks_the_number(self):
        foreign = self.partner(vat="100582333", country_id=self.env.ref("base.by").id)
        with self.assertRaises(ValidationError):
            foreign.country_id = self.russia

    def test_contact_in_russia_of_a_foreign_company(self):
        company = self.partner(vat="DE811569869", country_id=self.germany.id)
        contact = self.env["res.partner"].create(
            {"name": "Ivan", "parent_id": company.id, "type": "delivery", "country_id": self.russia.id}
        )
        self.assertEqual(contact.vat, "DE811569869")

    def test_blanks_are_taken_out(self):
        partner = self.partner(vat=" 7707 083893 ", kpp="7707 01 001", okpo=" 00032537")
        self.assertRecordValues(partner, [{"vat": COMPANY_INN, "kpp": "770701001", "okpo": "00032537"}])
        partner.write({"kpp": "7707al001"})
        self.assertEqual(partner.kpp, "7707AL001")

    def test_number_as_a_number(self):
        partner = self.partner(okpo=10000024, vat=7707083893)
        self.assertRecordValues(partner, [{"okpo": "10000024", "vat": COMPANY_INN}])

    def test_blanks_of_foreign_numbers_stay(self):
        self.assertEqual(self.partner(vat="CHE-107.787.577 IVA").vat, "CHE-107.787.577 IVA")

    def test_kpp(self):
        for kpp in ("770701001", "7707AB001"):
            self.assertEqual(self.partner(kpp=kpp).kpp, kpp)
        for kpp in ("77070100", "7707010011", "77A701001", "7707АБ001", "770701-01"):
            with self.subTest(kpp=kpp), self.assertRaisesRegex(ValidationError, "is no KPP"):
                self.partner(kpp=kpp)

    def test_okpo(self):
        for okpo in ("00032537", "00044434", "0001000004"):
            with self.subTest(okpo=okpo):
                self.assertEqual(self.partner(okpo=okpo).okpo, okpo)
        for okpo in ("00032538", "0003253", "000325370", "0001000006", "abcdefgh"):
            with self.subTest(okpo=okpo), self.assertRaisesRegex(ValidationError, "is no OKPO"):
                self.partner(okpo=okpo)

    def test_okpo_second_weights(self):
        # The first weights leave ten here, so the second ones decide; ten again would count as nought.
        second = next(number for number in range(10**7) if self._rest(number, 1) == 10 and self._rest(number, 3) < 10)
        nought = next(number for number in range(10**7) if self._rest(number, 1) == self._rest(number, 3) == 10)
        self.assertTrue(requisites.is_okpo(f"{second:07}{self._rest(second, 3)}"))
        self.assertFalse(requisites.is_okpo(f"{second:07}{(self._rest(second, 3) + 1) % 10}"))
        self.assertTrue(requisites.is_okpo(f"{nought:07}0"))

    def _rest(self, number, first):
        return sum(weight * int(digit) for weight, digit in enumerate(f"{number:07}", start=first)) % 11

    def test_bic_of_a_russian_bank(self):
        bank = self.env["res.bank"].create({"name": "Sber", "bic": "044525225", "country": self.russia.id})
        for bic in ("04452522", "0445252251", "SABRRUMM"):
            with self.subTest(bic=bic), self.assertRaisesRegex(ValidationError, "nine digits"):
                bank.bic = bic

    def test_bic_elsewhere_is_free(self):
        for country in (self.germany.id, False):
            self.assertTrue(self.env["res.bank"].create({"name": "Other", "bic": "DEUTDEFF", "country": country}))

    @users("sb_manager")
    def test_manager_fills_requisites_and_meets_the_check(self):
        customer = self.customer.with_user(self.env.user)
        customer.write({"vat": COMPANY_INN, "kpp": "770701001"})
        with self.assertRaisesRegex(ValidationError, "7707083890"):
            customer.vat = "7707083890"
