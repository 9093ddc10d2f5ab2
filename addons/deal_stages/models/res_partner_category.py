from odoo import fields, models


class ResPartnerCategory(models.Model):
    _inherit = "res.partner.category"

    sale_way = fields.Selection(
        selection=lambda self: self.env["res.company"]._fields["sale_way"]._description_selection(self.env),
        string="How these customers buy",
        help="Empty: as the company's settings say.",
    )
