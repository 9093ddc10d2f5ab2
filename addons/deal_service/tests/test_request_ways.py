import base64

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, users

from .common import PIXEL, ServiceCommon


@tagged("post_install", "-at_install")
class TestRequestWays(ServiceCommon):
    """A request comes from a letter, a call or a label, and knows what is known already."""

    def call(self, **values):
        values = {"linkedid": f"service-{self.id()}", "start": "2026-03-02 09:00:00", "src": "84951112233", **values}
        call = self._root["crm.phone.call"]._register_call(
            {"dst": "201", "direction": "in", "answered": True, **values}
        )
        return call

    def known_call(self, **values):
        self.entity.phone = "+7 495 111-22-33"
        self.make_responsible(self.manager, self.entity)
        return self.call(**values)

    def test_a_call_that_became_a_customer_request_is_handed_over(self):
        call = self.known_call()
        self.assertTrue(call.request_id)
        request = self.env["service.request"].browse(call.action_service_request()["res_id"])
        self.assertRecordValues(
            request, [{"partner_id": self.entity.id, "customer_request_id": call.request_id.id, "state": "new"}]
        )
        self.assertEqual(call.request_id.state, "service")
        self.assertEqual(call.action_service_request()["res_id"], request.id)

    @users("sb_manager")
    def test_a_call_that_was_only_listed_makes_a_new_one(self):
        call = self.known_call(direction="out", src="201", dst="84951112233")
        call.sudo().write({"partner_id": self.entity.id, "request_id": False, "user_id": self.manager.id})
        call = call.with_user(self.env.user)
        action = call.action_service_request()
        self.assertNotIn("res_id", action)
        with Form(self.env["service.request"].with_context(**action["context"])) as form:
            self.assertEqual(form.partner_id, self.entity)
            form.subject = "Does not cool"
        self.assertEqual(form.record.call_id, call)
        self.assertEqual(call.action_service_request()["res_id"], form.record.id)

    @users("sb_manager")
    def test_files_of_a_letter_go_with_it(self):
        asked = self._root["crm.customer.request"].create(
            {"partner_id": self.entity.id, "subject": "Photo of the damage", "user_id": self.manager.id}
        )
        photo = {"name": "damage.png", "raw": base64.b64decode(PIXEL)}
        self._root["ir.attachment"].create({**photo, "res_model": asked._name, "res_id": asked.id})
        asked.with_user(self.env.user).action_hand_to_service()
        request = asked.service_request_ids
        files = (
            self.env["ir.attachment"]
            .with_user(self.engineer)
            .search([("res_model", "=", request._name), ("res_id", "=", request.id)])
        )
        self.assertRecordValues(files, [{"name": "damage.png", "raw": photo["raw"]}])

    def test_handed_over_twice_is_once(self):
        asked = self.env["crm.customer.request"].create({"partner_id": self.entity.id, "subject": "Noise"})
        asked.action_hand_to_service()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            asked.action_hand_to_service()
        self.assertEqual(len(asked.service_request_ids), 1)

    @users("service_engineer")
    def test_a_label_leads_to_a_request_that_knows_the_rest(self):
        piece = self._make_piece("SN-9")
        found = self.env["service.piece"].browse(self.env["service.piece"].find_by_label("SN-9")["res_id"])
        self.assertEqual(found, piece)
        with Form(self.env["service.request"].with_context(**found.action_new_request()["context"])) as form:
            self.assertEqual((form.partner_id, form.cover), (self.entity, "warranty"))
            form.subject = "Door does not close"
        request = form.record
        self.assertRecordValues(request, [{"piece_id": piece.id, "deal_id": piece.sudo().deal_id.id, "state": "new"}])
        self.assertEqual(request.user_id, self.manager)

    def test_one_label_on_two_products_gives_the_list(self):
        other = self._product("Oven", tracking="serial")
        lots = self._stock_serials("SN-1") | self.env["stock.lot"].create({"name": "SN-1", "product_id": other.id})
        pieces = self.env["service.piece"].create([{"lot_id": lot.id, "partner_id": self.entity.id} for lot in lots])
        action = self.env["service.piece"].find_by_label("SN-1")
        self.assertEqual(self.env["service.piece"].search(action["domain"]), pieces.sorted("id", reverse=True))

    def test_nothing_scanned(self):
        for text in ("", "   ", False, None):
            with self.subTest(text=text), self.assertRaisesRegex(UserError, "No delivered piece"):
                self.env["service.piece"].find_by_label(text)


