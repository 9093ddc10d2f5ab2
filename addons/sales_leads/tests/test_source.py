from datetime import datetime
from unittest.mock import patch

from psycopg2 import IntegrityError, errors

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SalesLeadsCommon

# Naive UTC; the people of the tests work from nine to six in Moscow, which is 06:00-15:00.
FRIDAY_NOON = datetime(2026, 3, 6, 9, 0)
FRIDAY_NIGHT = datetime(2026, 3, 6, 20, 0)
SATURDAY = datetime(2026, 3, 7, 9, 0)
MONDAY_MORNING = datetime(2026, 3, 9, 6, 30)
MONDAY_NOON = datetime(2026, 3, 9, 9, 30)


@tagged("post_install", "-at_install")
class TestSource(SalesLeadsCommon):
    """Every source is seen when it works, and heard of when it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sources = cls.env["crm.intake.source"]
        cls.server = cls.env["fetchmail.server"].create({"name": "Box of the company", "server": "imap.plant.example"})
        cls.env.company.intake_silence_minutes = 240

    def watch(self):
        with self.no_commit():
            self.sources._cron_watch()

    def make_source(self, kind="connector", **values):
        values = {"kind": kind, "name": "Exchange", "key": f"{kind}:{self.id()}", **values}
        return self.sources.create([values])

    def get_server_source(self):
        return self.sources.with_context(active_test=False).search([("key", "=", f"server:{self.server.id}")])

    def get_alarms(self, source):
        return source.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("sales_leads.mail_activity_type_source")
        )

    # --- what there is ---------------------------------------------------------------------------

    def test_a_server_is_watched_from_its_confirmation_on(self):
        self.watch()
        self.assertFalse(self.get_server_source())
        self.server.state = "done"
        source = self.get_server_source()
        self.assertRecordValues(source, [{"name": "Box of the company", "kind": "server", "watch": "event"}])
        self.server.name = "Renamed"
        self.assertEqual(source.name, "Renamed")
        self.server.set_draft()
        self.assertRecordValues(source, [{"active": False, "state": "off"}])
        self.server.state = "done"
        self.assertTrue(source.active)
        self.server.unlink()
        self.assertFalse(source.active)

    def test_a_mail_through_a_server_is_a_sign_of_life_of_the_server_alone(self):
        self.server.state = "done"
        self.watch()
        gateway = self.sources.search([("kind", "=", "gateway")])
        came_before = gateway.last_event_at
        threads = self.env["mail.thread"].with_context(default_fetchmail_server_id=self.server.id)
        event = self.events.browse(threads.message_process("crm.inbound.event", self.make_mail()))
        self.assertEqual(event.origin_id, self.get_server_source())
        self.watch()
        self.assertEqual(self.get_server_source().last_success_at, event.received_at)
        self.assertEqual(gateway.last_event_at, came_before)
        by_alias = self.deliver(self.make_mail())
        self.assertEqual(by_alias.origin_id, gateway)
        self.watch()
        self.assertEqual((gateway.last_event_at, gateway.state), (by_alias.received_at, "ok"))

    def test_a_line_is_known_from_its_first_call(self):
        self.make_call(did="74957770000", start=self.env.cr.now().replace(microsecond=0), end=False)
        self.watch()
        line = self.sources.search([("key", "=", "line:74957770000")])
        self.assertEqual((line.state, line.last_success_at), ("ok", self.env.cr.now().replace(microsecond=0)))

    def test_a_gateway_that_nobody_uses_raises_no_alarm(self):
        gateway = self.env.ref("sales_leads.crm_intake_source_gateway")
        gateway.last_event_at = False
        gateway._check()
        self.assertRecordValues(gateway, [{"state": "waiting", "incident_at": False}])

    # --- silence ---------------------------------------------------------------------------------

    def test_silence_counts_working_minutes_only(self):
        source = self.make_source("line", last_event_at=FRIDAY_NOON)
        for moment, state in ((FRIDAY_NOON, "ok"), (FRIDAY_NIGHT, "ok"), (SATURDAY, "ok"), (MONDAY_MORNING, "ok")):
            source.last_event_at = datetime(2026, 3, 6, 13, 0)
            with freeze_time(moment):
                source._check()
            self.assertEqual(source.state, state, moment)
        # Two hours on Friday, dinner left out two more on Monday: silent from 11:00 in Moscow on.
        with freeze_time(MONDAY_NOON):
            source._check()
        self.assertEqual(source.state, "silent")
        self.assertIn("240 working minutes, since 06.03.2026 16:00", source.remark)

    def test_a_source_may_have_its_own_patience_and_hours(self):
        source = self.make_source("line", last_event_at=FRIDAY_NOON, silence_minutes=30)
        with freeze_time(datetime(2026, 3, 6, 10, 45)):
            source._check()
            self.assertEqual(source.state, "silent")
        source.silence_minutes = 600
        with freeze_time(SATURDAY):
            source._check()
            self.assertEqual(source.state, "ok")
            source.calendar_id = self.env["resource.calendar"].create(
                {
                    "name": "Saturdays",
                    "tz": "Europe/Moscow",
                    "attendance_ids": [
                        Command.clear(),
                        Command.create({"name": "S", "dayofweek": "5", "hour_from": 0, "hour_to": 23}),
                    ],
                }
            )
            source.silence_minutes = 60
            source._check()
            self.assertEqual(source.state, "silent")

    def test_a_calendar_without_hours_breaks_nothing(self):
        self.env.company.resource_calendar_id.attendance_ids.unlink()
        source = self.make_source("line", last_event_at=FRIDAY_NOON)
        with freeze_time(FRIDAY_NIGHT):
            source._check()
        self.assertEqual(source.state, "silent")
        self.assertTrue(source.incident_at)
        self.env.company.resource_calendar_id = False
        with freeze_time(FRIDAY_NOON):
            source._check()
        self.assertEqual((source.state, source.incident_at), ("ok", False))

    # --- telling ---------------------------------------------------------------------------------

    def test_administrator_and_dispatcher_are_told_once_and_it_closes_by_itself(self):
        source = self.make_source("line", last_event_at=FRIDAY_NOON)
        with freeze_time(MONDAY_NOON):
            source._check()
            told = self.get_alarms(source)
            self.assertLessEqual(self.administrator | self.dispatcher, told.user_id)
            self.assertNotIn(self.manager, told.user_id)
            self.assertIn("Exchange: Nothing for", told[0].summary)
            source._check()
            self.assertEqual(self.get_alarms(source), told)
            source.last_event_at = MONDAY_NOON
            source._check()
            self.assertRecordValues(source, [{"state": "ok", "incident_at": False, "remark": False}])
            self.assertFalse(self.get_alarms(source))
            self.assertIn("Works again.", "".join(source.message_ids.mapped("body")))

    def test_the_one_who_stands_in_for_the_dispatcher_is_told(self):
        source = self.make_source("line", last_event_at=FRIDAY_NOON)
        self.env.ref("sales_base.group_dispatcher").user_ids = self.dispatcher
        self.make_absence(self.dispatcher, self.colleague, "2026-03-09", "2026-03-13")
        with freeze_time(MONDAY_NOON):
            source._check()
        self.assertIn(self.colleague, self.get_alarms(source).user_id)
        self.assertNotIn(self.dispatcher, self.get_alarms(source).user_id)

    def test_nobody_is_told_at_night_what_can_wait_for_the_morning(self):
        source = self.make_source(error="Login refused", error_at=FRIDAY_NIGHT)
        with freeze_time(FRIDAY_NIGHT):
            source._check()
            self.assertRecordValues(source, [{"state": "failed", "incident_at": False}])
        with freeze_time(MONDAY_MORNING):
            source._check()
            self.assertEqual(source.incident_at, MONDAY_MORNING)

    def test_a_source_taken_out_of_the_watch_takes_its_alarm_along(self):
        source = self.make_source(error="Login refused", error_at=FRIDAY_NOON)
        with freeze_time(FRIDAY_NOON):
            source._check()
            self.assertTrue(self.get_alarms(source))
            source.watched = False
            source._check()
        self.assertRecordValues(source, [{"state": "off", "incident_at": False}])
        self.assertFalse(self.get_alarms(source))

    @freeze_time(FRIDAY_NOON)
    def test_the_failed_login_of_a_server_and_its_end(self):
        self.server.state = "done"
        self.server.write(
            {"error_date": FRIDAY_NOON, "error_message": "b'[AUTHENTICATIONFAILED]'\nmore", "date": FRIDAY_NOON}
        )
        self.watch()
        source = self.get_server_source()
        self.assertRecordValues(source, [{"state": "failed", "error_at": FRIDAY_NOON, "incident_at": FRIDAY_NOON}])
        self.assertEqual(source.remark, "b'[AUTHENTICATIONFAILED]'")
        # Core gives up after days: the alarm stays.
        self.server.state = "draft"
        self.watch()
        self.assertRecordValues(source, [{"state": "failed", "active": True}])
        self.server.write({"state": "done", "error_date": False, "error_message": False})
        self.watch()
        self.assertRecordValues(source, [{"error": False, "incident_at": False, "last_contact_at": FRIDAY_NOON}])

    def test_a_server_watched_by_being_reached_may_be_without_mails(self):
        self.server.state = "done"
        source = self.get_server_source()
        source.watch = "contact"
        self.server.date = FRIDAY_NOON
        with freeze_time(FRIDAY_NOON):
            self.watch()
        self.assertRecordValues(source, [{"state": "ok", "last_success_at": FRIDAY_NOON}])

    # --- the queue -------------------------------------------------------------------------------

    def test_a_growing_queue_raises_the_alarm(self):
        self.env.company.write({"intake_queue_minutes": 15, "intake_queue_limit": 2})
        self.interpret()
        self.watch()
        queue = self.sources.search([("kind", "=", "queue")])
        self.assertEqual(queue.state, "ok")
        events = [self.deliver(self.make_mail()) for _number in range(3)]
        queue._check()
        self.assertEqual(queue.state, "queue")
        self.assertIn("3 events wait", queue.remark)
        self.env.company.intake_queue_limit = 100
        queue._check()
        self.assertEqual(queue.state, "ok")
        events[0].received_at = datetime(2026, 3, 6, 9, 0)
        queue._check()
        self.assertEqual(queue.state, "queue")
        self.interpret()
        queue._check()
        self.assertRecordValues(queue, [{"state": "ok", "incident_at": False}])

    # --- connectors ------------------------------------------------------------------------------

    @freeze_time(FRIDAY_NOON)
    def test_a_connector_reports_that_it_works_or_fails(self):
        self.sources._report("connector", "mikopbx", "MikoPBX")
        source = self.sources.search([("key", "=", "connector:mikopbx")])
        self.assertRecordValues(source, [{"name": "MikoPBX", "watch": "contact", "last_success_at": FRIDAY_NOON}])
        self.sources._report("connector", "mikopbx", "MikoPBX", "The key was refused.")
        source._check()
        self.assertRecordValues(source, [{"state": "failed", "remark": "The key was refused."}])
        self.sources._report("connector", "mikopbx", "PBX of the plant")
        source._check()
        self.assertRecordValues(
            source, [{"state": "ok", "name": "PBX of the plant", "error": False, "incident_at": False}]
        )
        self.assertEqual(self.sources.search_count([("key", "=", "connector:mikopbx")]), 1)

    def test_reports_every_second_are_written_once_a_minute(self):
        self.sources._report("connector", "x", "X", user_id=self.manager.id)
        self.assertLess(self.count_queries(lambda: self.sources._report("connector", "x", "X")), 12)
        source = self.sources.search([("key", "=", "connector:x")])
        with freeze_time(source.last_contact_at), patch.object(type(source), "write", side_effect=AssertionError):
            self.sources._report("connector", "x", "X", user_id=self.manager.id)

    def test_a_report_that_loses_a_race_disturbs_nobody(self):
        with patch.object(type(self.sources), "_note", side_effect=errors.SerializationFailure):
            self.sources._report("connector", "x", "X")
        self.assertFalse(self.sources.search([("key", "=", "connector:x")]))

    def test_one_source_that_cannot_be_judged_does_not_silence_the_others(self):
        first, second = (
            self.make_source("line", key="line:1"),
            self.make_source("line", key="line:2", last_event_at=FRIDAY_NOON),
        )
        assess = type(first)._assess

        def break_one(source):
            if source == first:
                raise ZeroDivisionError
            return assess(source)

        with freeze_time(MONDAY_NOON), patch.object(type(first), "_assess", break_one):
            self.watch()
        self.assertEqual((first.state, second.state), ("waiting", "silent"))

    def test_scheduled_action_runs_as_scheduled(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_leads.ir_cron_watch_sources").method_direct_trigger()
        self.assertTrue(self.sources.search([("kind", "=", "queue")]))

    # --- who may ---------------------------------------------------------------------------------

    @users("sb_dispatcher")
    def test_the_dispatcher_looks_and_checks_but_changes_nothing(self):
        source = self.make_source_as_system().with_env(self.env)
        self.assertTrue(source.search([("id", "=", source.id)]))
        source.action_check_now()
        self.assertEqual(source.state, "failed")
        with self.assertRaises(AccessError):
            source.watched = False

    def make_source_as_system(self):
        return self.sources.create([{"kind": "connector", "name": "X", "key": "connector:y", "error": "No way"}])

    @users("sb_manager")
    def test_a_manager_sees_the_source_of_his_own_mailbox_alone(self):
        source = self.make_source_as_system()
        with self.assertRaises(AccessError):
            source.with_env(self.env).action_check_now()
        self.assertFalse(source.with_env(self.env).search([("id", "=", source.id)]))
        source.user_id = self.manager
        source.with_env(self.env).action_check_now()
        self.assertEqual(source.with_env(self.env).state, "failed")

    @users("sb_administrator")
    def test_the_administrator_sets_the_alarm(self):
        source = self.make_source_as_system().with_env(self.env)
        source.write({"watched": False, "silence_minutes": 10})
        with self.assertRaises(AccessError):
            source.unlink()

    @mute_logger("odoo.sql_db")
    def test_alarm_settings_make_sense(self):
        source = self.make_source()
        for records, values in (
            (source, {"silence_minutes": -1}),
            (self.env.company, {"intake_silence_minutes": 0}),
            (self.env.company, {"intake_queue_limit": 0}),
            (self.env.company, {"intake_raw_days": 0}),
            (self.env.company, {"intake_raw_megabytes": -5}),
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                records.write(values)
                self.env.flush_all()
