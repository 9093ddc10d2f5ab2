from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.deal_stages.tools.numbers import plain


class ServiceVisitPart(models.Model):
    _name = "service.visit.part"
    _description = "Part Used at a Visit"
    _inherit = ["service.visit.detail"]
    _order = "visit_id, id"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product", "Part", required=True, index=True, domain="[('type', '=', 'consu')]", ondelete="restrict"
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    move_id = fields.Many2one("stock.move", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    is_taken = fields.Boolean("Left the stock", compute="_compute_is_taken")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity of a part must be above zero.")

    @api.depends("move_id")
    def _compute_is_taken(self):
        for part in self:
            part.is_taken = bool(part.move_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if any(part.is_taken for part in self):
            raise UserError(self.env._("These parts have left the stock: take them back into the warehouse instead."))

    def _prepare_move(self, source, target):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": self.product_id.uom_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "service_part_ids": [Command.link(self.id)],
        }

    def _get_printed(self):
        """(name of the part, quantity with its unit), as the act has them."""
        self.ensure_one()
        return self.product_id.name, f"{plain(self.env, self.quantity)} {self.uom_id.name}"

    def _get_unsold(self):
        """Those that left the stock and that no order asks money for."""
        sold = self.filtered(lambda part: part.move_id.sale_line_id.state in ("draft", "sent", "sale"))
        return self.filtered("is_taken") - sold

    def _sell(self, order):
        """Lines of the order for these parts. They are delivered already: the order sends no others."""
        lines = self.env["sale.order.line"].create([part._prepare_order_line(order) for part in self])
        for part, line in zip(self, lines, strict=True):
            part.move_id.sale_line_id = line

    def _prepare_order_line(self, order):
        return {"order_id": order.id, "product_id": self.product_id.id, "product_uom_qty": self.quantity}


class ServiceVisit(models.Model):
    """The part of a visit that takes its parts from the stock."""

    _inherit = "service.visit"

    def _take_parts(self):
        """Parts that were used leave the stock, by a delivery of the warehouse; what is not there stops the act."""
        for visit in self:
            parts = visit.part_ids.filtered(lambda part: not part.is_taken)
            if parts:
                visit._ship_parts(parts)

    def _ship_parts(self, parts):
        # An engineer uses parts without being a storeman.
        pickings = self.env["stock.picking"].sudo()
        picking = pickings.create(self._prepare_picking(parts.sudo()))
        # Two lines of one part stay two moves: each part knows its own.
        picking.move_ids._action_confirm(merge=False)
        picking.action_assign()
        self._check_reserved(picking)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True)._action_done()
        self.sudo().picking_id = picking

    def _prepare_picking(self, parts):
        warehouses = self.env["stock.warehouse"].sudo()
        warehouse = warehouses.search([("company_id", "=", self.company_id.id)], limit=1)
        target = self.partner_id.sudo().property_stock_customer
        return {
            "picking_type_id": warehouse.out_type_id.id,
            "partner_id": (self.address_id or self.partner_id).id,
            "origin": self.name,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": target.id,
            "move_ids": [Command.create(part._prepare_move(warehouse.lot_stock_id, target)) for part in parts],
        }

    def _check_reserved(self, picking):
        short = picking.move_ids.filtered(
            lambda move: move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        if short:
            names = ", ".join(f"{move.product_id.name} ({plain(self.env, move.quantity)})" for move in short)
            raise UserError(
                self.env._(
                    "The stock holds too little of: %s. Correct the quantities or have them received first.", names
                )
            )
