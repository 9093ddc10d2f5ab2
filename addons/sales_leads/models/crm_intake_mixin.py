from odoo import fields, models


class CrmIntakeMixin(models.AbstractModel):
    """What appeals and customer requests have in common: who asked what, when and how."""

    _name = "crm.intake.mixin"
    _description = "Intake: Who Asked What"

    received_at = fields.Datetime("Received", required=True, default=fields.Datetime.now, index=True)
    channel = fields.Selection(
        [
            ("mail", "Mail"),
            ("form", "Site form"),
            ("chat", "Chat"),
            ("phone", "Phone"),
            ("hand", "Entered by hand"),
        ],
        required=True,
        default="hand",
    )
    contact_name = fields.Char("Contact")
    company_name = fields.Char("Company name")
    email = fields.Char("E-mail")
    phone = fields.Char()
    subject = fields.Char()
    text = fields.Text(help="All that was written or said, nothing dropped.")
    event_id = fields.Many2one(
        "crm.inbound.event", "Came as", index="btree_not_null", readonly=True, ondelete="set null"
    )

    call_id = fields.Many2one("crm.phone.call", index="btree_not_null", readonly=True, ondelete="set null")

    def _get_writer(self):
        """Name by which people speak of whoever asked."""
        self.ensure_one()
        return self.contact_name or self.company_name or self.email or self.phone or self.env._("Unknown")
