"""A count or a forced delivery may take what others reserved: core changes their reservations, we tell them."""

from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _free_reservation(
        self, product_id, location_id, quantity, lot_id=None, package_id=None, owner_id=None, ml_ids_to_ignore=None
    ):
        held = self._read_reserved_of(product_id, location_id, lot_id) if lot_id else {}
        result = super()._free_reservation(
            product_id, location_id, quantity, lot_id, package_id, owner_id, ml_ids_to_ignore
        )
        if held:
            self._tell_losses(held, self._read_reserved_of(product_id, location_id, lot_id))
        return result

    def _read_reserved_of(self, product, location, lot):
        """{move: quantity of this series that it holds in that place, in nobody's hands yet}"""
        rows = self.sudo()._read_group(  # every order's, whoever counts
            [
                ("product_id", "=", product.id),
                ("location_id", "=", location.id),
                ("lot_id", "=", lot.id),
                ("picked", "=", False),
                ("state", "in", ("assigned", "partially_available")),
                ("move_id", "!=", self.move_id.id),
            ],
            ["move_id", "lot_id"],
            ["quantity_product_uom:sum"],
        )
        return {move: (lot, quantity) for move, lot, quantity in rows}

    def _tell_losses(self, before, after):
        told = {}
        for move, (lot, quantity) in before.items():
            lost = quantity - after.get(move, (lot, 0))[1]
            if move.product_id.uom_id.compare(lost, 0) > 0 and move._is_by_series():
                told[move] = [move._describe_loss(lot, lost)]
        self.env["stock.move"]._tell_exchange(told)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _describe_loss(self, lot, quantity):
        return self.env._(
            "%(product)s: %(quantity)s of series %(series)s are not there any more; reserved now: %(now)s",
            product=self.product_id.display_name,
            quantity=f"{quantity:g}",
            series=lot.name,
            now=", ".join(f"{line.lot_id.name} × {line.quantity:g}" for line in self.move_line_ids)
            or self.env._("nothing"),
        )
