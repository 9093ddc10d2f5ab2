from odoo import fields, models

from .sale_order_prices import PRICE_READERS


class PurchaseOrder(models.Model):
    """What goods cost us is no business of those who only unload them."""

    _inherit = "purchase.order"

    amount_untaxed = fields.Monetary(groups=PRICE_READERS)
    amount_tax = fields.Monetary(groups=PRICE_READERS)
    amount_total = fields.Monetary(groups=PRICE_READERS)
    amount_total_cc = fields.Monetary(groups=PRICE_READERS)
    tax_totals = fields.Binary(groups=PRICE_READERS)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    price_unit = fields.Float(groups=PRICE_READERS)
    price_unit_product_uom = fields.Float(groups=PRICE_READERS)
    price_unit_discounted = fields.Float(groups=PRICE_READERS)
    technical_price_unit = fields.Float(groups=PRICE_READERS)
    discount = fields.Float(groups=PRICE_READERS)
    price_subtotal = fields.Monetary(groups=PRICE_READERS)
    price_total = fields.Monetary(groups=PRICE_READERS)
    price_tax = fields.Float(groups=PRICE_READERS)
    amount_to_invoice_at_date = fields.Float(groups=PRICE_READERS)

    def _get_stock_move_price_unit(self):
        # The value of what comes in is worked out while the storeman receives it.
        return super(PurchaseOrderLine, self.sudo())._get_stock_move_price_unit()
