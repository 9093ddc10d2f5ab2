from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestLeadRoles(SalesLeadsCommon):
    """Sorting, naming, qualifying: by whom, of what, and what it costs."""

    def make_appeals(self, count=1, **values):
        self.number += 1
        return self.env["crm.appeal"].create(
            [
                {"email": f"r{self.number}-{n}@roles.example", "subject": "Pump", "needs": "A pump"} | values
                for n in range(count)
            ]
        )

    def make_lead(self, team=None):
        appeal = self.make_appeals()
        appeal._sort(team or self.vys)
        return appeal.lead_id

    def test_who_names_managers(self):
        for user in (self.head, self.director, self.administrator):
            lead = self.make_lead()
            lead.with_user(user)._assign(self.manager)
            self.assertEqual(lead.user_id, self.manager, user.name)
        lead = self.make_lead()
        for user in (self.manager, self.dispatcher):
            with self.assertRaises(AccessError):
                lead.with_user(user)._assign(self.manager)
        self.assertFalse(lead.user_id)

    def test_who_sorts_and_rejects(self):
        for user in (self.manager, self.head, self.outsider):
            appeal = self.make_appeals().with_user(user)
            for act in (lambda appeal=appeal: appeal._sort(self.vys), appeal.action_reject):
                with self.assertRaises(AccessError):
                    act()
            self.assertEqual(appeal.sudo().state, "new")
        for user in (self.dispatcher, self.administrator):
            appeal = self.make_appeals().with_user(user)
            appeal._sort(self.vys)
            self.assertEqual(appeal.sorted_by_id, user)

    def test_leads_of_two_departments_are_offered_who_works_in_both(self):
        self.env["crm.team.member"].create({"crm_team_id": self.konts.id, "user_id": self.dispatcher.id})
        leads = self.make_lead() | self.make_lead(self.konts)
        wizard = self.env["crm.lead.assign"].create({"lead_ids": leads.ids, "user_id": self.manager.id})
        self.assertFalse(wizard.allowed_user_ids)
        with self.assertRaisesRegex(UserError, "does not work in department Konts"):
            wizard.action_apply()
        wizard.lead_ids = leads[0]
        self.assertEqual(wizard.allowed_user_ids, self.head | self.manager | self.colleague)

    def test_qualified_lead_asks_its_new_manager_nothing(self):
        lead = self.make_lead()
        lead._assign(self.manager)
        lead.with_user(self.manager)._qualify("lead")
        lead._assign(self.colleague)
        self.assertFalse(lead.activity_ids)

    def test_preliminary_asks_to_call_on_the_day(self):
        lead = self.make_lead()
        lead._assign(self.manager)
        day = fields.Date.today() + timedelta(days=20)
        lead.with_user(self.manager)._qualify("preliminary", next_contact_date=day)
        self.assertRecordValues(lead.activity_ids, [{"user_id": self.manager.id, "date_deadline": day}])

    def test_wizard_forgets_what_the_outcome_does_not_need(self):
        lead = self.make_lead()
        reason = self.env.ref("sales_leads.false_reason_not_ours")
        values = {"lead_id": lead.id, "next_contact_date": fields.Date.today(), "false_reason_id": reason.id}
        self.env["crm.lead.qualify"].create(values | {"outcome": "lead"}).action_apply()
        self.assertRecordValues(lead, [{"next_contact_date": False, "false_reason_id": False, "active": True}])

    def test_deal_made_by_whoever_takes_the_lead_is_his(self):
        lead = self.make_lead()
        values = {"legal_entity_id": lead.partner_id.id, "contact_id": lead.partner_id.id}
        lead.write({name: value for name, value in values.items() if name in lead._fields})
        lead.with_user(self.manager).action_make_deal()
        self.assertEqual((lead.type, lead.user_id, lead.qualification), ("opportunity", self.manager, "lead"))

    def test_restored_appeal_can_be_sorted_again(self):
        appeal = self.make_appeals()
        appeal.action_reject()
        with self.assertRaisesRegex(UserError, "has marked .* as “not a request” already"):
            appeal._sort(self.vys)
        appeal.action_restore()
        self.assertFalse(appeal.sorted_at or appeal.sorted_by_id or appeal.team_id)
        appeal._sort(self.konts)
        self.assertEqual(appeal.lead_id.team_id, self.konts)

    def test_rejected_stranger_who_writes_again_is_a_new_appeal_of_the_same_customer(self):
        appeal = self.make_appeals(email="again@roles.example")
        partner = appeal.partner_id
        appeal.action_reject()
        again = self.make_appeals(email="Again@roles.example")
        self.assertEqual(again.partner_id, partner)
        self.assertTrue(partner.active)
        self.assertNotEqual(again.lead_id, appeal.lead_id)

    def test_appeal_of_a_company_without_a_person_makes_a_company(self):
        self.assertTrue(self.make_appeals(company_name="Veter").partner_id.is_company)
        person = self.make_appeals(company_name="Veter", contact_name="Ann").partner_id
        self.assertRecordValues(person, [{"is_company": False, "name": "Ann", "company_name": "Veter"}])

    def test_departments_in_grouping_and_export(self):
        in_vys, in_konts = self.make_appeals(), self.make_appeals()
        in_vys._sort(self.vys)
        in_konts._sort(self.konts)
        self.head.visible_team_ids = self.vys
        self.head.group_ids |= self.env.ref("base.group_allow_export")
        both = in_vys | in_konts
        for records in (both, both.lead_id):
            model = self.env[records._name].with_user(self.head)
            groups = model._read_group([("id", "in", records.ids)], ["team_id"], ["__count"])
            self.assertEqual([(team.id, count) for team, count in groups], [(self.vys.id, 1)])
            exported = records[0].with_user(self.head).export_data(["team_id"])["datas"]
            self.assertEqual(exported, [["Vys"]])
            with self.assertRaises(AccessError):
                records[1].with_user(self.head).export_data(["id", "team_id"])

    def test_reading_sorted_appeals_costs_the_same_for_ten_and_forty(self):
        appeals = self.make_appeals(50)
        appeals._sort(self.vys)
        names = ["display_name", "snippet", "team_id", "manager_id", "lead_id", "state"]

        def read(records):
            self.env.invalidate_all()
            return self.count_queries(lambda: records.with_user(self.head).read(names))

        read(appeals[:1])
        self.assertEqual(read(appeals[:10]), read(appeals[10:]))

    def test_sorting_forty_costs_no_more_each_than_ten(self):
        appeals = self.make_appeals(51)
        appeals[0]._sort(self.konts)
        ten = self.count_queries(lambda: appeals[1:11]._sort(self.konts))
        forty = self.count_queries(lambda: appeals[11:]._sort(self.konts))
        self.assertLessEqual(forty, ten * 4.2, (ten, forty))
