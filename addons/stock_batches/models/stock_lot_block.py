from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    is_blocked = fields.Boolean(
        "Blocked", tracking=True, copy=False, index="btree_not_null", help="Nobody reserves or delivers this series."
    )
    block_reason = fields.Char("Reason of the Block", tracking=True, copy=False)

    def write(self, vals):
        self._check_block_change(vals)
        changed = self.filtered(lambda lot: lot.is_blocked != bool(vals.get("is_blocked", lot.is_blocked)))
        result = super().write(vals)
        # Every order's reservations, and every house's transfers, whoever blocks and releases.
        changed.filtered("is_blocked").sudo()._free_reservations()
        changed.filtered(lambda lot: not lot.is_blocked).sudo()._call_off_quarantine()
        if {"is_blocked", "series_date", "production_date", "expiration_date", "removal_date"} & vals.keys():
            self.env["stock.move"]._mark_for_exchange(self.product_id)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        for lot in lots.filtered("is_blocked"):
            lot._check_block_change({"is_blocked": False, "block_reason": lot.block_reason})
        return lots

    def _check_block_change(self, vals):
        """Supervisors block and release, and say why they block."""
        if "is_blocked" not in vals or self.env.su:
            return
        changed = self.filtered(lambda lot: lot.is_blocked != bool(vals["is_blocked"]))
        if not changed:
            return
        if not self.env.user.has_group("stock_batches.group_supervisor"):
            raise AccessError(
                self.env._("Only a warehouse supervisor blocks or releases series %s.", changed[0].display_name)
            )
        if vals["is_blocked"] and not (vals.get("block_reason") or "").strip():
            raise UserError(self.env._("Say why series %s is blocked.", changed[0].display_name))

    def _block(self, reason):
        """Take series out of sale."""
        fresh = self.filtered(lambda lot: not lot.is_blocked)
        fresh.write({"is_blocked": True, "block_reason": reason})
        return fresh

    def _check_not_blocked(self):
        for lot in self.filtered("is_blocked"):
            reason = lot.block_reason or self.env._("ask the supervisor.")
            raise UserError(self.env._("Series %(series)s is blocked: %(reason)s", series=lot.name, reason=reason))

    def _is_usable_until(self, shipped, until):
        """True when the series may leave on that day and keeps as long as asked. Goods are good on their last day."""
        self.ensure_one()
        if self.is_blocked:
            return False
        if not self.use_expiration_date:
            return True
        return not (self._is_past(self.removal_date, shipped) or self._is_past(self.expiration_date, until))

    def _is_past(self, last, moment=None):
        """True when the day of one moment is over at another (now, when none is given)."""
        return bool(last) and self._get_stock_day(last) < self._get_stock_day(moment)

    def _free_reservations(self):
        """Reservations of what may not leave are exchanged; who gets no other series is told and waits."""
        for product in self.product_id:
            self.env["stock.move"]._exchange_series(product)
        self._release_reservations()

    def _release_reservations(self):
        """Nobody keeps a reservation of what cannot leave; who has no other series is told."""
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.ids),
                ("picked", "=", False),
                ("state", "in", ("assigned", "partially_available")),
            ]
        )
        lines = lines.filtered(lambda line: line.move_id._leaves_house())
        told = {}
        for line in lines:
            told.setdefault(line.move_id, []).append(line._describe_release())
        moves = lines.move_id
        lines.unlink()
        moves._action_assign()
        moves._tell_exchange(told)


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _describe_release(self):
        return self.env._(
            "%(product)s: series %(series)s may not leave any more (%(reason)s); another one is reserved if there is one",
            product=self.product_id.display_name,
            series=self.lot_id.name,
            reason=self.lot_id.block_reason or "",
        )
