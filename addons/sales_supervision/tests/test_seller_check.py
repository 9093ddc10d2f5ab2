from odoo.tests import tagged, users

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestSellerCheckReport(SupervisionCommon):
    def check(self, deals, verdict):
        checks = self.refuse(deals)
        checks.write({"done_well": "Called in time.", "verdict": verdict, "follows": "nothing"})
        checks.with_user(self.head).action_done()

    @users("sb_head")
    def test_results_by_manager(self):
        self.check(self.make_deals(2), "good")
        self.check(self.make_deals(1), "poor")
        self.check(self.make_deals(1, manager=self.colleague), "minor")
        self.refuse(self.make_deals(1))
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_supervision.crm_seller_check_action_results")
        domain = [("state", "=", "done"), ("user_id", "in", (self.manager | self.colleague).ids)]
        self.assertEqual(action["domain"], "[('state', '=', 'done')]")
        rows = self.read_report("crm.seller.check", domain, ["user_id"], ["__count", "good_share:avg"])
        by_user = {user.id: (count, round(share, 2)) for user, (count, share) in rows.items()}
        self.assertEqual(by_user, {self.manager.id: (3, 0.67), self.colleague.id: (1, 0.5)})

    def test_head_sees_his_departments_only(self):
        self.head.visible_team_ids = self.vys
        self.check(self.make_deals(1), "good")
        self.refuse(self.make_deals(1, team=self.konts))
        seen = self.env["crm.seller.check"].with_user(self.head).search([])
        self.assertEqual(seen.team_id, self.vys)
