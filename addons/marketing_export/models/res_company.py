from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_workdays(self, first, last):
        """Days of work from the first to the last one, in the company's calendar; without one, all but weekends."""
        self.ensure_one()
        calendar = self.resource_calendar_id
        if not calendar:
            days = (first + timedelta(days=number) for number in range((last - first).days + 1))
            return [day for day in days if day.weekday() < 5]
        zone = ZoneInfo(calendar.tz or "UTC")
        begin = datetime.combine(first, time.min, zone)
        end = datetime.combine(last, time.max, zone)
        return sorted({start.date() for start, _stop, _line in calendar._work_intervals_batch(begin, end)[False]})
