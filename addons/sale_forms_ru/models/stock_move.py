from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _leaves_for_customer(self):
        return self.location_dest_id.usage == "customer"

    def _is_before(self, picking):
        """True for a move of a delivery whose papers come before those of the given one."""
        other = self.picking_id
        if other == picking or self.state == "cancel":
            return False
        if bool(other.date_done) != bool(picking.date_done):
            return bool(other.date_done)
        return (other.date_done or other.create_date, other.id) < (picking.date_done or picking.create_date, picking.id)

    def _get_form_quantity(self):
        """What goes, in the order line's unit: what went, else what was asked for."""
        quantity = self.quantity if self.state == "done" or self.picked else self.product_uom_qty
        return self.product_uom._compute_quantity(quantity, self.sale_line_id.product_uom_id)
