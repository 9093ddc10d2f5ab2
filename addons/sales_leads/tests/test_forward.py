from odoo.tests import tagged

from ..tools import forward
from ..tools import mail as mail_reader
from .common import SalesLeadsCommon

WORDS = "Нужен насос НЦ-50.\nС уважением, Анна"
GMAIL = """Коллеги, посмотрите.

---------- Forwarded message ---------
От: Анна Лебедева <anna@newplant.example>
Date: вт, 2 мар. 2026 г. в 10:00
Subject: Насос
To: Manager <sb_manager@plant.example>

"""
YANDEX = """-------- Пересылаемое сообщение --------
02.03.2026, 10:00, "Анна Лебедева" <anna@newplant.example>:

"""
MAIL_RU = """-------- Пересылаемое сообщение --------
От кого: Анна Лебедева <anna@newplant.example>
Кому: office@plant.example
Дата: Понедельник, 2 марта 2026, 10:00 +03:00
Тема: Насос

"""
OUTLOOK = """Прошу взять в работу.

From: Анна Лебедева <anna@newplant.example>
Sent: Monday, March 2, 2026 10:00 AM
To: Manager <sb_manager@plant.example>
Subject: Насос

"""
APPLE = """Begin forwarded message:

> From: Анна Лебедева <anna@newplant.example>
> Subject: Насос
> To: office@plant.example

"""
MANAGER = "Manager <colleague@plant.example>"

ATTACHED = """From: {manager}
To: info@plant.example
Subject: Fwd
Message-Id: <attached@plant.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Look.
--b
Content-Type: message/rfc822

From: Anna <anna@newplant.example>
Subject: Pump
Content-Type: text/plain; charset=utf-8

We need a pump.
--b--
"""


@tagged("post_install", "-at_install")
class TestForward(SalesLeadsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.partner_id.email = "colleague@plant.example"

    def test_each_mail_program_has_its_header(self):
        for name, header in (
            ("gmail", GMAIL),
            ("yandex", YANDEX),
            ("mail.ru", MAIL_RU),
            ("outlook", OUTLOOK),
            ("apple", APPLE),
        ):
            with self.subTest(program=name):
                original = forward.find_original(mail_reader.read(self.make_mail(header + WORDS)))
                self.assertEqual(original, ("Анна Лебедева", "anna@newplant.example", WORDS))

    def test_what_is_no_forward_is_none(self):
        for text in ("A pump, please.", "From: us\nwith love", "----- Forwarded message -----\nnobody", ""):
            with self.subTest(text=text):
                self.assertIsNone(forward.find_original(mail_reader.read(self.make_mail(text))))

    def test_a_colleagues_forward_is_the_customers_appeal(self):
        event = self.receive(self.make_mail(GMAIL + WORDS, sender=MANAGER, subject="Fwd: Насос"))
        self.assertRecordValues(
            event.appeal_id,
            [{"contact_name": "Анна Лебедева", "email": "anna@newplant.example", "needs": WORDS}],
        )
        self.assertIn("Коллеги, посмотрите.", event.appeal_id.text)

    def test_a_forward_of_a_known_customers_mail_is_his_request(self):
        text = MAIL_RU.replace("anna@newplant.example", "semenov@vodokanal.example") + WORDS
        event = self.receive(self.make_mail(text, sender=MANAGER))
        self.assertEqual(event.request_id.contact_id, self.buyer)
        self.assertFalse(event.appeal_id)

    def test_an_attached_mail_is_read_as_from_its_sender(self):
        event = self.receive(ATTACHED.format(manager=MANAGER).encode())
        appeal = event.appeal_id
        self.assertEqual(
            (appeal.email, appeal.contact_name, appeal.needs), ("anna@newplant.example", "Anna", "We need a pump.")
        )

    def test_whoever_is_not_ours_asks_for_himself(self):
        event = self.receive(self.make_mail(GMAIL + WORDS, sender="Ivan <ivan@reseller.example>"))
        self.assertEqual(event.appeal_id.email, "ivan@reseller.example")

    def test_a_colleagues_mail_that_is_handed_around_is_nobodys(self):
        text = OUTLOOK.replace("anna@newplant.example", "colleague@plant.example").replace("sb_manager", "colleague")
        text += "Позвоните: ivan@buyer.example"
        contact = self.env["crm.mail.rule"]._read_contact(mail_reader.read(self.make_mail(text, sender=MANAGER)))
        self.assertEqual(contact["email"], "ivan@buyer.example")


@tagged("post_install", "-at_install")
class TestVisitorsCopy(SalesLeadsCommon):
    """What a site sends its visitor about his own form is no second appeal."""

    def ignored(self, text, **values):
        event = self.receive(self.make_mail(text, **values))
        return event.state == "ignored" and event.error

    def test_joomlas_copy(self):
        text = "This is a copy of the following message you sent to Sales via Plant\n\nWe need a pump."
        self.assertIn("visitor", self.ignored(text, subject="Copy of: Pump", sender="site@plant-shop.example"))

    def test_a_robot_that_asks_to_answer_us(self):
        told = self.ignored(
            "Thank you for your message!",
            sender="Plant <wordpress@plant.example>",
            headers="Reply-To: info@plant.example",
        )
        self.assertIn("visitor", told)

    def test_a_customer_who_sends_a_copy_is_heard(self):
        for text, subject in (
            ("Please look at our order.", "Copy of: order 7"),
            ("This is a copy of the following message you sent us last week. Where is our pump?", "Where is it?"),
        ):
            with self.subTest(subject=subject):
                self.assertFalse(self.ignored(text, subject=subject))

    def test_a_form_whose_visitor_stands_in_reply_to_is_heard(self):
        text = "From: Anna <anna@newplant.example>\nSubject: Pump\n\nMessage Body:\nA pump"
        self.assertFalse(
            self.ignored(text, sender="wordpress@plant.example", headers="Reply-To: anna@newplant.example")
        )
