from datetime import timedelta

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _plan_deadline(self, start, hours, calendar=None):
        """Moment that lies so many working hours after another one.

        :param start: naive UTC datetime, as fields hold it
        :param hours: working hours by the company's calendar, its public holidays left out; zero gives the
            next working moment
        :param calendar: resource.calendar that counts instead of the company's
        :return: naive UTC datetime; in a calendar that knows no hours these are plain hours
        """
        self.ensure_one()
        calendar = calendar or self.resource_calendar_id
        planned = calendar.attendance_ids and calendar.plan_hours(hours, start, compute_leaves=True)
        return planned or start + timedelta(hours=hours)
