from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    supply_start = fields.Selection(selection_add=[("payment", "When paid")], ondelete={"payment": "set null"})
    supply_prepayment = fields.Float(
        "Share to be paid before supply, %",
        default=lambda self: self.env.company.supply_prepayment,
        digits=(5, 2),
        help="Of the order's total.",
    )

    _supply_prepayment_is_a_share = models.Constraint(
        "CHECK (supply_prepayment >= 0 AND supply_prepayment <= 100)",
        "The share to be paid before supply lies between 0 and 100 per cent.",
    )
