from odoo.tests import HttpCase, tagged

from .common import CertificationCommon


@tagged("post_install", "-at_install")
class TestTours(CertificationCommon, HttpCase):
    """The way of a piece in a browser, each screen as its role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.head, cls.worker):
            user.lang = "en_US"

    def _tour(self, name, record, user):
        self.env.flush_all()
        path = "deals" if record._name == "crm.lead" else record._name
        self.start_tour(f"/odoo/{path}/{record.id}", f"equipment_certification_{name}", login=user.login)
        self.env.invalidate_all()

    def _finish(self, deal):
        self._settle()
        self._commission(deal)
        self._offer(deal, decline_reason="Own engineers").action_decline()
        self.pay(self.ask(deal.quotation_id.amount_total, deal.quotation_id))

    def test_shipped_with_a_warning_attested_after_installation_closed(self):
        deal, picking = self._sell("SN-1")
        self._tour("warned", picking, self.worker)
        self.assertEqual(picking.state, "done")
        self._finish(deal)
        self.assertNotEqual(deal.stage_code, "closed")
        self._tour("attested", deal, self.manager)
        self.assertRecordValues(deal.certificate_ids, [{"state": "issued", "name": "A-15"}])
        self.assertEqual(deal.stage_code, "closed")

    def test_blocked_at_shipment_and_let_go_by_the_head(self):
        self.rule.at_shipment = "block"
        deal, picking = self._sell("SN-1")
        self._tour("blocked", picking, self.worker)
        self.assertNotEqual(picking.state, "done")
        self._tour("released", deal, self.head)
        self._tour("shipped", picking, self.worker)
        self.assertEqual(picking.state, "done")
        release = self.env["equipment.certification.release"].search([("deal_id", "=", deal.id)])
        self.assertRecordValues(release, [{"user_id": self.head.id, "reason": "Attested at the customer's"}])

    def test_a_pump_without_any_trace(self):
        deal = self._agree((self.pump, 1))
        picking = deal.quotation_id.picking_ids
        self._tour("shipped", picking, self.worker)
        self._tour("no_trace", deal, self.manager)
        self.assertEqual(picking.state, "done")
        self.assertFalse(deal.certificate_ids)
