from odoo import api, fields, models

WATCHED = {"state", "product_uom_qty", "quantity", "sale_line_id", "procure_method", "picked", "date", "product_id"}


class StockMove(models.Model):
    _inherit = "stock.move"
    _supply_link_field = "move_id"

    # The inverse spares the plan a search each time that a move changes.
    supply_line_ids = fields.One2many("sale.supply.line", "move_id", "Supply plan", copy=False)

    supply_root_line_id = fields.Many2one(
        "sale.order.line",
        "Components for order line",
        index="btree_not_null",
        copy=True,
        help="Brings components of what is made for this order line from another warehouse.",
    )

    # What a move means for an order line

    def _is_supply_delivery(self):
        """Open and on its way to the customer."""
        self.ensure_one()
        if self.state in ("done", "cancel", "draft") or self.production_id or self.location_dest_usage == "inventory":
            return False
        target = self.location_final_id or self.location_dest_id
        # From the vendor straight to the customer: the purchase line stands for it.
        return self.location_id.usage not in ("customer", "supplier") and target._is_outgoing()

    def _is_supply_transfer(self):
        """Open and brings goods into a warehouse from another one."""
        self.ensure_one()
        if self.state in ("done", "cancel") or self.production_id or self._is_supply_delivery():
            return False
        source, target = self.location_id, self.location_dest_id
        return (
            target.usage == "internal"
            and source.usage in ("internal", "transit")
            and source.warehouse_id != target.warehouse_id
        )

    def _is_supply_inbound(self):
        """Makes goods for an order line or brings them from another warehouse, open or done."""
        self.ensure_one()
        target = self.location_final_id or self.location_dest_id
        if self.production_id or target._is_outgoing() or self.location_id._is_outgoing():
            return bool(self.production_id)
        between = {self.location_id.usage, self.location_dest_id.usage} <= {"internal", "transit"}
        return between and self.location_id.warehouse_id != self.location_dest_id.warehouse_id

    def _get_supply_first_steps(self, product):
        """Moves that begin to deliver the product: those by the rule of the first one in each warehouse, as core."""
        moves = self.filtered(
            lambda move: (
                move.product_id == product
                and move.state != "cancel"
                and (move.location_final_id or move.location_dest_id)._is_outgoing()
                and (not move.origin_returned_move_id or move.to_refund)
            )
        )
        rules = {}
        for move in moves.sorted("id"):
            rules.setdefault(move.warehouse_id, move.rule_id)
        return moves.filtered(lambda move: move.rule_id == rules[move.warehouse_id])

    def _get_supply_quantities(self):
        """(demand, reserved) in the unit of the product."""
        self.ensure_one()
        reserved = self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method="HALF-UP")
        return self.product_qty, max(min(reserved, self.product_qty), 0.0)

    def _get_supply_pending(self):
        """What the steps before this one have still to pick."""
        open_origins = self.move_orig_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return sum(open_origins.mapped("product_qty"))

    def _get_supply_open_quantity(self):
        """For a transfer: all of it, until it is done."""
        return self.product_qty

    def _takes_supply_along(self):
        return False

    def _get_supply_firmness(self):
        """A transfer that is asked for is not taken back by itself."""
        return 1

    def _get_supply_warehouse(self):
        return (self.location_final_id or self.location_dest_id).warehouse_id

    def _get_supply_arrivals(self):
        """Of moves that brought goods in: what is still on its way through further steps to the stock."""
        seen = moves = self
        total = 0.0
        while moves:
            done = moves.filtered(lambda move: move.state == "done")
            moves = done.move_dest_ids - seen
            seen |= moves
            moves = moves.filtered(lambda move: not move._is_supply_delivery() and not move.raw_material_production_id)
            total += sum(moves.filtered(lambda move: move.state not in ("done", "cancel")).mapped("product_qty"))
        return total

    def _get_supply_direct_link(self):
        """Document behind a delivery move that has its goods made or bought by core."""
        self.ensure_one()
        link = {"move_id": self.id}
        production = self.move_orig_ids.production_id[:1]
        purchase_line = (self.created_purchase_line_ids | self.move_orig_ids.purchase_line_id)[:1]
        if production:
            link["production_id"] = production.id
        elif purchase_line:
            link["purchase_line_id"] = purchase_line.id
        return link

    def _awaits_supply_reservation(self, force):
        """Misses goods, and core did not try to reserve them at confirmation."""
        self.ensure_one()
        if self.state not in ("confirmed", "partially_available") or self.procure_method == "make_to_order":
            return False
        return force or self.picking_type_id.reservation_method != "at_confirm"

    def _get_upstream_documents_and_responsibles(self, visited):
        # Core reads the purchases behind a delivery as the salesman who cancels, and he may not.
        return super(StockMove, self.sudo())._get_upstream_documents_and_responsibles(visited)

    # Changes that touch an order line

    def _touch_supply(self):
        """Order lines for which these moves deliver, make, buy, use or pass goods on."""
        used = self._get_supply_consumers()
        lines = used._get_supply_root() if used else self.env["sale.order.line"]
        lines |= self.filtered(lambda move: not move.raw_material_production_id)._get_supply_owners(claims=True)
        lines._touch_supply()

    def _get_supply_consumers(self):
        """Production orders that use what these moves bring, also through steps that pick it for them."""
        moves, found = self, self.raw_material_production_id
        for _step in range(3):
            moves = moves.filtered(
                lambda move: (
                    move.location_id.usage == "internal"
                    and move.location_dest_id.usage == "internal"
                    and not move.sale_line_id
                )
            ).move_dest_ids
            if not moves:
                break
            found |= moves.raw_material_production_id
        return found

    def _get_supply_owners(self, claims=False):
        """Order lines for which these moves bring something, through any number of steps.

        :param claims: also those that were promised a part of it
        """
        moves, lines = self, self.env["sale.order.line"]
        for _step in range(4):
            lines |= moves.sale_line_id | moves.supply_root_line_id
            for documents in (moves.production_id, moves.purchase_line_id):
                if documents:
                    lines |= documents._get_supply_root()
                if documents and claims:
                    lines |= documents.supply_line_ids.order_line_id
            moves = moves.filtered(lambda move: not move.sale_line_id).move_orig_ids
            if not moves:
                break
        return lines

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.sudo()._touch_supply()  # whoever moves goods may not read the orders behind them
        return moves

    def write(self, vals):
        result = super().write(vals)
        if WATCHED & vals.keys():
            self.sudo()._touch_supply()  # as above
        return result

    def unlink(self):
        self.sudo()._touch_supply()  # as above
        return super().unlink()

    def _recompute_state(self):
        """Core calls this after each change of what is reserved, also when the state stays."""
        result = super()._recompute_state()
        self.sudo()._touch_supply()  # as above
        return result
