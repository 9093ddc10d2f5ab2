from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged
from odoo.tools import formataddr
from odoo.tools.mail import email_split_and_format_normalize, email_split_tuples

from ..tools import letter

ADDRESS = "ivan@customer.example"
NASTY = st.text(st.sampled_from(list("aЖ\r\n\t\0\x85\u2028@,;:<>()[]\\\"' .=?-")), max_size=60)


@tagged("post_install", "-at_install")
class TestLetterText(BaseCase):
    """Whatever a customer calls himself or writes about, a letter has one recipient and one line a header."""

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(st.text(max_size=80), NASTY))
    @example("Ivan\r\nBcc: victim@else.example")
    @example("=?utf-8?q?=0D=0ABcc:_victim@else.example?=")
    @example('" <victim@else.example>, "')
    def test_any_name_leaves_one_recipient(self, name):
        written = formataddr((letter.clean_name(name), ADDRESS))
        formatted = email_split_and_format_normalize(written)
        self.assertEqual([address for _name, address in email_split_tuples(", ".join(formatted))], [ADDRESS])

    @settings(max_examples=300, deadline=None)
    @given(st.one_of(st.text(max_size=300), NASTY))
    def test_any_subject_is_one_line(self, subject):
        line = letter.clean(subject)
        self.assertEqual(len(line.splitlines() or [""]), 1)
        self.assertLessEqual(len(line), 201)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = line.encode("utf-8", "replace").decode()
        body = message.as_bytes().split(b"\r\n\r\n")[0]
        starts = [row for row in body.split(b"\r\n") if row and not row.startswith((b" ", b"\t"))]
        self.assertEqual(len(starts), 1)

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=200))
    def test_any_header_gives_only_whole_ids(self, value):
        for found in letter.find_message_ids(value):
            self.assertRegex(found, r"^<[^<>\s]+>$")

    def test_who_is_a_robot(self):
        robots = (
            "no-reply@a.ru noreply@a.ru donotreply@a.ru postmaster@a.ru bounce-17@a.ru news-request@a.ru owner-x@a.ru"
        )
        people = "ivan@a.ru owen@a.ru info@a.ru replyanov@a.ru mailman.petr@a.ru bouncer@a.ru"
        self.assertEqual([one for one in robots.split() if not letter.is_robot(one)], [])
        self.assertEqual([one for one in people.split() if letter.is_robot(one)], ["mailman.petr@a.ru"])

    def test_language_is_told_by_the_beginning(self):
        notice = "This message is confidential and intended for the addressee only. " * 10
        cases = (
            (f"Добрый день, пришлите прайс. С уважением, Иван\n{notice}", "ru"),
            ("Hello, we need two pumps.\n\nС уважением, Иван", "en"),
            ("КП на Grundfos CR 5-10", "ru"),
            ("Прошу КП на Grundfos CR 5-10", "ru"),
            ("12345", None),
        )
        for text, expected in cases:
            self.assertEqual(letter.guess_language(text), expected, text)
