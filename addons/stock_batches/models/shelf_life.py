"""How long goods must keep after they left: asked for by the customer, by the product, or by both."""

from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    min_shelf_life = fields.Integer(
        "Keeps After Shipment, Days",
        help="Series that expire sooner after the day of shipment are not delivered to customers.",
    )
    _min_shelf_life_positive = models.Constraint(
        "CHECK(min_shelf_life >= 0)", "The days that goods must keep cannot be negative."
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    min_shelf_life = fields.Integer(
        "Wants Goods to Keep, Days",
        help="This customer gets the oldest series that keeps at least so many days after the shipment. "
        "A delivery address without a number of its own takes that of its company.",
    )
    _min_shelf_life_positive = models.Constraint(
        "CHECK(min_shelf_life >= 0)", "The days that goods must keep cannot be negative."
    )

    def _get_min_shelf_life(self):
        """Of the address itself, else of the nearest company above it."""
        partner = self
        while partner and not partner.min_shelf_life:
            partner = partner.parent_id
        return partner.min_shelf_life
