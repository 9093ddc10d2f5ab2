from odoo import fields, models
from odoo.exceptions import UserError


class CrmLead(models.Model):
    _inherit = "crm.lead"

    needs = fields.Text(help="What the customer wants to solve, in his words.")

    def action_make_deal(self):
        """Make the lead a deal: at once when nothing is missing, else by the form that asks for it.

        :return: action that opens the form, or the deal
        :raises UserError: for a deal, and for an archived lead
        """
        self.ensure_one()
        if self.type == "opportunity":
            raise UserError(self.env._("“%s” is a deal already.", self.name))
        if not self.active:
            raise UserError(self.env._("“%s” is archived: restore it first.", self.name))
        form = self._get_deal_form()
        if form:
            return form
        self._convert_to_deal()
        return self.redirect_lead_opportunity_view()

    def _get_deal_form(self):
        """Action of the form that asks for what this lead lacks to be a deal; False when it lacks nothing.

        Overridden by whoever requires data of a deal.
        """
        return False

    def _convert_to_deal(self):
        """Convert leads by core's own code; whoever follows a lead's life overrides it and calls super."""
        for lead in self:
            lead.convert_opportunity(lead.partner_id)
