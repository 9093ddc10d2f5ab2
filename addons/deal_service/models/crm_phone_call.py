from odoo import fields, models


class CrmPhoneCall(models.Model):
    _inherit = "crm.phone.call"

    service_request_ids = fields.One2many("service.request", "call_id", "Service requests")

    def action_service_request(self):
        """The service request of this call; a new one knows who called. What sales was told goes over to service."""
        self.ensure_one()
        asked = self.request_id
        if asked.state == "new" and asked.partner_id:
            asked.action_hand_to_service()
        known = self.service_request_ids | asked.service_request_ids
        return known._get_records_action() if known else self._prepare_service_request_action()

    def _prepare_service_request_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Service Request"),
            "res_model": "service.request",
            "views": [(False, "form")],
            "context": {"default_call_id": self.id, "default_partner_id": self.partner_id.id},
        }
