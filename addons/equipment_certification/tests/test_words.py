from odoo import Command
from odoo.tests import tagged

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestWords(CertificationCommon):
    """The sentences say which piece, what is missing, and how far it is: whoever reads them knows whom to call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.at_shipment = "block"

    def _points(self, picking):
        return self._choice(self._validate(picking), self.worker).points

    def test_how_far_the_document_is(self):
        deal, picking = self._sell("SN-1")
        certificate = deal.certificate_ids
        self.assertIn("it is still to be requested", self._points(picking))
        certificate.action_request()
        self.assertIn("Test Centre is to issue it by", self._points(picking))
        certificate.action_refuse()
        self.assertIn("the body refused it", self._points(picking))
        certificate.write({"order_line_ids": False, "product_ids": False})
        self.assertIn("nobody has asked for it yet", self._points(picking))

    def test_a_document_that_names_other_pieces(self):
        deal, picking = self._sell("SN-1", "SN-2")
        certificate = deal.certificate_ids
        certificate.write({"name": "A-1", "lot_numbers": "SN-1"})
        certificate.action_issue()
        points = self._points(picking)
        self.assertIn("SN-2: no valid document “Attestation”, Attestation A-1 names other pieces", points)

    def test_what_ran_out(self):
        _deal, picking = self._sell("SN-1")
        certificate = self._certificate(self.lots, valid_from=self._days(-9), valid_until=self._days(-1))
        certificate._follow_end()
        self.assertEqual(certificate.state, "expired")
        self.assertIn("it ran out on", self._points(picking))

    def test_many_pieces_are_not_all_listed(self):
        _deal, picking = self._sell(*(f"SN-{number}" for number in range(8)))
        points = self._points(picking)
        self.assertEqual(len(points.splitlines()), 6)
        self.assertIn("The same for 3 more.", points)

    def test_two_documents_of_one_piece_are_both_named(self):
        self._rule(self.chambers, kind="calibration", at_shipment="block")
        deal, picking = self._sell("SN-1")
        self.assertEqual(set(deal.certificate_ids.mapped("kind")), {"attestation", "calibration"})
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
        self._certificate(self.lots)
        points = self._points(picking)
        self.assertIn("“Calibration”", points)
        self.assertNotIn("“Attestation”", points)

    def test_the_name_of_a_document(self):
        certificate = self.env["equipment.certificate"].create({"product_ids": [Command.set(self.chamber.ids)]})
        self.assertEqual(certificate.display_name, "Attestation Chamber")
        certificate.name = "A-1"
        self.assertEqual(certificate.display_name, "Attestation A-1")

    def test_the_notice_of_a_shipped_delivery_is_gone(self):
        self.rule.at_shipment = "warn"
        _deal, picking = self._sell("SN-1")
        self.assertTrue(picking.certification_notice)
        self._validate(picking)
        self.env.invalidate_all()
        self.assertFalse(picking.certification_notice)

    def test_receipts_have_no_notice(self):
        bought = self._product(
            "Bought chamber", vendor=self.vendor, tracking="serial", equipment_type_id=self.chambers.id
        )
        deal = self._agree((bought, 1))
        self._settle()
        purchase = self._purchase_lines(deal.quotation_id).order_id
        purchase.button_confirm()
        self.assertFalse(purchase.picking_ids.certification_notice)
        purchase.picking_ids.move_ids.move_line_ids.lot_name = "SN-77"
        self._receive(purchase)
        self.assertEqual(purchase.picking_ids.state, "done")

    def test_the_deal_before_it_is_agreed(self):
        deal = self.make_deal()
        self.add_goods(deal, self.chamber, 2)
        self.assertTrue(deal.has_certification)
        self.assertEqual(deal.certification_summary, "covered 0 of 2 pieces")
        self.assertFalse(deal.certification_notice or deal.certificate_ids, "nothing is asked for before it is agreed")
