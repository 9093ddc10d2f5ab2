import json

from odoo.tests import tagged

from .common import SAMPLES, SalesLeadsCommon

ATTACHMENT_SIZE = 10 * 1024 * 1024


@tagged("post_install", "-at_install")
class TestSamples(SalesLeadsCommon):
    """The raw samples of the example company, through the gateway and the scheduled action."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._use_domain("promtehagregat.example")
        cls.aviatest = cls.env["res.partner"].create(
            {
                "name": "ООО «Авиатест»",
                "is_company": True,
                "counterparty_kind": "counterparty",
                "phone": "+7 843 202-77-15",
            }
        )
        cls.garipova = cls.env["res.partner"].create(
            {"name": "Гарипова Лилия", "parent_id": cls.aviatest.id, "email": "garipova@aviatest.example"}
        )
        cls.make_responsible(cls, cls.manager, cls.aviatest)
        cls.known.phone = "+7 487 231-40-10"

    def process(self, name, **marks):
        raw = (SAMPLES / "mail" / name).read_bytes()
        for mark, value in marks.items():
            raw = raw.replace(b"{%s}" % mark.encode(), value)
        return self.receive(raw)

    def check_appeal(self, name, **values):
        event = self.process(name)
        self.assertEqual((event.state, event.error), ("processed", False), name)
        self.assertRecordValues(event.appeal_id, [values])
        return event.appeal_id

    def test_01_contact_form_7(self):
        appeal = self.check_appeal(
            "01_contact_form_7.eml",
            channel="form",
            contact_name="Дмитрий Карпов",
            company_name="ООО «Севертепло»",
            email="d.karpov@severteplo.example",
            phone="+7 (812) 309-44-20",
            subject="Насос для подпитки котельной",
        )
        self.assertTrue(appeal.needs.startswith("Здравствуйте!"))
        self.assertNotIn("contact form", appeal.needs)
        self.assertIn("contact form", appeal.text)

    def test_02_bitrix(self):
        appeal = self.check_appeal(
            "02_bitrix_feedback.eml", channel="form", contact_name="Полина Ершова", email="ershova@niiprib.example"
        )
        self.assertTrue(appeal.needs.startswith("Прошу выслать цену"))
        self.assertNotIn("автоматически", appeal.needs)

    def test_03_chat(self):
        appeal = self.check_appeal(
            "03_chat_transcript.eml",
            channel="chat",
            contact_name="Руслан",
            email="ruslan@tatkompressor.example",
            phone="8 (843) 211-09-34",
        )
        self.assertEqual(len(appeal.needs.splitlines()), 3)
        self.assertNotIn("Оператор", appeal.needs)
        self.assertIn("Оператор Анна", appeal.text)

    def test_04_utf8_quoted_printable(self):
        self.check_appeal(
            "04_by_hand_utf8_qp.eml",
            channel="mail",
            contact_name="Олеся Брагина",
            company_name="АО «Вологодский молзавод»",
            email="bragina@molzavod.example",
            phone="+7 (8172) 55-20-18",
        )

    def test_05_windows_1251(self):
        appeal = self.check_appeal(
            "05_windows_1251.eml",
            contact_name="Геннадий Тюрин",
            company_name="ОАО «Уралметиз»",
            subject="Компрессор на замену",
        )
        self.assertIn("поршневой компрессор", appeal.text)

    def test_06_koi8_r(self):
        appeal = self.check_appeal(
            "06_koi8_r.eml",
            contact_name="Отдел снабжения",
            company_name='ЗАО "Рыбпром"',
            subject="Запрос: насосы для морской воды",
            phone="+7 8152 40-03-19",
        )
        self.assertIn("бронзовом", appeal.text)

    def test_07_html_only(self):
        appeal = self.check_appeal("07_html_only.eml", contact_name="Инна Вялых", phone="+7 926 700-15-42")
        self.assertIn("тренажёр", appeal.text)
        for hidden in ("<", "document.title", "color"):
            self.assertNotIn(hidden, appeal.text)

    def test_08_known_and_09_reply_in_thread(self):
        request = self.process("08_known_customer.eml").request_id
        self.assertRecordValues(
            request, [{"partner_id": self.aviatest.id, "contact_id": self.garipova.id, "user_id": self.manager.id}]
        )
        question = request.message_post(body="С какой стороны?", message_type="comment")
        event = self.process("09_reply_in_thread.eml", MESSAGE_ID=question.message_id.encode())
        self.assertEqual((event.state, event.request_id), ("processed", request))
        self.assertIn("Отверстие нужно слева", request.message_ids[0].body)
        self.assertEqual(request.message_ids[0].author_id, self.garipova)

    def test_10_out_of_office_and_11_bounce(self):
        for name in ("10_out_of_office.eml", "11_bounce.eml"):
            event = self.process(name)
            self.assertEqual(event.state, "ignored", name)
            self.assertFalse(event.appeal_id or event.request_id)

    def test_12_empty_body(self):
        self.check_appeal(
            "12_empty_body.eml",
            contact_name="Тимофей Рогов",
            subject="Прошу перезвонить насчёт камеры тепла и холода",
            text=False,
        )

    def test_13_big_attachment(self):
        import base64

        content = b"%PDF-1.7\n" + b"0123456789abcdef" * (ATTACHMENT_SIZE // 16)
        event = self.process("13_big_attachment.eml", ATTACHMENT=base64.encodebytes(content))
        self.assertEqual(event.state, "processed")
        self.assertGreater(event.size, ATTACHMENT_SIZE)
        kept = self.env["ir.attachment"].search([("res_model", "=", "crm.appeal"), ("res_id", "=", event.appeal_id.id)])
        self.assertEqual((kept.name, kept.raw), ("tz.pdf", content))

    def test_all_mails_are_described(self):
        readme = (SAMPLES / "README.md").read_text()
        for path in (one for one in SAMPLES.glob("*/*.*") if one.parent.name != "onec"):
            self.assertIn(path.name, readme)

    def test_calls(self):
        outcome = {}
        for path in sorted((SAMPLES / "calls").glob("*.json")):
            call = self.env["crm.phone.call"]._register_call(json.loads(path.read_text()))
            outcome[path.stem] = call
        self.assertEqual(outcome["01_answered_unknown"].appeal_id.channel, "phone")
        self.assertFalse(outcome["01_answered_unknown"].appeal_id.activity_ids)
        self.assertIn(self.dispatcher, outcome["02_missed_unknown"].appeal_id.activity_ids.user_id)
        self.assertEqual(outcome["03_answered_known"].request_id.partner_id, self.known)
        self.assertEqual(outcome["04_missed_known"].request_id.activity_ids.user_id, self.manager)
