from odoo import api, models
from odoo.exceptions import UserError

SETTING = "crm.iap.lead.enrich.setting"
ACTION = "crm_iap_enrich.action_enrich_mail"


class CrmLead(models.Model):
    """Core's question to an outside service about a customer's address: asked where the administrator said so only."""

    _inherit = "crm.lead"

    @api.model
    def _may_be_enriched(self):
        # Everybody's button follows the setting; reading it is the administrator's alone.
        return self.env["ir.config_parameter"].sudo().get_param(SETTING) == "auto"

    def _compute_show_enrich_button(self):
        if self._may_be_enriched():
            return super()._compute_show_enrich_button()
        self.show_enrich_button = False
        return None

    def iap_enrich(self, **options):
        if not self._may_be_enriched():
            raise UserError(
                self.env._(
                    "Addresses of customers are sent to no outside service: only an administrator may switch that on, "
                    "in the settings of CRM."
                )
            )
        return super().iap_enrich(**options)


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """The menu of actions does not offer either what is switched off."""
        bindings = super().get_bindings(model_name)
        asking = self.env.ref(ACTION, raise_if_not_found=False) if model_name == "crm.lead" else None
        if not asking or self.env["crm.lead"]._may_be_enriched():
            return bindings
        return {kind: [action for action in actions if action["id"] != asking.id] for kind, actions in bindings.items()}
