from odoo import Command
from odoo.tests import tagged, users

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestDeal(CertificationCommon):
    """What agreed goods bring along by themselves, and what the deal shows of it."""

    @users("sb_manager")
    def test_a_line_that_needs_it_has_it_made(self):
        deal, _picking = self._sell("SN-1", "SN-2")
        certificate = deal.with_user(self.env.user).certificate_ids
        self.assertRecordValues(
            certificate,
            [
                {
                    "state": "to_request",
                    "kind": "attestation",
                    "scope": "serial",
                    "body_id": self.body.id,
                    "product_ids": self.chamber.ids,
                    "user_id": self.manager.id,
                    "expected_on": self._days(20),
                    "order_line_ids": deal.quotation_id.order_line.ids,
                }
            ],
        )
        self.assertEqual(self._cert_tasks(certificate).user_id, self.manager)
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
        self.assertTrue(deal.has_certification)

    def test_nothing_is_made_where_it_is_covered(self):
        lots = self._stock_serials("SN-1", "SN-2")
        self._certificate(lots)
        deal = self._agree((self.chamber, 2))
        self.assertFalse(deal.certificate_ids)
        self.assertEqual(deal.certification_summary, "covered 2 of 2 pieces")

    def test_a_pump_leaves_no_trace(self):
        deal = self._agree((self.pump, 1))
        self.assertFalse(deal.has_certification or deal.certification_summary or deal.certification_notice)
        self.assertFalse(deal.certificate_ids or self._cert_tasks(deal))
        self.assertNotIn("equipment.certificate", [row["res_model"] for row in deal._get_deal_documents()])

    def test_the_responsible_of_the_rule(self):
        self.rule.user_id = self.colleague
        deal, _picking = self._sell("SN-1")
        self.assertEqual(deal.certificate_ids.user_id, self.colleague)
        self.assertEqual(self._cert_tasks(deal.certificate_ids).user_id, self.colleague)

    def test_his_deputy_has_the_task_while_he_is_away(self):
        self.make_absence(self.manager, self.colleague, self._days(-1), self._days(1))
        deal, _picking = self._sell("SN-1")
        self.assertEqual(self._cert_tasks(deal.certificate_ids).user_id, self.colleague)

    def test_of_a_product_one_document_is_asked_for(self):
        self.rule.scope = "product"
        first, _picking = self._sell("SN-1")
        second, _picking = self._sell("SN-2")
        self.assertEqual(first.certificate_ids, second.certificate_ids)
        self.assertEqual(first.certificate_ids.deal_ids, first | second)

    def test_more_pieces_are_asked_for_once(self):
        deal, _picking = self._sell("SN-1")
        line = deal.quotation_id.order_line
        line.product_uom_qty = 2
        self.assertEqual(len(deal.certificate_ids), 1)
        deal.certificate_ids.action_take_pieces()
        deal.certificate_ids.name = "A-1"
        deal.certificate_ids.action_issue()
        line.product_uom_qty = 3
        self.assertEqual(sorted(deal.certificate_ids.mapped("state")), ["issued", "to_request"])

    def test_a_line_that_is_added_later(self):
        deal = self._agree((self.pump, 1))
        deal.quotation_id.order_line = [Command.create({"product_id": self.chamber.id, "product_uom_qty": 1})]
        self.assertEqual(deal.certificate_ids.product_ids, self.chamber)

    def test_a_cancelled_order_asks_for_nothing(self):
        deal, _picking = self._sell("SN-1")
        other, _picking = self._sell("SN-2")
        other.certificate_ids.action_request()
        certificate = deal.certificate_ids
        for one in (deal, other):
            one.quotation_id._action_cancel()
        self.assertFalse(certificate.exists())
        self.assertIn("is it still wanted", self._messages(other.certificate_ids))

    def test_what_the_rules_say_later_is_asked_for_by_the_daily_action(self):
        self.rule.active = False
        deal, _picking = self._sell("SN-1")
        self.assertFalse(deal.certificate_ids)
        self.rule.active = True
        for _day in range(2):
            self.env["sale.order.line"]._ask_for_missing_certificates()
        self.assertEqual(len(deal.certificate_ids), 1)

    def test_shipped_numbers_are_named_by_themselves(self):
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        self.assertEqual(deal.certificate_ids.lot_numbers, "SN-1")

    def test_merged_deals_keep_their_documents(self):
        deal, _picking = self._sell("SN-1")
        other, _picking = self._sell("SN-2")
        certificates = (deal | other).certificate_ids
        merged = (deal | other).merge_opportunity()
        self.assertEqual(merged.certificate_ids, certificates)

    # --- promised dates ----------------------------------------------------------------------------

    def test_the_promised_date_waits_for_the_document_without_which_nothing_leaves(self):
        self.rule.at_shipment = "block"
        deal, _picking = self._sell("SN-1")
        self._settle()
        order, certificate = deal.quotation_id, deal.certificate_ids
        self.assertEqual((order.supply_ready_date, deal.supply_ready_date), (self._days(20), self._days(20)))
        certificate.action_request()
        certificate.expected_on = self._days(33)
        self._settle()
        self.assertEqual((order.supply_ready_date, deal.supply_ready_date), (self._days(33), self._days(33)))
        self.assertIn("are ready on", self._messages(deal))
        certificate.action_take_pieces()
        certificate.name = "A-1"
        certificate.action_issue()
        self._settle()
        self.assertFalse(order.supply_ready_date)
        self.assertFalse(deal.supply_ready_date)

    def test_it_waits_for_goods_and_document_whichever_is_later(self):
        self.rule.at_shipment = "block"
        kind = self.chambers
        bought = self._product("Bought chamber", vendor=self.vendor, equipment_type_id=kind.id)
        deal = self._agree((bought, 1))
        self._settle()
        order = deal.quotation_id
        self.assertEqual(order.supply_ready_date, self._days(20))
        deal.certificate_ids.expected_on = self._days(1)
        self._settle()
        self.assertGreater(order.supply_ready_date, self._days(1))

    def test_a_warning_promises_no_other_day(self):
        deal, _picking = self._sell("SN-1")
        self._settle()
        self.assertFalse(deal.supply_ready_date)

    def test_before_the_order_the_usual_time_is_counted(self):
        bought = self._product("Bought chamber", vendor=self.vendor, equipment_type_id=self.chambers.id)
        without = self.env["crm.lead"]._get_availability(bought)[bought.id]["lead_days"]
        self.rule.at_shipment = "block"
        known = self.env["crm.lead"]._get_availability(bought | self.pump)
        self.assertEqual(known[bought.id]["lead_days"], without + 20)
        self.assertEqual(known[self.pump.id], self.env["crm.lead"]._get_availability(self.pump)[self.pump.id])

    # --- documents ---------------------------------------------------------------------------------

    def test_it_is_among_the_documents_of_the_deal(self):
        deal, picking = self._sell("SN-1", "SN-2")
        foreign = self._certificate(self.lots[0], name="A-15")
        self._validate(picking)
        rows = [row for row in deal._get_deal_documents() if row["res_model"] == "equipment.certificate"]
        self.assertEqual({row["res_id"] for row in rows}, {foreign.id, deal.certificate_ids.id})
        self.assertEqual({row["parent"] for row in rows}, {deal.quotation_id})
        self.assertIn("A-15", [row["number"] for row in deal.with_user(self.manager).documents])

    def test_open_documents_are_handed_over(self):
        deal, _picking = self._sell("SN-1")
        item = self.env["sales.handover"]._get_handover_items()["equipment_certificate"]
        found = self.env[item["model"]].search([*item["domain"], (item["user_field"], "=", self.manager.id)])
        self.assertEqual(found, deal.certificate_ids)
