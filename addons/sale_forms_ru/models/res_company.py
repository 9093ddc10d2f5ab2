from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    form_status = fields.Selection(
        [("1", "1: invoice and transfer document"), ("2", "2: transfer document")],
        "Status of the transfer document",
        default="1",
        required=True,
        help="1 where we charge VAT; 2 where we do not, or print the invoice apart.",
    )
    form_stamp = fields.Image("Stamp", max_width=600, max_height=600)
    form_stamp_printed = fields.Boolean("Print stamp and signatures", help="On requests to pay, acts and contracts.")
