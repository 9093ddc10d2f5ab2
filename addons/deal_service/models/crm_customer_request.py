from odoo import fields, models


class CrmCustomerRequest(models.Model):
    _inherit = "crm.customer.request"

    service_request_ids = fields.One2many("service.request", "customer_request_id", "Service requests")

    def _hand_to_service(self):
        """Service takes the request over, as a request of its own, with a deadline and an engineer to be named."""
        self.ensure_one()
        # Whoever hands it over need not be of service.
        request = self.env["service.request"].sudo().create(self._prepare_service_request())
        files = request.env["ir.attachment"].search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        files.copy({"res_model": request._name, "res_id": request.id})

    def _prepare_service_request(self):
        return {
            "subject": self.subject or self.display_name,
            "description": self.text,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "customer_request_id": self.id,
            "company_id": self.company_id.id,
        }

    def action_open_service_request(self):
        self.ensure_one()
        return self.service_request_ids._get_records_action()
