from datetime import datetime

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged, users

from odoo.addons.sales_base.tests.common import SalesBaseCommon

# Monday, nine in the morning in Moscow.
MORNING = "2026-03-02 06:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MORNING)
class TestTimeOff(SalesBaseCommon):
    """Approved time off is an absence for sales, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.manager | cls.colleague
        employees = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "resource_calendar_id": cls.env.company.resource_calendar_id.id,
                }
                for user in cls.people
            ]
        )
        # A new employee takes over the time zone of his user, which in these tests is the server's.
        employees.tz = "Europe/Moscow"
        cls.employee = employees[0]
        cls.employees = dict(zip(cls.people, employees, strict=True))
        cls.days, cls.hours, cls.half, cls.training = cls.env["hr.leave.type"].create(
            [
                {"name": name, "requires_allocation": False, "leave_validation_type": "no_validation", **values}
                for name, values in (
                    ("Days", {}),
                    ("Hours", {"request_unit": "hour"}),
                    ("Halves", {"request_unit": "half_day"}),
                    ("Training", {"time_type": "other"}),
                )
            ]
        )
        cls.make_responsible(cls, cls.manager)

    def make_leave(self, user=None, kind=None, first="2026-03-02", last="2026-03-06", state="validate", **values):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employees[user or self.manager].id,
                "holiday_status_id": (kind or self.days).id,
                "request_date_from": first,
                "request_date_to": last,
                **values,
            }
        )
        if leave.state != state:
            leave.state = state
        return leave

    def test_nobody_is_away(self):
        self.assertEqual(self.manager._get_acting(), self.manager)

    def test_deputy_of_the_leave_then_the_head(self):
        leave = self.make_leave(deputy_id=self.colleague.id)
        self.assertEqual(self.manager._get_acting(), self.colleague)
        self.assertEqual(self.customer._get_responsible(), self.colleague)
        leave.deputy_id = False
        self.assertFalse(self.manager._get_acting())
        self.assertEqual(self.customer._get_responsible(), self.head)

    def test_only_what_is_approved_counts(self):
        leave = self.make_leave()
        for state in ("confirm", "refuse", "validate1", "cancel"):
            leave.state = state
            self.assertEqual(self.manager._get_acting(), self.manager, state)

    def test_first_and_last_day_count(self):
        self.make_leave(deputy_id=self.colleague.id)
        for moment, acting in (
            ("2026-03-01 20:00:00", self.manager),
            ("2026-03-01 22:00:00", self.colleague),  # Monday already, in Moscow
            ("2026-03-06 20:30:00", self.colleague),
            ("2026-03-06 21:30:00", self.manager),
        ):
            with freeze_time(moment):
                self.assertEqual(self.manager._get_acting(), acting, moment)

    def test_hours_of_a_day(self):
        leave = self.make_leave(
            kind=self.hours, last="2026-03-02", request_unit_hours=True, request_hour_from=10, request_hour_to=12
        )
        self.assertRecordValues(
            leave,
            [{"date_from": datetime(2026, 3, 2, 7), "date_to": datetime(2026, 3, 2, 9), "request_unit_hours": True}],
        )
        for moment, away in (("06:30", False), ("07:00", True), ("08:59", True), ("09:00", False)):
            with freeze_time(f"2026-03-02 {moment}:00"):
                self.assertEqual(not self.manager._get_acting(), away, moment)

    def test_half_a_day(self):
        halves = (("morning", 9, 13), ("afternoon", 14, 18))
        self.employee.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Halves",
                "tz": "Europe/Moscow",
                "attendance_ids": [
                    Command.create(
                        {"name": half, "dayofweek": "0", "day_period": half, "hour_from": begins, "hour_to": ends}
                    )
                    for half, begins, ends in halves
                ],
            }
        )
        self.make_leave(
            kind=self.half,
            last="2026-03-02",
            request_unit_half=True,
            request_date_from_period="am",
            request_date_to_period="am",
        )
        self.assertFalse(self.manager._get_acting())
        with freeze_time("2026-03-02 12:00:00"):
            self.assertEqual(self.manager._get_acting(), self.manager)

    def test_training_is_work(self):
        self.make_leave(kind=self.training)
        self.assertEqual(self.manager._get_acting(), self.manager)

    def test_absence_written_down_in_sales_stands_before_it(self):
        self.make_leave()
        self.make_absence(self.manager, self.colleague)
        self.assertEqual(self.manager._get_acting(), self.colleague)

    def test_chain_through_both(self):
        self.make_leave(deputy_id=self.colleague.id)
        self.make_absence(self.colleague, self.head)
        self.assertEqual(self.manager._get_acting(), self.head)
        self.make_leave(self.colleague, deputy_id=self.manager.id)
        self.assertEqual(self.manager._get_acting(), self.head)

    def test_two_that_stand_in_for_each_other_are_nobody(self):
        self.make_leave(deputy_id=self.colleague.id)
        self.make_leave(self.colleague, deputy_id=self.manager.id)
        self.assertEqual(self.customer._get_responsible(), self.head)

    def test_employee_without_a_user_is_nobody_s_business(self):
        self.employee.user_id = False
        self.make_leave()
        self.assertEqual(self.manager._get_acting(), self.manager)

    def test_nobody_is_his_own_deputy(self):
        with self.assertRaisesRegex(ValidationError, "own deputy"):
            self.make_leave(deputy_id=self.manager.id)

    @users("sb_manager")
    def test_manager_names_his_deputy_when_he_asks_for_time_off(self):
        with Form(self.env["hr.leave"].with_context(default_employee_id=self.employee.id)) as form:
            form.holiday_status_id = self.days
            form.request_date_from = form.request_date_to = "2026-03-02"
            form.deputy_id = self.colleague
        self.assertEqual(form.record.deputy_id, self.colleague)

    def test_reading_costs_the_same_for_one_and_for_many(self):
        self.make_leave()
        absences = self.env["res.users.absence"].with_user(self.outsider)
        absences._get_deputies()
        few = self.count_queries(absences._get_deputies)
        self.make_leave(self.colleague)
        absences._get_deputies()
        self.assertLessEqual(self.count_queries(absences._get_deputies), few)
