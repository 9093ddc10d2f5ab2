from odoo.tests import tagged

from ..tools import mail as mail_reader
from .common import SalesLeadsCommon

SITE = "Site <noreply@site.example>"
FIELDS = {
    "contact_name": "Анна Ким",
    "company_name": "Ветер",
    "email": "anna@veter.example",
    "phone": "8 912 345-67-89",
    "subject": "Насос",
    "text": "Нужен насос",
}


@tagged("post_install", "-at_install")
class TestFormMail(SalesLeadsCommon):
    """What is read of a site's mail, by the labels and rules that the addon brings."""

    def read_contact(self, text, sender=SITE, content_type="text/plain", **values):
        raw = self.make_mail(text, sender=sender, **values)
        raw = raw.replace(b"Content-Type: text/plain", f"Content-Type: {content_type}".encode())
        return self.env["crm.mail.rule"]._read_contact(mail_reader.read(raw))

    def test_every_wording_of_every_label_is_understood(self):
        for label in self.env["crm.mail.label"].search([]):
            for wording in label.synonyms.splitlines():
                # The second line lets the rule know a form.
                other = "phone" if label.field != "phone" else "contact_name"
                known = {"phone": "Телефон", "contact_name": "Имя"}[other]
                contact = self.read_contact(f"{known}: {FIELDS[other]}\n{wording}: {FIELDS[label.field]}")
                name = "needs" if label.field == "text" else label.field
                self.assertEqual(contact[name], FIELDS[label.field], wording)
                self.assertEqual(contact[other], FIELDS[other], wording)

    def test_html_form_of_each_make_is_read(self):
        rows = [("Имя", "contact_name"), ("E-mail", "email"), ("Телефон", "phone"), ("Сообщение", "text")]
        mailto = '<a href="mailto:{0}">{0}</a>'.format(FIELDS["email"])
        cells = "".join(f"<tr><td><b>{label}:</b></td><td>{FIELDS[name]}</td></tr>" for label, name in rows)
        lines = "".join(f"<li>{label}: {FIELDS[name]}</li>" for label, name in rows)
        makes = {
            "table": f"<table>{cells}</table>",
            "blocks": "".join(f"<div>{label}: {FIELDS[name]}</div>" for label, name in rows),
            "breaks": "<br/>".join(f"<strong>{label}</strong>: {FIELDS[name]}" for label, name in rows),
            "list": f"<ul>{lines}</ul>",
        }
        for make, html in makes.items():
            for text in (html, html.replace(FIELDS["email"], mailto)):
                contact = self.read_contact(text, content_type="text/html")
                self.assertEqual(
                    {name: contact[name] for name in ("contact_name", "email", "phone", "needs")},
                    {
                        name: FIELDS["text" if name == "needs" else name]
                        for name in ("contact_name", "email", "phone", "needs")
                    },
                    (make, text),
                )

    def test_robot_asks_to_answer_its_visitor(self):
        contact = self.read_contact("Message body: a pump", headers="Reply-To: Ann <ann@home.example>")
        self.assertEqual((contact["contact_name"], contact["email"]), ("Ann", "ann@home.example"))

    def test_who_reads_no_answers_is_not_the_customer_whatever_he_writes(self):
        contact = self.read_contact("Somebody wants a pump.", headers="Reply-To: Ann <ann@home.example>")
        self.assertEqual((contact["contact_name"], contact["email"]), ("Ann", "ann@home.example"))
        self.assertEqual(contact["channel"], "mail")

    def test_address_in_the_form_is_better_than_reply_to(self):
        contact = self.read_contact("E-mail: form@home.example", headers="Reply-To: other@home.example")
        self.assertEqual(contact["email"], "form@home.example")

    def test_reply_to_of_somebody_who_writes_himself_changes_nothing(self):
        contact = self.read_contact("A pump.", sender="Ann <ann@home.example>", headers="Reply-To: box@home.example")
        self.assertEqual((contact["contact_name"], contact["email"]), ("Ann", "ann@home.example"))

    def test_robot_that_is_its_own_reply_to_is_nobody(self):
        contact = self.read_contact("Message body: a pump", headers="Reply-To: noreply@site.example")
        self.assertFalse(contact["email"])
        self.assertFalse(contact["contact_name"])

    def test_our_own_addresses_in_the_text_are_nobodys(self):
        contact = self.read_contact("Message body: write to info@plant.example or to ann@home.example")
        self.assertEqual(contact["email"], "ann@home.example")

    def test_our_own_company_in_the_text_is_not_the_customers(self):
        self.env.company.name = "ООО «Завод»"
        contact = self.read_contact("Пишу в ООО «Завод» от ООО «Ветер».", sender="ann@home.example")
        self.assertEqual(contact["company_name"], "ООО «Ветер»")

    def test_marks_of_a_form_far_inside_are_not_looked_for(self):
        text = "x\n" * 10_001 + "заявка с сайта\nName: Ann"
        self.assertEqual(self.read_contact(text, sender="ann@home.example")["channel"], "mail")
        self.assertEqual(self.read_contact(text[10_000:], sender="ann@home.example")["channel"], "form")

    def test_chat_keeps_what_the_visitor_said(self):
        text = "Посетитель: Здравствуйте\nОператор: Чем помочь?\n[10:15] Visitor: a pump\nКлиент (10:16): срочно"
        contact = self.read_contact(text, sender="JivoChat <transcript@jivo.example>")
        self.assertEqual(contact["needs"], "Здравствуйте\na pump\nсрочно")
        self.assertEqual((contact["channel"], contact["text"]), ("chat", text))

    def test_chat_in_which_the_visitor_said_nothing_keeps_all(self):
        contact = self.read_contact("Оператор: Добрый день", sender="transcript@jivo.example")
        self.assertEqual(contact["needs"], "Оператор: Добрый день")

    def test_rule_that_is_deleted_or_made_counts_at_once(self):
        values = {"name": "A", "sequence": 1, "subject_pattern": "zz", "channel": "chat", "reading": "plain"}
        rule = self.env["crm.mail.rule"].create(values)
        self.assertEqual(self.read_contact("words", subject="zz")["channel"], "chat")
        rule.unlink()
        self.assertEqual(self.read_contact("words", subject="zz")["channel"], "mail")

    def test_label_that_is_deleted_or_made_counts_at_once(self):
        label = self.env.ref("sales_leads.mail_label_contact_name")
        text = "Имя: Анна\nСообщение: насос"
        self.assertEqual(self.read_contact(text)["contact_name"], "Анна")
        label.unlink()
        self.assertFalse(self.read_contact(text)["contact_name"])
        self.env["crm.mail.label"].create({"field": "contact_name", "synonyms": "\nИмя\n\n"})
        self.assertEqual(self.read_contact(text)["contact_name"], "Анна")

    def test_mail_in_a_codec_that_is_no_charset_is_received(self):
        raw = self.make_mail("Need a pump").replace(b"charset=utf-8", b"charset=hex")
        event = self.receive(raw.replace(b"Subject: Pump", b"Subject: =?hex?Q?Pump?="))
        self.assertEqual((event.state, event.appeal_id.text), ("processed", "Need a pump"))
        self.assertIn("hex", event.error)
