"""What a scanned code means for this stock: whose series, which dates, and what is in doubt."""

from odoo import api, models
from odoo.fields import Domain

from ..tools import gs1


class StockLot(models.Model):
    _inherit = "stock.lot"

    @api.model
    def _resolve_gs1(self, text):
        """`_read_gs1` with the records behind it.

        Adds ``product`` (may be empty), ``lots`` (series of that number, of one product or of several: ask, never
        guess) and ``doubtful``: [(series, parts that its number swallowed)] where the separator was lost and a series
        of the shorter number exists.
        """
        found = self._read_gs1(text)
        if not found:
            return found
        product = self.env["product.product"]
        if gtin := found.get("gtin"):
            product = product.search([("barcode", "in", gs1.gtin_forms(gtin))], limit=1)
        name = found.get("lot") or found.get("serial")
        domain = Domain("product_id", "=", product.id) if product else Domain.TRUE
        lots = self.search(domain & Domain("name", "=", name)) if name else self.browse()
        found |= {"product": product, "lots": lots, "doubtful": []}
        if name and not lots:
            found["doubtful"] = self._find_swallowed(name, domain)
        return found

    @api.model
    def _find_swallowed(self, name, domain):
        ways = dict(gs1.swallowed(name))
        if not ways:
            return []
        return [(lot, ways[lot.name]) for lot in self.search(domain & Domain("name", "in", list(ways)))]

    @api.model
    def _get_doubtful_domain(self, found):
        """Series whose number the scanned one begins with, if what follows reads as parts of a GS1 code."""
        name = found.get("lot") or found.get("serial")
        ways = [shorter for shorter, _parts in gs1.swallowed(name)]
        if not ways:
            return Domain.FALSE
        domain = Domain("name", "in", ways)
        if gtin := found.get("gtin"):
            domain &= Domain("product_id.barcode", "in", gs1.gtin_forms(gtin))
        return domain

    @api.model
    def _get_layout_domain(self, text, exact=False):
        """A bare number scanned while the keyboard was Russian."""
        latin = text.translate(gs1.LAYOUT) if gs1.CYRILLIC.search(text) else text
        return Domain("name", "=" if exact else "ilike", latin) if latin != text else Domain.FALSE

    @api.model
    def _prepare_from_gs1(self, found, company=None):
        """Values of a series from the parts of its label; a date that is not on it is not made of another one."""
        company = company or self.env.company
        values = {"name": found.get("lot") or found.get("serial")}
        if made := found.get("production") or found.get("packaging"):
            values["production_date"] = made
        if found.get("best_before"):
            values["use_date"] = company._get_stock_day_end(found["best_before"])
            values["expiration_date"] = False
        if found.get("expiry"):
            values["expiration_date"] = company._get_stock_day_end(found["expiry"])
        return values
