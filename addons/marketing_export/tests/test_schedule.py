from datetime import datetime
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestSchedule(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["marketing.export.schedule"].search([]).action_archive()
        cls.make_customer("Ivan", cls.at("ivan"))

    def run_cron(self):
        with self.without_commit():
            self.env["marketing.export.schedule"]._cron_run_exports()

    def runs(self, start, interval, moments, tz="UTC"):
        self.marketer.tz = tz
        schedule = self.make_schedule(due=False, start_at=start, interval=interval)
        return [str(schedule._get_run_after(datetime.fromisoformat(moment))) for moment in moments]

    def test_due_file_is_written(self):
        schedule = self.make_schedule(profile_id=self.profile("xlsx").id)
        self.run_cron()
        self.assertRecordValues(
            schedule.last_export_id,
            [{"state": "done", "profile_id": self.profile("xlsx").id, "row_count": 1, "user_id": self.marketer.id}],
        )
        self.assertGreater(schedule.next_run, fields.Datetime.now())
        self.assertFalse(schedule.error)
        self.run_cron()
        self.assertEqual(len(schedule.export_ids), 1, "It is not due a second time.")

    def test_scheduled_action_is_there_and_runs(self):
        schedule = self.make_schedule()
        cron = self.env.ref("marketing_export.ir_cron_run_exports")
        self.assertTrue(cron.active)
        with self.without_commit():
            cron.ir_actions_server_id.with_context(active_model="ir.cron").run()
        self.assertEqual(schedule.last_export_id.state, "done")

    def test_same_slot_twice_is_one_file(self):
        schedule = self.make_schedule()
        slot = schedule.next_run
        self.run_cron()
        schedule.sudo().next_run = slot
        self.run_cron()
        self.assertEqual(len(schedule.export_ids), 1)
        self.assertEqual(schedule.last_export_id, schedule.export_ids)

    def test_one_that_fails_does_not_stop_the_others(self):
        broken, good, other = (self.make_schedule() for _number in range(3))
        self.env.flush_all()
        self.env.cr.execute("UPDATE marketing_segment SET domain = '[(1' WHERE id = %s", (broken.segment_id.id,))
        self.env.invalidate_all()
        self.run_cron()
        self.assertTrue(broken.error and broken.error_at)
        self.assertFalse(broken.export_ids)
        self.assertGreater(broken.next_run, fields.Datetime.now(), "It is tried again at its next time only.")
        self.assertEqual((good + other).last_export_id.mapped("state"), ["done", "done"])

    def test_database_error_of_one_does_not_stop_the_others(self):
        broken, good = self.make_schedule(), self.make_schedule()
        write = type(self.env["marketing.export"])._write_csv

        def fail(export, *args):
            if export.schedule_id == broken:
                self.env.cr.execute("SELECT 1/0")
            return write(export, *args)

        with (
            patch.object(type(self.env["marketing.export"]), "_write_csv", fail),
            self.assertLogs("odoo.sql_db"),
        ):
            self.run_cron()
        self.assertIn("division by zero", broken.error)
        self.assertEqual(good.last_export_id.state, "done")

    def test_error_is_forgotten_after_success(self):
        schedule = self.make_schedule()
        schedule.sudo().error = "Something"
        self.run_cron()
        self.assertFalse(schedule.error)

    def test_folder_that_is_gone_is_said_on_the_schedule(self):
        self.patch_folder("/nowhere/at/all")
        schedule = self.make_schedule()
        self.run_cron()
        self.assertIn("/nowhere/at/all", schedule.error)
        self.assertEqual(schedule.last_export_id.state, "done")

    def test_file_holds_what_the_owner_sees(self):
        self.make_lead("Chamber", email_from=self.at("chamber"), team_id=self.chambers.id)
        self.marketer.visible_team_ids = self.pumps
        schedule = self.make_schedule()
        self.run_cron()
        self.assertEqual([row["Email Address"] for row in self.read_csv(schedule.last_export_id)], [self.at("ivan")])

    def test_who_left_or_lost_his_role_exports_nothing(self):
        gone, lost = self.make_schedule(), self.make_schedule(user=self.colleague)
        self.marketer.active = False
        self.colleague.group_ids = self.env.ref("base.group_user")
        self.run_cron()
        self.assertIn("does not work here any more", gone.error)
        self.assertTrue(lost.error)
        self.assertFalse((gone + lost).sudo().export_ids)

    def test_archived_segments_rest(self):
        schedule = self.make_schedule()
        schedule.segment_id.action_archive()
        self.run_cron()
        self.assertFalse(schedule.export_ids or schedule.error)

    def test_action_stops_when_its_time_is_over(self):
        self.make_schedule(), self.make_schedule()
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda cron, *args, **kwargs: 0.0):
            self.env["marketing.export.schedule"]._cron_run_exports()
        due = self.env["marketing.export.schedule"].search([("next_run", "<=", fields.Datetime.now())])
        self.assertEqual(len(due), 1)

    def test_steps(self):
        self.assertEqual(
            self.runs("2026-03-02 08:00:00", "weekly", ["2026-03-01", "2026-03-02T08:00:00", "2031-01-01"]),
            ["2026-03-02 08:00:00", "2026-03-09 08:00:00", "2031-01-06 08:00:00"],
        )
        self.assertEqual(
            self.runs("2026-01-31 06:00:00", "monthly", ["2026-02-01", "2026-03-01", "2036-02-01"]),
            ["2026-02-28 06:00:00", "2026-03-31 06:00:00", "2036-02-29 06:00:00"],
        )

    def test_hour_stays_on_the_owners_clock(self):
        # Berlin changes to summer time on 29 March 2026.
        self.assertEqual(
            self.runs("2026-03-27 07:00:00", "daily", ["2026-03-27T08:00:00", "2026-03-28T08:00:00"], "Europe/Berlin"),
            ["2026-03-28 07:00:00", "2026-03-29 06:00:00"],
        )

    @freeze_time("2026-05-06 10:00:00")
    def test_first_run_lies_ahead(self):
        schedule = self.make_schedule(due=False, start_at="2026-05-01 09:00:00", interval="daily")
        self.assertEqual(str(schedule.next_run), "2026-05-07 09:00:00")
        schedule.interval = "monthly"
        self.assertEqual(str(schedule.next_run), "2026-06-01 09:00:00")
        schedule.start_at = "2026-05-06 10:00:00"
        self.assertEqual(str(schedule.next_run), "2026-05-06 10:00:00")

    def test_nobody_schedules_in_anothers_name(self):
        with self.assertRaises(AccessError):
            self.make_schedule(user_id=self.colleague.id)
        schedule = self.make_schedule(self.make_segment(shared=True))
        theirs = schedule.with_user(self.colleague)
        self.assertEqual(theirs.interval, "weekly")
        with self.assertRaises(AccessError):
            theirs.interval = "daily"
        with self.assertRaises(AccessError):
            theirs.action_run_now()
        with self.assertRaises(AccessError):
            self.env["marketing.export.schedule"].with_user(self.manager).search([])

    def test_segment_must_be_visible(self):
        schedule = self.make_schedule(self.make_segment(), user=self.colleague)
        self.run_cron()
        self.assertTrue(schedule.sudo().error)
        self.assertFalse(schedule.sudo().export_ids)

    def test_run_out_of_turn_keeps_the_timetable(self):
        schedule = self.make_schedule(due=False)
        before = schedule.next_run
        self.assertEqual(schedule.action_run_now()["target"], "download")
        self.assertEqual((schedule.next_run, len(schedule.export_ids)), (before, 1))
        self.marketer.active = False
        with self.assertRaisesRegex(UserError, "any more"):
            schedule.sudo().action_run_now()
