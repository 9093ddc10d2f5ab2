from odoo.tests import BaseCase, tagged

from ..tools import charset, form, mail

NESTED = b"""Message-Id: <nested@a.example>
From: a@a.example
Content-Type: multipart/mixed; boundary=M

--M
Content-Type: multipart/related; boundary=R

--R
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain

plain
--A
Content-Type: text/html

<p>rich</p>
--A--
--R
Content-Type: image/png; name="a.png"
Content-Transfer-Encoding: base64

iVBORw0=
--R--
--M
Content-Type: text/plain; name=notes.txt

attached
--M
Content-Type: message/rfc822

From: z@z.example
Subject: inner

inner body
--M
Content-Type: text/plain

after the attachments
--M--
"""
LABELS = {"имя": "contact_name", "телефон": "phone", "e-mail": "email", "компания": "company_name", "текст": "text"}
# Names of codecs of Python that turn bytes into bytes or text into text: none of them is a charset.
NO_CHARSETS = ("hex", "base64", "zlib", "bz2", "rot13", "uu", "quopri")


@tagged("post_install", "-at_install")
class TestHeaders(BaseCase):
    def read_lines(self, *lines):
        return mail.read("\n".join((*lines, "", "body")).encode())

    def test_folded_headers_are_one_line(self):
        read = self.read_lines("Subject: one", "\ttwo", " three", "To: x@a.example,", " Y <y@A.example>")
        self.assertEqual(read.subject, "one two three")
        self.assertEqual(read.get_recipients(), ["x@a.example", "y@a.example"])

    def test_badly_folded_header_costs_no_word(self):
        read = self.read_lines("From: a@a.example", "Subject: pump", "for the boiler house", "X-Later: y")
        self.assertEqual((read.subject, read.get_address("From")[1]), ("pump", "a@a.example"))
        self.assertTrue(read.text.startswith("for the boiler house"))
        self.assertTrue(read.text.endswith("body"))

    def test_first_of_several_senders_counts(self):
        read = self.read_lines("From: Ann <ann@a.example>, Bob <bob@a.example>", "From: c@c.example")
        self.assertEqual(read.get_address("From"), ("Ann", "ann@a.example"))
        nameless = self.read_lines("From: undisclosed, Bob <BOB@A.example>")
        self.assertEqual(nameless.get_address("From"), ("Bob", "bob@a.example"))

    def test_recipients_of_all_headers_are_known(self):
        read = self.read_lines(
            "Delivered-To: d@a.example", "To: t@a.example", "Cc: c@a.example", "Resent-To: r@a.example"
        )
        self.assertEqual(read.get_recipients(), ["d@a.example", "t@a.example", "c@a.example", "r@a.example"])

    def test_references_are_in_order_each_once_and_not_endless(self):
        read = self.read_lines("References: <1@a>", " <2@a> junk <1@a>", "In-Reply-To: <3@a>")
        self.assertEqual(read.references, ["<1@a>", "<2@a>", "<3@a>"])
        many = self.read_lines("References: " + " ".join(f"<{n}@a>" for n in range(50)), "In-Reply-To: <last@a>")
        self.assertEqual((len(many.references), many.references[-1]), (32, "<last@a>"))

    def test_dates(self):
        for written, understood in (
            ("Mon, 02 Mar 2026 09:00:00 +0300", "2026-03-02 06:00:00"),
            ("Mon, 02 Mar 2026 09:00:00 -0000", "2026-03-02 09:00:00"),
            ("2 Mar 2026 23:30 -0500", "2026-03-03 04:30:00"),
            ("yesterday", "None"),
            ("Mon, 02 Mar 2026 09:00:00 +9999", "None"),
        ):
            self.assertEqual(str(self.read_lines(f"Date: {written}").date), understood, written)

    def test_huge_header_is_read_and_its_id_stays_short(self):
        read = mail.read_headers(b"To: info@a.example\nMessage-Id: <" + b"i" * 90_000 + b"@a>\nSubject: x\n\n")
        self.assertEqual((read.get_recipients(), read.subject), (["info@a.example"], "x"))
        self.assertEqual(len(read.message_id), 500)

    def test_what_bounces_and_answers_by_itself(self):
        for line, reason in (
            ("Return-Path: <>", "bounce"),
            ("Content-Type: multipart/report; boundary=x", "bounce"),
            ("From: Postmaster <postmaster@a.example>", "bounce"),
            ("From: <>", "bounce"),
            ("X-Autoreply: yes", "auto_reply"),
            ("List-Id: <news.a.example>", "mailing_list"),
            ("Precedence: first-class", None),
            ("Return-Path: <a@a.example>", None),
        ):
            self.assertEqual(self.read_lines(line).get_robot_reason(), reason, line)

    def test_mails_without_id_have_keys_by_sender_date_and_subject(self):
        def key(*lines):
            raw = "\n".join((*lines, "", "body")).encode()
            return mail.get_key(raw, mail.read_headers(raw))

        first = key("From: a@a.example", "Subject: x")
        self.assertEqual(key("Received: by relay", "From: a@a.example", "Subject: x"), first)
        for other in (("From: b@a.example", "Subject: x"), ("From: a@a.example", "Subject: y")):
            self.assertNotEqual(key(*other), first)


