from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    supply_source = fields.Selection(
        [("make", "Make"), ("buy", "Buy")],
        "What orders miss",
        help="Empty: as the routes say. Otherwise this is tried first for what a customer order misses, whatever the "
        "routes say: make although it could be bought, or the other way round.",
    )
