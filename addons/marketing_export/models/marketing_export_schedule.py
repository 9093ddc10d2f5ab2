import itertools
import logging
from datetime import UTC
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

STEPS = {"daily": {"days": 1}, "weekly": {"weeks": 1}, "monthly": {"months": 1}}
# The most days that a step may have.
DAYS = {"daily": 1, "weekly": 7, "monthly": 31}


class MarketingExportSchedule(models.Model):
    _name = "marketing.export.schedule"
    _description = "Scheduled Export"
    _order = "next_run, id"
    _rec_name = "segment_id"

    segment_id = fields.Many2one("marketing.segment", required=True, index=True, ondelete="cascade")
    format = fields.Selection(
        lambda self: self.env["marketing.export"]._get_formats(), "File", required=True, default="mailchimp_csv"
    )
    active = fields.Boolean(default=True)
    interval = fields.Selection(
        [("daily", "Every day"), ("weekly", "Every week"), ("monthly", "Every month")],
        required=True,
        default="weekly",
    )
    start_at = fields.Datetime(
        "First run",
        required=True,
        default=lambda self: fields.Datetime.now().replace(minute=0, second=0, microsecond=0) + relativedelta(hours=1),
        help="Day of the week or month and time of day of all later runs.",
    )
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

    @api.depends("start_at", "interval", "user_id")
    def _compute_next_run(self):
        now = fields.Datetime.now()
        for schedule in self:
            schedule.next_run = schedule.start_at and schedule._get_run_after(now, including=True)

    def _get_run_after(self, moment, including=False):
        """The first run after `moment` (or at it), counted in whole steps from the first one.

        The hour is kept on the owner's clock, and a run of the 31st takes place on the last day of shorter months.
        """
        self.ensure_one()
        zone = ZoneInfo(self.user_id.tz or "UTC")
        start = self.start_at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        step = relativedelta(**STEPS[self.interval])
        for count in itertools.count(self._estimate_steps(moment)):
            local = (start + step * count).replace(tzinfo=zone)
            run = local.astimezone(UTC).replace(tzinfo=None)
            if run > moment or (including and run == moment):
                return run

    def _estimate_steps(self, moment):
        """A number of steps that surely lies before `moment`, so that old schedules are not counted up one by one."""
        days = (moment - self.start_at).days
        return max(0, days // DAYS[self.interval] - 1)

    def action_run_now(self):
        """Write the file out of turn; the timetable stays."""
        self.ensure_one()
        self.check_access("write")
        return self._get_as_owner()._export(self.format, schedule=self).action_download()

    def _get_as_owner(self):
        """The segment, with the rights and in the language of the schedule's owner."""
        owner = self.user_id
        if not owner.active:
            raise UserError(self.env._("%s does not work here any more: make the schedule anew.", owner.name))
        return self.segment_id.with_user(owner).with_context(
            lang=owner.lang, tz=owner.tz, allowed_company_ids=owner.company_ids.ids
        )

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
        slot = self.next_run
        vals = {"error": False, "error_at": False}
        try:
            with self.env.cr.savepoint():
                run = f"{self.id}@{slot.isoformat()}"
                export = self._get_as_owner()._export(self.format, run=run, schedule=self)
            vals |= {"last_export_id": export.id, "error": export.problem, "error_at": export.problem and export.date}
        except Exception as error:
            _logger.info("Scheduled export %s failed", self.id, exc_info=True)
            vals = {"error": str(error), "error_at": fields.Datetime.now()}
        self.write({**vals, "next_run": self._get_run_after(fields.Datetime.now())})
