from odoo import api, fields, models


class ResPartnerPurchase(models.Model):
    _name = "res.partner.purchase"
    _description = "Customer Purchase"
    _order = "date desc, id desc"
    _rec_name = "description"

    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    description = fields.Char(
        compute="_compute_description", store=True, readonly=False, required=True, precompute=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    quantity = fields.Float(digits="Product Unit", default=1)
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    source = fields.Selection(
        [("order", "Order"), ("import", "Import")], required=True, default="import", help="Where the line comes from."
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    @api.depends("product_id")
    def _compute_description(self):
        for purchase in self:
            purchase.description = purchase.description or purchase.product_id.display_name
