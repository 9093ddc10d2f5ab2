from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged, users

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestCertificate(CertificationCommon):
    """A document from its request to its end, as the manager who is responsible works on it."""

    @users("sb_manager")
    def test_the_manager_gets_it_from_request_to_issue(self):
        deal, _picking = self._sell("SN-1", "SN-2")
        certificate = deal.certificate_ids.with_user(self.env.user)
        task = self._cert_tasks(certificate, "request")
        self.assertEqual((task.user_id, task.summary), (self.manager, "Request from the body: Attestation Chamber"))
        certificate.action_request()
        self.assertRecordValues(
            certificate,
            [
                {
                    "state": "at_body",
                    "requested_on": self._days(0),
                    "expected_on": self._days(20),
                    "body_id": self.body.id,
                }
            ],
        )
        task = self._cert_tasks(certificate)
        self.assertEqual((task.user_id, task.date_deadline), (self.manager, self._days(20)))
        certificate.action_take_pieces()
        self.assertEqual(certificate.lot_numbers, "SN-1\nSN-2")
        certificate.name = "A-15"
        certificate.action_issue()
        end = self._days(0) + relativedelta(years=1, days=-1)
        self.assertRecordValues(certificate, [{"state": "issued", "valid_from": self._days(0), "valid_until": end}])
        self.assertFalse(self._cert_tasks(certificate))
        self.assertEqual(deal.certification_summary, "covered 2 of 2 pieces")

    @users("sb_manager")
    def test_the_form_is_filled_in_by_hand(self):
        self._stock_serials("SN-1", "SN-2")
        with Form(self.env["equipment.certificate"]) as form:
            form.kind = "calibration"
            form.body_id = self.body
            form.product_ids.add(self.chamber)
            form.lot_numbers = " SN-1 \n\nSN-2\nSN-1"
        certificate = form.record
        self.assertEqual(certificate.lot_numbers, "SN-1\nSN-2")
        self.assertEqual(certificate.user_id, self.env.user)
        found = self.env["equipment.certificate"].search([("lot_numbers", "=", "SN-2")])
        self.assertEqual(found, certificate)

    @users("sb_manager")
    def test_a_number_that_nobody_has(self):
        with self.assertRaisesRegex(UserError, "SN-77: no such number of Chamber"):
            self.env["equipment.certificate"].create(
                {"product_ids": [Command.set(self.chamber.ids)], "lot_numbers": "SN-77"}
            )

    def test_what_an_issued_document_must_say(self):
        certificate = self.env["equipment.certificate"].create({"body_id": self.body.id})
        with (
            self.assertRaisesRegex(ValidationError, "fill in: the number, the products or serial numbers"),
            self.env.cr.savepoint(),
        ):
            certificate.action_issue()
        with self.assertRaisesRegex(ValidationError, "fill in: valid from, valid until, or “without an end”"):
            certificate.write(
                {"state": "issued", "name": "A-1", "scope": "product", "product_ids": [Command.set(self.chamber.ids)]}
            )

    def test_months_of_zero_are_without_an_end(self):
        lot = self._stock_serials("SN-1")
        certificate = self._certificate(lot, valid_months=0)
        self.assertRecordValues(certificate, [{"is_unlimited": True, "valid_until": False}])
        self.assertIn("without an end", certificate._get_until_words())

    def test_what_the_body_wrote_stands(self):
        lot = self._stock_serials("SN-1")
        certificate = self._certificate(lot, valid_from="2026-02-01", valid_until="2027-05-05", issued_on="2026-01-20")
        self.assertRecordValues(
            certificate,
            [
                {
                    "valid_from": fields.Date.to_date("2026-02-01"),
                    "valid_until": fields.Date.to_date("2027-05-05"),
                    "issued_on": fields.Date.to_date("2026-01-20"),
                }
            ],
        )

    @users("sb_manager")
    def test_the_body_refuses(self):
        deal, _picking = self._sell("SN-1")
        certificate = deal.certificate_ids.with_user(self.env.user)
        certificate.action_request()
        certificate.action_refuse()
        self.assertIn("Decide: the body refused", certificate.activity_ids.mapped("summary")[0])
        self.assertFalse(self._cert_tasks(certificate))
        certificate.action_ask_again()
        self.assertEqual(certificate.state, "to_request")
        self.assertEqual(len(self._cert_tasks(certificate, "request")), 1)

    def test_buttons_out_of_turn(self):
        certificate = self._certificate(self._stock_serials("SN-1"))
        for action in (certificate.action_request, certificate.action_refuse, certificate.action_ask_again):
            with self.subTest(action=action.__name__), self.assertRaisesRegex(UserError, "is “Issued”"):
                action()

    def test_a_body_has_to_be_named(self):
        certificate = self.env["equipment.certificate"].create({"product_ids": [Command.set(self.chamber.ids)]})
        with self.assertRaisesRegex(UserError, "choose the body"):
            certificate.action_request()

    @users("sb_manager")
    def test_the_supplier_order_to_the_body(self):
        deal, _picking = self._sell("SN-1")
        certificate = deal.certificate_ids.with_user(self.env.user)
        self.assertIs(certificate.action_make_purchase(), True)
        order = certificate.sudo().purchase_id
        self.assertRecordValues(
            order,
            [{"partner_id": self.body.id, "state": "draft", "amount_untaxed": 500, "origin": deal.quotation_id.name}],
        )
        certificate.action_make_purchase()
        orders = self.env["purchase.order"].sudo().search_count([("partner_id", "=", self.body.id)])
        self.assertEqual(orders, 1, "not a second one")

    def test_one_document_covers_many_pieces_and_deals(self):
        deal, _picking = self._sell("SN-1")
        other, _picking = self._sell("SN-2")
        certificate = self._certificate(*self.env["stock.lot"].search([("name", "in", ("SN-1", "SN-2"))]))
        for one in (deal, other):
            self.assertEqual(one.certification_summary, "covered 1 of 1 pieces")
        certificate.order_line_ids = (deal | other).quotation_id.order_line
        self.assertEqual(certificate.deal_ids, deal | other)

    def test_files_are_read_by_whoever_reads_the_document(self):
        lot = self._stock_serials("SN-1")
        file = self._file()
        certificate = self._certificate(lot, attachment_ids=[Command.set(file.ids)])
        self.assertEqual((file.res_model, file.res_id), ("equipment.certificate", certificate.id))
        self.assertTrue(file.with_user(self.engineer).raw)

    # --- papers ------------------------------------------------------------------------------------

    def test_it_is_printed_with_the_shipping_papers(self):
        _deal, picking = self._sell("SN-1", "SN-2")
        files = [
            Command.set((self._file() | self._file("photo.png", b"no pdf") | self._file("bad.pdf", b"%PDF-x")).ids)
        ]
        self._certificate(self.lots[0], name="A-15", attachment_ids=files)
        rows = picking.with_user(self.worker)._get_certificate_rows()
        self.assertEqual(
            [(row["kind"], row["number"], row["body"], row["pieces"]) for row in rows],
            [("Attestation", "A-15", "Test Centre", "Chamber, SN-1")],
        )
        self.assertEqual(len(picking._get_certificate_files()), 1)
        report = self.env["ir.actions.report"].with_user(self.worker)
        html = report._render_qweb_html("equipment_certification.report_certificates", picking.ids)[0].decode()
        self.assertIn("A-15", html)
        self._validate(picking)
        slip = report._render_qweb_html("stock.report_deliveryslip", picking.ids)[0].decode()
        self.assertIn("A-15", slip)

    def test_a_delivery_without_documents_prints_none(self):
        picking = self._agree((self.pump, 1)).quotation_id.picking_ids
        self.assertFalse(picking._get_certificate_rows())
        slip = self.env["ir.actions.report"]._render_qweb_html("stock.report_deliveryslip", picking.ids)[0].decode()
        self.assertNotIn("Certificates", slip)

    def test_the_card_of_a_piece_tells(self):
        deal, picking = self._sell("SN-1")
        self._certificate(self.lots, name="A-15")
        self._validate(picking)
        facts = deal.piece_ids.with_user(self.engineer)._get_piece_facts()[deal.piece_ids.id]
        row = next(fact for fact in facts if fact["res_model"] == "equipment.certificate")
        self.assertEqual(row["label"], "Attestation")
        self.assertIn("A-15, Issued, until", row["value"])
