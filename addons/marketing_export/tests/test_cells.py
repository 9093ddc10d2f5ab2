import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import cells, mailchimp, names, zones
from ..tools.signatures import Signatures

DANGEROUS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
nasty = st.text(
    st.one_of(st.sampled_from(DANGEROUS + " '\"{,;|"), st.characters(exclude_categories=["Cs"])), max_size=400
)


@tagged("post_install", "-at_install")
class TestCells(BaseCase):
    @settings(max_examples=40, deadline=None)
    @given(nasty)
    def test_csv_cell_is_safe_short_and_stable(self, value):
        cell = cells.csv_cell(value)
        self.assertFalse(cell.startswith(tuple(DANGEROUS)) and not cells.PHONE.fullmatch(cell))
        self.assertLessEqual(len(cell.encode()), 255)
        self.assertNotRegex(cell, r"[\x00-\x1f]")
        self.assertEqual(cells.csv_cell(cell), cell, "Writing what was read changes nothing.")
        plain = " ".join(cells.printable(value).split())
        if not plain.startswith(cells.DANGEROUS):
            self.assertTrue(plain.startswith(cell), "What is harmless is only clipped.")

    @settings(max_examples=40, deadline=None)
    @given(nasty)
    def test_excel_cell_keeps_the_text(self, value):
        cell = cells.excel_cell(value)
        self.assertNotRegex(cell, r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
        self.assertEqual(cell, cells.UNPRINTABLE.sub("", value))

    @settings(max_examples=100, deadline=None)
    @given(st.one_of(nasty, st.text(" aя😀\xa0\u200b\t", max_size=70)))
    def test_plain_text_is_what_cleaning_leaves_alone(self, value):
        cleaned = cells.clip_bytes(cells.one_line(value)).rstrip()
        if cells.is_plain(value):
            self.assertEqual(value, cleaned)
        self.assertEqual(cells.mail_cell(value), cleaned)

    def test_most_cells_are_plain(self):
        for value in ("", "buyer@works.example", "ООО «Насос»", "Нижний Новгород", "+74951234567"):
            self.assertTrue(cells.is_plain(value), value)
        for value in (" a", "a ", "a  b", "a\xa0b", "a\nb", "я" * 64):
            self.assertFalse(cells.is_plain(value), value)

    def test_a_column_is_made_value_by_value_and_once(self):
        made = []
        column = cells.make_all(iter(["Tver", None, " Tver", "Tver"]), lambda v: made.append(v) or cells.mail_cell(v))
        self.assertEqual(column, ["Tver", "", "Tver", "Tver"])
        self.assertEqual(len(made), 3)

    def test_every_dangerous_beginning_is_guarded(self):
        for value in ("=1+1", "+1", "-2", "@SUM(1)", "＝1+1", "=cmd|' /C calc'!A0", "  =1", "\t=1", "\r=1", "\x00=1"):
            with self.subTest(value=value):
                self.assertEqual(cells.csv_cell(value)[0], "'")

    def test_phones_and_harmless_text_stay(self):
        for value in ("+74951234567", "+4930123456789", "ООО «Насос» (=1)", "{=1}", "a=b", "7 495"):
            with self.subTest(value=value):
                self.assertEqual(cells.csv_cell(value), value)
        self.assertEqual(cells.csv_cell("+7495123456７"), "'+7495123456７", "Full-width digits make no phone number.")
        self.assertEqual(cells.csv_cell("+1234567890123456"), "'+1234567890123456", "Sixteen digits are too many.")

    def test_clipping_keeps_characters_whole(self):
        self.assertEqual(cells.csv_cell("я" * 200), "я" * 127)
        self.assertEqual(cells.csv_cell("x" * 254 + "я"), "x" * 254)
        self.assertEqual(cells.csv_cell("😀" * 70), "😀" * 63)
        self.assertEqual(cells.excel_cell("x" * 40000), "x" * 32767)

    def test_nothing_is_empty(self):
        for value in (None, False, "", " ", "\x0b"):
            self.assertEqual(cells.csv_cell(value), "")
        self.assertEqual(cells.csv_cell(0), "0")

    def test_lines_become_one(self):
        self.assertEqual(cells.csv_cell("Завод\r\n  «Насос»\t№ 1 "), "Завод «Насос» № 1")
        self.assertEqual(cells.excel_cell("a\nb"), "a\nb")

    def test_names_are_split(self):
        for name, expected in {
            "Петров Иван Сергеевич": ("Иван Сергеевич", "Петров"),
            "Иван Сергеевич Петров": ("Иван Сергеевич", "Петров"),
            "Анна Ильинична": ("Анна Ильинична", ""),
            "Ivan Petrov": ("Ivan", "Petrov"),
            "Jean-Luc van der Berg": ("Jean-Luc", "van der Berg"),
            "Мария": ("Мария", ""),
            "Гарипова Лилия": ("Лилия", "Гарипова"),
            "Титов Олег": ("Олег", "Титов"),
            "Семёнов Илья": ("Илья", "Семёнов"),
            "Вяземский Пётр": ("Пётр", "Вяземский"),
            "Марина Шмидт": ("Марина", "Шмидт"),
            "Марина Иванова": ("Марина", "Иванова"),
            "Иванова Марина": ("Марина", "Иванова"),
            "Лев Толстых": ("Лев", "Толстых"),
            "Иван Петров": ("Иван", "Петров"),
            "Инна Вялых": ("Инна", "Вялых"),
            "": ("", ""),
        }.items():
            with self.subTest(name=name):
                self.assertEqual(names.split_name(name), expected)
        self.assertEqual(names.split_name(None), ("", ""))

    def test_tags_share_a_cell(self):
        self.assertEqual(mailchimp.tag_cell(["Lead", None, "Pumps, small", 'a"b', "Lead"]), 'Lead,"Pumps, small",ab')
        self.assertEqual(mailchimp.tag_cell(["x" * 150]), "x" * 100)
        self.assertEqual(mailchimp.tag_cell([None, " ", ""]), "")

    def test_role_names_are_mailchimps(self):
        self.assertEqual(len(set(mailchimp.ROLE_NAMES)), len(mailchimp.ROLE_NAMES))
        self.assertIn("list-request", mailchimp.ROLE_NAMES)
        self.assertFalse({"info", "sales", "office"} & set(mailchimp.ROLE_NAMES))


@tagged("post_install", "-at_install")
class TestSignatures(BaseCase):
    rows = st.dictionaries(st.integers(1, 60), st.lists(st.text(max_size=5), min_size=2, max_size=2), max_size=20)

    def remember(self, rows):
        sums = Signatures()
        sums.set_all(rows.keys(), rows.values())
        return Signatures.load(base64.b64encode(sums.dump()))

    @settings(max_examples=60, deadline=None)
    @given(rows, rows)
    def test_two_files_are_compared_row_by_row(self, before, now):
        same = before.keys() & now.keys()
        changed = sum(1 for contact_id in same if before[contact_id] != now[contact_id])
        expected = (len(now.keys() - before.keys()), len(before.keys() - now.keys()), changed)
        first, second = self.remember(before), self.remember(now)
        self.assertEqual(second.compare(first), expected)
        second.add(first)
        self.assertEqual({number for number in range(70) if number in second}, before.keys() | now.keys())

    def test_of_nothing_there_is_nobody(self):
        self.assertNotIn(5, Signatures.load(False))


@tagged("post_install", "-at_install")
class TestZones(BaseCase):
    def test_clock_of_a_customer(self):
        for place, clock in (
            (("RU", None, "Москва"), "UTC+3 (MSK)"),
            (("RU", "Томская область", None), "UTC+7 (MSK+4)"),
            (("RU", None, "Омск"), "UTC+6 (MSK+3)"),
            (("RU", "Республика Бурятия", "Улан-Удэ"), "UTC+8 (MSK+5)"),
            ((None, None, "Нижний Новгород"), "UTC+3 (MSK)"),
            (("BY", None, "Минск"), "UTC+3 (MSK)"),
            (("KZ", None, "Астана"), "UTC+5 (MSK+2)"),
            (("DE", None, "Berlin"), ""),
            ((None, None, "Berlin"), ""),
            ((None, None, None), ""),
        ):
            with self.subTest(place=place):
                self.assertEqual(zones.describe(*place), clock)
