from odoo import fields, models

from .product_template import ORIGIN


class StockLot(models.Model):
    _inherit = "stock.lot"

    origin_country_id = fields.Many2one("res.country", "Country of origin", help="Empty: that of the product.")
    origin_country_code = fields.Char("Country code", size=3, help="Three digits of OKSM, printed with the country.")
    customs_number = fields.Char("Customs declaration", help="Or the number of the batch (RNPT); empty: the product's.")

    def _describe_origin(self):
        """What an invoice says of these series together: each country and declaration once, of one product."""
        rows = [lot._describe_own_origin() for lot in self]
        return {name: ", ".join(dict.fromkeys(row[name] for row in rows if row[name])) for name in ORIGIN}

    def _describe_own_origin(self):
        known = self.product_id._describe_origin()
        if self.origin_country_id:
            known |= {"country": self.origin_country_id.name, "country_code": self.origin_country_code or ""}
        return known | ({"customs": self.customs_number} if self.customs_number else {})
