"""The part of the day in which the system writes by itself: acknowledgements, introductions, a question that waits."""

from datetime import timedelta

from odoo import fields


class LettersMixin:
    def letters_are_sent(self):
        """What came was acknowledged, whoever got a manager is told his name; the letters leave."""
        # The mails of the example are of one fixed day: here they came today.
        answered = self.env["crm.letter"].search([("state", "=", "planned")]).mapped("in_reply_to")
        self.env["mail.message"].search([("message_id", "in", answered)]).date = self.started
        self.env.cr.commit()
        self.run_action("sales_leads.ir_cron_send_letters")
        self.deliver_letters()
        for letter in self.env["crm.letter"].search([], order="id"):
            self.tell(f"{letter.display_name}: {letter.state}{' ' + letter.error if letter.error else ''}")

    def deliver_letters(self):
        """The example has no mail server: what is in the queue counts as gone."""
        self.env["crm.letter"].search([("state", "=", "queued")]).mail_id.state = "sent"
        self.env.cr.commit()

    def question_stays_unanswered(self):
        """A manager asked something days ago: he gets a task, the customer a reminder."""
        lead = self.find_waiting_lead()
        message = self.as_user("manager", lead).message_post(
            body="Уточните, пожалуйста, объём камеры и диапазон температур?",
            subject="Уточнение по вашему запросу",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=lead.partner_id.ids,
        )
        # Days pass: ten since the question, ten less one hour since the task.
        asked = self.started - timedelta(days=10)
        message.sudo().date = asked
        (lead.message_ids - message).sudo().date = asked - timedelta(hours=5)
        lead.appeal_id.write({"received_at": asked - timedelta(hours=5), "sorted_at": asked - timedelta(hours=4)})
        lead.write({"assigned_at": asked - timedelta(hours=3), "qualified_at": asked + timedelta(hours=2)})
        self.run_action("sales_leads.ir_cron_follow_questions")
        questions = self.env["crm.open.question"].search([("message_id", "=", message.id)])
        questions.told_at = asked + timedelta(hours=1)
        self.run_action("sales_leads.ir_cron_follow_questions")
        self.run_action("sales_leads.ir_cron_send_letters")
        self.deliver_letters()
        for question in questions:
            reminded = fields.Datetime.to_string(question.mailed_at)
            self.tell(f"{lead.name}: asked {question.asked_at:%d.%m}, reminded {reminded}, {question.letter_ids.state}")

    def find_waiting_lead(self):
        """An open lead of the manager's whose customer can be written to and has not telephoned."""
        domain = [
            ("user_id", "=", self.company.users["manager"].id),
            ("type", "=", "lead"),
            ("won_status", "=", "pending"),
            ("partner_id.email", "!=", False),
        ]
        return self.env["crm.lead"].search(domain, order="id desc", limit=1)
