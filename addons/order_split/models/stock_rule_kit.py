"""Core delivers whole kits anew where a part of one was sent alone and the rest of it refused: the customer would get
that part twice. Of each component goes what the ordered kits have of it and no delivery brings."""

from odoo import api, models


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _run_pull(self, procurements):
        return super()._run_pull([row for pair in procurements for row in self._trim_kit_part(*pair)])

    @api.model
    def _trim_kit_part(self, procurement, rule):
        """[(procurement, rule)] with no more than is left, or [] where nothing is."""
        line = self.env["sale.order.line"].browse(procurement.values.get("sale_line_id"))
        part = self.env["mrp.bom.line"].browse(procurement.values.get("bom_line_id"))
        # The further steps bring what the last one asks for.
        first = line and part and procurement.product_qty > 0 and not procurement.values.get("move_dest_ids")
        planned = line._get_kit_part_planned(part) if first else 0.0
        if not planned:
            return [(procurement, rule)]
        left = line._get_kit_part_ordered(part) - planned
        left = part.product_uom_id._compute_quantity(left, procurement.product_uom, rounding_method="HALF-UP")
        if procurement.product_uom.compare(left, 0.0) <= 0:
            return []
        return [(procurement._replace(product_qty=min(procurement.product_qty, left)), rule)]


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_kit_part_ordered(self, part):
        """What the kits of this line have of a component, in the unit of its line in the bill of materials."""
        bom = self._find_supply_kits().get(self, self.env["mrp.bom"])
        if not bom:
            return 0.0
        kits = self.product_uom_id._compute_quantity(self.product_uom_qty, bom.product_uom_id, round=False)
        _boms, parts = bom.explode(self.product_id, kits / bom.product_qty)
        return sum(data["qty"] for row, data in parts if row == part)

    def _get_kit_part_planned(self, part):
        """What deliveries have brought or will bring of a component, less what came back; in the same unit."""
        moves = self.move_ids.filtered(lambda move: move.bom_line_id == part)
        if not moves:
            return 0.0
        total, ways = 0.0, self._get_incoming_outgoing_moves_filter()
        for way, sign in (("incoming_moves", 1), ("outgoing_moves", -1)):
            found = moves.filtered(ways[way])
            for move in found - found.move_orig_ids:  # the last step of each chain
                quantity = move.quantity if move.state == "done" else move.product_uom_qty
                total += sign * move.product_uom._compute_quantity(quantity, part.product_uom_id, round=False)
        return total
