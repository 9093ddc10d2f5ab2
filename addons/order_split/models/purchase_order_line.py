from odoo import api, fields, models

WATCHED = {"product_qty", "product_uom_id", "date_planned", "sale_line_id", "product_id"}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"
    _supply_link_field = "purchase_line_id"

    # The inverse spares the plan a search each time that a line changes.
    supply_line_ids = fields.One2many("sale.supply.line", "purchase_line_id", "Supply plan", copy=False)

    def _is_supply_dropship(self):
        """The vendor sends the goods straight to the customer."""
        return self.order_id.picking_type_id.default_location_dest_id.usage == "customer"

    def _get_supply_open_quantity(self):
        """What is still to come into the stock, in the unit of the product.

        Of a confirmed order that is what its receipts say: a receipt that was refused or closed short brings
        nothing, whatever the line says.
        """
        self.ensure_one()
        if self.order_id.state != "purchase":
            return max(self.product_uom_qty, 0.0)
        moves = self.move_ids.filtered(
            lambda move: move.product_id == self.product_id and move.location_dest_id.usage != "supplier"
        )
        awaited = moves.filtered(lambda move: move.state not in ("done", "cancel"))
        return sum(awaited.mapped("product_qty")) + moves._get_supply_arrivals()

    def _get_supply_firmness(self):
        """0 for a draft nobody has sent: it costs nothing to take back."""
        self.ensure_one()
        return {"draft": 0, "sent": 1, "to approve": 1}.get(self.order_id.state, 3)

    def _get_supply_direct_link(self):
        return {"purchase_line_id": self.id}

    def _take_back_supply(self, quantity):
        """Lower the line by `quantity` (unit of the product) or drop it; what could not be taken is returned."""
        self.ensure_one()
        uom, order = self.product_id.uom_id, self.order_id
        left = self.product_uom_qty - quantity
        if uom.compare(left, 0) <= 0:
            self.unlink()
            if not order.order_line:
                order.button_cancel()
            return max(-left, 0.0)
        target = uom._compute_quantity(left, self.product_uom_id, rounding_method="UP")
        if self.product_uom_id.compare(target, self.product_qty) < 0:
            self.product_qty = target
        return max(self.product_uom_qty - left, 0.0)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.sudo().sale_line_id._touch_supply()  # buyers may not read order lines
        return lines

    def write(self, vals):
        lines = self.sudo().sale_line_id if "sale_line_id" in vals else self.env["sale.order.line"].sudo()
        result = super().write(vals)
        if WATCHED & vals.keys():
            (lines | self.sudo().sale_line_id)._touch_supply()  # as above
        return result

    def unlink(self):
        self.sudo().sale_line_id._touch_supply()  # as above
        return super().unlink()
