from datetime import datetime
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged, users
from odoo.tools import mute_logger

from .test_dispatch_rule import DispatchCommon

# The calendar of the tests is Moscow's, three hours before UTC; 2 March 2026 is a Monday.
BEFORE, REMINDED, DUE = "2026-03-02 06:00:00", "2026-03-02 06:31:00", "2026-03-02 07:01:00"


class DispatchTimeCommon(DispatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.times = cls.env["crm.dispatch.time"]
        cls.times.search([]).unlink()
        cls.times.create([{"hour": 10}, {"hour": 15}])
        cls.company.write({"dispatch_remind_minutes": 30, "dispatch_margin_minutes": 15, "dispatch_deputy_id": False})
        cls.rounds = cls.env["crm.dispatch.round"]
        cls.rounds.search([]).unlink()
        cls.env["crm.appeal"].search([("state", "=", "new")]).action_reject()

    def get_moments(self, first, last):
        found = self.times._get_moments(self.company, datetime.fromisoformat(first), datetime.fromisoformat(last))
        return [str(moment) for moment, _hour in found]

    def watch(self, moment):
        """Run the scheduled action at a moment; rounds in the order of their times."""
        with freeze_time(moment), self.no_commit():
            self.rounds._cron_watch()
        return self.rounds.search([("company_id", "=", self.company.id)], order="due_at")

    def get_told(self, round_):
        """[(subject, users told)] of the messages about a round, in their order."""
        domain = [("model", "=", round_._name), ("res_id", "in", round_.ids), ("subject", "!=", False)]
        messages = self.env["mail.message"].search(domain, order="id")
        return [(one.subject, one.notified_partner_ids.user_ids) for one in messages]

    def make_waiting(self, received="2026-03-01 12:00:00", **values):
        return self.make_appeal(received_at=received, **values)


@tagged("post_install", "-at_install")
class TestDispatchTime(DispatchTimeCommon):
    """When the sorting times of working days are."""

    def test_working_days_by_the_clock_of_the_company(self):
        self.assertEqual(
            self.get_moments("2026-03-06 00:00:00", "2026-03-09 08:00:00"),
            ["2026-03-06 07:00:00", "2026-03-06 12:00:00", "2026-03-09 07:00:00"],
        )

    def test_a_holiday_is_skipped(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-02 21:00:00",
                "date_to": "2026-03-03 20:59:59",
            }
        )
        self.assertEqual(
            self.get_moments("2026-03-02 12:00:00", "2026-03-04 08:00:00"),
            ["2026-03-04 07:00:00"],
        )

    def test_a_short_day_ends_its_last_sorting_earlier(self):
        monday = self.company.resource_calendar_id.attendance_ids.filtered(lambda one: one.dayofweek == "0")
        monday.filtered(lambda one: one.hour_from == 14).unlink()
        self.assertEqual(
            self.get_moments("2026-03-02 00:00:00", "2026-03-02 20:00:00"),
            ["2026-03-02 07:00:00", "2026-03-02 10:00:00"],
        )

    def test_summer_time_moves_the_moment_not_the_clock(self):
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        self.assertEqual(
            self.get_moments("2026-03-27 00:00:00", "2026-03-30 10:00:00"),
            ["2026-03-27 09:00:00", "2026-03-27 14:00:00", "2026-03-30 08:00:00"],
        )

    def test_an_hour_that_does_not_exist_or_exists_twice_comes_once(self):
        self.company.resource_calendar_id.write({"tz": "Europe/Berlin", "attendance_ids": [Command.clear()]})
        self.times.search([]).unlink()
        self.times.create({"hour": 2.5})
        self.assertEqual(self.get_moments("2026-03-28 22:00:00", "2026-03-29 22:00:00"), ["2026-03-29 01:30:00"])
        self.assertEqual(self.get_moments("2026-10-24 22:00:00", "2026-10-25 22:00:00"), ["2026-10-25 01:30:00"])

    def test_a_calendar_without_hours_knows_no_days_off(self):
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        self.assertEqual(len(self.get_moments("2026-03-07 00:00:00", "2026-03-08 23:00:00")), 4)
        with freeze_time(DUE):
            self.assertTrue(self.env["crm.appeal"].get_dispatch_board()["next_at"])

    def test_board_tells_the_limits(self):
        with freeze_time("2026-03-02 09:00:00"):
            board = self.env["crm.appeal"].get_dispatch_board()
        self.assertEqual((board["overdue_before"], board["next_at"]), ("2026-03-02 06:45:00", "2026-03-02 12:00:00"))
        self.times.search([]).unlink()
        board = self.env["crm.appeal"].get_dispatch_board()
        self.assertFalse(board["overdue_before"] or board["next_at"])

    def test_impossible_times_are_refused(self):
        for hour in (24, -1, 10):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.times.create({"hour": hour})

    def test_a_new_company_has_the_usual_times(self):
        company = self.env["res.company"].create({"name": "Second works"})
        self.assertEqual(company.dispatch_time_ids.mapped("hour"), [10, 15])
        company.dispatch_time_ids.unlink()
        self.times._set_up()
        self.assertEqual(company.dispatch_time_ids.mapped("display_name"), ["10:00", "15:00"])
        self.assertEqual(len(self.company.dispatch_time_ids), 2)

    def test_whoever_manages_users_makes_a_company(self):
        groups = "base.group_user,base.group_erp_manager,base.group_partner_manager"
        manager = new_test_user(self.env, "plain_manager", groups=groups)
        company = self.env["res.company"].with_user(manager).create({"name": "Third works"})
        self.assertEqual(company.sudo().dispatch_time_ids.mapped("hour"), [10, 15])

    @users("sb_dispatcher")
    def test_only_the_administrator_sets_times(self):
        with self.assertRaises(AccessError):
            self.times.with_user(self.env.user).create({"hour": 12})
        self.times.with_user(self.administrator).create({"hour": 12})

    def test_the_deputy_may_sort(self):
        with self.assertRaisesRegex(ValidationError, "may not sort appeals"):
            self.company.dispatch_deputy_id = self.manager
        self.company.dispatch_deputy_id = self.administrator


