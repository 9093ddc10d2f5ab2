from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    supply_source = fields.Selection(
        [("make", "Make"), ("buy", "Buy")],
        "What orders miss",
        help="Empty: as the routes say. Otherwise this is tried first for what a customer order misses, whatever the "
        "routes say: make although it could be bought, or the other way round.",
    )
    supply_batch = fields.Float(
        "At least",
        digits="Product Unit",
        help="The least that is made or bought at once for what customer orders miss, in the unit of the product. What "
        "the order does not need of it is surplus and goes to the next one.",
    )

    _supply_batch_positive = models.Constraint(
        "CHECK (supply_batch IS NULL OR supply_batch >= 0)", "The least quantity cannot be below zero."
    )