@tagged("post_install", "-at_install")
class TestRequestDeadline(ServiceCommon):
    """Nobody waits longer than he was promised."""

    def contract_for(self, piece, **values):
        contract = self._contract(piece, **values)
        contract.action_conclude()
        return contract

    def setUp(self):
        super().setUp()
        self.piece = self._make_piece()
        self.piece.warranty_until = self._days(-1)

    def test_a_piece_named_afterwards_brings_its_contract(self):
        self.contract_for(self.piece, response_hours=2)
        request = self._request()
        usual = request.deadline
        request.engineer_id = self.engineer
        request.piece_id = self.piece
        self.assertEqual(request.cover, "contract")
        self.assertLess(request.deadline, usual)
        task = self._tasks(request, "request")
        self.assertEqual(task.date_deadline, fields.Date.context_today(request, request.deadline))

    def test_a_slower_contract_makes_nobody_wait_longer(self):
        self.contract_for(self.piece, response_hours=80)
        request = self._request()
        usual = request.deadline
        request.piece_id = self.piece
        self.assertEqual(request.deadline, usual)

    def test_what_was_promised_by_hand_stays(self):
        moment = fields.Datetime.add(fields.Datetime.now(), days=3).replace(microsecond=0)
        request = self._request(deadline=moment)
        self.assertEqual(request.deadline, moment)
        request.subject = "Another word"
        self.assertEqual(request.deadline, moment)

    def test_working_hours_count(self):
        self.env.company.service_response_hours = 8
        with freeze_time("2026-03-06 14:00:00"):  # a Friday, 17:00 in Moscow
            request = self._request()
        self.assertEqual(request.deadline.date(), fields.Date.to_date("2026-03-09"))

    def test_contracts_of_other_days_cover_nothing(self):
        month = relativedelta(months=1)
        self.contract_for(self.piece, date_start=self._days(0) + month)
        self.assertEqual(self._request(piece_id=self.piece.id).cover, "paid")
        self.assertFalse(self.piece.is_under_contract)

    def test_of_two_contracts_the_later_covers(self):
        self.contract_for(self.piece, date_start=self._days(-40))
        newer = self.contract_for(self.piece, date_start=self._days(-10))
        self.assertEqual(self._request(piece_id=self.piece.id).contract_id, newer)

    @users("service_engineer")
    def test_who_pays_may_be_said_otherwise(self):
        request = self._request(piece_id=self._make_piece("SN-2").id, engineer_id=self.engineer.id)
        request = request.with_user(self.env.user)
        self.assertEqual(request.cover, "warranty")
        request.cover = "paid"
        request.result = "The customer dropped it"
        self.assertEqual(request.cover, "paid")

    @users("service_engineer2")
    def test_a_colleagues_request_is_read_only(self):
        request = self._request(engineer_id=self.engineer.id).with_user(self.env.user)
        for step in (request.action_take, request.action_cancel, lambda: request.write({"cover": "paid"})):
            with self.assertRaises(AccessError):
                step()

    def test_without_anybody_the_heads_of_service_have_it(self):
        # The day of the company may have begun already.
        self.make_absence(self.engineer, first=str(self._days(0)), last=str(self._days(1)))
        request = self._request(engineer_id=self.engineer.id)
        self.assertIn(self.service_head, self._tasks(request, "request").user_id)

    def test_opened_again_it_is_a_task_again(self):
        request = self._request(engineer_id=self.engineer.id, result="Cleaned")
        request.action_done()
        self.assertFalse(self._tasks(request, "request"))
        request.action_reopen()
        self.assertEqual(self._tasks(request, "request").user_id, self.engineer)
        self.assertFalse(request.ended_at)
        request.action_reopen()
        self.assertEqual(len(self._tasks(request, "request")), 1)
