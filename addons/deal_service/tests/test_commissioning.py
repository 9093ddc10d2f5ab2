from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from .common import PIXEL, ServiceCommon


@tagged("post_install", "-at_install")
class TestCommissioning(ServiceCommon):
    def test_a_delivered_deal_plans_its_commissioning(self):
        deal = self._ship_deal("SN-1", "SN-2")
        self.assertEqual((deal.stage_code, deal.commissioning), ("installation", "needed"))
        visit = deal.visit_ids
        self.assertRecordValues(
            visit, [{"kind": "commissioning", "state": "planned", "planned_start": False, "partner_id": self.entity.id}]
        )
        self.assertEqual(visit.piece_ids.mapped("name"), ["SN-2", "SN-1"])
        self.assertEqual(len(visit.line_ids), 6)
        self.assertEqual(self._tasks(deal, "plan").user_id, self.manager)

    @users("service_engineer")
    def test_a_signed_visit_moves_the_deal_on(self):
        deal = self._ship_deal("SN-1")
        visit = self._commission(deal)
        self.assertEqual(visit.state, "done")
        self.assertEqual(deal.stage_code, "service")
        self.assertFalse(self._tasks(deal, "plan"))
        self.assertEqual(deal.piece_ids.commissioned_on, fields.Date.context_today(deal))
        self.assertEqual(self._tasks(deal, "offer").user_id, self.manager)

    def test_what_is_missing_is_said_at_once(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.action_start()
        with self.assertRaisesRegex(UserError, "Earthed, Lowest temperature.*not signed"):
            visit.action_done()
        self._fill_in(visit, value=-60)
        self._sign(visit)
        with self.assertRaisesRegex(UserError, "Outside the limits: Lowest temperature"):
            visit.action_done()
        visit.remark_ids = [fields.Command.create({"text": "Compressor is weak", "user_id": self.service_head.id})]
        visit.action_done()
        self.assertEqual(visit.state, "done")
        task = visit.activity_ids.filtered(lambda activity: activity.summary == "Compressor is weak")
        self.assertEqual(task.user_id, self.service_head)

    def test_zero_is_a_value_that_is_ticked(self):
        line = self._ship_deal("SN-1").visit_ids.line_ids.filtered(lambda line: line.kind == "number")
        self.assertFalse(line.is_known)
        line.is_measured = True
        self.assertTrue(line.is_known and line.is_outside)
        line.value = -75
        self.assertFalse(line.is_outside)

    def test_signature_needs_its_name(self):
        visit = self._ship_deal("SN-1").visit_ids
        self._fill_in(visit)
        visit.signature = PIXEL
        self.assertEqual(visit._get_act_blockers(), ["Write down who signed."])

    def test_parts_leave_the_stock(self):
        stock = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1).lot_stock_id
        self._put(self.part, 5, stock)
        before = self.part.with_context(location=stock.id).qty_available
        visit = self._ship_deal("SN-1").visit_ids
        visit.engineer_id = self.engineer
        visit = visit.with_user(self.engineer)
        visit.part_ids = [fields.Command.create({"product_id": self.part.id, "quantity": 2})]
        self._fill_in(visit)
        self._sign(visit)
        visit.action_done()
        self.assertEqual(self.part.with_context(location=stock.id).qty_available, before - 2)
        self.assertEqual(visit.sudo().picking_id.state, "done")
        self.assertTrue(visit.part_ids.is_taken)

    def test_parts_that_are_not_there_stop_the_act(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.part_ids = [fields.Command.create({"product_id": self.nobody.id, "quantity": 2})]
        self._fill_in(visit)
        self._sign(visit)
        with self.assertRaisesRegex(UserError, "holds too little of: Orphan"):
            visit.action_done()
        self.assertFalse(visit.picking_id)

    @users("service_engineer")
    def test_signed_acts_are_not_changed(self):
        visit = self._commission(self._ship_deal("SN-1"))
        with self.assertRaisesRegex(UserError, "not changed any more"):
            visit.result = "Something else"
        with self.assertRaisesRegex(UserError, "not changed any more"):
            visit.line_ids[0].is_checked = False
        with self.assertRaises(AccessError):
            visit.unlink()

    def test_begun_visits_are_cancelled_not_deleted(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.action_start()
        with self.assertRaisesRegex(UserError, "cancel it instead"):
            visit.unlink()
        visit.action_cancel()
        visit.action_plan_again()
        self.assertEqual((visit.state, visit.planned_start), ("planned", False))

    def test_the_engineer_has_it_among_his_tasks(self):
        visit = self._ship_deal("SN-1").visit_ids
        visit.write({"engineer_id": self.engineer.id, "planned_start": f"{self._days(3)} 09:00:00"})
        task = self._tasks(visit, "visit")
        self.assertEqual((task.user_id, task.date_deadline), (self.engineer, self._days(3)))
        visit.engineer_id = self.colleague_engineer
        self.assertEqual(self._tasks(visit, "visit").user_id, self.colleague_engineer)

    def test_a_visit_without_engineer_is_a_task_of_the_heads_of_service(self):
        visit = self._ship_deal("SN-1").visit_ids
        task = self._tasks(visit, "visit").filtered(lambda task: task.user_id == self.service_head)
        self.assertEqual(task.summary, f"Name an engineer for the visit to {self.entity.name}")
        visit.engineer_id = self.engineer
        self.assertRecordValues(
            self._tasks(visit, "visit"), [{"user_id": self.engineer.id, "summary": f"Visit {self.entity.name}"}]
        )

    @users("sb_manager")
    def test_what_is_not_needed_any_more_is_called_off(self):
        deal = self._ship_deal("SN-1").with_user(self.env.user)
        visit = deal.sudo().visit_ids
        deal.commissioning = "none"
        self.assertEqual((visit.state, deal.stage_code), ("cancelled", "service"))
        self.assertFalse(self._tasks(visit, "visit"))

    def test_what_was_begun_is_not_called_off(self):
        deal = self._ship_deal("SN-1")
        deal.visit_ids.action_start()
        deal.commissioning = "none"
        self.assertEqual(deal.visit_ids.state, "going")

    def test_needed_after_all_it_is_planned_anew(self):
        deal = self._ship_deal("SN-1")
        deal.commissioning = "none"
        deal.write({"stage_id": self.stage("installation").id, "commissioning": "needed"})
        self.assertEqual(sorted(deal.visit_ids.mapped("state")), ["cancelled", "planned"])

    def test_planned_end_follows_the_beginning(self):
        with Form(self._ship_deal("SN-1").visit_ids) as form:
            form.planned_start = f"{self._days(3)} 09:00:00"
            self.assertEqual(str(form.planned_end), f"{self._days(3)} 13:00:00")

    @users("sb_manager")
    def test_nobody_said_whether_it_is_needed(self):
        self._put(self.bought, 1)
        deal = self._agree((self.bought, 1))
        self._deliver(deal.quotation_id)
        deal = deal.with_user(self.env.user)
        self.assertEqual((deal.stage_code, deal.commissioning), ("installation", False))
        self.assertTrue(self._tasks(deal, "decide"))
        deal.action_no_commissioning()
        self.assertEqual(deal.stage_code, "service")
        self.assertFalse(self._tasks(deal, "decide"))
        self.assertFalse(deal.visit_ids)

    def test_the_product_says_otherwise_than_its_type(self):
        self.chamber.commissioning = "none"
        self.assertEqual(self._ship_deal("SN-1").stage_code, "service")

    def test_two_visits_are_both_waited_for(self):
        deal = self._ship_deal("SN-1")
        second = deal.visit_ids.copy({"piece_ids": False})
        self._fill_in(deal.visit_ids - second)
        self._sign(deal.visit_ids - second)
        (deal.visit_ids - second).action_done()
        self.assertEqual(deal.stage_code, "installation")
        second.action_cancel()
        self.assertEqual(deal.stage_code, "service")

    def test_act_says_what_was_found(self):
        visit = self._commission(self._ship_deal("SN-1"))
        html = (
            self.env["ir.actions.report"]._render_qweb_html("deal_service.service_visit_report", visit.ids)[0].decode()
        )
        for words in ("Commissioning act", "SN-1", "-80 … -70 °C", "-75 °C", "Ivanov, chief engineer", "Lowest"):
            self.assertIn(words, html)

    def test_the_act_speaks_the_customers_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.entity.lang = "ru_RU"
        visit = self._ship_deal("SN-1").visit_ids.with_context(lang="ru_RU")
        line = visit.line_ids.filtered(lambda line: line.kind == "number")
        line.write({"value": -75.5, "value_min": -80.25})
        self.assertEqual((line._get_value_words(), line._get_limit_words()), ("-75,5 °C", "-80,25 … -70 °C"))
        visit.hours = 2.5
        self.assertEqual(visit._prepare_act_values()["hours"], "2,5")

    def test_the_checklist_follows_the_pieces_until_it_is_filled_in(self):
        visit = self._ship_deal("SN-1", "SN-2").visit_ids
        first, second = visit.piece_ids
        visit.line_ids.filtered(lambda line: line.piece_id == first)[0].is_checked = True
        visit.piece_ids = second
        kept = visit.line_ids.filtered(lambda line: line.piece_id == first)
        self.assertEqual(kept.mapped("name"), ["Earthed"])
        self.assertEqual(len(visit.line_ids - kept), 3)

    def test_goods_without_numbers_have_the_checklist_of_their_types(self):
        self.bought.equipment_type_id = self.chambers
        self._put(self.bought, 1)
        deal = self._agree((self.bought, 1), (self.pump, 1))
        self._deliver(deal.quotation_id)
        self.assertEqual(deal.commissioning, "needed")
        self.assertEqual(len(deal.visit_ids.line_ids), 3)

    def test_carriage_decides_nothing(self):
        self.chamber.commissioning = "none"
        self._stock_serials("SN-1")
        self.assertEqual(self._agree((self.chamber, 1), (self.pump, 1)).commissioning, "none")

    def test_merged_deals_keep_what_service_did(self):
        first, second = self._ship_deal("SN-1"), self._ship_deal("SN-2")
        visits, pieces = (first | second).visit_ids, (first | second).piece_ids
        merged = (first | second).merge_opportunity()
        self.assertEqual(visits.deal_id, merged)
        self.assertEqual(pieces.deal_id, merged)
