from odoo import models


class CrmInboundEvent(models.Model):
    """The part of an inbound event that tells somebody of an answer when nobody takes care of the lead yet.

    People answer acknowledgements: such an answer stands in the lead's thread, which nobody follows before it is
    sorted and has its manager.
    """

    _inherit = "crm.inbound.event"

    def _answer_thread(self, parent, mail, raw):
        result = super()._answer_thread(parent, mail, raw)
        lead = self.lead_id
        if lead._is_in_work() and not lead.user_id:
            lead._tell_came_back({"subject": mail.subject}, None)
        return result
