import ast
from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger

from .common import SalesLeadsCommon

MONDAY = "2026-03-02 07:00:00"  # ten o'clock in Moscow


@tagged("post_install", "-at_install")
class TestLimits(SalesLeadsCommon):
    """First answer and qualification in time; what is missed goes to the head, then to the director, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.missed = cls.env["crm.lead.missed"]
        # Nobody else is a director, whatever the database holds.
        cls.env.ref("sales_base.group_director").user_ids = cls.director
        cls.env.company.write(
            {"lead_assign_hours": 4, "lead_answer_hours": 2, "lead_qualify_hours": 8, "lead_escalate_hours": 4}
        )

    def make_lead(self, user=None, team=None):
        with freeze_time(MONDAY):
            self.number += 1
            appeal = (
                self.env["crm.appeal"]
                .sudo()
                .create(
                    {
                        "contact_name": "Oleg",
                        "email": f"limit{self.number}@q.example",
                        "needs": "Pump",
                        "subject": "Pump",
                    }
                )
            )
            appeal._sort(team or self.vys)
            if user:
                appeal.lead_id._assign(user)
        return appeal.lead_id.with_env(self.env)

    def escalate(self, moment):
        with freeze_time(moment), self.no_commit():
            self.missed._cron_escalate()

    def told(self, lead, user=None):
        kind = self.env.ref("sales_leads.mail_activity_type_missed")
        tasks = lead.activity_ids.filtered(lambda task: task.activity_type_id == kind)
        return tasks.filtered(lambda task: task.user_id == user) if user else tasks

    def test_limits_run_one_after_the_other(self):
        lead = self.make_lead()
        self.assertEqual((lead.limit_kind, str(lead.limit_at)), ("assign", "2026-03-02 12:00:00"))
        with freeze_time("2026-03-02 09:00:00"):
            lead._assign(self.manager)
        self.assertEqual((lead.limit_kind, str(lead.limit_at)), ("answer", "2026-03-02 12:00:00"))
        with freeze_time("2026-03-02 11:30:00"):
            lead.with_user(self.manager).action_first_answered()
        self.assertEqual((lead.limit_kind, str(lead.limit_at)), ("qualify", "2026-03-03 09:00:00"))
        lead._qualify("lead")
        self.assertFalse(lead.limit_kind or lead.limit_at)

    def test_letter_of_the_manager_is_the_first_answer_and_a_note_is_none(self):
        lead = self.make_lead(self.manager).with_user(self.manager)
        lead.message_post(body="Interesting", subtype_xmlid="mail.mt_note")
        lead.message_post(body="Thanks, number 5", subtype_xmlid="mail.mt_comment", message_type="auto_comment")
        lead.sudo().message_post(
            body="When?", subtype_xmlid="mail.mt_comment", author_id=lead.partner_id.id, message_type="email"
        )
        self.assertEqual(lead.limit_kind, "answer")
        letter = {"body": "We call you at ten.", "subtype_xmlid": "mail.mt_comment", "message_type": "comment"}
        lead.message_post(**letter)
        self.assertEqual(lead.limit_kind, "answer", "it went to nobody outside")
        lead.message_post(**letter, partner_ids=lead.partner_id.ids)
        self.assertEqual(lead.limit_kind, "qualify")
        self.assertTrue(lead.first_answered_at)

    def test_talk_is_the_first_answer_and_a_missed_call_is_none(self):
        lead = self.make_lead(self.manager)
        lead.partner_id.phone = "+7 916 555-44-33"
        call = {"direction": "out", "dst": "+79165554433", "src": "201"}
        self.make_call(start="2026-03-02 06:00:00", end="2026-03-02 06:05:00", answered=True, **call)
        self.make_call(start="2026-03-02 08:00:00", end="2026-03-02 08:01:00", answered=False, **call)
        self.assertFalse(lead.first_answered_at, "before the manager was named, and nobody picked up")
        self.make_call(start="2026-03-02 08:30:00", end="2026-03-02 08:35:00", answered=True, **call)
        self.assertEqual(str(lead.first_answered_at), "2026-03-02 08:30:00")

    def test_the_earliest_answer_counts_whenever_it_is_told_and_the_first_call_is_none(self):
        appeal = self.make_call(answered=True, answer="2026-03-02 09:00:10").appeal_id
        appeal._sort(self.vys)
        lead = appeal.lead_id
        self.assertFalse(lead.first_answered_at, "this is how he asked")
        for hour in (15, 12, 13, 8):
            call = {"direction": "out", "src": "201", "dst": "74997770011", "answered": True, "end": False}
            self.make_call(start=f"2026-03-02 {hour:02}:00:00", answer=f"2026-03-02 {hour:02}:00:05", **call)
        self.assertEqual(str(lead.first_answered_at), "2026-03-02 12:00:05")
        lead._assign(self.manager)
        self.assertEqual(lead.limit_kind, "qualify", "who was called back before a manager was named was answered")

    def test_call_that_was_noted_by_hand_counts(self):
        lead = self.make_lead(self.manager)
        task = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.manager.id)
        task.with_user(self.manager).action_feedback("He wants two.")
        self.assertTrue(lead.first_answered_at)

    def test_missed_answer_goes_to_the_head_then_to_the_director_each_once(self):
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 08:30:00")
        self.assertFalse(lead.missed_ids)
        for _again in range(3):
            self.escalate("2026-03-02 09:10:00")
        self.assertRecordValues(
            lead.missed_ids,
            [{"level": "head", "kind": "answer", "user_id": self.manager.id, "told_ids": self.head.ids}],
        )
        self.assertEqual(len(self.told(lead, self.head)), 1)
        self.escalate("2026-03-02 13:00:00")
        self.assertFalse(self.told(lead, self.director), "the head has four working hours")
        for _again in range(3):
            self.escalate("2026-03-02 14:30:00")
        self.assertEqual(len(self.told(lead, self.director)), 1)
        self.assertEqual(set(lead.missed_ids.mapped("level")), {"director", "head"})

    def test_answered_meanwhile_the_director_hears_nothing(self):
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 09:10:00")
        lead._note_first_answer(fields.Datetime.to_datetime("2026-03-02 10:00:00"))
        self.escalate("2026-03-02 15:00:00")
        self.assertFalse(self.told(lead, self.director))

    def test_head_on_leave_without_a_deputy_leaves_it_to_the_director(self):
        self.make_absence(self.head)
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 09:10:00")
        self.assertRecordValues(lead.missed_ids, [{"level": "director", "told_ids": self.director.ids}])
        self.escalate("2026-03-03 15:00:00")
        self.assertEqual(len(self.told(lead, self.director)), 1, "only the limit of qualifying is still to come")

    def test_head_on_leave_without_a_deputy_leaves_naming_to_the_director(self):
        self.make_absence(self.head)
        lead = self.make_lead()
        self.assertEqual(lead.activity_ids.user_id, self.director)

    def test_deputy_of_the_head_is_told(self):
        self.make_absence(self.head, self.colleague)
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 09:10:00")
        self.assertEqual(lead.missed_ids.told_ids, self.colleague)

    def test_what_the_head_missed_goes_to_the_director_at_once(self):
        unassigned, own = self.make_lead(), self.make_lead(self.head)
        self.escalate("2026-03-02 14:00:00")
        for lead in (unassigned, own):
            self.assertRecordValues(lead.missed_ids, [{"level": "director", "told_ids": self.director.ids}])
            self.assertFalse(self.told(lead, self.head))

    def test_new_manager_has_a_new_limit(self):
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 09:10:00")
        with freeze_time("2026-03-02 10:00:00"):
            lead._assign(self.colleague)
        self.escalate("2026-03-02 10:30:00")
        self.assertEqual(len(lead.missed_ids), 1)
        self.escalate("2026-03-02 13:10:00")
        self.assertEqual(lead.missed_ids.user_id, self.manager | self.colleague)

    def test_one_bad_lead_never_stops_the_others(self):
        bad, good = self.make_lead(self.manager), self.make_lead(self.manager)
        original = type(self.missed)._escalate

        def fail(missed, lead, level):
            if lead == bad:
                raise ValueError("broken")
            return original(missed, lead, level)

        with (
            patch.object(type(self.missed), "_escalate", fail),
            mute_logger("odoo.addons.sales_leads.models.crm_lead_missed"),
        ):
            self.escalate("2026-03-02 09:10:00")
        self.assertFalse(bad.missed_ids)
        self.assertTrue(good.missed_ids)

    def test_weekend_and_daylight_saving_do_not_shorten_a_limit(self):
        self.env.company.resource_calendar_id.tz = "Europe/Berlin"
        # Friday 17:00 in Berlin, winter time; the clock goes forward on Sunday, 29 March 2026.
        with freeze_time("2026-03-27 16:00:00"):
            lead = self.make_lead()
            lead._assign(self.manager)
        # One hour on Friday, one on Monday from nine, in summer time.
        self.assertEqual(str(lead.answer_before), "2026-03-30 08:00:00")
        # And back on Sunday, 25 October.
        with freeze_time("2026-10-23 15:00:00"):
            lead._assign(self.colleague)
        self.assertEqual(str(lead.answer_before), "2026-10-26 09:00:00")

    def test_calendar_without_hours_gives_plain_hours(self):
        self.env.company.resource_calendar_id.attendance_ids.unlink()
        lead = self.make_lead(self.manager)
        self.assertEqual(str(lead.answer_before), "2026-03-02 09:00:00")

    @users("sb_manager")
    def test_qualified_lead_has_a_next_step(self):
        lead = self.make_lead(self.manager).with_user(self.manager)
        with Form(self.env["crm.lead.qualify"].with_context(**lead.action_qualify()["context"])) as form:
            form.outcome = "lead"
            self.assertTrue(form.next_step and form.next_step_date)
            form.next_step = "Ask for the drawing"
            form.next_step_date = fields.Date.today() + timedelta(days=2)
        form.record.action_apply()
        self.assertRecordValues(
            lead.activity_ids,
            [
                {
                    "summary": "Ask for the drawing",
                    "date_deadline": fields.Date.today() + timedelta(days=2),
                    "user_id": self.manager.id,
                }
            ],
        )

    def test_lead_without_next_step_is_found(self):
        lead, other = self.make_lead(self.manager), self.make_lead(self.manager)
        # A step that is done is no planned one.
        lead.activity_ids.action_feedback()
        view = self.env.ref("sales_leads.crm_lead_view_search_department")
        node = etree.fromstring(view.arch).xpath("//filter[@name='without_step']")[0]
        found = self.env["crm.lead"].search(ast.literal_eval(node.get("domain")))
        self.assertIn(lead, found)
        self.assertNotIn(other, found)

    def test_only_heads_read_what_was_missed_and_nobody_writes_it(self):
        lead = self.make_lead(self.manager)
        self.escalate("2026-03-02 09:10:00")
        self.assertTrue(lead.missed_ids.with_user(self.head).kind)
        with self.assertRaises(AccessError):
            lead.missed_ids.with_user(self.head).write({"kind": "assign"})
        with self.assertRaises(AccessError):
            lead.missed_ids.with_user(self.manager).read(["kind"])
        self.head.visible_team_ids = self.konts
        seen = self.missed.with_user(self.head).search([("lead_id", "=", lead.id)])
        self.assertFalse(seen, seen.sudo().team_id.name)

    def test_forty_late_leads_cost_what_ten_cost_each(self):
        def cost(number):
            for _n in range(number):
                self.make_lead(self.manager)
            return self.count_queries(lambda: self.escalate("2026-03-02 09:10:00"))

        cost(1)
        ten, forty = cost(10), cost(40)
        self.assertLessEqual(forty, ten * 4.2, (ten, forty))
