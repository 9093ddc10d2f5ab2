from odoo import fields, models

# Core lets the warehouse and production read and write orders. Who is only there sees no money in them.
PRICE_READERS = ",".join(
    (
        "sales_team.group_sale_salesman",
        "purchase.group_purchase_user",
        "account.group_account_invoice",
        "account.group_account_readonly",
        "base.group_portal",
        "base.group_system",
    )
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    amount_untaxed = fields.Monetary(groups=PRICE_READERS)
    amount_tax = fields.Monetary(groups=PRICE_READERS)
    amount_total = fields.Monetary(groups=PRICE_READERS)
    amount_to_invoice = fields.Monetary(groups=PRICE_READERS)
    amount_invoiced = fields.Monetary(groups=PRICE_READERS)
    amount_paid = fields.Float(groups=PRICE_READERS)
    amount_undiscounted = fields.Float(groups=PRICE_READERS)
    tax_totals = fields.Binary(groups=PRICE_READERS)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    price_unit = fields.Float(groups=PRICE_READERS)
    technical_price_unit = fields.Float(groups=PRICE_READERS)
    discount = fields.Float(groups=PRICE_READERS)
    price_subtotal = fields.Monetary(groups=PRICE_READERS)
    price_tax = fields.Float(groups=PRICE_READERS)
    price_total = fields.Monetary(groups=PRICE_READERS)
    price_reduce_taxexcl = fields.Monetary(groups=PRICE_READERS)
    price_reduce_taxinc = fields.Monetary(groups=PRICE_READERS)
    untaxed_amount_invoiced = fields.Monetary(groups=PRICE_READERS)
    untaxed_amount_to_invoice = fields.Monetary(groups=PRICE_READERS)
    amount_invoiced = fields.Monetary(groups=PRICE_READERS)
    amount_to_invoice = fields.Monetary(groups=PRICE_READERS)
    amount_to_invoice_at_date = fields.Float(groups=PRICE_READERS)
