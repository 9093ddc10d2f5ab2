"""Down the bill of materials: what the production orders of an order line miss, and what is coming for that.

Components of one order line are counted together, whichever of its production orders uses them: orders are split and
merged, the need stays.
"""


def read(balance):
    """Add a need for each component that is short, and the documents made for it."""
    roots = balance.lines.ids
    below = balance.env["mrp.production"].search([("supply_root_line_id", "in", roots), ("state", "!=", "cancel")])
    lines = balance.env["purchase.order.line"].search(
        [("supply_root_line_id", "in", roots), ("order_id.state", "!=", "cancel")]
    )
    moves = balance.env["stock.move"].search(
        [("supply_root_line_id", "in", roots), ("state", "not in", ("done", "cancel"))]
    )
    for need in balance.needs.values():
        if need.is_component:
            need.short, need.short_moves = 0.0, []
    for move in _short_moves(balance.productions | below):
        production = move._get_supply_consumers()[:1]
        need = balance.need(production._get_supply_root(), move.product_id, is_component=True)
        demand, reserved = move._get_supply_quantities()
        need.short = need.round(need.short + demand - reserved)
        need.short_moves.append(move)
    for source, records in (("make", below), ("buy", lines), ("transfer", moves)):
        for record in records:
            if source != "transfer" or record._is_supply_transfer():
                balance.add_document(source, record, record.supply_root_line_id, is_component=True)


def _first_steps(moves):
    """Moves of components, and those that pick them for the production where that is a step of its own."""
    picks = moves.move_orig_ids.filtered(lambda move: move.location_id.usage == "internal" and not move.production_id)
    return moves | picks | (_first_steps(picks) if picks else picks)


def _short_moves(productions):
    """Moves of components that wait for goods, unless a reordering rule of the warehouse looks after these."""
    # What core makes to order for the delivery itself is core's affair.
    moves = _first_steps(productions.filtered(lambda order: not order.move_dest_ids).move_raw_ids).filtered(
        lambda move: (
            move.state in ("confirmed", "partially_available")
            and move.procure_method == "make_to_stock"
            and move.product_id.is_storable
            and not move.move_orig_ids
            and move.product_qty > move._get_supply_quantities()[1]
        )
    )
    if not moves:
        return moves
    rules = moves.env["stock.warehouse.orderpoint"]._read_group(
        [("product_id", "in", moves.product_id.ids)], ["product_id", "warehouse_id"]
    )
    covered = {(product.id, warehouse.id) for product, warehouse in rules}
    return moves.filtered(lambda move: (move.product_id.id, move.location_id.warehouse_id.id) not in covered)
