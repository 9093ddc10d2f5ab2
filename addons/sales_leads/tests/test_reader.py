from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import charset, form, mail

LABELS = {"имя": "contact_name", "from": "contact_name", "телефон": "phone", "e-mail": "email", "сообщение": "text"}


@tagged("post_install", "-at_install")
class TestReader(BaseCase):
    """Reading of mails and texts without a database."""

    def test_charsets(self):
        text = "Насос и компрессор, срочно"
        for name in ("utf-8", "windows-1251", "koi8-r"):
            self.assertEqual(charset.decode(text.encode(name), name), (text, None))
        self.assertEqual(charset.decode(text.encode("koi8-r"), "x-unknown"), (text, "unknown_charset"))
        self.assertEqual(charset.decode(text.encode("cp1251"), "utf-8"), (text, "wrong_charset"))

    def test_header_in_raw_eight_bits_or_encoded(self):
        raw = "Пётр".encode("cp1251").decode("ascii", "surrogateescape")
        self.assertEqual(charset.decode_header(raw), "Пётр")
        self.assertEqual(charset.decode_header("=?koi8-r?B?8MXU0g==?="), "Петр")
        self.assertEqual(charset.decode_header("=?utf-8?B?bad"), "=?utf-8?B?bad")

    def test_labels(self):
        read = form.read_labels(
            "Имя: Анна Ким\nТелефон : +7 900 111-22-33\nДолжность: инженер\nСообщение:\nНужен насос.\nИ ещё один.\n-- \nподвал",
            LABELS,
        )
        self.assertEqual(
            read, {"contact_name": "Анна Ким", "phone": "+7 900 111-22-33", "text": "Нужен насос.\nИ ещё один."}
        )

    def test_first_of_equal_labels_counts_and_name_gives_its_address(self):
        read = form.read_labels("From: Ann <ann@a.example>\nFrom: Bob <b@b.example>", LABELS)
        self.assertEqual(read, {"contact_name": "Ann", "email": "ann@a.example"})

    def test_phones(self):
        self.assertEqual(
            form.find_phones("тел. 8 (843) 211-09-34, ИНН 7707083893, +7(912)345 67 89"),
            ["8 (843) 211-09-34", "+7(912)345 67 89"],
        )
        self.assertEqual(form.find_phones("артикул 123-45-67, 2026-11-23 10:00:00"), [])

    def test_companies(self):
        self.assertEqual(
            form.find_companies('от ООО «Насос плюс» и АО "Ветер", ИП Петров С. И.'),
            ["ООО «Насос плюс»", 'АО "Ветер"', "ИП Петров С. И."],
        )

    def test_alternative_prefers_plain_and_falls_back_to_html(self):
        head = b"Content-Type: multipart/alternative; boundary=A\n\n--A\nContent-Type: text/plain\n\n"
        tail = b"\n--A\nContent-Type: text/html\n\n<p>rich</p>\n--A--\n"
        self.assertEqual(mail.read(head + b"plain" + tail).text, "plain")
        self.assertEqual(mail.read(head + b" " + tail).text, "rich")

    def test_key_ignores_what_relays_add(self):
        raw = b"Message-Id: <1@a>\nFrom: a@a.example\n\nbody"
        key = mail.get_key(raw, mail.read_headers(raw))
        relayed = b"Received: by b\n" + raw
        self.assertEqual(mail.get_key(relayed, mail.read_headers(relayed)), key)
        changed = raw + b"!"
        self.assertNotEqual(mail.get_key(changed, mail.read_headers(changed)), key)

    def test_robots(self):
        for raw, reason in (
            (b"Auto-Submitted: auto-generated (x)\n\n", "generated"),
            (b"Auto-Submitted: auto-replied; owner=x\n\n", "auto_reply"),
            (b"Auto-Submitted: auto-notified\n\n", "auto_reply"),
            (b"Auto-Submitted: auto-generated\nX-Auto-Reply: yes\n\n", "auto_reply"),
            ("Subject: Автоматический ответ: Насос\n\n".encode(), "auto_reply"),
            (b"Subject: Out of office pumps wanted\n\n", None),
            (b"X-Failed-Recipients: a@b.example\n\n", "bounce"),
            (b"Return-Path: <>\n\n", "bounce"),
            (b"Auto-Submitted: no\n\n", None),
            (b"Precedence: List\n\n", "mailing_list"),
            (b"From: MAILER-DAEMON@a.example\n\n", "bounce"),
            (b"From: a@a.example\n\n", None),
        ):
            self.assertEqual(mail.read_headers(raw).get_robot_reason(), reason, raw)

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=300))
    def test_any_bytes_have_headers_a_key_and_storable_text(self, raw):
        read = mail.read_headers(raw)
        self.assertTrue(mail.get_key(raw, read))
        text = charset.decode(raw)[0]
        self.assertNotIn("\x00", text)
        text.encode("utf-8")

    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=300))
    def test_any_text_can_be_searched(self, text):
        self.assertIsInstance(form.read_labels(text, LABELS), dict)
        for found in (form.find_emails(text), form.find_phones(text), form.find_companies(text)):
            self.assertEqual(len(found), len(set(found)))
