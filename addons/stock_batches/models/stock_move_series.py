from datetime import timedelta

from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_by_series(self):
        """True when the oldest series has to leave first: by the strategy, for goods that have series."""
        self.ensure_one()
        if self.product_id.tracking == "none" or self.location_id.should_bypass_reservation():
            return False
        return self.env["stock.quant"]._get_removal_strategy(self.product_id, self.location_id) == "series"

    def _get_exchange_document(self):
        """Record whose readers have to know when the series of this movement change; mrp's goods are told elsewhere."""
        self.ensure_one()
        return self.picking_id

    def _get_last_steps(self):
        """The moves with which these goods leave the house: the ends of the chain."""
        moves, ends = self, self.browse()
        while moves:
            following = moves.move_dest_ids.filtered(lambda move: move.state != "cancel")
            ends |= moves.filtered(lambda move: not move.move_dest_ids - move)
            moves = following - moves - ends
        return ends

    def _leaves_house(self):
        """To a customer or into production, in this step or a later one; counts, scrap and returns to vendors are
        decided by what is wrong with the very series."""
        self.ensure_one()
        return any(
            (move.location_final_id or move.location_dest_id).usage in ("customer", "production")
            or move.location_dest_id.usage in ("customer", "production")
            for move in self._get_last_steps()
        )

    def _stays_inside(self):
        """From place to place, of whichever series: not what goes back, out as waste, or to be counted."""
        self.ensure_one()
        return self.location_dest_id.usage in ("internal", "transit") and not self.origin_returned_move_id

    def _get_keeps_until(self, now=None):
        """(day of shipment, moment until which the goods have to keep)."""
        self.ensure_one()
        now = now or fields.Datetime.now()
        if not self.product_id.use_expiration_date:
            return now, now
        last = self._get_last_steps() | self
        shipped = max([now, *last.mapped("date")])
        days = 0
        if any(move.location_dest_id.usage == "customer" for move in last):
            partner = last.partner_id[:1] or last.picking_id.partner_id[:1]
            # The demand of a customer is no secret of sales, and workers may not read every partner.
            days = max(partner.sudo()._get_min_shelf_life(), self.product_id.min_shelf_life)
        return shipped, shipped + timedelta(days=days)

    def _get_limits(self):
        """`_get_keeps_until` of each move, counted from one moment."""
        now = fields.Datetime.now()
        # What is done was right or wrong on its own day.
        return {move: move._get_keeps_until(move.date if move.state == "done" else now) for move in self}

    def _get_ship_rank(self):
        """Sorts moves by who ships first."""
        self.ensure_one()
        shipped = max((self._get_last_steps() | self).mapped("date"))
        return shipped, -int(self.priority or 0), self.id

    def _with_keeps_until(self):
        """Core's reservation has no argument for it; product_expiry hands its own date over in the same way."""
        if not self.product_id.use_expiration_date or self.env.context.get("stock_batches_keeps_until"):
            return self
        return self.with_context(stock_batches_keeps_until=self._get_keeps_until())

    def _update_reserved_quantity_vals(
        self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True
    ):
        moves = self._with_keeps_until()
        return super(StockMove, moves)._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )

    def _get_available_quantity(
        self, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, allow_negative=False
    ):
        moves = self._with_keeps_until()
        return super(StockMove, moves)._get_available_quantity(
            location_id, lot_id, package_id, owner_id, strict, allow_negative
        )

    def _get_available_move_lines(self, assigned_moves_ids, partially_available_moves_ids):
        """Of what the step before brought, nothing that expired or was blocked meanwhile."""
        brought = super()._get_available_move_lines(assigned_moves_ids, partially_available_moves_ids)
        if not brought or not self._is_by_series() or not self._leaves_house():
            return brought
        now = fields.Datetime.now()
        return {key: number for key, number in brought.items() if not key[1] or key[1]._is_usable_until(now, now)}
