"""Who gets what of documents that were not made for him."""

from collections import defaultdict

from .need import Coming, Share


def settle(balance):
    """Give each claim its share of what is coming; what the receiver or the source has no longer is given up."""
    for need in balance.needs.values():
        need.shares, need.lent = [], {}
    rows = defaultdict(list)
    for claim in balance.claims:
        rows[claim.from_line_id or claim.warehouse_id, claim.product_id].append(claim)
    for (source, product), claims in rows.items():
        if source._name == "sale.order.line":
            owner = balance.need(source, product)
            _share(balance, claims, owner.by_firmness(), owner)
        else:
            _share(balance, claims, balance.pool(source, product))


def _share(balance, claims, documents, owner=None):
    """A planner's word goes before the need of the owner, that before what was only left over."""
    free = {document.key: document.quantity for document in documents}
    for claim in sorted(claims, key=lambda row: (not row.by_planner, row.id)):
        target = balance.need(claim.order_line_id, claim.product_id)
        wanted = min(claim.open_quantity, target.own_short)
        spare = sum(free.values()) - (0.0 if claim.by_planner or not owner else owner.own_short)
        wanted = target.round(max(min(wanted, spare), 0.0))
        # The owner leans on the firmest documents, the others get the last ones.
        for document in reversed(documents):
            given = target.round(min(free[document.key], wanted))
            if given > 0:
                target.shares.append(Share(document, given, claim))
                free[document.key] -= given
                wanted = target.round(wanted - given)
                if owner:
                    owner.lent[document.key] = owner.lent.get(document.key, 0.0) + given


def write_back(balance):
    """What a claim still waits for is what it was given a share of."""
    given = defaultdict(float)
    for need in balance.needs.values():
        for share in need.shares:
            given[share.claim] += share.quantity
    for claim in balance.claims:
        quantity = claim.product_id.uom_id.round(given[claim])
        if claim.product_id.uom_id.compare(claim.open_quantity, quantity):
            claim.open_quantity = quantity


NOBODY = [("sale_line_id", "=", False), ("supply_root_line_id", "=", False)]


def read_pool(env, warehouse, product):
    """Documents that bring the product into the warehouse for nobody, the first to come first to give."""
    found = [("make", row) for row in _productions_for_nobody(env, warehouse, product)]
    found += [("buy", row) for row in _purchases_for_nobody(env, warehouse, product)]
    documents = [Coming(source, row, row._get_supply_open_quantity(), 1) for source, row in found]
    documents = [document for document in documents if document.quantity > 0]
    # `_share` begins at the end.
    return sorted(documents, key=lambda document: (document.record._get_supply_date(), document.key), reverse=True)


def _productions_for_nobody(env, warehouse, product):
    orders = env["mrp.production"].search(
        [
            *NOBODY,
            ("product_id", "=", product.id),
            ("picking_type_id.warehouse_id", "=", warehouse.id),
            ("state", "not in", ("done", "cancel")),
        ]
    )
    return orders.filtered(lambda order: not order.move_dest_ids)


def _purchases_for_nobody(env, warehouse, product):
    lines = env["purchase.order.line"].search(
        [
            *NOBODY,
            ("product_id", "=", product.id),
            ("order_id.picking_type_id.warehouse_id", "=", warehouse.id),
            ("order_id.state", "!=", "cancel"),
            ("order_id.receipt_status", "!=", "full"),
        ]
    )
    return lines.filtered(lambda line: not line._is_supply_dropship() and not line.move_dest_ids)
