from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import session_lock


class SaleSupplyLock(models.Model):
    """One row per product; who plans supply writes it first.

    Free stock is read from the snapshot of the transaction. Of two transactions that want the same product the
    second must not go on with its old snapshot: its write to a row that the first one changed fails with a
    serialization error, and Odoo runs it again with a fresh one. Before that it waits for a lock of the session, which
    it still has when it is run again: then nobody can be faster.
    """

    _name = "sale.supply.lock"
    _description = "Supply planning lock"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    version = fields.Integer(required=True, default=0)

    _product_uniq = models.UniqueIndex("(product_id)", "There is one lock per product.")

    @api.model
    def _lock(self, products):
        """Lock the products until the transaction ends; in one order for all, so that nobody waits in a ring."""
        if not products:
            return
        session_lock.acquire(self.env.cr, products.ids)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO sale_supply_lock (product_id, version)
                SELECT product, 0 FROM unnest(%s) AS product ORDER BY product
                ON CONFLICT (product_id) DO UPDATE SET version = sale_supply_lock.version + 1
                """,
                sorted(products.ids),
            ),
            log_exceptions=False,  # a lost race is no error: the transaction is run again
        )
