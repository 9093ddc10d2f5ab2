from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestStale(DealCommon):
    """What the board says of each card, read for all of them at once."""

    def test_deals_that_stand_too_long(self):
        now, days = self.env.cr.now(), self.stage("selection").rotting_threshold_days
        old, young, refused, closed = deals = self.make_deal() | self.make_deal() | self.make_deal() | self.make_deal()
        self.refuse(refused)
        closed.stage_id.flush_recordset()
        self.env.cr.execute("UPDATE crm_lead SET stage_id = %s WHERE id = %s", [self.stage("closed").id, closed.id])
        deals.invalidate_recordset()
        deals.date_last_stage_update = now - timedelta(days=days + 1)
        young.date_last_stage_update = now - timedelta(days=days - 1)
        self.assertEqual(deals.mapped("is_rotting"), [True, False, False, False])
        self.assertEqual((old.rotting_days, young.rotting_days), (days + 1, 0))

    def test_next_step_is_the_earliest(self):
        idle, busy = self.make_deal() | self.make_deal()
        today = fields.Date.context_today(idle)
        for days in (5, 2, 9):
            busy.activity_schedule("mail.mail_activity_data_call", date_deadline=today + timedelta(days=days))
        self.assertEqual((idle | busy).mapped("next_step_on"), [False, today + timedelta(days=2)])
        self.assertEqual((idle | busy).mapped("has_no_step"), [True, False])
        busy.activity_ids.action_feedback()
        self.assertTrue(busy.has_no_step)
        self.assertFalse(self.make_lead().has_no_step, "a lead is no deal yet")
