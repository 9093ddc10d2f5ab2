from odoo import api, models
from odoo.fields import Domain


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _adopt_unlabelled(self, domain=()):
        """Put goods of tracked products that lie here without a series into the series without a number.

        Both halves are counts, so that the history shows them. Returns the series.
        """
        found = self.search(
            Domain(list(domain))
            & Domain("lot_id", "=", False)
            & Domain("quantity", ">", 0)
            & Domain("product_id.tracking", "!=", "none")
            & Domain("location_id.usage", "in", ("internal", "transit"))
        )
        # Reservations of goods without a series cannot be delivered anyway: they are made anew.
        moves = found._search_reserved_without_series()
        moves._do_unreserve()
        values, lots = [], self.env["stock.lot"]
        for quant in found:
            number = int(quant.quantity) if quant.product_id.tracking == "serial" else 1
            series = quant.product_id._get_unlabelled_series(quant.product_id.company_id, number)
            lots |= series
            values += [quant._prepare_adopted(lot, quant.quantity / len(series)) for lot in series]
        counted = found.with_context(inventory_mode=True, inventory_name=self.env._("Goods without series"))
        counted.inventory_quantity = 0
        counted._apply_inventory()
        counted.browse().create(values)._apply_inventory()
        moves._action_assign()
        return lots

    def _search_reserved_without_series(self):
        lines = self.env["stock.move.line"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("lot_id", "=", False),
                ("location_id", "in", self.location_id.ids),
                ("state", "in", ("assigned", "partially_available")),
                ("picked", "=", False),
            ]
        )
        return lines.move_id

    def _prepare_adopted(self, lot, quantity):
        return {
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "package_id": self.package_id.id,
            "owner_id": self.owner_id.id,
            "lot_id": lot.id,
            "inventory_quantity": quantity,
        }

    def _apply_inventory(self, date=None):
        """A count that finds more of a labelled series found it among the goods without a number."""
        gains = {
            quant: quant.inventory_quantity - quant.quantity
            for quant in self
            if quant.lot_id and not quant.lot_id.is_unlabelled and quant.inventory_quantity > quant.quantity
        }
        result = super()._apply_inventory(date)
        if gains:
            self._take_off_unlabelled(gains, date)
        return result

    def _take_off_unlabelled(self, gains, date=None):
        sources = self.search(
            [
                ("lot_id.is_unlabelled", "=", True),
                ("product_id", "in", [quant.product_id.id for quant in gains]),
                ("location_id", "in", [quant.location_id.id for quant in gains]),
                ("quantity", ">", 0),
                ("id", "not in", self.ids),  # whoever counted these too knows better
            ]
        )
        left = {source: source.quantity for source in sources}
        for quant, gain in gains.items():
            for source in sources.filtered(lambda source, quant=quant: source._lies_with(quant)):
                taken = min(gain, left[source])
                left[source] -= taken
                gain -= taken
        changed = sources.filtered(lambda source: left[source] != source.quantity)
        for source in changed.with_context(inventory_mode=True):
            source.inventory_quantity = left[source.with_env(sources.env)]
        if changed:
            changed._apply_inventory(date)

    def _lies_with(self, quant):
        return all(self[name] == quant[name] for name in ("product_id", "location_id", "package_id", "owner_id"))
