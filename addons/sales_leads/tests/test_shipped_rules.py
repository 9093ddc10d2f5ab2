from odoo.tests import tagged

from ..tools import mail as mail_reader
from .common import SalesLeadsCommon

JOOMLA = "This is an enquiry email via https://plant.example/ from:\nАнна Ким <anna@veter.example>\n\nНужен насос.\n\nСрочно."
JOOMLA_RU = "Это сообщение отправлено с сайта https://plant.example/ от:\nАнна Ким <anna@veter.example>\n\nНужен насос.\n\nСрочно."
TILDA = """Request details:
Name: Анна Ким
Phone: +7 (912) 345-67-89
Email: anna@veter.example
Textarea: Нужен насос.

Additional information:
Transaction ID: 1234:5678
Block ID: rec123
Form Name: Заявка
https://plant.example/
-----
You are receiving this e-mail because..."""
HAND = """Добрый день! Нужен насос НЦ-50. Прежний звонил с 8 (812) 309-44-20.

С уважением,
Анна Ким, инженер
тел. +7 (912) 345-67-89

02.03.2026 10:00, Завод пишет:
> С уважением, Пётр Наш
> +7 (495) 123-45-60"""


@tagged("post_install", "-at_install")
class TestShippedRules(SalesLeadsCommon):
    """The forms of the usual site engines and hand-written mails, by the rules that the addon brings."""

    def read_contact(self, text, sender, **values):
        raw = self.make_mail(text, sender=sender, **values)
        if text.startswith("<"):
            raw = raw.replace(b"text/plain", b"text/html")
        reading = self.env["crm.mail.rule"]._read(mail_reader.read(raw))
        self.rule = self.env["crm.mail.rule"].browse(reading.rule.id)
        self.sources = reading.sources
        return reading.contact

    def check(self, contact, channel="form", phone=False, needs="Нужен насос.\n\nСрочно."):
        names = ("channel", "contact_name", "email", "phone", "needs")
        self.assertEqual(
            {name: contact[name] for name in names},
            dict(zip(names, (channel, "Анна Ким", "anna@veter.example", phone, needs), strict=True)),
        )

    def test_joomla_in_any_language(self):
        for text in (JOOMLA, JOOMLA_RU):
            contact = self.read_contact(text, "Plant <office@plant-site.example>", subject="Plant: Насос")
            self.check(contact)
            self.assertEqual(contact["text"], text)
            self.assertEqual(self.rule, self.env.ref("sales_leads.mail_rule_joomla"))

    def test_joomla_with_a_labelled_number_among_the_custom_fields(self):
        contact = self.read_contact(f"{JOOMLA}\n\nТелефон: 8 912 345-67-89", "Plant <office@plant-site.example>")
        self.assertEqual(contact["phone"], "8 912 345-67-89")

    def test_a_link_and_a_name_in_a_letter_are_no_joomla(self):
        self.read_contact("Смотрите https://plant.example/pumps\nНужен такой насос.", "Anna <anna@veter.example>")
        self.assertEqual(self.rule, self.env.ref("sales_leads.mail_rule_plain"))

    def test_tilda(self):
        contact = self.read_contact(TILDA, "noreply@tilda.ws")
        self.check(contact, phone="+7 (912) 345-67-89", needs="Нужен насос.")
        self.assertIn("rec123", contact["text"])

    def test_a_form_as_a_table_without_colons(self):
        rows = {"Имя": "Анна Ким", "Телефон": "+7 912 345-67-89", "Почта": "anna@veter.example"}
        rows |= {"Сообщение": "Нужен насос.<br><br>Срочно."}
        cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows.items())
        terms = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows.items())
        for html in (f"<h3>Заявка с сайта</h3><table>{cells}</table>", f"<p>Заявка с сайта</p><dl>{terms}</dl>"):
            contact = self.read_contact(html, "Plant <noreply@plant-site.example>")
            self.check(contact, phone="+7 912 345-67-89", needs="Нужен насос.\nСрочно.")
            self.assertEqual(self.sources["phone"][0], "table")

    def test_hand_written_mail_is_who_signed_it(self):
        contact = self.read_contact(HAND, "anna@veter.example")
        self.check(contact, channel="mail", phone="+7 (912) 345-67-89", needs=HAND)
        self.assertEqual((self.sources["contact_name"][0], self.sources["phone"][0]), ("signature", "signature"))

    def test_the_name_in_the_sender_is_better_than_the_signature(self):
        contact = self.read_contact(HAND, "Отдел снабжения <anna@veter.example>")
        self.assertEqual(contact["contact_name"], "Отдел снабжения")

    def test_the_number_in_the_quoted_mail_is_taken_last(self):
        text = "Позвоните на 8 912 345-67-89.\n> Завод, +7 (495) 123-45-60"
        self.assertEqual(self.read_contact(text, "a@veter.example")["phone"], "8 912 345-67-89")
        text = "Да.\n> Завод, +7 (495) 123-45-60"
        self.assertEqual(self.read_contact(text, "a@veter.example")["phone"], "+7 (495) 123-45-60")

    def test_the_number_of_whoever_forwards_is_not_the_customers(self):
        self.manager.partner_id.email = "colleague@plant.example"
        text = (
            "Возьмите в работу.\nС уважением,\nПётр Наш\n+7 (495) 123-45-60\n\n"
            "-------- Пересылаемое сообщение --------\nОт кого: Анна Ким <anna@veter.example>\n\n"
            "Нужен насос.\n\nСрочно."
        )
        self.check(self.read_contact(text, "M <colleague@plant.example>"), channel="mail")
