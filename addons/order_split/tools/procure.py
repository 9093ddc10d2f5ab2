"""Order what is missing: one procurement per need, all in one call."""

from odoo.tools import clean_context


def procure(balance, force=False):
    """Run one procurement for each need whose shortage is new; with `force` for what was left to decide too."""
    procurements = []
    for key, need in balance.needs.items():
        known = 0.0 if force else balance.old_decide[key]
        missing = need.round(need.missing - known)
        if missing <= 0 or not need.line.order_id._is_supply_released():
            continue
        values = need.line._find_supply_rule(need)
        if values:
            procurements.append(_procurement(need, missing, values))
    if procurements:
        rules = balance.env["stock.rule"].with_context(clean_context(balance.env.context))
        rules.run(procurements)
        balance.read_again()


def _procurement(need, quantity, values):
    """The goods go to the stock of the warehouse that delivers, not to the customer."""
    order = need.line.order_id
    return need.line.env["stock.rule"].Procurement(
        need.product,
        quantity,
        need.product.uom_id,
        values["warehouse_id"].lot_stock_id,
        need.product.display_name,
        order.name,
        order.company_id,
        values,
    )
