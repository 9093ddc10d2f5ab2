"""The part of the day in which rules are made: of spam, and of the mails of a new form."""

SPAM = """From: Rassylka <promo@rassylka.example>
To: {to}
Subject: {subject}
Message-Id: <{key}@rassylka.example>
Content-Type: text/plain; charset=utf-8

Продвинем ваш сайт в первую десятку, недорого. Звоните менеджеру сегодня.
"""
FORM = """From: Konfigurator <zakaz@konfigurator.example>
To: {to}
Subject: Расчёт 1807
Message-Id: <konf-1807@konfigurator.example>
Content-Type: text/html; charset=utf-8

<table><tr><td>Заказчик</td><td>Жанна Орлова</td></tr><tr><td>Почта</td><td>orlova@teplokom.example</td></tr>
<tr><td>Куда звонить</td><td>+7 912 555-01-44</td></tr><tr><td>Сообщение</td><td>Нужен насос на 40 кубов, вода</td></tr></table>
"""


class RulesStory:
    def dispatcher_marks_spam(self):
        """Advertising comes twice: the dispatcher marks its sender after the first, the second is ignored."""
        self.deliver_text(SPAM, subject="Продвижение сайтов", key="promo-1")
        event = self.last_event()
        action = self.as_user("dispatcher", event).action_mark_spam()
        wizard = self.env["crm.spam.mark"].with_user(self.company.users["dispatcher"])
        mark = wizard.with_context(**action["context"]).create({"scope": "domain"})
        self.tell(mark.preview)
        mark.action_apply()
        self.deliver_text(SPAM, subject="Ещё дешевле", key="promo-2")
        self.tell(f"{self.last_event().name}: {self.last_event().error}")

    def administrator_makes_a_rule(self):
        """A new form is read wrongly: the administrator makes a rule of its mail, and tells a label that nobody knew."""
        self.deliver_text(FORM)
        event = self.last_event()
        action = event.action_make_rule()
        make = self.env["crm.mail.rule.make"].with_context(**action["context"]).create({"name": "Конфигуратор"})
        fields = {"Заказчик": "contact_name", "Куда звонить": "phone"}
        for line in make.line_ids:
            line.field = fields.get(line.wording, False)
        make.action_apply()
        rule = self.env["crm.mail.rule"].search([], limit=1)
        self.tell(f"{event.name} → {rule.name}: {rule.sender_pattern}, {rule.subject_pattern}")

    def deliver_text(self, text, **values):
        """Hand one mail to the gateway and have it interpreted."""
        to = self.env.ref("sales_leads.mail_alias_intake").alias_full_name
        self.env["mail.thread"].message_process(False, text.format(to=to, **values).encode())
        self.run_action("sales_leads.ir_cron_interpret_events")

    def last_event(self):
        return self.env["crm.inbound.event"].search([("source", "=", "mail")], limit=1)
