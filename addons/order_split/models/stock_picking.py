from odoo import api, fields, models


class StockPicking(models.Model):
    """A warehouse order says what of it is on the shelf and where the rest comes from, and when."""

    _inherit = "stock.picking"

    # The warehouse may not read customer orders and their plans: words and days only, no prices.
    supply_summary = fields.Char("Supply", compute="_compute_supply_summary", compute_sudo=True)

    @api.depends_context("lang")
    @api.depends("state", "move_ids.product_uom_qty", "move_ids.quantity", "move_ids.sale_line_id.supply_line_ids")
    def _compute_supply_summary(self):
        moves = self.move_ids.filtered(lambda move: move._is_supply_delivery() and move.sale_line_id)
        lines = moves._get_supply_pegs().order_line_id  # all is read here, for many pickings at once
        undecided = lines.supply_component_ids.filtered(lambda peg: peg.state == "decide").order_line_id
        for picking in self:
            pegs = (moves & picking.move_ids)._get_supply_pegs()
            date = not pegs.order_line_id & undecided and pegs._get_last_date()
            picking.supply_summary = ", ".join(pegs._get_summary_words(date)) or False


class StockMove(models.Model):
    _inherit = "stock.move"

    supply_awaited = fields.Float(
        "Awaited",
        digits="Product Unit",
        compute="_compute_supply_awaited",
        help="Not on the shelf yet, in the unit of the line.",
    )
    supply_date = fields.Datetime(
        "Ready on",
        compute="_compute_supply_date",
        compute_sudo=True,  # as the words of the warehouse order
        help="When the last awaited piece is to come in.",
    )

    @api.depends("product_uom_qty", "quantity", "state")
    def _compute_supply_awaited(self):
        for move in self:
            is_open = move.state not in ("done", "cancel")
            move.supply_awaited = max(move.product_uom_qty - move.quantity, 0.0) if is_open else 0.0

    @api.depends("supply_awaited", "sale_line_id.supply_line_ids.date_ready")
    def _compute_supply_date(self):
        for move in self:
            awaited = move._get_supply_pegs().filtered(lambda peg: peg.state != "ready") if move.supply_awaited else []
            dates = [peg.date_ready for peg in awaited]
            move.supply_date = max(dates) if dates and all(dates) else False

    def _get_supply_pegs(self):
        """What is reserved for these moves, and all that is to come for their order lines."""
        pegs = self.sale_line_id.supply_line_ids.filtered(
            lambda peg: peg.product_id in self.product_id and peg.quantity
        )
        return pegs.filtered(lambda peg: peg.source != "stock" or peg.move_id in self)
