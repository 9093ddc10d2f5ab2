from odoo import models


class SaleSupplyLine(models.Model):
    """Goods that go to another order than the one they were meant for."""

    _inherit = "sale.supply.line"

    def _get_reassign_targets(self):
        """Order lines that wait for the same product in the same warehouse."""
        self.ensure_one()
        if self.source not in ("stock", "make", "buy", "transfer") or self.is_component or not self.quantity:
            return self.env["sale.order.line"]
        pegs = self.sudo().search(  # a planner may not read all orders
            [
                ("product_id", "=", self.product_id.id),
                ("source", "in", ("make", "buy", "transfer", "decide")),
                ("reason", "in", (False, "lost", "no_source")),
                ("quantity", ">", 0),
                ("is_component", "=", False),
                ("order_line_id", "!=", self.order_line_id.id),
            ]
        )
        warehouse = self._get_goods_warehouse()
        lines = pegs.order_line_id
        return lines.filtered(lambda row: row._get_supply_short_warehouse(self.product_id) == warehouse)

    def _get_goods_warehouse(self):
        """Where the goods of this line are or come to."""
        peg = self.sudo()  # as above
        if peg.source == "stock":
            return peg.move_id.location_id.warehouse_id
        return (peg.production_id or peg.purchase_line_id or peg.move_id)._get_supply_warehouse()

    def _get_waiting_quantity(self, line):
        """What an order line still waits for, from whatever source."""
        pegs = line.sudo().supply_line_ids.filtered(lambda row: row.product_id == self.product_id)
        waiting = pegs.filtered(lambda row: row.source not in ("stock", "direct") and row.reason != "no_delivery")
        return sum(waiting.mapped("quantity"))

    def _reassign(self, line, quantity, reason):
        """Give `quantity` of this peg to another order line."""
        peg, line = self.sudo(), line.sudo()  # the planner decides about orders that he may not write
        owner = peg.order_line_id
        moved = peg._move_reserved(line, quantity) if peg.source == "stock" else quantity
        if peg.claim_id:
            peg.claim_id.open_quantity -= moved
        claim = self.env["sale.supply.claim"].sudo()
        source = peg.claim_id.from_line_id if peg.claim_id else owner
        if moved and source != line:  # else they go back to where they came from
            claim = claim.create(
                {
                    "order_line_id": line.id,
                    "from_line_id": source.id,
                    "warehouse_id": peg._get_goods_warehouse().id,
                    "product_id": peg.product_id.id,
                    "quantity": moved,
                    "open_quantity": 0.0 if peg.source == "stock" else moved,
                    "reason": reason,
                    "by_planner": True,
                }
            )
            owner.order_id._note_supply_claims(claim)
        (owner | line)._sync_supply(replan=True, force=True)
        return claim

    def _move_reserved(self, line, quantity):
        """Let go of reserved goods and reserve them for another order line; returns how much it got."""
        move = self.move_id
        targets = line._get_supply_moves().filtered(
            lambda row: row.product_id == self.product_id and row.location_id == move.location_id
        )
        kept = move._get_supply_quantities()[1] - quantity
        move.quantity = self.product_id.uom_id._compute_quantity(kept, move.product_uom, rounding_method="HALF-UP")
        taken = 0.0
        for target in targets:
            demand, reserved = target._get_supply_quantities()
            wanted = min(quantity - taken, demand - reserved)
            if self.product_id.uom_id.compare(wanted, 0) > 0:
                taken += target._reserve_supply_quantity(wanted)
        return taken
