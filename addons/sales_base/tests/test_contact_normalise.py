from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools import contact
from .common import SalesBaseCommon

# spelling: (value, last ten digits)
PHONES = {
    "+79123456789": ("+79123456789", "9123456789"),
    "8 (912) 345-67-89": ("+79123456789", "9123456789"),
    "8-912-345-67-89": ("+79123456789", "9123456789"),
    "89123456789": ("+79123456789", "9123456789"),
    "79123456789": ("+79123456789", "9123456789"),
    "9123456789": ("+79123456789", "9123456789"),
    "+7 912 345 67 89 Ivan": ("+79123456789", "9123456789"),
    "+8 912 345 67 89": ("+79123456789", "9123456789"),
    "007 912 345 67 89": ("+79123456789", "9123456789"),
    "тел. +7 (495) 123-45-67": ("+74951234567", "4951234567"),
    "8-800-555-35-35": ("+78005553535", "8005553535"),
    "8 800 555 35 35 (бесплатно)": ("+78005553535", "8005553535"),
    "+77011234567": ("+77011234567", "7011234567"),
    "+44 20 7946 0958": ("+442079460958", "2079460958"),
    "0049 30 901820": ("+4930901820", "4930901820"),
    "8 10 49 30 901820": ("+4930901820", "4930901820"),
    "345-67-89": ("3456789", False),
    "123456789012345678": ("123456789012345678", "9012345678"),
}
EXTENSIONS = (
    " доб. 12",
    " доб 12",
    " (доб. 12)",
    ", добавочный 12",
    " вн. 12",
    " внутр. 12",
    " д.12",
    " ext. 12",
    " x12",
    "#12",
    ",12",
    ", 12",
)
GARBAGE = (False, "", " ", "-", "нет", "call me", "112", "тел. 12-34", "@", "доб. 12")
SEPARATORS = ("", " ", "-", ".", "\u00a0", "\u2011")
PHONE_LIKE = st.text(alphabet="0123456789+-() .,;#xдобвн№/٣8７", max_size=30)


@tagged("post_install", "-at_install")
class TestContactNormalise(SalesBaseCommon):
    def normalise(self, kind, raw, country=None):
        return self.env["res.partner.contact.point"]._normalise(kind, raw, country)

    def test_phone_spellings(self):
        for raw, expected in PHONES.items():
            with self.subTest(raw=raw):
                self.assertEqual(self.normalise("phone", raw), expected)

    def test_extension_is_not_part_of_the_number(self):
        for extension in EXTENSIONS:
            with self.subTest(extension=extension):
                self.assertEqual(self.normalise("phone", f"8 (495) 123-45-67{extension}")[0], "+74951234567")

    def test_garbage_is_no_phone(self):
        for raw in GARBAGE:
            with self.subTest(raw=raw):
                self.assertEqual(self.normalise("phone", raw), (False, False))

    def test_country_of_the_contact_comes_first(self):
        self.assertEqual(self.normalise("phone", "030 901820", self.germany)[0], "+4930901820")
        self.assertEqual(self.normalise("phone", "8 912 345-67-89", self.russia)[0], "+79123456789")
        self.assertEqual(self.normalise("phone", "030 901820")[0], "030901820", "Not a number in Russia.")

    def test_company_without_country_reads_russian(self):
        self.env.company.country_id = False
        self.assertEqual(self.normalise("phone", "8 912 345-67-89")[0], "+79123456789")

    def test_company_abroad_still_matches_by_last_ten(self):
        self.env.company.country_id = self.env.ref("base.us")
        self.assertEqual(self.normalise("phone", "8 912 345-67-89")[1], "9123456789")

    def test_emails(self):
        cases = {
            "Info@Company.RU": "info@company.ru",
            '"Иван Петров" <I.Petrov@Company.ru>': "i.petrov@company.ru",
            " shop@company.ru ": "shop@company.ru",
            "first@company.ru, second@company.ru": "first@company.ru",
            "info@почта.рф": "info@почта.рф",
            "info@xn--80a1acny.xn--p1ai": "info@почта.рф",
            "no address": False,
            "": False,
            False: False,
        }
        for raw, expected in cases.items():
            with self.subTest(raw=raw):
                self.assertEqual(self.normalise("email", raw), (expected, False))

    def test_broken_ascii_domain_is_kept(self):
        self.assertEqual(self.normalise("email", "a@xn--.ru")[0], "a@xn--.ru")

    def test_plus_before_an_eight_that_is_a_foreign_number_too(self):
        # A valid number of Vietnam: it stays one, and the last ten digits still find the Russian one.
        self.assertEqual(self.normalise("phone", "+8 495 200-00-00"), ("+84952000000", "4952000000"))
        self.assertEqual(self.normalise("phone", "8 495 200-00-00"), ("+74952000000", "4952000000"))

    def test_several_phones_in_one_field(self):
        cases = {
            "8 (351) 111-22-33, 8-912-345-67-89": ["8 (351) 111-22-33", "8-912-345-67-89"],
            "+7 495 123-45-67; +7 495 123-45-68\n+7 495 123-45-69": [
                "+7 495 123-45-67",
                "+7 495 123-45-68",
                "+7 495 123-45-69",
            ],
            "8 351 111-22-33 или 8 912 345-67-89": ["8 351 111-22-33", "8 912 345-67-89"],
            "+7 495 123-45-67, 12": ["+7 495 123-45-67, 12"],
            " ; ": [],
            False: [],
        }
        for text, expected in cases.items():
            with self.subTest(text=text):
                self.assertEqual(contact.split_phones(text), expected)

    def test_several_emails_in_one_field(self):
        self.assertEqual(contact.split_emails("Ivan <I@A.ru>, shop@a.ru; i@a.ru"), ["i@a.ru", "shop@a.ru"])

    @settings(max_examples=40, deadline=None)
    @given(raw=PHONE_LIKE)
    @example(raw="0084951234567")
    @example(raw="8 10 84951234567")
    def test_normalising_twice_changes_nothing(self, raw):
        value, last_ten = self.normalise("phone", raw)
        if value:
            self.assertEqual(self.normalise("phone", value), (value, last_ten))

    @settings(max_examples=40, deadline=None)
    @given(raw=st.one_of(st.emails(), st.text(max_size=40)))
    def test_normalising_an_email_twice_changes_nothing(self, raw):
        value, _last_ten = self.normalise("email", raw)
        if value:
            self.assertEqual(self.normalise("email", value), (value, False))

    @settings(max_examples=40, deadline=None)
    @given(
        code=st.sampled_from(["912", "916", "903", "495", "812", "351", "800"]),
        rest=st.integers(2000000, 9999999),
        prefix=st.sampled_from(["+7", "8", "7", "", "тел. 8", "007", "т.+7"]),
        gaps=st.lists(st.sampled_from(SEPARATORS), min_size=4, max_size=4),
        brackets=st.booleans(),
        extension=st.sampled_from(("", *EXTENSIONS)),
    )
    def test_however_a_russian_number_is_written_it_is_the_same(self, code, rest, prefix, gaps, brackets, extension):
        digits = str(rest)
        raw = f"{prefix}{gaps[0]}{f'({code})' if brackets else code}{gaps[1]}{digits[:3]}{gaps[2]}{digits[3:5]}"
        raw += f"{gaps[3]}{digits[5:]}{extension}"
        self.assertEqual(self.normalise("phone", raw), (f"+7{code}{digits}", f"{code}{digits}"), raw)
