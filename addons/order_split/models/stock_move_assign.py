from odoo import fields, models
from odoo.fields import Domain


class StockMove(models.Model):
    """Who gets the goods that have just come in."""

    _inherit = "stock.move"

    def _trigger_assign(self):
        # Core looks at the order only, and then at dates of moves; whoever receives may not read orders.
        self.sudo()._assign_supply()
        return super()._trigger_assign()

    def _action_assign(self, force_qty=False):
        # Core asks for the quants of each move, also where there is not a piece of the product.
        return super(StockMove, self - self._get_supply_bare(force_qty))._action_assign(force_qty)

    def _get_supply_bare(self, force_qty):
        """Moves that begin at a place where nothing of their product lies: there is nothing to reserve."""
        moves = self.filtered(lambda move: not move.move_orig_ids and not move._should_bypass_reservation())
        if force_qty or len(moves) < 2:
            return self.browse()
        there = Domain("product_id", "in", moves.product_id.ids) & Domain("quantity", ">", 0)
        stock = self.env["stock.quant"].sudo()  # whoever reserves may not read what lies elsewhere
        bare = self.browse()
        for location, own in moves.grouped("location_id").items():
            groups = stock._read_group(there & Domain("location_id", "child_of", location.id), ["product_id"])
            bare |= own.filtered(lambda move, full={product for [product] in groups}: move.product_id not in full)
        return bare.filtered(lambda move: not move.move_line_ids)

    def _assign_supply(self):
        """Give goods to whom they were promised by a planner, then to the line they were made or bought for, then to
        whom they were passed on as left over, then to all who wait: by promised date, then priority."""
        if not self or self.env["ir.config_parameter"].get_param("stock.picking_no_auto_reserve"):
            return
        waiting = self.search(self._get_supply_waiting_domain())
        if not waiting:
            return
        owners = self._get_supply_owners()
        claims = self._get_supply_claims(owners)
        left = {}
        for move in self:
            left[move.product_id] = left.get(move.product_id, 0.0) + move.product_qty
        waiting._assign_supply_claims(claims.filtered("by_planner"), left)
        own = waiting.filtered(lambda move: move._get_supply_line() in owners)
        own.sorted(lambda move: (-move._is_supply_child(self), *move._get_supply_move_rank()))._action_assign()
        waiting._assign_supply_claims(claims - claims.filtered("by_planner"), left)
        same = self.reference_ids  # as core: whoever shares the reference goes first
        others = (waiting - own).sorted(lambda move: (not move.reference_ids & same, *move._get_supply_move_rank()))
        others._action_assign()

    def _get_supply_waiting_domain(self):
        """As core's: moves that wait where these goods are now."""
        places = Domain.OR(
            Domain("product_id", "=", move.product_id.id) & Domain("location_id", "=", move.location_dest_id.id)
            for move in self
        )
        return places & Domain(
            [
                ("state", "in", ("confirmed", "partially_available")),
                ("procure_method", "=", "make_to_stock"),
                "|",
                ("reservation_date", "<=", fields.Date.today()),
                ("picking_type_id.reservation_method", "=", "at_confirm"),
            ]
        )

    def _get_supply_line(self):
        """The order line that this move delivers for, or makes something for."""
        self.ensure_one()
        return self._get_supply_consumers()._get_supply_root() or self.sale_line_id

    def _is_supply_child(self, arrived):
        """Whether goods that arrived are for this very move: a delivery of what was made, a component of what is
        made."""
        lines = arrived.production_id.supply_root_line_id | arrived.purchase_line_id.supply_root_line_id
        return bool(self._get_supply_consumers()) == bool(lines)

    def _get_supply_move_rank(self):
        return (self.date_deadline or self.date, -int(self.priority or 0), self.id)

    def _get_supply_claims(self, owners):
        """Open claims on what came in for these order lines, or for nobody."""
        claims = self.env["sale.supply.claim"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("open_quantity", ">", 0),
                ("warehouse_id", "in", self.location_dest_id.warehouse_id.ids),
                ("from_line_id", "in", [False, *owners.ids]),
            ]
        )
        if not claims or all(claims.mapped("from_line_id")):
            return claims
        of_nobody = self.filtered(lambda move: not move._get_supply_owners()).product_id
        return claims.filtered(lambda row: row.from_line_id or row.product_id in of_nobody)

    def _assign_supply_claims(self, claims, left):
        """Reserve exactly what was passed on, and no more than came in."""
        for claim in claims:
            moves = self.filtered(lambda move, own=claim: move.sale_line_id == own.order_line_id)
            for move in moves.filtered(lambda row, own=claim: row.product_id == own.product_id):
                demand, reserved = move._get_supply_quantities()
                quantity = min(claim.open_quantity, left.get(claim.product_id, 0.0), demand - reserved)
                if claim.uom_id.compare(quantity, 0) <= 0:
                    continue
                taken = move._reserve_supply_quantity(quantity)
                claim.open_quantity -= taken
                left[claim.product_id] -= taken

    def _reserve_supply_quantity(self, quantity):
        """Reserve so much for this move (unit of the product); returns what could be had."""
        self.ensure_one()
        before = self._get_supply_quantities()[1]
        uom = self.product_id.uom_id._compute_quantity(quantity, self.product_uom, rounding_method="HALF-UP")
        self._action_assign(force_qty=uom)
        self._recompute_state()  # core takes a part for the whole
        return self._get_supply_quantities()[1] - before
