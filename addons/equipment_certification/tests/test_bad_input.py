from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestBadInput(CertificationCommon):
    """Each has its sentence."""

    @mute_logger("odoo.sql_db")
    def test_an_end_before_the_start(self):
        certificate = self._certificate(self._stock_serials("SN-1"))
        with self.assertRaisesRegex(IntegrityError, "period_ordered"), self.env.cr.savepoint():
            certificate.write({"valid_from": self._days(5), "valid_until": self._days(4)})
        constraint = self.env["ir.model.constraint"].search([("name", "=", "equipment_certificate_period_ordered")])
        self.assertIn("cannot end before it starts", constraint.message)

    def test_two_documents_for_the_same_piece(self):
        lot = self._stock_serials("SN-1")
        first = self._certificate(lot, name="A-1")
        with self.assertRaisesRegex(ValidationError, "SN-1: Attestation A-1 is valid until"), self.env.cr.savepoint():
            self._certificate(lot, name="A-2")
        after = self._certificate(lot, name="A-2", valid_from=self._days(366), valid_until=self._days(700))
        self.assertEqual(after.state, "issued")
        self.assertTrue(
            self._certificate(lot, name="T-1", standard="TR CU 004"), "another standard is another document"
        )
        self.assertTrue(self._certificate(lot, name="K-1", kind="calibration"))
        first.action_suspend()
        self.assertTrue(self._certificate(lot, name="A-3", valid_until=self._days(365)))

    def test_two_requests_for_the_same_piece(self):
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        with self.assertRaisesRegex(ValidationError, "Attestation Chamber is asked for already for SN-1"):
            self.env["equipment.certificate"].create(
                {"product_ids": [Command.set(self.chamber.ids)], "lot_ids": [Command.set(self.lots.ids)]}
            )
        self.assertTrue(deal.certificate_ids)

    def test_two_documents_for_the_same_product(self):
        values = {"scope": "product", "product_ids": [Command.set(self.chamber.ids)]}
        self._certificate(**values)
        with self.assertRaisesRegex(ValidationError, "Chamber: Attestation A-1 is valid"):
            self._certificate(**{**values, "name": "A-2"})

    def test_a_body_that_is_archived(self):
        deal, _picking = self._sell("SN-1")
        certificate = deal.certificate_ids
        certificate.action_request()
        with self.assertRaisesRegex(UserError, "Test Centre still works on “Attestation Chamber”"):
            self.body.action_archive()
        certificate.action_take_pieces()
        certificate.name = "A-1"
        certificate.action_issue()
        self.body.action_archive()
        self.assertEqual(deal.certification_summary, "covered 1 of 1 pieces", "what it issued stays valid")
        other, _picking = self._sell("SN-2")
        other.certificate_ids.body_id = self.body
        with self.assertRaisesRegex(UserError, "Test Centre is archived: choose another body"):
            other.certificate_ids.action_request()

    def test_a_file_of_fifty_megabytes(self):
        certificate = self._certificate(self._stock_serials("SN-1"))
        huge = self._file("film.pdf", b"0" * 50 * 1024 * 1024)
        with self.assertRaisesRegex(ValidationError, "“film.pdf” has 50 MB, 20 are allowed"), self.env.cr.savepoint():
            certificate.attachment_ids = huge
        certificate.attachment_ids = self._file()
        self.assertEqual(certificate.attachment_ids.name, "scan.pdf")

    def test_a_product_that_changes_its_type_after_the_order(self):
        self.rule.at_shipment = "block"
        deal, picking = self._sell("SN-1")
        ovens = self.env["equipment.type"].create({"name": "Oven"})
        self.chamber.equipment_type_id = ovens
        self.assertIn("this order is still certified as it was agreed (Climatic chamber)", self._messages(deal))
        self.assertIsNot(self._validate(picking), True, "what was agreed stands")
        self.assertEqual(deal.certification_summary, "covered 0 of 1 pieces")
        later, picking = self._sell("SN-2")
        picking.move_line_ids.lot_id = self.lots
        self.assertFalse(later.has_certification)

    def test_goods_that_become_certified_after_the_order(self):
        self.rule.at_shipment = "block"
        deal = self._agree((self.pump, 1))
        self.pump.equipment_type_id = self.chambers
        self.assertIn("is of another equipment type now (Climatic chamber)", self._messages(deal))
        self.assertIs(self._validate(deal.quotation_id.picking_ids), True)

    @mute_logger("odoo.sql_db")
    def test_figures_below_zero_and_two_rules_for_one_document(self):
        for values in ({"lead_days": -1}, {"cost": -5}, {"valid_months": -1}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.rule.write(values)
                self.env.flush_all()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._rule(self.chambers)

    def _close(self, name):
        """A deal that was closed by its certificate: (deal, its payment)."""
        deal, picking = self._sell(name)
        self._validate(picking)
        self._settle()
        self._commission(deal)
        self._offer(deal, decline_reason="Own engineers").action_decline()
        payment = self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))
        deal.certificate_ids.name = f"A-{name}"
        deal.certificate_ids.action_issue()
        self.assertEqual(deal.stage_code, "closed")
        return deal, payment

    def test_a_payment_cancelled_after_closing(self):
        """The deal stays closed, whoever leads it follows up, and the document is what it was."""
        deal, payment = self._close("SN-1")
        payment.action_cancel()
        self.assertEqual((deal.stage_code, deal.certificate_ids.state), ("closed", "issued"))
        self.assertIn("A payment was taken back", self._tasks(deal, "follow_up").mapped("summary"))

    def test_a_document_suspended_after_closing(self):
        deal, _payment = self._close("SN-1")
        deal.certificate_ids.action_suspend()
        self.assertEqual(deal.stage_code, "closed", "what is closed stays closed")
        self.assertEqual(deal.certification_summary, "covered 0 of 1 pieces")
        self.assertIn("it is suspended", deal.certification_notice)

    def test_a_number_let_go_that_moves_to_another_order(self):
        self.rule.at_shipment = "block"
        deal, picking = self._sell("SN-1")
        self._release(deal)
        picking.action_cancel()
        other = self._agree((self.chamber, 1))
        points = self._choice(self._validate(other.quotation_id.picking_ids), self.worker).points
        self.assertIn(
            f"Chamber, SN-1: no valid document “Attestation”, it was let go for {deal.quotation_id.name}", points
        )

    def test_what_the_body_has_is_not_deleted(self):
        deal, _picking = self._sell("SN-1")
        deal.certificate_ids.action_request()
        with self.assertRaisesRegex(UserError, "was with the body already"):
            deal.certificate_ids.unlink()
