"""The kinds that can be taken over and their fields: the table of Russian headings.

FIELDS[kind][field] is a Field; ONE_OF[kind] lists groups of fields of which at least one is needed; KEYS[kind] lists,
best first, the fields that make the key of a record: the first whose fields are all filled is taken. A key of 1C's own
id is that id as it is; any other is "field:value|field:value".
"""

from . import goods, orders, partners, stock

MODULES = (goods, partners, stock, orders)
FIELDS = {kind: table for module in MODULES for kind, table in module.FIELDS.items()}
ONE_OF = {kind: groups for module in MODULES for kind, groups in module.ONE_OF.items()}
KEYS = {kind: keys for module in MODULES for kind, keys in module.KEYS.items()}
KINDS = (
    "groups",
    "goods",
    "boms",
    "vendors",
    "prices",
    "customers",
    "purchases",
    "responsibles",
    "stock",
    "settlements",
    "supplier_orders",
    "production_orders",
    "customer_orders",
)
