"""Order what is missing: one procurement per need, all in one call."""

from odoo.tools import clean_context

DEPTH = 8  # levels of bills of materials that are looked at in one go


def procure(balance, force=False):
    """Run one procurement for each need whose shortage is new; with `force` for what was left to decide too.

    What is made has components of its own: they come to light when its production order is there.
    """
    asked = {}
    for _level in range(DEPTH):
        procurements = []
        for key, need in list(balance.needs.items()):
            missing = balance.new_shortage(need, force)
            if not missing or asked.get(key) == need.coming_quantity:  # asked, and nothing came of it
                continue
            values = need.line._find_supply_rule(need)
            if values:
                asked[key] = need.coming_quantity
                procurements.append(_procurement(need, _quantity(need, missing, values), values))
        if not procurements:
            break
        rules = balance.env["stock.rule"].with_context(clean_context(balance.env.context))
        rules.run(procurements)
        balance.read_again()


def _quantity(need, missing, values):
    """What is missing, or the least that is made or sold; what is added to an open order counts with that."""
    batch = values.get("supply_batch", 0.0)
    open_quantity = sum(row.quantity for row in need.coming if batch and row.record._takes_supply_along())
    return max(missing, need.round(batch - open_quantity))


def _procurement(need, quantity, values):
    """The goods go to the stock of the warehouse that delivers or makes, not to the customer."""
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
