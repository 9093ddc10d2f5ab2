from odoo import api, fields, models
from odoo.exceptions import UserError


class StockSeriesCorrection(models.TransientModel):
    _name = "stock.series.correction"
    _description = "Another Series Was Shipped"

    candidate_ids = fields.Many2many("stock.move.line", string="Recorded Lines", required=True)
    line_id = fields.Many2one(
        "stock.move.line",
        "Recorded Line",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', candidate_ids)]",
    )
    product_id = fields.Many2one(related="line_id.product_id")
    recorded_lot_id = fields.Many2one(related="line_id.lot_id", string="Recorded Series")
    lot_id = fields.Many2one(
        "stock.lot", "Series That Was Shipped", required=True, domain="[('product_id', '=', product_id)]"
    )
    quantity = fields.Float(
        digits="Product Unit", compute="_compute_quantity", store=True, precompute=True, readonly=False, required=True
    )
    reason_id = fields.Many2one("stock.series.release.reason", required=True)
    note = fields.Text()

    @api.depends("line_id")
    def _compute_quantity(self):
        for correction in self:
            correction.quantity = correction.line_id.quantity

    def action_apply(self):
        """Write what really left; the records check the right themselves."""
        self.ensure_one()
        line = self.line_id
        if not 0 < self.quantity <= line.quantity or self.lot_id == line.lot_id:
            raise UserError(self.env._("Give another series, and no more of it than the line says."))
        self.env["stock.series.release"].create(self._prepare_release())
        # The permission was just given; the delivery or production order may be somebody else's.
        line = line.sudo()
        if line.product_uom_id.compare(self.quantity, line.quantity) < 0:
            values = {"quantity": self.quantity, "lot_id": self.lot_id.id, "quant_id": False, "picked": True}
            line.quantity -= self.quantity
            line.copy({**values, "move_id": line.move_id.id, "picking_id": line.picking_id.id})
        else:
            line.lot_id = self.lot_id
        return {"type": "ir.actions.act_window_close"}

    def _prepare_release(self):
        line = self.line_id
        moment = line.move_id.date
        return {
            "move_id": line.move_id.id,
            "lot_id": self.lot_id.id,
            "older_lot_id": line.lot_id.id,
            "kind": "older" if self.lot_id._is_usable_until(moment, moment) else "expired",
            "quantity": line.product_uom_id._compute_quantity(self.quantity, line.product_id.uom_id),
            "reason_id": self.reason_id.id,
            "note": self.note,
        }


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.depends("product_id", "lot_id", "quantity")
    @api.depends_context("stock_batches_with_series")
    def _compute_display_name(self):
        """Where a line is chosen: two series of one product would look the same."""
        if not self.env.context.get("stock_batches_with_series"):
            return super()._compute_display_name()
        for line in self:
            line.display_name = f"{line.lot_id.name} × {line.quantity:g}, {line.product_id.display_name}"
        return None

    def _get_correction_action(self):
        """The dialog in which a supervisor says what really left; for the lines of one document."""
        lines = self.filtered(lambda line: line.state == "done" and line.lot_id)
        if not lines:
            raise UserError(self.env._("Nothing with a series has left here."))
        return {
            "type": "ir.actions.act_window",
            "name": self._get_correction_title(),
            "res_model": "stock.series.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_candidate_ids": lines.ids, "default_line_id": len(lines) == 1 and lines.id},
        }

    def _get_correction_title(self):
        return self.env._("Another Series Was Shipped")


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_correct_series(self):
        """For a supervisor: the box that left was another one."""
        self.ensure_one()
        return self.move_line_ids._get_correction_action()
