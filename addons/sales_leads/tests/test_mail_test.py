import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged, users
from odoo.tools import html2plaintext

from .common import SAMPLES, SalesLeadsCommon

FORM = "Имя: Анна\nКуда звонить: 8 912 345-67-89\nДолжность: инженер\nСообщение: насос"
WRITES = ("INSERT", "UPDATE", "DELETE")


@tagged("post_install", "-at_install")
class TestMailTest(SalesLeadsCommon):
    """The test box shows what would become of a mail and writes nothing."""

    def try_mail(self, raw, **values):
        test = self.env["crm.mail.test"].with_user(self.dispatcher).create({"raw": raw.decode(), **values})
        return html2plaintext(test.result)

    def test_each_outcome_is_told(self):
        lead = self.receive(self.make_mail(sender="lead@open.example")).appeal_id.lead_id
        gone = self.receive(self.make_mail(sender="gone@old.example")).appeal_id
        gone.action_reject()
        question = lead.message_post(body="Which flow?", message_type="comment")
        self.env["res.partner"].create({"name": "Twin", "is_company": True, "email": "office@vodokanal.example"})
        answer = f"In-Reply-To: {question.message_id}"
        for values, told in (
            ({}, "A new appeal with a potential customer"),
            ({"sender": "gone@old.example"}, "who is a potential customer already"),
            ({"sender": "semenov@vodokanal.example"}, "A customer request of Vodokanal"),
            ({"sender": "office@vodokanal.example"}, "asks which of them it is: "),
            ({"sender": "lead@open.example"}, f"A note in the open lead “{lead.name}”"),
            ({"sender": "lead@open.example", "headers": answer}, "Posted into the correspondence of"),
            ({"sender": "evil@other.example", "headers": answer}, "Waits among the failed events. It answers"),
            ({"headers": "Auto-Submitted: auto-replied"}, "An automatic reply"),
        ):
            with self.subTest(told=told):
                self.assertIn(told, self.try_mail(self.make_mail(**values)))

    def test_it_says_what_really_happens(self):
        """The same words as the state that the event has after it was interpreted."""
        for path in sorted((SAMPLES / "mail").glob("*.eml")):
            with self.subTest(mail=path.name):
                raw = path.read_bytes()
                test = self.env["crm.mail.test"].create({"upload": base64.b64encode(raw)})
                told = html2plaintext(test.result)
                event = self.events.browse(self.events._store_mail(raw))
                self.interpret()
                self.assertEqual("Ignored" in told, event.state == "ignored")
                self.assertEqual("failed events" in told, event.state == "failed")
                made = event.appeal_id.event_id == event
                self.assertEqual("new appeal" in told, made)
                if made and event.appeal_id.contact_name:
                    self.assertIn(event.appeal_id.contact_name, told)

    def test_fields_rules_and_what_stays_in_the_text_are_told(self):
        told = self.try_mail(self.make_mail(FORM, sender="noreply@site.example"))
        for words in (
            "Site form, sent by a robot",
            "by the label “Имя”",
            "by the label “Сообщение”",
            "in the text",
            "not found",
            "unknown label",
            "Куда звонить",
            "Должность",
            "does not fit: “Sender is like”",
            "Not tried, since this one fits",
        ):
            self.assertIn(words, told)

    def test_nothing_is_written(self):
        test = self.env["crm.mail.test"].create({})
        self.env.flush_all()
        written = []
        execute = type(self.env.cr).execute

        def record(cursor, query, params=None, **kwargs):
            text = getattr(query, "code", query)
            if str(text).lstrip().upper().startswith(WRITES):
                written.append(text)
            return execute(cursor, query, params, **kwargs)

        for raw in (self.make_mail(), self.make_mail(sender="semenov@vodokanal.example"), self.make_mail(FORM)):
            test.raw = raw.decode()
            self.env.flush_all()
            with patch.object(type(self.env.cr), "execute", record):
                self.assertTrue(test.result)
                test.invalidate_recordset(["result"], flush=False)
                self.assertTrue(test.result)
        self.assertEqual(written, [])

    def test_an_event_and_a_file_are_tried(self):
        event = self.receive(self.make_mail("Нужен насос", sender="Анна <anna@veter.example>"))
        action = event.with_user(self.dispatcher).action_try_rules()
        form = Form(self.env["crm.mail.test"].with_user(self.dispatcher).with_context(**action["context"]))
        self.assertIn("Анна", form.result)
        form = Form(self.env["crm.mail.test"].with_user(self.dispatcher))
        self.assertIn("Choose a mail", form.result)
        form.upload = base64.b64encode(self.make_mail("Pump", sender="Bob <bob@b.example>"))
        self.assertIn("Bob", form.result)

    def test_a_pasted_mail_is_read_in_the_character_set_that_it_names(self):
        raw = "From: a@b.example\nContent-Type: text/plain; charset=windows-1251\n\nНужен насос и фильтр"
        self.assertIn("Нужен насос и фильтр", self.try_mail(raw.encode()))
        self.assertIn("Нужен насос", self.try_mail(raw.replace("windows-1251", "no-such").encode()))

    def test_what_the_mail_says_is_shown_not_run(self):
        told = self.env["crm.mail.test"].create({"raw": self.make_mail("<script>alert(1)</script> pump").decode()})
        self.assertNotIn("<script", told.result)
        self.assertIn("alert(1)", html2plaintext(told.result))

    def test_calls_have_no_rules(self):
        call = self.events.browse(self.events._store_call({"linkedid": "pbx-1", "src": "1"}))
        with self.assertRaisesRegex(UserError, "Only mails"):
            call.action_try_rules()

    @users("sb_manager")
    def test_managers_have_no_test_box(self):
        with self.assertRaises(AccessError):
            self.env["crm.mail.test"].create({"raw": "From: a@b.example\n\nx"})


