from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import float_utils, format_duration

DEFAULT_HOURS = (10.0, 15.0)
# Longest stretch of days off that the next or the previous sorting time is looked for behind.
HORIZON = timedelta(days=31)


class CrmDispatchTime(models.Model):
    """A time of the day by which all that came is sorted."""

    _name = "crm.dispatch.time"
    _description = "Sorting Time"
    _order = "company_id, hour"

    hour = fields.Float("Time", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _hour_in_day = models.Constraint("CHECK(hour >= 0 AND hour < 24)", "A sorting time lies between 0:00 and 23:59.")
    _hour_uniq = models.UniqueIndex("(company_id, hour)", "This sorting time is there already.")

    @api.depends("hour")
    def _compute_display_name(self):
        for one in self:
            one.display_name = format_duration(one.hour)

    @api.model
    def _set_up(self, companies=None):
        """Give these companies, or every one, the usual sorting times where there are none."""
        none_yet = [("dispatch_time_ids", "=", False)]
        companies = self.env["res.company"].search(none_yet) if companies is None else companies
        companies = companies.filtered_domain(none_yet)
        self.create([{"company_id": company.id, "hour": hour} for company in companies for hour in DEFAULT_HOURS])

    # --- moments -----------------------------------------------------------------------------------

    @api.model
    def _get_limits(self, company):
        """(what came up to here should be sorted by now, the next sorting time), naive UTC or False each."""
        now = fields.Datetime.now()
        moments = [moment for moment, _hour in self._get_moments(company, now - HORIZON, now + HORIZON)]
        over = [moment for moment in moments if moment <= now]
        margin = timedelta(minutes=company.sudo().dispatch_margin_minutes)  # see _get_moments
        return (over[-1] - margin if over else False), next((one for one in moments if one > now), False)

    @api.model
    def _get_moments(self, company, after, until):
        """Sorting times of a company's working days, as pairs (naive UTC datetime, hour as it is set).

        On a short day a time after its end is moved to the end, a time before its beginning to the beginning.
        A calendar without hours takes every day for a working day.

        :param after: naive UTC datetime; moments after it
        :param until: naive UTC datetime; moments up to it
        """
        # Everybody may be told when the next sorting is.
        hours = self.sudo().search([("company_id", "=", company.id)]).mapped("hour")
        zone = pytz.timezone(company.resource_calendar_id.tz or company.partner_id.tz or "UTC")
        moments = {}
        for day, (opens, closes) in self._get_working_days(company, zone, after, until).items():
            for hour in hours:
                moment = self._to_utc(zone, day, hour)
                moments.setdefault(min(max(moment, opens or moment), closes or moment), hour)
        return sorted((moment, hour) for moment, hour in moments.items() if after < moment <= until)

    @api.model
    def _get_working_days(self, company, zone, after, until):
        """{local day: (beginning, end of its work as naive UTC)}; both None where the calendar knows no hours."""
        calendar = company.resource_calendar_id
        first = pytz.utc.localize(after).astimezone(zone).date()
        last = pytz.utc.localize(until).astimezone(zone).date()
        if not calendar.attendance_ids:
            return {first + timedelta(days=number): (None, None) for number in range((last - first).days + 1)}
        start = zone.localize(datetime.combine(first, time.min))
        stop = zone.localize(datetime.combine(last + timedelta(days=1), time.min))
        days = {}
        for begins, ends, _meta in calendar._work_intervals_batch(start, stop)[False]:
            begins, ends = begins.astimezone(pytz.utc), ends.astimezone(pytz.utc)
            day = begins.astimezone(zone).date()
            opens = days.get(day, (begins.replace(tzinfo=None),))[0]
            days[day] = (opens, ends.replace(tzinfo=None))
        return days

    @api.model
    def _to_utc(self, zone, day, hour):
        """Moment that clocks on the wall show; in the hour that summer time skips it is an hour later."""
        minutes = int(float_utils.float_round(hour * 60, precision_digits=0))
        naive = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        return zone.normalize(zone.localize(naive)).astimezone(pytz.utc).replace(tzinfo=None)
