from odoo.exceptions import UserError
from odoo.tests import tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestRequest(ServiceCommon):
    def make_customer_request(self):
        return self.env["crm.customer.request"].create(
            {
                "partner_id": self.entity.id,
                "subject": "Does not cool",
                "text": "Since Monday",
                "user_id": self.manager.id,
            }
        )

    @users("sb_manager")
    def test_sales_hands_a_request_over(self):
        asked = self.make_customer_request().with_user(self.env.user)
        asked.action_hand_to_service()
        request = asked.sudo().service_request_ids
        self.assertRecordValues(
            request,
            [{"subject": "Does not cool", "description": "Since Monday", "state": "new", "user_id": self.manager.id}],
        )
        self.assertIn(self.service_head, request.activity_ids.user_id)
        self.assertEqual(asked.action_open_service_request()["res_id"], request.id)

    def test_who_pays(self):
        piece = self._make_piece()
        request = self._request(piece_id=piece.id)
        self.assertEqual(request.cover, "warranty")
        piece.warranty_until = self._days(-1)
        contract = self._contract(piece, response_hours=4)
        self.assertEqual(self._request(piece_id=piece.id).cover, "paid")
        contract.action_conclude()
        covered = self._request(piece_id=piece.id)
        self.assertEqual((covered.cover, covered.contract_id), ("contract", contract))
        self.assertLessEqual(covered.deadline, self._request().deadline)

    @users("service_engineer")
    def test_way_of_a_request(self):
        request = self._request(piece_id=self._make_piece().id).with_user(self.env.user)
        request.action_take()
        self.assertEqual((request.engineer_id, request.state), (self.env.user, "going"))
        action = request.action_plan_visit()
        visit = self.env["service.visit"].with_context(**action["context"]).create({})
        self.assertRecordValues(
            visit, [{"request_id": request.id, "partner_id": self.entity.id, "engineer_id": self.env.uid}]
        )
        request.result = "Nothing"
        with self.assertRaisesRegex(UserError, "finish or cancel its visits"):
            request.action_done()
        request.result = False
        visit.action_start()
        visit.result = "Compressor replaced"
        visit.action_done()
        self.assertEqual(request.result, "Compressor replaced")
        request.action_done()
        self.assertEqual(request.state, "done")
        self.assertFalse(self._tasks(request, "request"))

    def test_done_needs_a_result(self):
        request = self._request()
        with self.assertRaisesRegex(UserError, "write down what was done"):
            request.action_done()
        request.action_cancel()
        with self.assertRaisesRegex(UserError, "is closed"):
            request.action_take()
        request.action_reopen()
        self.assertEqual(request.state, "going")

    def test_the_engineer_has_it_among_his_tasks(self):
        request = self._request()
        self.assertNotIn(self.engineer, self._tasks(request, "request").user_id)
        request.engineer_id = self.engineer
        self.assertEqual(self._tasks(request, "request").user_id, self.engineer)

    def test_the_deputy_gets_what_would_go_to_an_absent_one(self):
        # The day of the company may have begun already.
        self.make_absence(self.engineer, self.colleague_engineer, first=str(self._days(0)), last=str(self._days(1)))
        request = self._request(engineer_id=self.engineer.id)
        self.assertEqual(self._tasks(request, "request").user_id, self.colleague_engineer)

    @users("sb_manager")
    def test_what_is_covered_is_not_sold(self):
        request = self._request(user_id=self.manager.id, cover="warranty").with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "is covered"):
            request.action_make_order()
        self.assertFalse(request.order_id)

    def test_late_ones_are_found(self):
        late = self._request(deadline="2026-01-01 10:00:00")
        found = self.env["service.request"].search([("is_late", "=", True)])
        self.assertIn(late, found)
        self.assertTrue(late.is_late)
        late.action_take()
        self.assertNotIn(late, self.env["service.request"].search([("is_late", "=", True)]))
