"""The kinds of things that come over, in the order in which they are best imported."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

KINDS = {
    "groups": _lt("Groups of goods"),
    "goods": _lt("Goods"),
    "boms": _lt("Bills of materials"),
    "customers": _lt("Customers"),
    "prices": _lt("Prices"),
    "vendors": _lt("Vendors, prices, lead times"),
    "purchases": _lt("Last purchases of customers"),
    "responsibles": _lt("Responsible managers"),
    "stock": _lt("Stock balances"),
    "settlements": _lt("Settlement balances"),
    "supplier_orders": _lt("Open supplier orders"),
    "production_orders": _lt("Open production orders"),
    "customer_orders": _lt("Open customer orders"),
}
