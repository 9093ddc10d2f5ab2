from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .common import DealCommon


@tagged("post_install", "-at_install")
class TestSecurity(DealCommon):
    @users("sb_outsider")
    def test_outsider_touches_no_deal(self):
        deal = self.make_agreed_deal(self.pump)
        with self.assertRaises(AccessError):
            deal.with_user(self.env.user).action_agree()
        with self.assertRaises(AccessError):
            self.env["sale.proposal"].search([])
        with self.assertRaises(AccessError):
            self.env["crm.deal.requirement"].search([])

    @users("sb_manager")
    def test_manager_does_not_change_the_process(self):
        with self.assertRaises(AccessError):
            self.stage("sale").next_stage_ids = False
        with self.assertRaises(AccessError):
            self.env["equipment.parameter"].create({"name": "Head"})

    @users("sb_administrator")
    def test_administrator_keeps_the_catalogue(self):
        self.assertTrue(self.env["equipment.parameter"].create({"name": "Head", "unit": "m"}))

    @users("sb_colleague")
    def test_proposals_of_colleagues_are_theirs(self):
        order = self.add_goods(self.make_deal(), self.pump)
        proposal = self.env["sale.proposal"].sudo()._make(order)
        Proposal = self.env["sale.proposal"]
        self.assertFalse(Proposal.search([("id", "=", proposal.id)]))
        self.assertTrue(Proposal.with_user(self.manager).search([("id", "=", proposal.id)]))
        self.assertTrue(Proposal.with_user(self.head).search([("id", "=", proposal.id)]))

    def test_other_department_sees_nothing(self):
        order = self.add_goods(self.make_deal(requirement_ids=[self.new_requirement()]), self.pump)
        proposal = self.env["sale.proposal"]._make(order)
        self.head.visible_team_ids = self.konts
        for record in (order, order.order_line, proposal, order.opportunity_id.requirement_ids):
            seen = record.with_user(self.head)
            self.assertFalse(seen.search([("id", "in", record.ids)]), record._name)
        self.head.visible_team_ids = self.vys
        for record in (order, order.order_line, proposal, order.opportunity_id.requirement_ids):
            self.assertEqual(record.with_user(self.head).search([("id", "in", record.ids)]), record)

    def new_requirement(self):
        parameter = self.env["equipment.parameter"].create({"name": "Head", "unit": "m"})
        return (0, 0, {"parameter_id": parameter.id, "value_min": 5})

    @users("sb_manager")
    def test_kept_proposal_is_not_deleted(self):
        order = self.add_goods(self.make_deal(), self.pump)
        proposal = self.env["sale.proposal"]._make(order)
        with self.assertRaises(AccessError):
            proposal.unlink()

    @users("sb_head")
    def test_head_moves_the_deals_of_his_people(self):
        deal = self.make_agreed_deal(self.pump).with_user(self.env.user)
        deal.stage_id = self.stage("installation")
        self.assertEqual(deal.stage_code, "installation")
