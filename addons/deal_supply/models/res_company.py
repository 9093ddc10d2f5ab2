from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    supply_start = fields.Selection(
        selection=lambda self: self.env["sale.order"]._fields["supply_start"]._description_selection(self.env),
        string="Supply of new orders starts",
        default="agreement",
        required=True,
    )
    supply_prepayment = fields.Float("Share to be paid before supply, %", default=100, digits=(5, 2))

    _supply_prepayment_is_a_share = models.Constraint(
        "CHECK (supply_prepayment >= 0 AND supply_prepayment <= 100)",
        "The share to be paid before supply lies between 0 and 100 per cent.",
    )
