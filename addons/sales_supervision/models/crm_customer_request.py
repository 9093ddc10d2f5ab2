from odoo import models

# What the form that completes a deal takes over from the request.
SHOWN = ("name", "needs", "legal_entity_id", "contact_id", "customer_request_id", "team_id", "user_id")


class CrmCustomerRequest(models.Model):
    _inherit = "crm.customer.request"

    def _get_deal_form(self, values):
        """The one form that a deal begins with, filled with what the customer wrote."""
        known = {name: value for name, value in values.items() if name in SHOWN}
        entity = self.env["res.partner"].browse(known.get("legal_entity_id"))
        if not entity.is_company:
            known |= {"customer_kind": "person", "legal_entity_id": False}
        action = self.env["ir.actions.act_window"]._for_xml_id("deal_stages.crm_deal_new_action")
        return action | {"context": {f"default_{name}": value for name, value in known.items()}}
