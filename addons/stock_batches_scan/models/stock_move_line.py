from odoo import api, fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Only counted here; the line's own quantity, and with it the reservation, changes once, when the transfer ends.
    scan_quantity = fields.Float("Scanned", digits="Product Unit", copy=False, readonly=True)
    scan_short = fields.Char("Why Short", copy=False, readonly=True)

    def _get_scan_todo(self):
        """What is still to bring, in the product's unit."""
        self.ensure_one()
        return 0.0 if self.scan_short else max(self.quantity_product_uom - self.scan_quantity, 0.0)

    def _sorted_by_route(self):
        """By the way through the warehouse; in one place the oldest series first, the same goods together."""
        return self.sorted(
            lambda line: (
                line.location_id.complete_name or "",
                line.lot_id.series_date or fields.Date.to_date("9999-12-31"),
                line.product_id.id,
                line.id,
            )
        )

    def _get_scan_gap(self):
        """How much more the line asks for than was scanned."""
        self.ensure_one()
        gap = self.quantity_product_uom - self.scan_quantity
        return 0.0 if self.product_id.uom_id.is_zero(gap) else gap

    @api.model
    def _search_exchangeable(self, product, inside=False):
        """A series that somebody is on his way to fetch is as good as picked."""
        lines = super()._search_exchangeable(product, inside)
        claimed = self.env["stock.scan.claim"]._get_claimed(lines)
        return lines - claimed.with_env(lines.env)
