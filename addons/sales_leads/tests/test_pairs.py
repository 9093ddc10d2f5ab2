import time

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import form, mail, pairs, signature

LABELS = {"имя": "contact_name", "телефон": "phone", "e-mail": "email", "сообщение": "text"}
ANNA = [("Имя", "Анна"), ("Телефон", "8 912 345-67-89")]


@tagged("post_install", "-at_install")
class TestPairs(BaseCase):
    """Labels without a colon: tables and definition lists."""

    def test_each_shape_gives_its_pairs(self):
        rows = "".join(f"<tr><td><b>{label}</b></td><td>{value}</td></tr>" for label, value in ANNA)
        terms = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in ANNA)
        heads = "".join(f"<th>{label}</th>" for label, _value in ANNA)
        cells = "".join(f"<td>{value}</td>" for _label, value in ANNA)
        for html in (
            f"<table>{rows}</table>",
            f"<table><tbody>{rows.replace('</b>', ':</b>')}</tbody></table>",
            f"<table><tr><td>{'<table>' + rows + '</table>'}</td></tr></table>",
            f"<table>{rows.replace('<td><b>', '<th>').replace('</b></td>', '</th>')}</table>",
            f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>",
            f"<dl>{terms}</dl>",
            f"<script>var x = '<dl>'</script><p>Заявка</p><dl>{terms}</dl>",
        ):
            with self.subTest(html=html):
                self.assertEqual(pairs.find_pairs(html), ANNA)

    def test_text_of_several_lines_is_one_value(self):
        html = "<table><tr><td>Сообщение</td><td>Нужен насос<br/>и фильтр<p>Срочно</p></td></tr></table>"
        self.assertEqual(pairs.find_pairs(html), [("Сообщение", "Нужен насос\nи фильтр\nСрочно")])

    def test_what_is_no_label_gives_none(self):
        for html in (
            "",
            "<table></table>",
            "<!-- -->",
            "<table><tr><td>one</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>",
            f"<table><tr><td>{'long ' * 20}</td><td>x</td></tr></table>",
            "<table><tr><td>Имя</td><td> </td></tr></table>",
            "<dl><dt>Имя</dt><dt>Телефон</dt></dl>",
        ):
            with self.subTest(html=html):
                self.assertEqual(pairs.find_pairs(html), [])

    def test_a_mail_without_tables_is_not_parsed(self):
        self.assertEqual(mail.Mail(html="<p>Имя</p>").pairs, [])

    def test_known_labels_are_picked_first_value_first(self):
        picked = form.pick_pairs([("ИМЯ", "Анна <a@a.example>"), ("Должность", "x"), ("Имя", "Вера")], LABELS)
        self.assertEqual(picked, {"contact_name": "Анна", "email": "a@a.example"})

    def test_no_address_and_no_number_are_not_taken(self):
        read = form.read_labels("Имя: Анна\nТелефон: нет\nE-mail: не дам", LABELS)
        self.assertEqual(read, {"contact_name": "Анна"})

    def test_all_labels_of_a_text_are_listed_links_are_not(self):
        text = "Имя: Анна\n[10:15] да\nДолжность: инженер\nhttps://site.example\n-- \nreklama: x"
        self.assertEqual(form.list_labels(text), [("Имя", "Анна"), ("Должность", "инженер")])

    @settings(max_examples=60, deadline=None)
    @given(st.text(alphabet="<>/tabledrh \n=\"'&;x", max_size=200), st.text(max_size=50))
    def test_any_html_can_be_searched(self, html, tail):
        for label, value in pairs.find_pairs(f"<table>{html}</table><dl>{tail}"):
            self.assertTrue(label and value)


@tagged("post_install", "-at_install")
class TestSignature(BaseCase):
    def test_names(self):
        for text, name in (
            ("Нужен насос.\n\nС уважением,\nАнна Лебедева\nинженер", "Анна Лебедева"),
            ("Нужен насос.\nС уважением, Анна Лебедева, инженер", "Анна Лебедева"),
            ("Нужен насос.\nС уважением,\nООО «Ветер»\nЛебедева А. И.", "Лебедева А. И."),
            ("Нужен насос.\nС уважением,\nА. И. Лебедева", "А. И. Лебедева"),
            ("Нужен насос.\nС наилучшими пожеланиями,\nАнна-Мария Ким-Ли", "Анна-Мария Ким-Ли"),
            ("A pump.\n\nBest regards,\nJohn Smith | Buyer", "John Smith"),
            ("A pump.\n-- \nJohn Smith\nBuyer", "John Smith"),
            ("A pump.\nKind regards\nthe team", ""),
            ("A pump.\nС уважением,\nОтдел снабжения", ""),
            ("John Smith needs a pump.", ""),
            ("", ""),
        ):
            with self.subTest(text=text):
                self.assertEqual(signature.find_name(text), name)

    def test_the_signature_of_the_quoted_mail_is_not_his(self):
        for quote in ("> С уважением,\n> Пётр Наш", "01.03.2026, Завод пишет:\nС уважением,\nПётр Наш"):
            self.assertEqual(signature.find_name(f"Да, подходит.\n\n{quote}"), "")

    def test_a_page_of_blank_lines_costs_nothing(self):
        started = time.monotonic()
        for blank in ("\n", " ", "> \n", "--\n", " \t\n"):
            self.assertEqual(signature.find_name(blank * 20_000), "")
        self.assertLess(time.monotonic() - started, 2)

    @settings(max_examples=60, deadline=None)
    @given(st.text(alphabet="Сс уважением,.\n-> АнаБ", max_size=200))
    def test_any_text_can_be_searched(self, text):
        self.assertIn(signature.find_name(text), text)
        self.assertTrue(text.startswith(signature.own_words(text)))
