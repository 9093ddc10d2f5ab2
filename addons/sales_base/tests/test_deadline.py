from datetime import datetime

from odoo import Command
from odoo.tests import Form, tagged

from .common import SalesBaseCommon

# 4 March 2026 is a Wednesday; Moscow is three hours ahead of UTC.
WEDNESDAY_NOON = datetime(2026, 3, 4, 9, 0)


@tagged("post_install", "-at_install")
class TestDeadline(SalesBaseCommon):
    def plan(self, start, hours):
        return self.env.company._plan_deadline(start, hours)

    def test_within_the_day_over_dinner(self):
        self.assertEqual(self.plan(WEDNESDAY_NOON, 2), datetime(2026, 3, 4, 12, 0))

    def test_next_day(self):
        self.assertEqual(self.plan(WEDNESDAY_NOON, 8), datetime(2026, 3, 5, 9, 0))

    def test_over_the_weekend(self):
        friday_evening = datetime(2026, 3, 6, 14, 0)
        self.assertEqual(self.plan(friday_evening, 2), datetime(2026, 3, 9, 7, 0))

    def test_at_night_and_on_sunday_the_clock_stands(self):
        self.assertEqual(self.plan(datetime(2026, 3, 8, 3, 0), 1), datetime(2026, 3, 9, 7, 0))

    def test_no_hours_is_the_next_working_moment(self):
        self.assertEqual(self.plan(datetime(2026, 3, 8, 3, 0), 0), datetime(2026, 3, 9, 6, 0))

    def test_public_holiday_is_left_out(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Women's Day",
                "calendar_id": self.env.company.resource_calendar_id.id,
                "company_id": self.env.company.id,
                "date_from": datetime(2026, 3, 8, 21, 0),
                "date_to": datetime(2026, 3, 9, 20, 59),
            }
        )
        self.assertEqual(self.plan(datetime(2026, 3, 6, 14, 0), 2), datetime(2026, 3, 10, 7, 0))

    def test_calendar_without_hours_counts_plain_ones(self):
        self.env.company.resource_calendar_id.attendance_ids = [Command.clear()]
        self.assertEqual(self.plan(WEDNESDAY_NOON, 24), datetime(2026, 3, 5, 9, 0))

    def test_company_without_calendar_counts_plain_ones(self):
        self.env.company.resource_calendar_id = False
        self.assertEqual(self.plan(WEDNESDAY_NOON, 1.5), datetime(2026, 3, 4, 10, 30))

    def test_administrator_sets_the_hours_on_the_company(self):
        self.administrator.group_ids += self.env.ref("base.group_system")
        calendar = self._make_calendar()
        with Form(self.env.company.with_user(self.administrator)) as form:
            form.resource_calendar_id = calendar
        self.assertEqual(self.env.company.resource_calendar_id, calendar)

    def test_result_can_be_stored(self):
        planned = self.plan(WEDNESDAY_NOON, 3)
        self.assertIsNone(planned.tzinfo)
        activity = self.customer.activity_schedule("mail.mail_activity_data_todo", date_deadline=planned.date())
        self.assertEqual(str(activity.date_deadline), "2026-03-04")
