from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestLead(SalesLeadsCommon):
    """The head names a manager, the manager qualifies and makes a deal."""

    def make_lead(self, team=None):
        self.number += 1
        appeal = (
            self.env["crm.appeal"]
            .sudo()
            .create(
                {"contact_name": "Oleg", "email": f"lead{self.number}@q.example", "needs": "A pump", "subject": "Pump"}
            )
        )
        appeal._sort(team or self.vys)
        return appeal.lead_id.with_env(self.env)

    @users("sb_head")
    def test_head_names_a_manager_who_is_told(self):
        lead = self.make_lead()
        action = lead.action_assign()
        with Form(self.env["crm.lead.assign"].with_context(**action["context"])) as form:
            self.assertEqual(set(form.allowed_user_ids.ids), set((self.manager | self.colleague | self.head).ids))
            form.user_id = self.manager
        form.record.action_apply()
        self.assertEqual((lead.user_id, lead.team_id), (self.manager, self.vys))
        self.assertTrue(lead.assigned_at and lead.qualify_before)
        self.assertEqual(lead.activity_ids.user_id, self.manager)
        self.assertEqual(lead.activity_ids.activity_type_id, self.env.ref("sales_leads.mail_activity_type_qualify"))

    @users("sb_head")
    def test_renaming_moves_the_task(self):
        lead = self.make_lead()
        lead._assign(self.manager)
        lead._assign(self.colleague)
        self.assertEqual(lead.activity_ids.user_id, self.colleague)

    @users("sb_head")
    def test_manager_of_another_department_is_refused(self):
        with self.assertRaisesRegex(UserError, "does not work in department"):
            self.make_lead()._assign(self.outsider)

    def test_unsorted_lead_cannot_be_assigned(self):
        appeal = self.env["crm.appeal"].create({"email": "u@q.example"})
        with self.assertRaisesRegex(UserError, "no department yet"):
            appeal.lead_id._assign(self.manager)

    @users("sb_manager")
    def test_manager_names_nobody(self):
        lead = self.make_lead()
        with self.assertRaises(AccessError):
            lead._assign(self.manager)
        with self.assertRaises(AccessError):
            self.env["crm.lead.assign"].create({"lead_ids": lead.ids, "user_id": self.manager.id})

    def qualify(self, lead, outcome, **values):
        with Form(self.env["crm.lead.qualify"].with_context(**lead.action_qualify()["context"])) as form:
            form.outcome = outcome
            for name, value in values.items():
                setattr(form, name, value)
        form.record.action_apply()

    @users("sb_manager")
    def test_three_outcomes(self):
        reason = self.env.ref("sales_leads.false_reason_not_ours")
        later = fields.Date.today() + timedelta(days=30)
        good, maybe, false = leads = self.make_lead() + self.make_lead() + self.make_lead()
        leads.sudo()._assign(self.manager)
        self.qualify(good, "lead")
        self.qualify(maybe, "preliminary", next_contact_date=later)
        self.qualify(false, "false", false_reason_id=reason)
        self.assertRecordValues(
            leads,
            [
                {"qualification": "lead", "next_contact_date": False, "false_reason_id": False, "active": True},
                {"qualification": "preliminary", "next_contact_date": later, "false_reason_id": False, "active": True},
                {"qualification": "false", "next_contact_date": False, "false_reason_id": reason.id, "active": False},
            ],
        )
        self.assertTrue(all(leads.mapped("qualified_at")))
        self.assertEqual(good.activity_ids.activity_type_id, self.env.ref("mail.mail_activity_data_todo"))
        self.assertEqual(maybe.activity_ids.date_deadline, later)
        self.assertEqual(false.won_status, "lost")

    def test_false_needs_a_reason_and_preliminary_a_date(self):
        lead = self.make_lead()
        for outcome in ("false", "preliminary"):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                lead._qualify(outcome)

    @users("sb_manager")
    def test_lead_becomes_a_deal_with_needs_and_customer(self):
        lead = self.make_lead()
        lead.sudo()._assign(self.manager)
        partner = lead.partner_id
        self.complete_deal(lead)
        action = lead.action_make_deal()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
        self.assertRecordValues(
            lead,
            [
                {
                    "type": "opportunity",
                    "qualification": "lead",
                    "needs": "A pump",
                    "partner_id": partner.id,
                    "user_id": self.manager.id,
                    "team_id": self.vys.id,
                }
            ],
        )
        self.assertTrue(lead.date_conversion)
        self.assertFalse(lead.activity_ids)
        with self.assertRaisesRegex(UserError, "deal already"):
            lead.action_make_deal()

    def complete_deal(self, lead):
        """Where deals have gates, give the lead what they ask for."""
        values = {"legal_entity_id": lead.partner_id.id, "contact_id": lead.partner_id.id}
        lead.write({name: value for name, value in values.items() if name in lead._fields})

    @users("sb_manager")
    def test_archived_lead_makes_no_deal(self):
        lead = self.make_lead()
        lead.sudo().action_archive()
        with self.assertRaisesRegex(UserError, "restore it first"):
            lead.action_make_deal()

    def test_customer_who_comes_back_is_told_to_the_manager(self):
        lead = self.make_lead()
        lead._assign(self.manager)
        event = self.receive(self.make_mail("Any news?", sender=lead.partner_id.email))
        self.assertEqual(event.lead_id, lead)
        answer = self.env.ref("sales_leads.mail_activity_type_answer")
        told = lead.activity_ids.filtered(lambda activity: activity.activity_type_id == answer)
        self.assertEqual(told.user_id, self.manager)

    def test_uninstalling_leaves_leads_and_activities(self):
        from .. import hooks

        false = self.make_lead()
        false._qualify("false", reason=self.env.ref("sales_leads.false_reason_not_ours"))
        waiting = self.make_lead()
        activity = waiting.activity_ids
        hooks.leave(self.env)
        self.assertRecordValues(false, [{"qualification": False, "false_reason_id": False, "active": False}])
        self.assertEqual(activity.activity_type_id, self.env.ref("mail.mail_activity_data_todo"))
        types = self.env["mail.activity.type"].search([("name", "in", ("Name a manager", "Qualify"))])
        self.assertFalse(
            self.env["mail.activity"].with_context(active_test=False).search([("activity_type_id", "in", types.ids)])
        )

    @users("sb_manager")
    def test_lead_leads_to_its_appeal(self):
        lead = self.make_lead()
        self.assertEqual(lead.action_open_appeal()["res_id"], lead.appeal_id.id)

    def test_sorting_ten_leads_costs_little_more_than_one(self):
        appeals = self.env["crm.appeal"].create([{"email": f"ten{n}@q.example"} for n in range(12)])
        appeals[0]._sort(self.konts)
        one = self.count_queries(lambda: appeals[1]._sort(self.konts))
        ten = self.count_queries(lambda: appeals[2:]._sort(self.konts))
        self.assertLess(ten, one * 11, (one, ten))
