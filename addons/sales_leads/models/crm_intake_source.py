import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_inbound_event import LOST_RACE

_logger = logging.getLogger(__name__)

PROBLEMS = ("silent", "failed", "queue")
# What is only heard of when somebody writes or calls; all others are asked in turn and answer.
HEARD_OF = ("gateway", "server", "line")
# How often a source that reports every second is written down.
REPORT_EVERY = timedelta(minutes=1)


class CrmIntakeSource(models.Model):
    """Where mails and calls come from, when that last worked, and the alarm when it does not."""

    _name = "crm.intake.source"
    _description = "Source of Mails and Calls"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "kind, name, id"

    name = fields.Char(required=True, readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    kind = fields.Selection(
        [
            ("gateway", "Mail gateway"),
            ("server", "Incoming mail server"),
            ("mailbox", "Own mailbox"),
            ("line", "Telephone line"),
            ("connector", "Connector"),
            ("queue", "Interpretation"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Whose", readonly=True, index="btree_not_null", ondelete="set null")
    watched = fields.Boolean(
        "Alarm", default=True, help="Tell administrator and dispatcher when it fails or nothing comes."
    )
    watch = fields.Selection(
        [("event", "A mail or call came"), ("contact", "It could be reached")],
        "Sign of life",
        required=True,
        default="contact",
        help="What counts as a sign of life. A box that gets a mail a week is better watched by being reached.",
    )
    silence_minutes = fields.Integer(
        "Silence, working minutes",
        help="After so many working minutes without a sign of life the alarm is raised. 0: the company's default.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", help="When something is expected to come. Empty: the company's calendar."
    )
    last_event_at = fields.Datetime("Something last came", readonly=True)
    last_contact_at = fields.Datetime("Last reached", readonly=True)
    last_success_at = fields.Datetime("Last success", compute="_compute_last_success_at", store=True)
    error = fields.Text("Last error", readonly=True)
    error_at = fields.Datetime("Error since", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Nothing yet"),
            ("ok", "Works"),
            ("silent", "Silent"),
            ("failed", "Fails"),
            ("queue", "Events wait"),
            ("off", "Not watched"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    remark = fields.Char(readonly=True, help="What the state was told from.")
    incident_at = fields.Datetime("Alarm since", readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _key_uniq = models.UniqueIndex("(key)", "This source is watched already.")
    _silence_positive = models.Constraint(
        "CHECK(silence_minutes >= 0)", "Minutes until the alarm cannot be negative; 0 takes the company's default."
    )

    @api.depends("watch", "last_event_at", "last_contact_at")
    def _compute_last_success_at(self):
        for source in self:
            source.last_success_at = source.last_event_at if source.watch == "event" else source.last_contact_at

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("watch", "event" if vals.get("kind") in HEARD_OF else "contact")
        return super().create(vals_list)

    @api.model
    def _get_id(self, key):
        """Id of the source with this key, archived ones included; 0 when it is not known yet."""
        self.flush_model(["key"])
        row = self.env.execute_query(SQL("SELECT id FROM crm_intake_source WHERE key = %s", key))
        return row[0][0] if row else 0

    # --- reports of connectors -------------------------------------------------------------------

    @api.model
    def _report(self, kind, reference, name, error=False, **values):
        """Write down that a source answered, or failed; in a transaction of its own.

        For whatever asks a source in turn: own mailboxes here, a telephone exchange in an addon of its own.

        :param str kind: "connector", or another kind of source
        :param reference: what tells this source from others of its kind
        :param str name: how people call it
        :param str error: one sentence without secrets; empty when it answered
        :param values: further fields of a new source
        """
        events = self.env["crm.inbound.event"]
        try:
            with events._storing_env() as env, env.cr.savepoint():
                sources = env[self._name].sudo()
                source = sources.browse(sources._ensure(kind, reference, name, **values))
                source._note(error)
        except LOST_RACE as lost:
            # Somebody else writes about the same source: the next report comes soon.
            _logger.debug("Report of %s %s not kept: %s", kind, reference, lost)

    @api.model
    def _ensure(self, kind, reference, name, **values):
        """Id of a source, made if it is not there; its name follows."""
        key = f"{kind}:{reference}"
        source = self.browse(self._get_id(key)).exists()
        if not source:
            silent = self.with_context(mail_create_nolog=True)
            return silent.create([{"kind": kind, "key": key, "name": name, **values}]).id
        wanted = {"name": name, "active": True} | values
        known = source._convert_to_write({field: source[field] for field in wanted})
        news = {field: value for field, value in wanted.items() if known[field] != value}
        if news:
            source.write(news)
        return source.id

    def _note(self, error, at=None):
        """It answered, or it failed with an error."""
        self.ensure_one()
        now = at or fields.Datetime.now()
        if error:
            if error != self.error:
                self.write({"error": error, "error_at": self.error_at or now})
        elif self.error or not self.last_contact_at or now - self.last_contact_at >= REPORT_EVERY:
            self.write({"error": False, "error_at": False, "last_contact_at": now})
            if self.kind not in HEARD_OF:
                self.last_event_at = now

    # --- watching --------------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """See what every source does, raise alarms and take them back; each source in a transaction of its own."""
        self = self.with_context(lang=self.env.company.partner_id.lang or self.env.lang)
        self._sync()
        sources = self.search([("active", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(sources))
        for source in sources:
            source._check_safely()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _check_safely(self):
        try:
            with self.env.cr.savepoint():
                self._check()
        except Exception as error:  # one source that cannot be judged must not silence the others
            _logger.info("Source %s not checked: %s: %s", self.key, type(error).__name__, error)

    def _check(self):
        """Bring the state up to date; an incident opens in working time only and closes at any time."""
        self.ensure_one()
        state, remark = self._assess()
        if state != self.state or remark != self.remark:
            self.write({"state": state, "remark": remark})
        if state in PROBLEMS:
            if not self.incident_at and self._plan(fields.Datetime.now(), 0) <= fields.Datetime.now():
                self._open_incident()
        elif self.incident_at:
            self._close_incident()

    def _assess(self):
        """(state, one sentence on it)."""
        if not self.watched:
            return "off", False
        if self.kind == "queue":
            return self._assess_queue()
        if self.error:
            return "failed", self.error.strip().splitlines()[0]
        since = self.last_success_at or (self._is_expected() and self.create_date)
        if not since:
            return "waiting", False
        minutes = self._get_silence_minutes()
        if self._plan(since, minutes / 60) < fields.Datetime.now():
            return "silent", self.env._(
                "Nothing for %(minutes)s working minutes, since %(since)s.",
                minutes=minutes,
                since=self._show(since),
            )
        return "ok", False

    def _is_expected(self):
        """True for what was set up and must work from then on; a line is known only from its first call."""
        return self.kind not in ("gateway", "line")

    def _assess_queue(self):
        company = self.company_id
        events = self.env["crm.inbound.event"].sudo()
        waiting = events.search_count([("state", "=", "new")])
        since = fields.Datetime.now() - timedelta(minutes=company.intake_queue_minutes)
        oldest = events.search([("state", "=", "new")], order="id", limit=1).received_at
        if waiting > company.intake_queue_limit or (oldest and oldest < since):
            return "queue", self.env._(
                "%(number)s events wait to be interpreted, the oldest since %(since)s.",
                number=waiting,
                since=self._show(oldest),
            )
        return "ok", False

    def _get_silence_minutes(self):
        return self.silence_minutes or self.company_id.intake_silence_minutes

    def _plan(self, start, hours):
        return self.company_id._plan_deadline(start, hours, self.calendar_id)

    def _show(self, moment):
        """A moment as the company's people read it."""
        zone = (self.calendar_id or self.company_id.resource_calendar_id).tz or self.env.user.tz
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return local.strftime("%d.%m.%Y %H:%M")

    # --- incidents -------------------------------------------------------------------------------

    def _open_incident(self):
        """Tell once whoever can do something about it; the task's mail reaches those who are not at the screen."""
        self.incident_at = fields.Datetime.now()
        self._message_log(body=self.env._("Alarm: %s", self.remark))
        for user in self._get_told():
            self.activity_schedule(
                "sales_leads.mail_activity_type_source",
                date_deadline=fields.Date.context_today(self),
                summary=f"{self.name}: {self.remark}",
                user_id=user.id,
            )

    def _close_incident(self):
        self.incident_at = False
        works = self.env._("Works again.") if self.state != "off" else self.env._("No longer watched.")
        self.activity_feedback(["sales_leads.mail_activity_type_source"], feedback=works)
        self._message_log(body=works)

    def _get_told(self):
        """Administrators, the acting dispatchers, and whose mailbox it is."""
        # Who is told must not depend on the reader's rights.
        administrators = self.env.ref("sales_base.group_administrator").sudo().user_ids.filtered("active")
        return administrators | self.env["res.users"]._get_dispatchers() | self.user_id.filtered("active")

    def action_check_now(self):
        """Judge the sources now in place of waiting for the scheduled action."""
        self.check_access("read")
        watch = self.sudo()  # the dispatcher asks, the state is the system's to write
        watch._sync()
        for source in watch:
            source._check()
        return True