@tagged("post_install", "-at_install")
class TestMakeRule(SalesLeadsCommon):
    def make(self, event, user=None):
        action = event.with_user(user or self.administrator).action_make_rule()
        return self.env["crm.mail.rule.make"].with_user(user or self.administrator).with_context(**action["context"])

    def test_the_rule_is_offered_from_the_mail(self):
        event = self.receive(self.make_mail(FORM, sender="Shop <order+1@shop.example>", subject="Заказ №15 (новый)"))
        wizard = self.make(event).create({})
        self.assertRecordValues(
            wizard,
            [
                {
                    "name": "Mails of Shop",
                    "sender_pattern": r"^order\+1@shop\.example$",
                    "subject_pattern": r"Заказ\ №\d+\ \(новый\)",
                    "reading": "labels",
                    "channel": "form",
                    "robot": True,
                }
            ],
        )
        self.assertEqual(wizard.line_ids.mapped("wording"), ["Куда звонить", "Должность"])
        self.assertEqual(wizard.line_ids[0].example, "8 912 345-67-89")

    def test_rule_and_labels_count_from_then_on(self):
        mail = {"sender": "Shop <shop@shop.example>", "subject": "Заказ 15"}
        event = self.receive(self.make_mail(FORM, **mail))
        self.assertEqual(event.appeal_id.channel, "mail")
        wizard = self.make(event).create({})
        wizard.line_ids[0].field = "phone"
        action = wizard.action_apply()
        self.assertEqual(action["context"], {"default_event_id": event.id})
        rule = self.env["crm.mail.rule"].search([], limit=1)
        self.assertEqual(rule.name, "Mails of Shop")
        self.assertIn("Куда звонить", self.env.ref("sales_leads.mail_label_phone").synonyms)
        self.assertNotIn("Должность", "".join(self.env["crm.mail.label"].search([]).mapped("synonyms")))
        text = FORM.replace("Анна", "Вера\nE-mail: vera@far.example").replace("67-89", "67-80")
        appeal = self.receive(self.make_mail(text, sender="Shop <shop@shop.example>", subject="Заказ 16")).appeal_id
        self.assertRecordValues(
            appeal,
            [{"channel": "form", "contact_name": "Вера", "phone": "8 912 345-67-80", "email": "vera@far.example"}],
        )

    def test_a_chat_and_a_letter_are_told_apart(self):
        chat = self.receive(self.make_mail("Visitor: a pump\nОператор: да", sender="talk@other.example"))
        self.assertEqual(self.make(chat).create({}).reading, "transcript")
        self.assertTrue(self.make(chat).create({}).speaker_pattern)
        letter = self.receive(self.make_mail("Нужен насос.", sender="Анна <anna@veter.example>"))
        self.assertRecordValues(self.make(letter).create({}), [{"reading": "plain", "channel": "mail", "robot": False}])

    def test_a_label_that_no_line_holds_yet_gets_one(self):
        self.env.ref("sales_leads.mail_label_company_name").unlink()
        self.env["crm.mail.label"]._learn({"Фирма": "company_name", "Завод": "company_name"})
        label = self.env["crm.mail.label"].search([("field", "=", "company_name")])
        self.assertEqual(label.synonyms, "Фирма\nЗавод")

    def test_only_administrators_make_rules(self):
        event = self.receive(self.make_mail())
        with self.assertRaises(AccessError):
            event.with_user(self.dispatcher).action_make_rule()


@tagged("post_install", "-at_install")
class TestMailTestTour(SalesLeadsCommon, HttpCase):
    def test_administrator_tries_a_mail_and_makes_a_rule(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.administrator.lang = "en_US"
        self.receive(self.make_mail(FORM, sender="Shop <shop@shop.example>", subject="Tour order"))
        self.start_tour("/odoo/inbound-events", "sales_leads_rule_tour", login="sb_administrator")
        self.assertTrue(self.env["crm.mail.rule"].search([("name", "=", "Mails of Shop")]))
        self.assertIn("Куда звонить", self.env.ref("sales_leads.mail_label_phone").synonyms)

    def test_dispatcher_marks_spam_and_takes_it_back(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.dispatcher.lang = "en_US"
        appeal = self.env["crm.appeal"].create({"contact_name": "Tour Spammer", "email": "ads@tour-spam.example"})
        self.start_tour("/odoo/appeals", "sales_leads_spam_tour", login="sb_dispatcher")
        self.assertEqual(appeal.state, "rejected")
        self.start_tour("/odoo/spam-rules", "sales_leads_no_spam_tour", login="sb_dispatcher")
        rule = (
            self.env["crm.spam.rule"].with_context(active_test=False).search([("value", "=", "ads@tour-spam.example")])
        )
        self.assertEqual((len(rule), rule.active, appeal.state), (1, False, "new"))
