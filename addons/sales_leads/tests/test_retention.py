from datetime import timedelta
from unittest.mock import patch

from psycopg2 import errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..models import crm_inbound_event, crm_inbound_retention
from .common import SalesLeadsCommon

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestRetention(SalesLeadsCommon):
    """Content is kept for a time and up to a size; the event and its digest stay for good."""

    def setUp(self):
        super().setUp()
        # What other tests or people left in the database is not what is counted here.
        self.events.search([]).unlink()
        self.env.company.write({"intake_raw_days": 30, "intake_raw_megabytes": 100})

    def make_event(self, days=0, state="processed", size=1000):
        event = self.deliver(self.make_mail())
        event.write({"state": state, "received_at": fields.Datetime.now() - timedelta(days=days), "size": size})
        return event

    def drop(self):
        with self.no_commit():
            self.events._cron_drop_raw()

    def test_content_goes_by_age_and_leaves_its_digest(self):
        old, young = self.make_event(31), self.make_event(29)
        digest, name = old.digest, old.name
        self.drop()
        self.assertFalse(old.raw)
        self.assertTrue(old.raw_dropped_at)
        self.assertEqual((old.digest, old.name, len(digest)), (digest, name, 64))
        self.assertTrue(young.raw)
        self.assertFalse(young.raw_dropped_at)

    def test_content_goes_by_size_the_oldest_first(self):
        events = [self.make_event(days, size=40 * MEGABYTE) for days in (4, 3, 2, 1)]
        self.drop()
        self.assertEqual([bool(event.raw) for event in events], [False, False, True, True])
        self.drop()
        self.assertEqual([bool(event.raw) for event in events], [False, False, True, True])

    def test_what_nobody_settled_keeps_its_content(self):
        failed, new = self.make_event(400, "failed", 300 * MEGABYTE), self.make_event(400, "new", 300 * MEGABYTE)
        ignored = self.make_event(1, "ignored", 300 * MEGABYTE)
        self.drop()
        self.assertTrue(failed.raw and new.raw)
        self.assertFalse(ignored.raw)

    def test_the_same_mail_is_still_known_after_its_content_is_gone(self):
        raw = self.make_mail()
        event = self.receive(raw)
        event.received_at -= timedelta(days=31)
        self.drop()
        self.assertEqual(self.deliver(raw), event)

    def test_it_works_in_slices(self):
        events = [self.make_event(40) for _number in range(5)]
        stop = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0)
        with patch.object(crm_inbound_retention, "DROP_BATCH", 2), stop:
            self.events._cron_drop_raw()
        self.assertEqual(sum(bool(event.raw) for event in events), 3)
        with patch.object(crm_inbound_retention, "DROP_BATCH", 2):
            self.drop()
        self.assertFalse(any(event.raw for event in events))

    def test_scheduled_action_runs_as_scheduled(self):
        event = self.make_event(31)
        with self.enter_registry_test_mode():
            self.env.ref("sales_leads.ir_cron_drop_raw").method_direct_trigger()
        self.assertFalse(event.raw)

    # --- run again -------------------------------------------------------------------------------

    @users("sb_dispatcher")
    def test_without_content_it_is_not_run_again(self):
        event = self.make_event_as_system(31, "ignored").with_env(self.env)
        with self.assertRaisesRegex(UserError, "Only the digest of this event is still kept: ask the sender"):
            event.action_run_again()
        self.assertEqual(event.state, "ignored")

    def make_event_as_system(self, days, state):
        event = self.make_event(days, state)
        self.drop()
        return event

    @users("sb_dispatcher")
    def test_in_bulk_those_with_content_are_run_and_the_others_are_named(self):
        lost = self.make_event_as_system(31, "ignored")
        kept = self.make_event(1, "ignored") | self.make_event(1, "failed")
        done = self.make_event(1, "processed")
        action = (lost | kept | done).with_env(self.env).action_run_again()
        self.assertEqual(kept.mapped("state"), ["processed", "processed"])
        self.assertEqual(kept.run_again_by_id, self.dispatcher)
        self.assertTrue(all(kept.mapped("run_again_at")))
        self.assertFalse(done.run_again_at or lost.run_again_at)
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(
            action["params"]["message"], "2 events were run again. Of 1 others only the digest is still kept."
        )

    @users("sb_dispatcher")
    def test_many_are_left_to_the_scheduled_action(self):
        events = self.events.union(*(self.make_event(1, "failed") for _number in range(3)))
        with patch.object(crm_inbound_retention, "RUN_AT_ONCE", 2):
            action = events.with_env(self.env).action_run_again()
        self.assertEqual(set(events.mapped("state")), {"new"})
        self.assertIn("in turn", action["params"]["message"])
        self.interpret()
        self.assertEqual(set(events.mapped("state")), {"processed"})

    @users("sb_manager")
    def test_a_manager_runs_nothing_again(self):
        event = self.make_event(1, "failed").with_env(self.env)
        for action in (event.action_run_again, event.action_set_aside):
            with self.assertRaises(AccessError):
                action()

    @users("sb_dispatcher")
    def test_what_failed_for_good_is_set_aside_and_can_be_taken_back(self):
        event = self.make_event(1, "failed")
        event.error = "Odd."
        mine = event.with_env(self.env)
        mine.action_set_aside()
        self.assertRecordValues(event, [{"state": "ignored", "error": "Set aside by Dispatcher. Odd."}])
        with self.assertRaisesRegex(UserError, "Only failed events can be set aside"):
            mine.action_set_aside()
        mine.action_run_again()
        self.assertEqual(event.state, "processed")

    # --- storing under load ----------------------------------------------------------------------

    def test_a_busy_database_is_asked_again(self):
        insert, tries = type(self.events)._insert, []

        def busy_twice(events, values, raw):
            tries.append(1)
            if len(tries) < 3:
                raise errors.SerializationFailure
            return insert(events, values, raw)

        with patch.object(type(self.events), "_insert", busy_twice), patch.object(self.env.cr, "rollback"):
            event = self.deliver(self.make_mail())
        self.assertEqual((len(tries), event.state), (3, "new"))

    def test_what_cannot_be_stored_is_never_taken_for_stored(self):
        always = patch.object(type(self.events), "_insert", side_effect=errors.SerializationFailure)
        with always, patch.object(self.env.cr, "rollback"), self.assertRaisesRegex(UserError, "deliver it again"):
            self.env["mail.thread"].message_process(False, self.make_mail())
        self.assertGreater(crm_inbound_event.STORE_TRIES, 2)
