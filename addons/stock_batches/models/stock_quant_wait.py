from odoo import api, models
from odoo.tools import SQL


class StockQuant(models.Model):
    """Two who reserve the same series at once: the second waits for the first, and begins anew when he was faster.

    Core skips a quant that another transaction holds and makes a second one without quantity, so that both get the
    same piece. A lock that waits ends in a serialization failure instead, after which Odoo repeats the request.
    """

    _inherit = "stock.quant"

    @api.model
    def _update_available_quantity(
        self,
        product_id,
        location_id,
        quantity=False,
        reserved_quantity=False,
        lot_id=None,
        package_id=None,
        owner_id=None,
        in_date=None,
    ):
        taken = reserved_quantity and reserved_quantity > 0 and lot_id
        if taken and self._get_removal_strategy(product_id, location_id) == "series":
            self._wait_for_series(product_id, location_id, lot_id)
        return super()._update_available_quantity(
            product_id, location_id, quantity, reserved_quantity, lot_id, package_id, owner_id, in_date
        )

    @api.model
    def _wait_for_series(self, product, location, lot):
        self.flush_model(["product_id", "location_id", "lot_id", "reserved_quantity"])
        self.env.cr.execute(
            SQL(
                """SELECT id FROM stock_quant
                    WHERE product_id = %s AND location_id = %s AND lot_id = %s
                 ORDER BY id FOR NO KEY UPDATE""",
                product.id,
                location.id,
                lot.id,
            ),
            log_exceptions=False,
        )