@tagged("post_install", "-at_install")
class TestDispatchRound(DispatchTimeCommon):
    """Reminded before, told after, nothing twice."""

    def test_reminder_and_escalation_once_each(self):
        self.watch(BEFORE)
        appeals = self.make_waiting() | self.make_waiting()
        young = self.make_waiting(received="2026-03-02 06:50:00")
        morning = self.watch(REMINDED)
        self.assertEqual(len(morning), 1)
        self.assertEqual(self.get_told(morning), [("To be sorted by 10:00: 2", self.dispatcher)])
        self.watch("2026-03-02 06:36:00")
        self.assertEqual(len(self.get_told(morning)), 1)
        self.assertEqual(self.watch(DUE), morning)
        self.assertEqual(self.get_told(morning)[1:], [("Not sorted by 10:00: 2", self.director)])
        self.assertEqual(morning.unsorted_count, 2)
        self.watch("2026-03-02 07:06:00")
        self.assertEqual(len(self.get_told(morning)), 2)
        self.assertIn(appeals[0].number, self.get_body(morning))
        self.assertNotIn(young.number, self.get_body(morning))

    def get_body(self, round_):
        domain = [("model", "=", round_._name), ("res_id", "=", round_.id), ("subject", "like", "Not sorted")]
        return self.env["mail.message"].search(domain).body

    def test_what_is_sorted_is_told_to_nobody(self):
        appeal = self.make_waiting()
        self.watch(REMINDED)
        appeal._sort(self.vys)
        round_ = self.watch(DUE)
        self.assertEqual(len(self.get_told(round_)), 1)
        self.assertTrue(round_.checked_at)

    def test_nothing_waits_nobody_is_reminded(self):
        self.assertFalse(self.get_told(self.watch(REMINDED)))

    def test_deputy_and_director_are_told(self):
        self.company.dispatch_deputy_id = self.administrator
        self.make_waiting()
        self.watch(REMINDED)
        told = self.get_told(self.watch(DUE))
        self.assertEqual(told[-1][1], self.administrator | self.director)

    def test_absent_dispatcher_has_her_deputy_reminded_and_told(self):
        self.make_absence(self.dispatcher, self.administrator)
        self.make_waiting()
        self.watch(REMINDED)
        told = self.get_told(self.watch(DUE))
        self.assertEqual(told[0], ("To be sorted by 10:00: 1", self.administrator))
        self.assertEqual(told[1][1], self.administrator | self.director)

    def test_absent_dispatcher_without_deputy_leaves_nobody_unwarned(self):
        self.make_absence(self.dispatcher)
        self.make_waiting()
        (subject, told), *_rest = self.get_told(self.watch(REMINDED))
        self.assertEqual(subject, "To be sorted by 10:00: 1")
        self.assertEqual(told, self.dispatcher | self.director)

    def test_everybody_absent_breaks_nothing(self):
        for user in (self.dispatcher, self.director):
            self.make_absence(user)
        self.make_waiting()
        self.watch(REMINDED)
        self.assertEqual(self.get_told(self.watch(DUE))[-1][1], self.director)

    def test_each_reads_his_own_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.director.lang = "ru_RU"
        self.company.dispatch_deputy_id = self.administrator
        self.administrator.lang = "en_US"
        self.make_waiting()
        self.watch(REMINDED)
        told = self.get_told(self.watch(DUE))[1:]
        self.assertEqual(len({subject for subject, _users in told}), 2)
        self.assertEqual(sorted(len(users) for _subject, users in told), [1, 1])

    def test_after_a_standstill_people_hear_once(self):
        self.watch(BEFORE)
        self.make_waiting()
        rounds = self.watch("2026-03-04 13:00:00")
        self.assertEqual(len(rounds), 6)
        self.assertTrue(all(rounds.mapped("checked_at")))
        self.assertEqual([subject for subject, _users in self.get_told(rounds)], ["Not sorted by 15:00: 1"])

    def test_installation_starts_with_the_next_round(self):
        self.make_waiting()
        first = self.watch("2026-03-02 12:30:00")
        self.assertRecordValues(
            first, [{"name": "03.03.2026 10:00", "since_at": datetime(2026, 3, 2, 11, 45), "reminded_at": False}]
        )
        self.assertFalse(self.get_told(first))

    def test_a_time_that_is_changed_is_not_held_against_anybody(self):
        self.make_waiting()
        self.watch("2026-03-02 12:30:00")
        self.times.search([("company_id", "=", self.company.id), ("hour", "=", 10)]).hour = 11
        self.watch("2026-03-03 06:50:00")
        rounds = self.watch("2026-03-03 07:40:00")
        self.assertEqual(rounds.mapped("name"), ["03.03.2026 11:00"])
        self.assertEqual([subject for subject, _users in self.get_told(rounds)], ["To be sorted by 11:00: 1"])

    def test_a_company_that_fails_stops_no_other(self):
        self.env["res.company"].create({"name": "Second works"})
        model = type(self.rounds)
        watched = []

        def watch(records, company):
            watched.append(company)
            raise ValueError("no calendar")

        with patch.object(model, "_watch", watch), mute_logger("odoo.addons.sales_leads.models.crm_dispatch_round"):
            self.watch(DUE)
        self.assertGreaterEqual(len(watched), 2)

    def test_report_tells_how_often_it_was_kept(self):
        self.watch(BEFORE)
        in_time = self.make_waiting("2026-03-02 05:00:00")
        late = self.make_waiting("2026-03-02 05:30:00")
        never = self.make_waiting("2026-03-02 08:00:00")
        self.watch(REMINDED)
        with freeze_time("2026-03-02 06:59:00"):
            in_time._sort(self.vys)
        self.watch(DUE)
        with freeze_time("2026-03-02 07:30:00"):
            late._sort(self.vys)
        self.watch("2026-03-02 12:01:00")
        self.watch("2026-03-03 07:01:00")
        report = self.env["crm.dispatch.report"].with_user(self.head)
        rows = report.search([("company_id", "=", self.company.id)], order="due_at")
        self.assertRecordValues(
            rows,
            [
                {"clock": "10:00", "came": 2, "in_time": 1, "late": 1, "unsorted": 0, "kept": False},
                {"clock": "15:00", "came": 1, "in_time": 0, "late": 0, "unsorted": 1, "kept": False},
                {"clock": "10:00", "came": 0, "in_time": 0, "late": 0, "unsorted": 0, "kept": True},
            ],
        )
        self.assertTrue(never)
        groups = report._read_group([("company_id", "=", self.company.id)], ["clock"], ["kept_share:avg", "came:sum"])
        self.assertEqual(groups, [("10:00", 0.5, 2), ("15:00", 0.0, 1)])

    @users("sb_manager")
    def test_manager_reads_no_report(self):
        for model in ("crm.dispatch.report", "crm.dispatch.round"):
            with self.assertRaises(AccessError):
                self.env[model].search([])

    def test_round_opens_what_is_unsorted(self):
        appeal = self.make_waiting()
        round_ = self.watch(REMINDED)
        action = round_.with_user(self.director).action_open_unsorted()
        self.assertEqual(self.env["crm.appeal"].search(action["domain"]), appeal)
        self.assertEqual(round_.name, "02.03.2026 10:00")
