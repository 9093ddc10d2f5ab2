import base64
import contextlib
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import models
from .common import MarketingCommon


@tagged("post_install", "-at_install")
class TestRuns(MarketingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["marketing.export"].search([("state", "in", ("waiting", "running"))]).write({"state": "failed"})
        cls.ivan = cls.make_customer("Ivan", cls.at("ivan"), city="Perm")
        cls.anna = cls.make_customer("Anna", cls.at("anna"))

    def order_big(self, segment=None, **kwargs):
        """A run that is left to the scheduled action, as those of big segments are."""
        with patch.object(models.marketing_export_run, "AT_ONCE", 0):
            return self.write_file(segment or self.make_segment(), "mailchimp_csv", **kwargs).sudo()

    @contextlib.contextmanager
    def in_one_transaction(self):
        """The scheduled action reads over a connection of its own and commits; a test has one transaction."""
        runs = self.env.registry["marketing.export"]

        @contextlib.contextmanager
        def read_here(export):
            yield export._as_owner().env

        with self.without_commit(), patch.object(runs, "_open_reader", read_here):
            yield runs

    def run_cron(self):
        with self.in_one_transaction():
            self.env["marketing.export"]._cron_write_files()

    def test_big_file_waits_and_is_written_by_the_scheduled_action(self):
        export = self.order_big()
        self.assertEqual((export.state, export.attachment_id.id), ("waiting", False))
        self.assertEqual(
            export.with_user(self.marketer).get_progress(), {"id": export.id, "state": "waiting", "progress": 0}
        )
        self.run_cron()
        self.assertRecordValues(export, [{"state": "done", "row_count": 2, "attempts": 1, "progress": 100}])
        self.assertEqual({row["Email Address"] for row in self.read_csv(export)}, {self.at("ivan"), self.at("anna")})

    def test_run_that_the_server_did_not_survive_is_begun_again(self):
        export = self.order_big()
        export.write({"state": "running", "attempts": 1, "read_count": 50_000})
        self.assertFalse(export.attachment_id, "No half file is offered.")
        self.run_cron()
        self.assertRecordValues(export, [{"state": "done", "attempts": 2, "row_count": 2, "error": False}])

    def test_run_that_never_ends_is_given_up(self):
        export = self.order_big()
        export.write({"state": "running", "attempts": 3})
        self.run_cron()
        self.assertEqual(export.state, "failed")
        self.assertIn("3", export.error)
        with self.assertRaisesRegex(UserError, "removed"):
            export.action_download()
        export.segment_id.shared = True
        with self.assertRaisesRegex(UserError, "Only whoever ordered"):
            export.with_user(self.colleague).action_again()
        export.with_user(self.marketer).action_again()
        self.run_cron()
        self.assertEqual(export.state, "done")

    def test_full_disk_leaves_no_file_and_says_so(self):
        export, good = self.order_big(), self.order_big()
        fill = self.env.registry["marketing.export"]._write_csv

        def fail(run, *args):
            if run == export:
                raise OSError(28, "No space left on device")
            return fill(run, *args)

        with (
            self.in_one_transaction() as runs,
            patch.object(runs, "_write_csv", fail),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["marketing.export"]._cron_write_files()
        self.assertEqual((export.state, export.attachment_id.id), ("failed", False))
        self.assertIn("No space left", export.error)
        self.assertEqual(good.state, "done")

    def test_progress_is_told_on_the_way(self):
        export, told = self.order_big(), []
        with (
            self.in_one_transaction(),
            patch.object(models.marketing_export_run, "STEP", 1),
            patch.object(
                type(self.env["ir.cron"]),
                "_commit_progress",
                lambda *args, **kwargs: told.append(export.progress) or 60,
            ),
        ):
            self.env["marketing.export"]._cron_write_files()
        self.assertIn(99, told, "All is read, but the file is not whole yet.")

    def test_two_runs_of_one_segment_at_once_are_two_files(self):
        segment = self.make_segment()
        first, second = self.order_big(segment), self.order_big(segment)
        self.run_cron()
        self.assertEqual((first + second).mapped("row_count"), [2, 2])
        self.assertNotEqual(first.attachment_id, second.attachment_id)

    def test_next_run_tells_new_gone_and_changed(self):
        segment = self.make_segment()
        first = self.write_file(segment)
        self.assertRecordValues(first, [{"new_count": 2, "gone_count": 0, "changed_count": 0, "previous_id": False}])
        self.make_customer("Olga", self.at("olga"))
        self.anna.active = False
        self.ivan.name = "Ivan the Great"
        second = self.write_file(segment)
        self.assertRecordValues(
            second, [{"new_count": 1, "gone_count": 1, "changed_count": 1, "previous_id": first.id}]
        )
        third = self.write_file(segment)
        self.assertRecordValues(third, [{"new_count": 0, "gone_count": 0, "changed_count": 0}])

    def test_only_new_ones_since_all_files_before(self):
        segment = self.make_segment()
        self.write_file(segment)
        self.make_customer("Olga", self.at("olga"))
        export = self.write_file(segment, only_new=True)
        self.assertEqual([row["Email Address"] for row in self.read_csv(export)], [self.at("olga")])
        self.assertEqual(self.omissions(export), {"before": 2})
        self.assertEqual(self.write_file(segment, only_new=True).row_count, 0)

    def test_who_lost_the_role_gets_no_file(self):
        export = self.order_big()
        self.marketer.group_ids = self.env.ref("base.group_user")
        with patch.object(self.env.cr, "rollback", lambda: None):
            self.run_cron()
        self.assertEqual((export.state, export.attachment_id.id), ("failed", False))

    def test_old_files_are_removed_their_record_stays(self):
        export = self.write_file(self.make_segment()).sudo()
        export.date = "2020-01-01"
        self.env["marketing.export"]._gc_files()
        self.assertFalse(export.attachment_id)
        self.assertEqual((export.state, export.row_count), ("done", 2))

    def test_marketer_reads_no_signatures(self):
        export = self.write_file(self.make_segment())
        with self.assertRaises(AccessError):
            export.read(["signatures"])
        self.assertTrue(base64.b64decode(export.sudo().signatures))

    def test_recipients_are_told_and_must_be_marketers(self):
        schedule = self.make_schedule(recipient_ids=self.colleague.ids)
        with self.without_commit():
            self.env["marketing.export.schedule"]._cron_run_exports()
        export = schedule.export_ids
        self.assertEqual(export.sudo().sent_to, self.colleague.name)
        told = self.env["mail.message"].search([("model", "=", "marketing.export"), ("res_id", "=", export.id)])
        self.assertEqual(told.notified_partner_ids, self.colleague.partner_id)
        with self.assertRaisesRegex(UserError, "no marketer"):
            schedule.recipient_ids = self.manager

    def test_first_workday_of_the_month_follows_the_calendar(self):
        schedule = self.make_schedule(due=False, start_at="2026-03-02 08:00:00", interval="first_workday")
        runs = [str(schedule._get_run_after(datetime(2026, month, 5))) for month in (3, 7, 10)]
        # 1 April is a Wednesday, 1 August a Saturday, 1 November a Sunday.
        self.assertEqual(runs, ["2026-04-01 08:00:00", "2026-08-03 08:00:00", "2026-11-02 08:00:00"])
        self.assertIn("First workday", schedule.words)
        schedule.interval = "request"
        self.assertFalse(schedule.next_run)
