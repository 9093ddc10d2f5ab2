from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged, users

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestClosing(CertificationCommon):
    """The act and the end of a deal."""

    def _almost_closed(self, *names):
        """A deal in which nothing is open but the document: (deal, its own certificate)."""
        deal, picking = self._sell(*names)
        self._validate(picking)
        self._settle()
        self._commission(deal)
        self._offer(deal, decline_reason="Own engineers").action_decline()
        self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))
        return deal, deal.certificate_ids

    def test_attested_on_site_it_closes_by_itself(self):
        deal, certificate = self._almost_closed("SN-1")
        self.assertEqual(
            [(step["action"], step["button"]) for step in deal.closing_steps], [("action_certificates", "Certificates")]
        )
        self.assertNotEqual(deal.stage_code, "closed")
        certificate.with_user(self.manager).action_request()
        self.assertIn("Test Centre is to issue it by", deal._get_closing_points()[0])
        certificate.name = "A-1"
        certificate.with_user(self.manager).action_issue()
        self.assertEqual(deal.stage_code, "closed")

    @users("sb_manager")
    def test_nobody_closes_it_before(self):
        deal, _certificate = self._almost_closed("SN-1")
        deal = deal.with_user(self.env.user)
        with self.assertRaisesRegex(RedirectWarning, "SN-1: no valid document"), self.env.cr.savepoint():
            deal.write({"stage_id": self.stage("closed").id})

    def test_a_document_that_names_other_deals_closes_this_one_too(self):
        deal, certificate = self._almost_closed("SN-1")
        certificate.lot_numbers = False
        self._certificate(deal.piece_ids.lot_id)
        self.assertEqual(deal.stage_code, "closed")

    def test_the_head_lets_it_close(self):
        deal, _certificate = self._almost_closed("SN-1")
        self._release(deal, "at_closing", "The customer attests it himself")
        self.assertEqual(deal.stage_code, "closed")
        self.assertIn("The customer attests it himself", self._messages(deal))

    def test_a_warning_stops_nothing_and_is_written_down(self):
        self.rule.at_closing = "warn"
        deal, _certificate = self._almost_closed("SN-1")
        self.assertEqual(deal.stage_code, "closed")
        self.assertIn("Closed without documents. Chamber, SN-1", self._messages(deal))

    def test_each_piece_is_asked_for(self):
        deal, certificate = self._almost_closed("SN-1", "SN-2")
        certificate.lot_numbers = "SN-1"
        certificate.name = "A-1"
        certificate.action_issue()
        points = " ".join(deal._get_closing_points())
        self.assertIn("SN-2", points)
        self.assertNotIn("SN-1", points)
        self.assertEqual(deal.certification_summary, "covered 1 of 2 pieces")

    # --- the act -----------------------------------------------------------------------------------

    def test_the_act_waits_for_the_document(self):
        self.rule.write({"at_act": "block", "at_closing": "none"})
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        self._settle()
        visit = deal.visit_ids
        self.assertIn("SN-1: no valid document", visit.with_user(self.engineer).certification_notice)
        with self.assertRaisesRegex(UserError, "SN-1: no valid document"), self.env.cr.savepoint():
            self._commission(deal)
        deal.certificate_ids.name = "A-1"
        deal.certificate_ids.action_issue()
        self.env.invalidate_all()
        self.assertFalse(visit.certification_notice)
        self._commission(deal)
        self.assertEqual(visit.state, "done")

    def test_the_head_lets_the_act_be_signed(self):
        self.rule.at_act = "block"
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        self._settle()
        action = deal.visit_ids.with_user(self.head).action_release_certificates()
        choice = self._choice(action, self.head)
        self.assertIn("SN-1", choice.points)
        choice.reason = "The body comes next week"
        choice.action_release()
        self._commission(deal)
        self.assertEqual(deal.visit_ids.state, "done")

    def test_a_warning_before_the_act(self):
        self.rule.at_act = "warn"
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        self._settle()
        self._commission(deal)
        self.assertIn("Commissioned without documents. Chamber, SN-1", self._messages(deal.visit_ids))

    def test_other_visits_are_not_asked(self):
        self.rule.at_act = "block"
        deal, picking = self._sell("SN-1")
        self._validate(picking)
        visit = self.env["service.visit"].create(
            {"kind": "request", "partner_id": self.entity.id, "piece_ids": [(6, 0, deal.piece_ids.ids)]}
        )
        self.assertFalse(visit._get_act_blockers() or visit.certification_notice)

    def test_goods_without_numbers_are_asked_by_their_order(self):
        self.rule.at_act = "block"
        self.pump.write({"equipment_type_id": self.chambers.id})
        deal = self._agree((self.pump, 1))
        self._deliver(deal.quotation_id)
        self.assertIn("Pump on stock: no valid document", " ".join(deal.visit_ids._get_act_blockers()))
