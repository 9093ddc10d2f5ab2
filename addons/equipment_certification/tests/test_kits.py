import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestKits(CertificationCommon):
    """A kit is delivered as its components: each needs what its own type needs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laboratory = cls._product("Laboratory")
        cls.kit_bom = cls._make_bom(cls.laboratory, {cls.chamber: 2, cls.pump: 1}, kind="phantom")

    def _sell_kits(self, *names, number=1):
        self.lots = self._stock_serials(*names)
        deal = self._agree((self.laboratory, number))
        return deal, deal.quotation_id.picking_ids

    def test_certificates_of_components_are_made_by_themselves(self):
        deal, _picking = self._sell_kits("SN-1", "SN-2", "SN-3", "SN-4", number=2)
        self.assertRecordValues(
            deal.certificate_ids,
            [{"product_ids": self.chamber.ids, "scope": "serial", "user_id": self.manager.id, "body_id": self.body.id}],
        )
        self.assertEqual(deal.certification_summary, "covered 0 of 4 pieces")
        self.assertEqual(len(self._cert_tasks(deal.certificate_ids, "request")), 1)

    def test_each_component_is_a_piece_of_its_own(self):
        deal, picking = self._sell_kits("SN-1", "SN-2")
        certificate = deal.certificate_ids
        certificate.lot_numbers = "SN-1"
        certificate.name = "A-1"
        certificate.action_issue()
        self.assertEqual(deal.certification_summary, "covered 1 of 2 pieces")
        self._validate(picking)
        points = " ".join(deal._get_closing_points())
        self.assertIn("Chamber, SN-2: no valid document", points)
        self.assertNotIn("SN-1", points)
        self.assertNotIn("Pump", points)

    def test_only_numbers_of_its_own_product_are_taken(self):
        self._rule(self.env["equipment.type"].create({"name": "Gauge"}), kind="calibration", at_shipment="block")
        gauges = self.env["equipment.type"].search([("name", "=", "Gauge")])
        gauge = self._product("Gauge", tracking="serial", equipment_type_id=gauges.id)
        number = self.env["stock.lot"].create({"name": "G-1", "product_id": gauge.id})
        self.env["stock.quant"]._update_available_quantity(gauge, self.stock, 1, lot_id=number)
        self._make_bom(kit := self._product("Bench"), {self.chamber: 1, gauge: 1}, kind="phantom")
        self._stock_serials("SN-1")
        deal = self._agree((kit, 1))
        deal.certificate_ids.action_take_pieces()
        named = {row.product_ids.name: row.lot_numbers for row in deal.certificate_ids}
        self.assertEqual(named, {"Chamber": "SN-1", "Gauge": "G-1"})

    def test_without_certified_components_it_leaves_no_trace(self):
        kit = self._product("Pumps")
        self._make_bom(kit, {self.pump: 2}, kind="phantom")
        deal = self._agree((kit, 1))
        self.assertFalse(deal.has_certification or deal.certificate_ids or deal.certification_notice)

    def test_a_kit_within_a_kit(self):
        outer = self._product("Institute")
        self._make_bom(outer, {self.laboratory: 2}, kind="phantom")
        self._stock_serials("SN-1", "SN-2", "SN-3", "SN-4")
        deal = self._agree((outer, 1))
        self.assertEqual(deal.certificate_ids.product_ids, self.chamber)
        self.assertEqual(deal.certification_summary, "covered 0 of 4 pieces")

    def test_before_it_is_agreed(self):
        deal = self.make_deal()
        self.add_goods(deal, self.laboratory, 3)
        self.assertEqual(deal.certification_summary, "covered 0 of 6 pieces")
        self.rule.at_shipment = "block"
        known = self.env["crm.lead"]._get_availability(self.laboratory | self.pump)
        self.assertEqual(known[self.laboratory.id]["lead_days"], 20)

    def test_what_was_agreed_stands(self):
        """Neither another type of the component nor another bill of materials changes the order."""
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self.chamber.equipment_type_id = self.env["equipment.type"].create({"name": "Oven"})
        self.assertIn("this order is still certified as it was agreed (Climatic chamber)", self._messages(deal))
        self.kit_bom.bom_line_ids.filtered(lambda row: row.product_id == self.chamber).product_qty = 7
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
        self.rule.at_shipment = "block"
        points = self._choice(self._validate(picking), self.worker).points
        self.assertIn("SN-1", points)
        self.assertIn("SN-2", points)

    def test_a_component_that_took_the_place_of_another(self):
        """What is delivered is judged, whatever the bill of materials said."""
        deal, picking = self._sell_kits("SN-1", "SN-2")
        other = self._product("Other chamber", tracking="serial", equipment_type_id=self.chambers.id)
        lot = self.env["stock.lot"].create({"name": "OC-1", "product_id": other.id})
        self.env["stock.quant"]._update_available_quantity(other, self.stock, 1, lot_id=lot)
        move = picking.move_ids.filtered(lambda move: move.product_id == self.pump)
        swapped = move.copy({"product_id": other.id, "product_uom_qty": 1, "sale_line_id": move.sale_line_id.id})
        swapped._action_confirm()
        swapped._action_assign()
        self._validate(picking)
        self.assertIn("Other chamber, OC-1: no valid document", " ".join(deal._get_closing_points()))

    def test_a_kit_that_needs_a_document_of_its_own(self):
        systems = self.env["equipment.type"].create({"name": "System"})
        self._rule(systems, kind="declaration", at_shipment="block", at_closing="none")
        self.laboratory.equipment_type_id = systems
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self.assertEqual(
            {row.kind: row.product_ids.name for row in deal.certificate_ids},
            {"attestation": "Chamber", "declaration": "Laboratory"},
        )
        choice = self._choice(self._validate(picking), self.worker)
        self.assertEqual(choice.points.count("Laboratory: no valid document “Declaration”"), 1, "said once")
        self.assertFalse(choice.has_covered, "no component leaves before")
        self._release(deal)
        release = self.env["equipment.certification.release"].search([("order_id", "=", deal.quotation_id.id)])
        self.assertEqual(release.product_id, self.laboratory, "let go once")
        self.assertIs(self._validate(picking), True)

    def test_covered_components_are_shipped_and_the_rest_later(self):
        self.rule.at_shipment = "block"
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self._certificate(self.lots[0])
        choice = self._choice(self._validate(picking), self.worker)
        self.assertTrue(choice.has_covered)
        choice.action_ship_covered()
        self.assertEqual(deal.piece_ids.name, "SN-1")
        rest = deal.quotation_id.picking_ids - picking
        self.assertEqual(rest.move_ids.product_id, self.chamber)
        self.assertEqual(deal.certificate_ids.lot_numbers, "SN-2", "what is asked for names what is left")
        deal.certificate_ids.name = "A-2"
        deal.certificate_ids.action_issue()
        self.assertIs(self._validate(rest), True)
        self.assertEqual(deal.certification_summary, "covered 2 of 2 pieces")

    def test_one_document_for_all_pieces_of_a_kit(self):
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self._validate(picking)
        self.assertTrue(deal._get_closing_points())
        certificate = deal.certificate_ids
        certificate.action_take_pieces()
        certificate.write({"name": "A-1"})
        certificate.action_issue()
        self.assertFalse(any("no valid document" in point for point in deal._get_closing_points()))

    def test_the_promised_date_waits_for_a_component(self):
        self.rule.at_shipment = "block"
        deal, _picking = self._sell_kits("SN-1", "SN-2")
        self._settle()
        self.assertEqual(deal.quotation_id.supply_ready_date, self._days(20))
        deal.certificate_ids.expected_on = self._days(31)
        self._settle()
        self.assertEqual(deal.quotation_id.supply_ready_date, self._days(31))

    def test_what_can_be_promised_is_read_for_many_kits_at_once(self):
        self.rule.at_shipment = "block"
        kits = self.env["product.product"]
        for number in range(6):
            kit = self._product(f"Kit {number}")
            self._make_bom(kit, {self.laboratory: 1}, kind="phantom")
            kits |= kit
        deals = self.env["crm.lead"]
        counted = []
        kits._get_delivered_types()
        for products in (kits[:2], kits):
            self.env.invalidate_all()
            counted.append(self.count_queries(lambda products=products: products._get_delivered_types()))
            known = deals._get_availability(products)
            self.assertEqual({known[product.id]["lead_days"] for product in products}, {20})
        self.assertLessEqual(counted[1], counted[0])

    def test_several_steps_before_the_goods_are_at_the_last(self):
        self.warehouse.delivery_steps = "pick_ship"
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
        self._validate(picking)
        deal.certificate_ids.action_take_pieces()
        self.assertEqual(deal.certificate_ids.lot_numbers, "SN-1\nSN-2")

    def test_commissioned_components_have_the_type_as_agreed(self):
        self.rule.at_act = "block"
        deal, picking = self._sell_kits("SN-1", "SN-2")
        self._validate(picking)
        self.chamber.equipment_type_id = False
        kinds = {piece.kind for piece in deal.piece_ids._get_certified_pieces()}
        self.assertEqual(kinds, {self.chambers})

    def test_kits_that_were_agreed_before_are_known(self):
        deal, _picking = self._sell_kits("SN-1", "SN-2")
        line = deal.quotation_id.order_line
        line.certified_parts = False
        deal.certificate_ids.unlink()
        self.assertEqual(line._get_certified_goods(), {(line, self.laboratory): 1})
        folder = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0"
        spec = importlib.util.spec_from_file_location("kits", folder / "post-kits.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.env.flush_all()
        module.migrate(self.env.cr, "19.0.1.0.0")
        self.env["sale.order.line"]._ask_for_missing_certificates()
        self.assertEqual(deal.certificate_ids.product_ids, self.chamber)
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