@tagged("post_install", "-at_install")
class TestParts(BaseCase):
    def test_nested_parts_give_text_and_attachments_in_order(self):
        read = mail.read(NESTED)
        self.assertEqual(read.text, "plain\nafter the attachments")
        self.assertEqual(read.html, "<p>rich</p>")
        self.assertEqual(
            [(kept.name, kept.mimetype) for kept in read.attachments],
            [("a.png", "image/png"), ("notes.txt", "text/plain"), ("attachment", "message/rfc822")],
        )
        self.assertEqual(read.attachments[0].content, b"\x89PNG\r")
        self.assertIn(b"inner body", read.attachments[2].content)
        self.assertFalse(read.remarks)

    def test_part_cut_off_in_the_middle_keeps_what_came(self):
        cut = NESTED[: NESTED.index(b"<p>rich") + 6]
        self.assertEqual(mail.read(cut).text, "plain")

    def test_name_of_an_attachment_in_another_spelling(self):
        head = b"Content-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: application/pdf\n"
        for written in (b'filename="=?utf-8?B?0KLQly5wZGY=?="', b"filename*=utf-8''%D0%A2%D0%97.pdf"):
            read = mail.read(head + b"Content-Disposition: attachment; " + written + b"\n\n%PDF\n--M--\n")
            self.assertEqual(read.attachments[0].name, "ТЗ.pdf", written)

    def test_long_name_of_an_attachment_is_cut(self):
        head = b"Content-Type: application/pdf; name=" + b"n" * 500 + b"\n\n%PDF"
        self.assertEqual(len(mail.read(head).attachments[0].name), 200)

    def test_broken_base64_of_an_attachment_costs_no_text(self):
        raw = b"Content-Type: multipart/mixed; boundary=M\n\n--M\n\nwords\n--M\nContent-Type: image/png\n"
        read = mail.read(raw + b"Content-Transfer-Encoding: base64\n\n@@@ no base64\n--M--\n")
        self.assertEqual((read.text, len(read.attachments)), ("words", 1))

    def test_all_spellings_empty_is_an_empty_text(self):
        raw = b"Content-Type: multipart/alternative; boundary=A\n\n--A\n\n \n--A\nContent-Type: text/html\n\n<p></p>\n--A--"
        self.assertEqual(mail.read(raw).text, "")

    def test_html_shows_neither_scripts_nor_styles(self):
        text = mail.html_to_text("<style>p{color:red}</style><script>steal()</script><p>A pump, please</p>")
        self.assertEqual(text, "A pump, please")

    def test_each_block_of_html_is_a_line(self):
        for html in (
            "<div>Имя: Анна</div><div>Компания: Ветер</div>",
            "<ul><li>Имя: Анна</li><li>Компания: Ветер</li></ul>",
            "<p>Имя: Анна</p><p>Компания: Ветер</p>",
            "Имя: Анна<br>Компания: Ветер",
            "<table><tr><td>Имя:</td><td>Анна</td></tr><tr><td>Компания:</td><td>Ветер</td></tr></table>",
        ):
            read = form.read_labels(mail.html_to_text(html), LABELS)
            self.assertEqual(read, {"contact_name": "Анна", "company_name": "Ветер"}, html)

    def test_linked_address_is_told_once(self):
        for html, text in (
            ('<a href="mailto:a@k.example">a@k.example</a>', "a@k.example"),
            ('<a href="mailto:a@k.example?subject=x">Write me</a>', "Write me a@k.example"),
            ('<a href="tel:+79123456789">8 (912) 345-67-89</a>', "8 (912) 345-67-89"),
            ('<a href="tel:+79123456789">call</a>', "call +79123456789"),
        ):
            self.assertEqual(mail.html_to_text(html), text)


