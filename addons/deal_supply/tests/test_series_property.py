"""The random sequences of order_split once more, with goods in series of which the oldest leaves first."""

from datetime import date, timedelta
from itertools import count

from odoo.tests import tagged

from odoo.addons.order_split.tests import test_property


@tagged("post_install", "-at_install")
class TestSeriesProperty(test_property.TestProperty):
    numbers = count()

    @classmethod
    def _product(cls, name, vendor=None, **values):
        if name in ("Part", "Kit"):
            return super()._product(name, vendor, **values)
        category = cls.env["product.category"].search([("name", "=", "By series, random")], limit=1)
        category = category or cls.env["product.category"].create(
            {"name": "By series, random", "removal_strategy_id": cls.env.ref("stock_batches.removal_series").id}
        )
        return super()._product(name, vendor, categ_id=category.id, tracking="lot", **values)

    @classmethod
    def _series(cls, product):
        """A new series, older or younger than those before."""
        number = next(cls.numbers)
        return cls.env["stock.lot"].create(
            {
                "name": f"P{number}",
                "product_id": product.id,
                "production_date": date(2025, 1, 1) + timedelta(days=number * 37 % 300),
            }
        )

    @classmethod
    def _put(cls, product, quantity, location=None):
        if product.tracking == "none":
            return super()._put(product, quantity, location)
        for part in (quantity // 2, quantity - quantity // 2):
            if part:
                lot = cls._series(product)
                cls.env["stock.quant"]._update_available_quantity(product, location or cls.stock, part, lot_id=lot)
        return None

    def _produce(self, production, quantity=None):
        production.lot_producing_ids = self._series(production.product_id)
        return super()._produce(production, quantity)

    def _receive(self, purchase, quantity=None):
        if purchase.state in ("draft", "sent"):
            purchase.button_confirm()
        for line in purchase.picking_ids.move_line_ids.filtered(lambda row: row.state not in ("done", "cancel")):
            if line.product_id.tracking == "lot":
                line.lot_id = self._series(line.product_id)
        return super()._receive(purchase, quantity)

    def _step_deliver(self, line, quantity):
        """As in order_split, but who ships takes the oldest, and what leaves is checked."""
        moves = line.move_ids.filtered(lambda move: move._is_supply_delivery() and move.quantity)
        for move in moves[:1]:
            for other in move.picking_id.move_ids - move:
                other.picked = False
            move.quantity = min(quantity, move.quantity)
            move.picked = True
            move.picking_id._take_oldest_series()
            move.picked = True
            before = self._oldest_day(move)
            done = move.picking_id.with_context(skip_backorder=True).button_validate()
            if done is True and before and move.state == "done" and not move.move_orig_ids:
                self.assertIn(before, move.move_line_ids.lot_id.mapped("series_date"), "the oldest left")

    def _oldest_day(self, move):
        """The oldest day that is on hand where the move takes its goods."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", move.product_id.id),
                ("location_id", "child_of", move.location_id.id),
                ("quantity", ">", 0),
                ("series_date", "!=", False),
            ]
        )
        return min(quants.mapped("series_date"), default=None)
