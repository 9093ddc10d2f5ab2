from odoo import api, models

ADDRESSES = 5


class CrmIntake(models.AbstractModel):
    """Which of our addresses a mail was written to: departments are told by it."""

    _inherit = "crm.intake"

    @api.model
    def _prepare_origin(self, mail):
        return {"mailbox": ", ".join(mail.get_recipients()[:ADDRESSES]) or False} if mail else {}
