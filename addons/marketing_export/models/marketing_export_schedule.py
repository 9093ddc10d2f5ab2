import itertools
import logging
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)

STEPS = {"daily": {"days": 1}, "weekly": {"weeks": 1}, "monthly": {"months": 1}}
# The most days that a step may have.
DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "first_workday": 31}


class MarketingExportSchedule(models.Model):
    _name = "marketing.export.schedule"
    _description = "Scheduled Export"
    _order = "next_run, id"
    _rec_name = "segment_id"

    segment_id = fields.Many2one("marketing.segment", required=True, index=True, ondelete="cascade")
    profile_id = fields.Many2one(
        "marketing.export.profile",
        "Kind of file",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["marketing.export.profile"].search([], limit=1),
    )
    reason = fields.Char("What for", required=True, default=lambda self: self.env._("Regular mailing"))
    only_new = fields.Boolean("New ones only", help="Whoever was in an earlier file is left out.")
    recipient_ids = fields.Many2many(
        "res.users",
        "marketing_export_schedule_recipient_rel",
        "schedule_id",
        "user_id",
        "Tell",
        domain="[('all_group_ids', 'in', marketer_group_id)]",
        help="Marketers who get a message with the link to each file.",
    )
    marketer_group_id = fields.Many2one("res.groups", compute="_compute_marketer_group_id")
    active = fields.Boolean(default=True)
    interval = fields.Selection(
        [
            ("daily", "Every day"),
            ("weekly", "Every week"),
            ("monthly", "Every month"),
            ("first_workday", "First workday of the month"),
            ("request", "On request"),
        ],
        required=True,
        default="weekly",
    )
    start_at = fields.Datetime(
        "First run",
        required=True,
        default=lambda self: fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + relativedelta(hours=1),
        help="Day of the week or month and time of day of all later runs.",
    )
    words = fields.Char("When", compute="_compute_words")
    next_run = fields.Datetime(compute="_compute_next_run", store=True, precompute=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Runs as",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        help="The file holds what this user sees of the mailing base.",
    )
    export_ids = fields.One2many("marketing.export", "schedule_id", "Exports")
    last_export_id = fields.Many2one("marketing.export", "Latest file", readonly=True, ondelete="set null")
    error = fields.Text(readonly=True, help="Why the latest run wrote no file.")
    error_at = fields.Datetime("Failed on", readonly=True)

    def _compute_marketer_group_id(self):
        self.marketer_group_id = self.env.ref("marketing_export.group_marketer")

    @api.depends("start_at", "interval", "user_id")
    @api.depends_context("lang", "tz")
    def _compute_words(self):
        for schedule in self:
            schedule.words = schedule.start_at and schedule._describe()

    def _describe(self):
        """The timetable in the marketer's words."""
        local = self._get_local_start()
        names = {
            "time": f"{local:%H:%M}",
            "day": local.day,
            "weekday": get_day_names("wide", locale=self.env.lang or "en_US")[local.weekday()],
        }
        text = self.env._
        return {
            "daily": text("Every day at %(time)s", **names),
            "weekly": text("Weekly: %(weekday)s, %(time)s", **names),
            "monthly": text("On day %(day)s of each month at %(time)s", **names),
            "first_workday": text("First workday of the month at %(time)s", **names),
            "request": text("On request only"),
        }[self.interval]

    def _get_local_start(self):
        zone = ZoneInfo(self.user_id.tz or "UTC")
        return self.start_at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    @api.constrains("recipient_ids")
    def _check_recipients(self):
        for user in self.recipient_ids:
            if not user.has_group("marketing_export.group_marketer"):
                raise ValidationError(self.env._("%s is no marketer and may not get files.", user.name))

    @api.depends("start_at", "interval", "user_id")
    def _compute_next_run(self):
        now = fields.Datetime.now()
        for schedule in self:
            schedule.next_run = schedule.start_at and schedule._get_run_after(now, including=True)

    def _get_run_after(self, moment, including=False):
        """The first run after `moment` (or at it), counted in whole steps from the first one; False: on request only.

        The hour is kept on the owner's clock, and a run of the 31st takes place on the last day of shorter months.
        """
        self.ensure_one()
        if self.interval == "request":
            return False
        zone = ZoneInfo(self.user_id.tz or "UTC")
        for local in self._iter_local_runs(moment):
            run = local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
            if run > moment or (including and run == moment):
                return run

    def _iter_local_runs(self, moment):
        """Moments on the owner's clock, from shortly before `moment` on."""
        start, first = self._get_local_start(), self._estimate_steps(moment)
        if self.interval != "first_workday":
            step = relativedelta(**STEPS[self.interval])
            yield from (start + step * count for count in itertools.count(first))
        for count in itertools.count(first):
            month = start + relativedelta(months=count, day=1)
            run = self._get_first_workday(month)
            if run >= start:
                yield run

    def _get_first_workday(self, moment):
        """The same time on the first day from `moment` on that is one of work in the company's calendar."""
        calendar = self.env.company.resource_calendar_id
        zone = ZoneInfo(self.user_id.tz or "UTC")
        begin = datetime.combine(moment.date(), time.min, zone)
        found = calendar._work_intervals_batch(begin, begin + timedelta(days=31))[False] if calendar else ()
        day = next((start.astimezone(zone).date() for start, _stop, _line in found), moment.date())
        return datetime.combine(day, moment.time())

    def _estimate_steps(self, moment):
        """A number of steps that surely lies before `moment`, so that old schedules are not counted up one by one."""
        days = (moment - self.start_at).days
        return max(0, days // DAYS[self.interval] - 1)

    def action_run_now(self):
        """Write the file out of turn; the timetable stays."""
        self.ensure_one()
        self.check_access("write")
        return self._export(uuid4().hex)._show()

    def _export(self, run):
        """Order the file with the rights and in the language of the schedule's owner."""
        segment = self.segment_id._with_owner(self.user_id)
        return segment._export(self.profile_id, self.reason, f"{self.id}@{run}", self, self.only_new)

    @api.model
    def _cron_run_exports(self):
        """Write all files that are due. What fails says so on its schedule; the others go on."""
        due = self.search([("next_run", "<=", fields.Datetime.now()), ("segment_id.active", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for schedule in due:
            schedule = schedule.try_lock_for_update()
            if schedule:
                schedule._run_due()
            if not cron._commit_progress(1):
                break

    def _run_due(self):
        vals = {"error": False, "error_at": False}
        try:
            with self.env.cr.savepoint():
                export = self._export(self.next_run.isoformat())
            vals |= {"last_export_id": export.id, "error": export.problem, "error_at": export.problem and export.date}
        except Exception as error:
            _logger.info("Scheduled export %s failed", self.id, exc_info=True)
            vals = {"error": str(error), "error_at": fields.Datetime.now()}
        self.write({**vals, "next_run": self._get_run_after(fields.Datetime.now())})
