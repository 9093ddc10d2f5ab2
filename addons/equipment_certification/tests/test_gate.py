from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestGate(CertificationCommon):
    """Shipment: by piece, on that day, in the model."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.at_shipment = "block"

    def test_a_piece_without_its_document_does_not_leave(self):
        deal, picking = self._sell("SN-1")
        with self.assertRaisesRegex(UserError, "Chamber, SN-1: no valid document “Attestation”"):
            picking.move_ids.picked = True
            picking.with_user(self.worker)._action_done()
        self.assertEqual((picking.state, deal.piece_ids.ids), ("assigned", []))

    def test_the_button_offers_a_way_and_ships_nothing(self):
        _deal, picking = self._sell("SN-1")
        action = self._validate(picking)
        self.assertEqual(action["res_model"], "equipment.certification.choice")
        choice = self._choice(action, self.worker)
        self.assertIn("Chamber, SN-1", choice.points)
        self.assertEqual((choice.has_covered, choice.may_release), (False, False))
        self.assertEqual(picking.state, "assigned")

    def test_a_piece_with_its_document_leaves(self):
        deal, picking = self._sell("SN-1")
        self._certificate(self.lots)
        self.assertIs(self._validate(picking), True)
        self.assertEqual(deal.piece_ids.name, "SN-1")

    def test_the_covered_ones_are_shipped_and_the_rest_later(self):
        deal, picking = self._sell("SN-1", "SN-2", "SN-3")
        self._certificate(self.lots[0], self.lots[2])
        choice = self._choice(self._validate(picking), self.worker)
        self.assertTrue(choice.has_covered)
        self.assertIn("SN-2", choice.points)
        self.assertNotIn("SN-1", choice.points)
        choice.action_ship_covered()
        self.assertEqual(picking.state, "done")
        self.assertEqual(set(deal.piece_ids.mapped("name")), {"SN-1", "SN-3"})
        rest = deal.quotation_id.picking_ids - picking
        self.assertEqual(rest.move_ids.product_uom_qty, 1)
        self.assertNotEqual(rest.state, "done")

    def test_one_uncovered_piece_stops_its_own_delivery_only(self):
        deal, first = self._sell("SN-1")
        self._certificate(self.lots)
        other_deal, second = self._sell("SN-2")
        pump_deal = self._agree((self.pump, 1))
        third = pump_deal.quotation_id.picking_ids
        action = self._validate(first | second | third)
        self.assertEqual(action["context"]["default_picking_ids"], second.ids)
        self.assertEqual(
            [(first | second | third).mapped("state"), bool(deal.piece_ids), bool(other_deal.piece_ids)],
            [["done", "assigned", "done"], True, False],
        )

    def test_the_day_counts(self):
        _deal, picking = self._sell("SN-1")
        certificate = self._certificate(self.lots, valid_from=self._days(1))
        self.assertIn("valid from", self._choice(self._validate(picking), self.worker).points)
        certificate.write({"valid_from": self._days(-9), "valid_until": self._days(-1)})
        self.assertIn("ran out on", self._choice(self._validate(picking), self.worker).points)
        certificate.valid_until = self._days(0)
        self.assertIs(self._validate(picking), True)

    def test_a_suspended_document_covers_nothing(self):
        _deal, picking = self._sell("SN-1")
        certificate = self._certificate(self.lots)
        certificate.action_suspend()
        self.assertIn("it is suspended", self._choice(self._validate(picking), self.worker).points)
        certificate.action_issue()
        self.assertIs(self._validate(picking), True)

    def test_another_kind_of_document_covers_nothing(self):
        _deal, picking = self._sell("SN-1")
        self._certificate(self.lots, kind="calibration")
        self.assertIsNot(self._validate(picking), True)

    def test_a_document_of_the_product_covers_where_the_rule_says_product(self):
        _deal, picking = self._sell("SN-1")
        self._certificate(scope="product", product_ids=[(6, 0, self.chamber.ids)])
        self.assertIsNot(self._validate(picking), True, "each serial number is asked for")
        self.rule.scope = "product"
        self.assertIs(self._validate(picking), True)

    def test_a_series_is_covered_by_its_own_document(self):
        gauges = self.env["equipment.type"].create({"name": "Gauge"})
        self._rule(gauges, at_shipment="block", scope="series", kind="calibration")
        gauge = self._product("Gauge", tracking="lot", equipment_type_id=gauges.id)
        lots = self.env["stock.lot"].create([{"name": name, "product_id": gauge.id} for name in ("L-1", "L-2")])
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(gauge, self.stock, 5, lot_id=lot)
        deal = self._agree((gauge, 10))
        picking = deal.quotation_id.picking_ids
        self._certificate(lots[0], kind="calibration", scope="series")
        self.assertEqual(deal.certification_summary, "covered 5 of 10 pieces")
        points = self._choice(self._validate(picking), self.worker).points
        self.assertIn("L-2", points)
        self.assertNotIn("L-1", points)

    def test_goods_without_numbers_are_covered_as_a_product(self):
        self.pump.equipment_type_id = self.chambers
        deal = self._agree((self.pump, 2))
        self.assertEqual(deal.certificate_ids.scope, "product")
        picking = deal.quotation_id.picking_ids
        self.assertIn("Pump on stock: no valid", self._choice(self._validate(picking), self.worker).points)
        deal.certificate_ids.write({"name": "A-7"})
        deal.certificate_ids.action_issue()
        self.assertIs(self._validate(picking), True)

    def test_a_warning_is_seen_and_written_down_and_stops_nothing(self):
        self.rule.at_shipment = "warn"
        deal, picking = self._sell("SN-1")
        self.assertIn("Chamber, SN-1", picking.with_user(self.worker).certification_notice)
        self.assertFalse(picking.certification_blocks)
        self.assertIs(self._validate(picking), True)
        for record in (picking, deal):
            self.assertIn("Shipped without documents. Chamber, SN-1", self._messages(record))

    def test_no_rule_no_trace(self):
        deal = self._agree((self.pump, 1))
        picking = deal.quotation_id.picking_ids
        self.assertFalse(picking.certification_notice)
        self.assertIs(self._validate(picking), True)
        self.assertNotIn("documents", self._messages(picking))
        self.rule.active = False
        deal, picking = self._sell("SN-1")
        self.assertFalse(deal.certificate_ids or picking.certification_notice or deal.has_certification)
        self.assertIs(self._validate(picking), True)

    def test_a_return_is_not_asked_for_documents(self):
        deal, picking = self._sell("SN-1")
        certificate = self._certificate(self.lots)
        self._validate(picking)
        certificate.action_suspend()
        wizard = self.env["stock.return.picking"].with_context(active_id=picking.id, active_model="stock.picking")
        wizard = wizard.create({})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        self.assertIs(self._validate(back), True)
        self.assertEqual(deal.piece_ids.state, "returned")

    def _prepare_move(self):
        return {
            "product_id": self.chamber.id,
            "product_uom_qty": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }

    def test_a_delivery_without_an_order_meets_the_gate(self):
        lots = self._stock_serials("SN-1")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [Command.create(self._prepare_move())],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        action = self._validate(picking)
        choice = self._choice(action, self.head)
        choice.reason = "For an exhibition"
        choice.action_release()
        release = self.env["equipment.certification.release"].search([("picking_id", "=", picking.id)])
        self.assertEqual((release.lot_id, release.user_id), (lots, self.head))
        self.assertIs(self._validate(picking), True)

    def test_a_component_of_a_kit_is_asked_by_its_own_type(self):
        kit = self._product("Laboratory")
        self._make_bom(kit, {self.chamber: 1, self.pump: 1}, kind="phantom")
        lots = self._stock_serials("SN-1")
        picking = self._agree((kit, 1)).quotation_id.picking_ids
        self.assertIn("Chamber, SN-1: no valid", self._choice(self._validate(picking), self.worker).points)
        self._certificate(lots)
        self.assertIs(self._validate(picking), True)

    def test_several_steps_are_asked_at_the_last_only(self):
        self.warehouse.delivery_steps = "pick_ship"
        deal, picking = self._sell("SN-1")
        self.assertIs(self._validate(picking), True)
        shipping = deal.quotation_id.picking_ids - picking
        self.assertIn("SN-1", self._choice(self._validate(shipping), self.worker).points)

    # --- letting go --------------------------------------------------------------------------------

    @users("sb_head")
    def test_the_head_lets_go_with_a_reason(self):
        deal, picking = self._sell("SN-1")
        with self.assertRaisesRegex(UserError, "Say why"):
            self._release(deal, reason="  ")
        self._release(deal)
        release = self.env["equipment.certification.release"].search([("order_id", "=", deal.quotation_id.id)])
        self.assertRecordValues(
            release, [{"user_id": self.head.id, "lot_id": self.lots.id, "moment": "at_shipment", "deal_id": deal.id}]
        )
        self.assertIn("Agreed with the customer", self._messages(deal))
        self.assertIs(self._validate(picking), True)

    def test_nobody_else_lets_go(self):
        _deal, picking = self._sell("SN-1")
        action = self._validate(picking)
        choice = self._choice(action, self.worker)
        values = {"moment": "at_shipment", "rule_id": self.rule.id, "product_id": self.chamber.id, "reason": "Hurry"}
        supervisor = self._make_user("supervisor", "stock_batches.group_supervisor")
        for user in (self.worker, supervisor, self.manager, self.engineer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["equipment.certification.release"].with_user(user).create({**values, "lot_id": self.lots.id})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                choice.with_user(user).action_release()
        self.assertIsNot(self._validate(picking), True)

    def test_the_name_under_it_is_that_of_who_is_logged_in(self):
        self._sell("SN-1")
        releases = self.env["equipment.certification.release"].with_user(self.head)
        release = releases.create(
            {
                "moment": "at_shipment",
                "rule_id": self.rule.id,
                "product_id": self.chamber.id,
                "lot_id": self.lots.id,
                "reason": "Hurry",
                "user_id": self.manager.id,
            }
        )
        self.assertEqual(release.user_id, self.head)
        with self.assertRaises(AccessError):
            release.reason = "Better words"

    def test_a_number_that_moves_to_another_order_is_not_let_go_there(self):
        deal, picking = self._sell("SN-1")
        self._release(deal)
        picking.action_cancel()
        other = self._agree((self.chamber, 1))
        choice = self._choice(self._validate(other.quotation_id.picking_ids), self.worker)
        self.assertIn(f"it was let go for {deal.quotation_id.name} only", choice.points)

    def test_let_go_for_shipment_is_not_let_go_for_closing(self):
        deal, picking = self._sell("SN-1")
        self._release(deal)
        self._validate(picking)
        self.assertIn("SN-1: no valid document", " ".join(deal._get_closing_points()))

    # --- round the gate ----------------------------------------------------------------------------

    def test_a_correction_of_a_done_delivery_is_no_way_round(self):
        _deal, picking = self._sell("SN-1")
        self._certificate(self.lots)
        self._validate(picking)
        other = self._stock_serials("SN-9")
        with self.assertRaisesRegex(UserError, "SN-9: no valid document"):
            picking.move_line_ids.lot_id = other

    def test_the_worker_needs_no_right_on_certificates(self):
        self.assertFalse(self.env["equipment.certificate"].with_user(self.worker).has_access("read"))
        self.assertFalse(self.env["equipment.certification.release"].with_user(self.worker).has_access("read"))
        _deal, picking = self._sell("SN-1")
        self._certificate(self.lots)
        self.assertIs(self._validate(picking), True)

    def test_queries_do_not_grow_with_pieces(self):
        def check(count):
            lots = self._stock_serials(*(f"Q{count}-{number}" for number in range(count)))
            self._certificate(lots, name=f"A-{count}")
            deal = self._agree((self.chamber, count))
            lines = self.env["stock.move.line"].browse(deal.quotation_id.picking_ids.move_line_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            return self.count_queries(lines._check_certificates)

        few, many = check(3), check(12)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 16)
