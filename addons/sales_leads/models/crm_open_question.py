import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

ASK_AGAIN = "sales_leads.mail_activity_type_ask_again"
REMINDER = "sales_leads.mail_template_reminder"
MODELS = ("crm.lead", "crm.customer.request")
# What was asked longer ago is history: a fresh installation reminds nobody of last year.
HORIZON = timedelta(days=60)
BATCH = 200


class CrmOpenQuestion(models.Model):
    """Our last mail to a customer that he did not answer: first a task, then a letter; nothing once he is heard of.

    It is made when its task is due, and closed by whatever comes: an answer, a talk, the end of the matter, another
    mail of ours.
    """

    _name = "crm.open.question"
    _description = "Question Without an Answer"
    _order = "asked_at desc, id desc"
    _rec_name = "name"

    name = fields.Char("About", readonly=True)
    message_id = fields.Many2one("mail.message", "Our mail", required=True, readonly=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead or deal", index="btree_not_null", readonly=True, ondelete="cascade")
    request_id = fields.Many2one("crm.customer.request", index="btree_not_null", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Whom we asked", index="btree_not_null", readonly=True)
    user_id = fields.Many2one("res.users", "Who has to act", index="btree_not_null", readonly=True)
    team_id = fields.Many2one("crm.team", "Department", compute="_compute_team_id", store=True, index="btree_not_null")
    asked_at = fields.Datetime("Asked", required=True, readonly=True)
    told_at = fields.Datetime("Task", readonly=True)
    mailed_at = fields.Datetime("Reminded by mail", readonly=True)
    closed_at = fields.Datetime("Settled", readonly=True, index=True)
    outcome = fields.Selection(
        [
            ("answered", "Answered"),
            ("called", "Spoken to by telephone"),
            ("asked", "Written to again"),
            ("closed", "Matter closed"),
            ("stopped", "No answer needed"),
        ],
        readonly=True,
    )
    letter_ids = fields.One2many("crm.letter", "question_id", "Letters")
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    _message_uniq = models.UniqueIndex("(message_id)", "This question is followed already.")
    _one_record = models.Constraint(
        "CHECK((lead_id IS NULL) != (request_id IS NULL))", "A question belongs to a lead, a deal or a request."
    )

    @api.depends("lead_id.team_id", "request_id.team_id")
    def _compute_team_id(self):
        for question in self:
            question.team_id = question.lead_id.team_id or question.request_id.team_id

    def _get_record(self):
        return self.lead_id or self.request_id

    def action_open_record(self):
        """Open what the question was about."""
        self.ensure_one()
        return self._get_record()._get_records_action()

    def action_stop(self):
        """No answer is expected: neither task nor letter."""
        self.check_access("write")
        self.filtered(lambda question: not question.closed_at)._close("stopped")
        return True

    # --- the scheduled action --------------------------------------------------------------------

    @api.model
    def _cron_follow(self):
        """Close what was settled, plan letters for what still waits, make tasks for what has waited long enough."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            speaking = self.with_company(company).with_context(lang=company.partner_id.lang or self.env.lang)
            for step in (speaking._close_settled, speaking._remind_by_mail, speaking._make_tasks):
                if not step(company):
                    return

    def _safely(self, action, *args):
        """Do something with one question; one that fails stops no other.

        :return: False when the time of this run is over
        """
        try:
            with self.env.cr.savepoint():
                action(*args)
        except psycopg2.OperationalError:
            # Another transaction was faster: the next run sees what it did.
            self.env.cr.rollback()
        except Exception as error:
            _logger.info("Question %s failed: %s: %s", self.id, type(error).__name__, error)
        return self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _close_settled(self, company):
        domain = Domain("closed_at", "=", False) & Domain("company_id", "=", company.id)
        for field in ("lead_id", "request_id"):
            questions = self.search(domain & Domain(field, "!=", False), order="id")
            asked = {question[field]: question.message_id for question in questions}
            outcomes = self._find_outcomes(asked)
            for question in questions.filtered(lambda one, field=field, found=outcomes: one[field] in found):
                if not question._safely(question._close, outcomes[question[field]]):
                    return False
        return True

    @api.model
    def _remind_by_mail(self, company):
        if not (company.remind_unanswered and company.remind_by_mail):
            return True
        due = company._get_days_ago(company.reminder_mail_days)
        domain = [("closed_at", "=", False), ("mailed_at", "=", False), ("told_at", "<", due)]
        for question in self.search([*domain, ("company_id", "=", company.id)], order="id"):
            if not question._safely(question._plan_letter):
                return False
        return True

    @api.model
    def _make_tasks(self, company):
        if not company.remind_unanswered:
            return True
        due = company._get_days_ago(company.reminder_task_days)
        for model in MODELS:
            asked = self._find_unanswered(model, company, due)
            for record, message in asked.items():
                if not self._safely(self._open, record, message, company):
                    return False
        return True

    def _open(self, record, message, company):
        """Give whoever is responsible the task to ask again."""
        told = message.notification_ids.res_partner_id | message.partner_ids
        partner = told.filtered("partner_share")[:1] or record.partner_id
        user = self._find_user(record, message)
        question = self.create(
            [
                {
                    "name": message.subject or record.display_name,
                    "message_id": message.id,
                    "lead_id": record.id if record._name == "crm.lead" else False,
                    "request_id": record.id if record._name == "crm.customer.request" else False,
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "asked_at": message.date,
                    "told_at": fields.Datetime.now(),
                    "company_id": company.id,
                }
            ]
        )
        record.activity_schedule(
            ASK_AGAIN,
            date_deadline=self.env["res.users.absence"]._get_today(),
            summary=self.env._(
                "No answer from %(customer)s since %(day)s: ask again",
                customer=partner.name or record.display_name,
                day=format_date(self.env, message.date),
            ),
            user_id=user.id,
        )
        return question

    @api.model
    def _find_user(self, record, message):
        """The record's manager, or who asked, or the head of the department; each or who stands in for him."""
        asker = message.author_id.user_ids.filtered(lambda user: user.active and not user.share)[:1]
        for user in (record.user_id, asker, record.team_id.user_id):
            acting = user and user._get_acting()
            if acting:
                return acting
        return self.env["res.users"]._get_dispatchers()[:1]

    def _plan_letter(self):
        self.ensure_one()
        record = self._get_record()
        letter = self.env["crm.letter"]._plan(
            {
                "kind": "reminder",
                "question_id": self.id,
                "lead_id": self.lead_id.id,
                "request_id": self.request_id.id,
                "user_id": (record.user_id or self.user_id).id,
                "company_id": self.company_id.id,
                "address": self.partner_id.email,
                "writer": self.partner_id.name,
                "partner_id": self.partner_id.id,
                "subject": self.name,
                "in_reply_to": self.message_id.message_id,
                "lang": record._get_letter_lang(),
                "template_xmlid": REMINDER,
            }
        )
        self.mailed_at = fields.Datetime.now()
        return letter

    def _close(self, outcome):
        self.write({"closed_at": fields.Datetime.now(), "outcome": outcome})
        told = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
        for question in self:
            question._get_record().activity_feedback([ASK_AGAIN], feedback=told)
