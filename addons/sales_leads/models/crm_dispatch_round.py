import logging
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from .crm_dispatch_time import HORIZON

_logger = logging.getLogger(__name__)


class CrmDispatchRound(models.Model):
    """One sorting time of one day: what had to be sorted by then, who was reminded, who was told of the rest."""

    _name = "crm.dispatch.round"
    _description = "Sorting Round"
    _inherit = ["mail.thread"]
    _order = "due_at desc, id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    day = fields.Date(required=True, readonly=True, help="Day at the company.")
    hour = fields.Float("Sorting time", required=True, readonly=True)
    due_at = fields.Datetime("Sorted by", required=True, readonly=True)
    since_at = fields.Datetime("Came after", required=True, readonly=True)
    until_at = fields.Datetime("Came up to", required=True, readonly=True, help="What came later may wait.")
    reminded_at = fields.Datetime("Dispatchers reminded", readonly=True)
    checked_at = fields.Datetime("Checked", readonly=True)
    unsorted_count = fields.Integer("Unsorted when checked", readonly=True)

    # What makes sure that nothing is told twice, whoever runs the action.
    _due_uniq = models.UniqueIndex("(company_id, due_at)", "This round is there already.")

    @api.depends("due_at", "company_id")
    def _compute_name(self):
        for one in self:
            zone = one.company_id.resource_calendar_id.tz or "UTC"
            local = one.due_at and pytz.utc.localize(one.due_at).astimezone(pytz.timezone(zone))
            one.name = local and local.strftime("%d.%m.%Y %H:%M")

    # --- scheduled action --------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Remind before each sorting time, tell of the rest after it; a company that fails stops no other."""
        for company in self.env["res.company"].search([("dispatch_time_ids", "!=", False)]):
            try:
                with self.env.cr.savepoint():
                    self.with_company(company)._watch(company)
            except Exception:  # whatever is wrong with one company, the next one is still watched
                _logger.exception("Sorting times of company %s could not be watched", company.id)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _watch(self, company):
        now = fields.Datetime.now()
        self._plan(company, now)
        mine = Domain("company_id", "=", company.id)
        near = Domain("due_at", ">", now) & Domain("due_at", "<=", self._get_reminded_up_to(company, now))
        for soon in self.search(mine & near & Domain("reminded_at", "=", False)):
            soon._remind()
        over = self.search(mine & Domain("due_at", "<=", now) & Domain("checked_at", "=", False), order="due_at")
        # After a standstill people hear once of what is unsorted now, not once for each time that went by.
        over[:-1].checked_at = now
        over[-1:]._check()

    @api.model
    def _plan(self, company, now):
        """Write down the rounds that begin now: those whose reminder is due, and those that went by unseen."""
        self._drop_moved(company, now)
        last = self.search([("company_id", "=", company.id)], limit=1)
        after = max(last.due_at or now, now - HORIZON)
        until = self._get_reminded_up_to(company, now)
        times = self.env["crm.dispatch.time"]
        if not last:
            # The first one of all is written down at once: from then on none goes by unseen.
            until = max(until, times._get_limits(company)[1] or until)
        moments = times._get_moments(company, after, until)
        since = last.until_at or (moments and self._get_previous_cutoff(company, moments[0][0]))
        rows = []
        for due_at, hour in moments:
            row = self._prepare_values(company, due_at, hour, since)
            since = row["until_at"]
            rows.append(row)
        self.create(rows)

    @api.model
    def _get_reminded_up_to(self, company, now):
        return now + timedelta(minutes=company.dispatch_remind_minutes)

    @api.model
    def _drop_moved(self, company, now):
        """Rounds that nobody was told of and whose time was changed are not held against anybody."""
        ahead = self.search(
            [("company_id", "=", company.id), ("due_at", ">", now), ("reminded_at", "=", False)], order="due_at desc"
        )
        if ahead:
            moments = dict(self.env["crm.dispatch.time"]._get_moments(company, now, ahead[0].due_at))
            ahead.filtered(lambda one: one.due_at not in moments).unlink()

    @api.model
    def _prepare_values(self, company, due_at, hour, since):
        zone = pytz.timezone(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        until = due_at - timedelta(minutes=company.dispatch_margin_minutes)
        return {
            "company_id": company.id,
            "due_at": due_at,
            "day": pytz.utc.localize(due_at).astimezone(zone).date(),
            "hour": hour,
            "since_at": min(since, until),
            "until_at": until,
        }

    @api.model
    def _get_previous_cutoff(self, company, due_at):
        """Where the first round of all begins: at the sorting time before it."""
        earlier = self.env["crm.dispatch.time"]._get_moments(company, due_at - HORIZON, due_at - timedelta(seconds=1))
        margin = timedelta(minutes=company.dispatch_margin_minutes)
        return (earlier[-1][0] if earlier else due_at - timedelta(days=1)) - margin

    # --- one round ---------------------------------------------------------------------------------

    def _get_unsorted_domain(self):
        """New appeals that this round asks for: whatever came before its margin, also long ago."""
        self.ensure_one()
        return (
            Domain("state", "=", "new")
            & Domain("company_id", "=", self.company_id.id)
            & Domain("received_at", "<=", self.until_at)
        )

    def _remind(self):
        self.ensure_one()
        self.reminded_at = fields.Datetime.now()
        count = self.env["crm.appeal"].search_count(self._get_unsorted_domain())
        if count:
            self._tell_reminder(count)

    def _check(self):
        if not self:
            return
        self.ensure_one()
        count = self.env["crm.appeal"].search_count(self._get_unsorted_domain())
        self.write({"checked_at": fields.Datetime.now(), "unsorted_count": count})
        if count:
            self._tell_unsorted(count)

    def action_open_unsorted(self):
        """Open what is still unsorted of this round."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_leads.crm_appeal_action")
        return action | {"domain": list(self._get_unsorted_domain()), "context": {}}
