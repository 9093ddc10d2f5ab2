"""The random sequences of order_split once more, with goods in series of which the oldest leaves first."""

from datetime import date, timedelta
from itertools import count
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.order_split.tests import test_model, test_property

# The sequences themselves are order_split's business; here they only have to meet series.
SEQUENCES = 400 if test_model.LONG else 12


class SeriesGoods(TransactionCase):
    """The goods of order_split's tests, in series by which the oldest leaves first."""

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

    def _take_oldest(self, move):
        """As the worker does before he ships."""
        move.picking_id._take_oldest_series()
        move.picked = True


@tagged("post_install", "-at_install")
class TestSeriesProperty(SeriesGoods, test_property.TestProperty):
    def test_the_strategy_is_that_of_the_series(self):
        """Else these sequences would say nothing."""
        for product in (self.made, self.bought, self.nobody):
            self.assertEqual(product.tracking, "lot")
            self.assertEqual(self.env["stock.quant"]._get_removal_strategy(product, self.stock), "series")

    def _step_deliver(self, line, quantity):
        """As in order_split, but who ships takes the oldest, and what leaves is checked."""
        moves = line.move_ids.filtered(lambda move: move._is_supply_delivery() and move.quantity)
        for move in moves[:1]:
            for other in move.picking_id.move_ids - move:
                other.picked = False
            move.quantity = min(quantity, move.quantity)
            move.picked = True
            self._take_oldest(move)
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


@tagged("post_install", "-at_install")
class TestSeriesModel(SeriesGoods, test_model.TestModel):
    """Three orders in two warehouses, with returns and counts."""

    def test_any_sequence(self):
        with patch.object(test_model, "SEQUENCES", SEQUENCES):
            return super().test_any_sequence()

    def deliver_part(self, line, pieces, backorder):
        for move in line.move_ids.filtered(lambda row: row._is_supply_delivery() and row.quantity)[:1]:
            move.quantity = min(pieces, move.quantity)
            self._take_oldest(move)
        return super().deliver_part(line, pieces, backorder)

    def count_goods(self, name, pieces, far):
        """Of what lies there the first series is counted."""
        location = (self.far if far else self.warehouse).lot_stock_id
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        product = self.goods[name]
        if product.tracking == "none":
            return super().count_goods(name, pieces, far)
        known = quants.search(
            [("product_id", "=", product.id), ("location_id", "=", location.id), ("lot_id", "!=", False)], limit=1
        )
        known = known or quants.create(
            {"product_id": product.id, "location_id": location.id, "lot_id": self._series(product).id}
        )
        known.inventory_quantity = pieces
        return known.action_apply_inventory()
