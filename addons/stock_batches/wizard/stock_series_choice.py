from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class StockSeriesChoice(models.TransientModel):
    _name = "stock.series.choice"
    _description = "Another Series Leaves First"

    picking_ids = fields.Many2many("stock.picking", string="Transfers")
    line_ids = fields.One2many("stock.series.choice.line", "choice_id", compute="_compute_line_ids", store=True)
    may_release = fields.Boolean(compute="_compute_may_release")
    has_blocked = fields.Boolean(compute="_compute_may_release")
    reason_id = fields.Many2one("stock.series.release.reason")
    note = fields.Text()

    @api.depends("picking_ids")
    def _compute_line_ids(self):
        for choice in self:
            faults = choice._get_leaving_lines()._get_unreleased_faults()
            choice.line_ids = [(5,)] + [(0, 0, self._prepare_line(fault)) for fault in faults]

    @api.depends_context("uid")
    @api.depends("line_ids.kind")
    def _compute_may_release(self):
        self.may_release = self.env.user.has_group("stock_batches.group_supervisor")
        for choice in self:
            choice.has_blocked = "blocked" in choice.line_ids.mapped("kind")

    @api.model
    def _prepare_line(self, fault):
        return {
            "move_line_id": fault.line.id,
            "move_id": fault.line.move_id.id,
            "lot_id": fault.line.lot_id.id,
            "older_lot_id": fault.older.id,
            "kind": fault.kind,
            "quantity": fault.line.quantity_product_uom,
        }

    def action_take_oldest(self):
        """Put the oldest usable series on the transfers; the worker brings them and validates."""
        self.ensure_one()
        self._take_oldest()
        return {"type": "ir.actions.act_window_close"}

    def _get_leaving_lines(self):
        """Lines to judge; addons add those of further documents."""
        return self.picking_ids._get_leaving_lines()

    def _take_oldest(self):
        self.picking_ids.check_access("write")
        self.picking_ids._take_oldest_series()

    def action_release(self):
        """The supervisor lets these series go, and says why; the records check the right themselves."""
        self.ensure_one()
        if not self.reason_id:
            raise UserError(self.env._("Choose why another series may leave."))
        if self.has_blocked:
            raise UserError(self.env._("A blocked series does not leave: release the block first."))
        self.env["stock.series.release"].create([self._prepare_release(line) for line in self.line_ids])
        return {"type": "ir.actions.act_window_close"}

    def _prepare_release(self, line):
        return {
            "move_id": line.move_id.id,
            "lot_id": line.lot_id.id,
            "older_lot_id": line.older_lot_id.id,
            "kind": line.kind,
            "quantity": line.quantity,
            "reason_id": self.reason_id.id,
            "note": self.note,
        }


class StockSeriesChoiceLine(models.TransientModel):
    _name = "stock.series.choice.line"
    _description = "Series That Should Not Leave Yet"

    choice_id = fields.Many2one("stock.series.choice", required=True, ondelete="cascade", index=True)
    move_line_id = fields.Many2one("stock.move.line", ondelete="cascade")
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    lot_id = fields.Many2one("stock.lot", "Chosen", required=True)
    older_lot_id = fields.Many2one("stock.lot", "Leaves First")
    where = fields.Char("Lies At", compute="_compute_where")
    kind = fields.Selection(
        [
            ("older", "An older series stays"),
            ("shelf_life", "Keeps too short for the customer"),
            ("expired", "Expired"),
            ("blocked", "Blocked"),
        ],
        string="What Is Wrong",
    )
    quantity = fields.Float(digits="Product Unit")

    @api.depends("older_lot_id")
    def _compute_where(self):
        for line in self:
            places = line.older_lot_id.quant_ids.filtered(
                lambda quant: quant.quantity > 0 and quant.location_id.usage == "internal"
            ).location_id
            parts = places.mapped("display_name")
            if line.older_lot_id.series_date:
                parts.append(format_date(self.env, line.older_lot_id.series_date))
            line.where = ", ".join(parts)
