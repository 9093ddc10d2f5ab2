from odoo.tests import tagged, users

from .common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestHandover(SupervisionCommon):
    @users("sb_head")
    def test_quotations_and_hard_cases_go_with_the_deal_and_come_back(self):
        deal = self.make_deals(1)
        deal.sudo().action_create_goods_list()
        quotation = deal.quotation_id
        quotation.sudo().user_id = self.manager
        closed = quotation.sudo().copy({"opportunity_id": False, "user_id": self.manager.id})
        case = self.env["sales.escalation"].sudo().create({"lead_id": deal.id, "reason": "Hard"})
        handover = self.env["sales.handover"]._hand_over(self.manager, {self.vys: self.colleague}, "Ill")
        self.assertEqual([deal.user_id, quotation.user_id, case.user_id], [self.colleague] * 3)
        self.assertEqual(closed.user_id, self.manager, "it belongs to no open deal")
        handover.action_hand_back()
        self.assertEqual([deal.user_id, quotation.user_id, case.user_id], [self.manager] * 3)
