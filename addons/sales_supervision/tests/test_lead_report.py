from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import SupervisionCommon

RECEIVED = datetime(2026, 3, 2, 9)


@tagged("post_install", "-at_install")
class TestLeadReport(SupervisionCommon):
    def make_appeal(self, **values):
        appeal = self.env["crm.appeal"].create(
            [
                {
                    "contact_name": "Ivan",
                    "phone": "+7 912 000-00-01",
                    "received_at": RECEIVED,
                    "channel": "mail",
                    **values,
                }
            ]
        )
        return appeal

    def make_lead(self, manager=None, **hours):
        """A sorted lead; `hours` tells what happened how long after the appeal came."""
        appeal = self.make_appeal()
        appeal.with_user(self.dispatcher)._sort(self.vys)
        moments = {name: RECEIVED + timedelta(hours=passed) for name, passed in hours.items()}
        appeal.write({"sorted_at": moments.pop("sorted_at", RECEIVED)})
        appeal.lead_id.write({"user_id": (manager or self.manager).id, **moments})
        self.env.flush_all()
        return appeal.lead_id

    def find(self, lead, user=None):
        return self.env["sales.lead.report"].with_user(user or self.head).search([("id", "in", lead.ids)])

    def test_times_are_hours_since_the_appeal(self):
        line = self.find(self.make_lead(sorted_at=1, assigned_at=2.5, qualified_at=26))
        self.assertEqual(line.channel, "mail")
        self.assertEqual(line.received_at, RECEIVED)
        self.assertEqual((line.hours_to_sort, line.hours_to_assign, line.hours_to_qualify), (1, 2.5, 26))

    def test_first_answer_is_the_one_that_the_time_limit_waits_for(self):
        lead = self.make_lead()
        lead.partner_id.email = "ivan@first.example"
        self.assertFalse(self.find(lead).hours_to_answer)
        with freeze_time(RECEIVED + timedelta(hours=3)):
            post = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", "partner_ids": lead.partner_id.ids}
            lead.with_user(self.manager).message_post(body="Which pump?", **post)
        self.env.invalidate_all()
        self.assertEqual(self.find(lead).hours_to_answer, 3)
        call = {"direction": "out", "partner_id": lead.partner_id.id, "company_id": self.env.company.id}
        for state, hours in (("missed", 1), ("answered", 2), ("answered", -4)):
            moment = RECEIVED + timedelta(hours=hours)
            values = {"linkedid": f"first-{hours}", "state": state, "started_at": moment}
            self.env["crm.phone.call"].create(call | values)
        self.env.invalidate_all()
        self.assertEqual(self.find(lead).hours_to_answer, 2)

    def test_what_the_system_writes_by_itself_is_no_answer(self):
        lead = self.make_lead()
        self.env.company.email = "office@plant.example"
        template = self.env.ref("sales_leads.mail_template_introduction")
        letter = self.env["crm.letter"]._plan(
            {
                "kind": "introduction",
                "address": "ivan@first.example",
                "lead_id": lead.id,
                "user_id": self.colleague.id,
                "company_id": self.env.company.id,
            }
        )
        template.send_mail(letter.id, email_values=letter._prepare_mail_values())
        self.env.invalidate_all()
        self.assertFalse(self.find(lead).hours_to_answer)

    def test_what_has_not_happened_counts_in_no_average(self):
        self.make_lead(assigned_at=4)
        self.make_lead()
        report = self.read_report(
            "sales.lead.report", [("user_id", "=", self.manager.id)], ["user_id"], ["hours_to_assign:avg", "__count"]
        )
        self.assertEqual(report[self.manager], (4.0, 2))

    def test_shares_of_the_steps(self):
        self.make_lead()
        self.make_lead().write({"qualification": "lead"})
        self.make_lead().write({"qualification": "preliminary", "next_contact_date": "2026-05-01"})
        self.win(self.make_deals(1), "2026-03-20", 700)
        steps = ["qualified_share:avg", "confirmed_share:avg", "deal_share:avg", "won_share:avg", "won_amount:sum"]
        report = self.read_report("sales.lead.report", [("user_id", "=", self.manager.id)], ["user_id"], steps)
        self.assertEqual(report[self.manager], (0.75, 0.5, 0.25, 0.25, 700))

    def test_false_leads_count_though_archived(self):
        lead = self.make_lead()
        reason = self.env["crm.false.reason"].search([], limit=1)
        lead.with_user(self.manager)._qualify("false", reason=reason)
        self.env.flush_all()
        self.assertFalse(lead.active)
        self.assertEqual(self.find(lead).false_reason_id, reason)

    def test_spam_and_the_unsorted_are_not_there(self):
        waiting, spam = self.make_appeal(), self.make_appeal()
        spam.with_user(self.dispatcher).action_reject()
        self.env.flush_all()
        self.assertFalse(self.find(waiting.lead_id | spam.lead_id))

    def test_unmoved_for_longer_than_the_company_allows_is_stale(self):
        lead = self.make_lead()
        self.assertEqual(self.find(lead).stale, 0)
        lead.date_last_stage_update = fields.Datetime.now() - timedelta(days=self.env.company.stale_days, hours=1)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.find(lead).stale, 1)

    def test_a_stage_has_a_limit_of_its_own(self):
        lead = self.make_lead()
        lead.stage_id.rotting_threshold_days = 60
        lead.date_last_stage_update = fields.Datetime.now() - timedelta(days=30)
        self.env.flush_all()
        self.assertEqual(self.find(lead).stale, 0)

    def test_a_closed_deal_is_never_stale(self):
        lead = self.make_lead()
        lead.date_last_stage_update = fields.Datetime.now() - timedelta(days=300)
        lead.action_set_lost()
        self.env.flush_all()
        self.assertEqual(self.find(lead).stale, 0)

    def test_who_sees_what(self):
        lead = self.make_lead(self.colleague)
        self.assertTrue(self.find(lead, self.colleague))
        self.assertFalse(self.find(lead, self.manager))
        self.assertTrue(self.find(lead, self.director))
        self.head.visible_team_ids = self.konts
        self.assertFalse(self.find(lead, self.head))
        with self.assertRaises(AccessError):
            self.find(lead, self.dispatcher)

    def test_a_line_opens_its_lead(self):
        lead = self.make_lead()
        action = self.find(lead).action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
