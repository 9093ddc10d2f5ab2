from datetime import UTC, datetime, time, timedelta

from pytz import timezone

from odoo import fields, models

from ..tools import letter as letter_tools


class ResCompany(models.Model):
    """Which letters the system writes by itself."""

    _inherit = "res.company"

    acknowledge_mail = fields.Boolean("Acknowledge mails", default=True)
    acknowledge_form = fields.Boolean("Acknowledge site forms", default=True)
    acknowledge_chat = fields.Boolean("Acknowledge chats", default=True)
    acknowledge_requests = fields.Boolean("Acknowledge requests of customers", default=True)
    introduce_manager = fields.Boolean("Introduce the manager", default=True)
    introduce_with_photo = fields.Boolean("With his photo")
    remind_unanswered = fields.Boolean("Task when our question stays unanswered", default=True)
    reminder_task_days = fields.Integer(
        "Task after, working days", default=3, help="After our last mail to the customer."
    )
    remind_by_mail = fields.Boolean("Remind the customer by mail", default=True)
    reminder_mail_days = fields.Integer("Mail after, working days", default=2, help="After the task.")

    _reminder_days_positive = models.Constraint(
        "CHECK(reminder_task_days > 0 AND reminder_mail_days > 0)", "A reminder waits for at least one working day."
    )

    def _choose_letter_lang(self, text, country_code=None, address=None):
        """Code of a language for a letter; the company's own where nothing tells or it has no such texts."""
        self.ensure_one()
        own = self.partner_id.lang or self.env.lang or "en_US"
        guessed = letter_tools.guess_language(text, country_code, address)
        if not guessed or own.startswith(guessed):
            return own
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        # The texts are written in English: it is there without being installed.
        return next((code for code in [*installed, "en_US"] if code.startswith(guessed)), own)

    def _get_days_ago(self, days):
        """Moment before which something happened at least so many working days ago, the one that runs counted.

        :return: naive UTC datetime, the midnight of a working day; in a calendar that knows no hours plain days
        """
        self.ensure_one()
        now = fields.Datetime.now()
        calendar = self.resource_calendar_id
        planned = calendar.attendance_ids and calendar.plan_days(-days, now, compute_leaves=True)
        if not planned:
            return now - timedelta(days=days)
        zone = timezone(calendar.tz or "UTC")
        midnight = datetime.combine(planned.replace(tzinfo=UTC).astimezone(zone), time.min)
        return zone.localize(midnight).astimezone(UTC).replace(tzinfo=None)