@tagged("post_install", "-at_install")
class TestTexts(BaseCase):
    def test_codecs_that_are_no_charsets_are_unknown(self):
        for name in NO_CHARSETS:
            self.assertEqual(charset.decode(b"6162", name), ("6162", "unknown_charset"), name)
        self.assertEqual(charset.decode(b"6162", "a\0b"), ("6162", "wrong_charset"))

    def test_header_in_a_codec_that_is_no_charset_hides_no_other_header(self):
        for name in NO_CHARSETS:
            read = mail.read_headers(f"To: info@a.example\nSubject: =?{name}?Q?6162?=\n\n".encode())
            self.assertEqual((read.get_recipients(), read.subject), (["info@a.example"], "6162"), name)

    def test_text_without_letters_is_not_guessed_into_russian(self):
        self.assertEqual(charset.guess(b"\x98\x81 12"), "\ufffd\ufffd 12")

    def test_line_ends_and_control_characters(self):
        self.assertEqual(charset.clean("a\r\nb\rc\x0b\x00\x7f\td"), "a\nb\nc\td")
        self.assertEqual(charset.clean("lone \ud800 half"), "lone ? half")

    def test_encoded_words_next_to_each_other_are_one(self):
        self.assertEqual(charset.decode_header("=?utf-8?Q?=D0=9D=D0=B0?= =?utf-8?B?0YHQvtGB?= 5"), "Насос 5")
        self.assertEqual(charset.decode_header(None), "")

    def test_value_may_stand_under_its_label(self):
        read = form.read_labels("Имя:\n\nАнна\nКомпания: \nВетер\nТекст: a\nцена: 5\nИмя: Вера", LABELS)
        self.assertEqual(read, {"contact_name": "Анна", "company_name": "Ветер", "text": "a\nцена: 5"})

    def test_spelling_of_a_label_does_not_matter(self):
        for line in ("ИМЯ : Анна", "* Имя: Анна", "> Имя: Анна", "**Имя:** Анна", "- имя: Анна", "Имя：Анна"):  # noqa: RUF001
            self.assertEqual(form.read_labels(line, LABELS), {"contact_name": "Анна"}, line)
        self.assertEqual(form.normalise_label(" «Чей  Счёт» № "), "чей счет")

    def test_form_ends_where_its_footer_begins(self):
        for end in ("-- ", "-----", "=====", "Сообщение сгенерировано автоматически"):
            self.assertEqual(form.read_labels(f"Текст: насос\n{end}\nреклама", LABELS), {"text": "насос"}, end)

    def test_number_that_nobody_has_is_none(self):
        self.assertEqual(form.find_phones("8 (000) 000-00-00, 8 912 345-67-89, +7 912 3456789"), ["8 912 345-67-89"])

    def test_addresses_once_and_companies_once(self):
        self.assertEqual(form.find_emails("A@a.example, a@A.example; b@b"), ["a@a.example"])
        self.assertEqual(form.find_companies("ООО «Ветер»,\nООО  «Ветер»"), ["ООО «Ветер»"])

    def test_what_stands_far_inside_is_not_searched(self):
        padding = "x " * form.LONGEST
        self.assertEqual(form.find_emails(padding + "a@a.example"), [])
        self.assertFalse(form.is_readable("1 " * form.LONGEST + "нужен насос"))

    def test_readable_is_two_words(self):
        for text, readable in (("", False), ("pump", False), ("? ! 1", False), ("нужен насос", True)):
            self.assertEqual(form.is_readable(text), readable, text)
