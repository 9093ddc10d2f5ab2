import base64

from odoo import Command

from odoo.addons.deal_service.tests.common import ServiceMoneyCommon

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000056 00000 n \n0000000109 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n176\n%%EOF\n"
)


class CertificationCommon(ServiceMoneyCommon):
    """Chambers that need an attestation of each serial number, a body that issues it, and a pump that needs nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.deal.paper.kind"].search([]).needed = False
        # Tasks speak the language of whoever does them.
        cls.manager.lang = "en_US"
        cls.body = cls.env["res.partner"].create(
            {"name": "Test Centre", "is_company": True, "is_certification_body": True}
        )
        cls.rule = cls._rule(cls.chambers, lead_days=20, cost=500, body_ids=[Command.set(cls.body.ids)])
        cls.pump = cls._product("Pump on stock")
        cls._put(cls.pump, 10)

    @classmethod
    def _rule(cls, equipment_type, **values):
        return cls.env["equipment.certification.rule"].create({"equipment_type_id": equipment_type.id, **values})

    @classmethod
    def _certificate(cls, *lots, **values):
        """An issued attestation of these serial numbers, for a year from today."""
        lots = cls.env["stock.lot"].concat(*lots)
        values = {"name": "A-1", "scope": "serial", "product_ids": [Command.set(lots.product_id.ids)], **values}
        certificate = cls.env["equipment.certificate"].create(
            {"lot_ids": [Command.set(lots.ids)], "body_id": cls.body.id, **values}
        )
        certificate.action_issue()
        return certificate

    def _sell(self, *names, **values):
        """An agreed deal for chambers with these numbers on stock: (deal, its delivery)."""
        self.lots = self._stock_serials(*names)
        deal = self._agree((self.chamber, len(names)), **values)
        return deal, deal.quotation_id.picking_ids

    def _validate(self, pickings, user=None):
        """What the button of the warehouse gives: True, or a window."""
        pickings = pickings.with_user(user or self.worker)
        pickings.move_ids.picked = True
        return pickings.with_context(skip_backorder=True).button_validate()

    def _choice(self, action, user):
        return self.env["equipment.certification.choice"].with_user(user).with_context(**action["context"]).create({})

    def _release(self, deal, moment="at_shipment", reason="Agreed with the customer", user=None):
        action = deal.with_user(user or self.head).action_release_certificates()
        choice = self._choice(action, user or self.head)
        choice.write({"moment": moment, "reason": reason})
        choice.action_release()

    def _file(self, name="scan.pdf", raw=PDF):
        return self.env["ir.attachment"].create({"name": name, "datas": base64.b64encode(raw)})

    def _cert_tasks(self, record, kind=None):
        kinds = [f"equipment_certification.mail_activity_type_{name}" for name in (kind,) if name]
        kinds = kinds or [
            f"equipment_certification.mail_activity_type_{name}" for name in ("request", "await", "renew")
        ]
        return record.sudo().activity_search(kinds)

    def _messages(self, record):
        return " ".join(record.sudo().message_ids.mapped("body"))
