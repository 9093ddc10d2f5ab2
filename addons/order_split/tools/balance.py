"""Read what order lines need and what covers it, and write that down as pegs.

A balance is made for a set of order lines, lives for one call and reads everything in batches.
"""

from collections import defaultdict

from . import claims, components
from .need import Coming, Need


class Balance:
    """Needs of some order lines by (order line, product, whether it is a component of what is made for the line)."""

    def __init__(self, lines):
        self.lines = lines
        self.env = lines.env
        self.needs, self.pools, self.rules = {}, {}, {}
        self.product_ids = []
        self.old_pegs = self.env["sale.supply.line"].search([("order_line_id", "in", lines.ids)])
        self.planned = set()
        self.old_decide, self.old_surplus, self.old_used = (defaultdict(float) for _name in range(3))
        for peg in self.old_pegs:
            key = (peg.order_line_id.id, peg.product_id.id, peg.is_component)
            self.planned.add(key)
            self.old_surplus[key] += peg.surplus
            if peg.source in ("make", "buy"):
                owner = peg.claim_id.from_line_id.id or peg.order_line_id.id
                self.old_used[owner, *key[1:]] += peg.quantity
            if peg.source == "decide" and peg.reason != "held":
                self.old_decide[key] += peg.quantity
        self.claims = self.env["sale.supply.claim"]._get_open(lines)
        self.read_needs()
        self.read_documents()

    def need(self, line, product, is_component=False):
        """The need of a product in an order line, made when it is asked for first."""
        key = (line.id, product.id, is_component)
        if key not in self.needs:
            self.product_ids.append(product.id)  # read ahead together
            ahead = product.with_prefetch(self.product_ids)
            self.needs[key] = Need(line, ahead, is_component, rules=self.rules)
        return self.needs[key]

    def pool(self, warehouse, product):
        """What comes for nobody, read once."""
        key = (warehouse, product)
        if key not in self.pools:
            self.pools[key] = claims.read_pool(self.env, warehouse, product)
        return self.pools[key]

    def new_shortage(self, need, force=False):
        """What is missing and was not left to decide before; with `force` that too."""
        known = 0.0 if force else self.old_decide[need.key]
        return max(need.round(need.missing - known), 0.0) if need.line.order_id._is_supply_released() else 0.0

    # What is needed

    def read_needs(self):
        for line in self.lines:
            for move in line._get_supply_moves():
                self.add_move(self.need(line, move.product_id), move)
        self.read_dropships()
        kits = self.lines._filter_supply_kits()
        for line in self.lines - kits:
            self.need(line, line.product_id).cap(line._get_supply_to_deliver())
        for line in kits:
            need = self.need(line, line.product_id)
            need.is_kit, need.unplanned = True, line._get_supply_unplanned_kits()

    def add_move(self, need, move):
        """Tell what is on the shelf for a delivery move from what it misses."""
        demand, reserved = move._get_supply_quantities()
        if reserved:
            need.stock.append((move, reserved))
        missing = need.round(demand - reserved)
        if missing <= 0:
            return
        if move.procure_method == "make_to_order":
            need.direct.append((move, missing))
        elif move.move_orig_ids:
            # A later step gets what the step before it picked; that one answers for what it has not yet.
            need.lost += max(need.round(missing - move._get_supply_pending()), 0.0)
        else:
            need.short = need.round(need.short + missing)
            need.short_moves.append(move)

    def read_dropships(self):
        """Purchase lines whose goods go from the vendor straight to the customer: read, never procured."""
        self.read_purchase_lines()
        for line in self.purchase_lines.filtered(lambda line: line._is_supply_dropship()):
            need = self.need(line.sale_line_id, line.product_id)
            quantity = need.round(line._get_supply_open_quantity())
            if quantity > 0:
                need.direct.append((line, quantity))

    def read_purchase_lines(self):
        self.purchase_lines = self.env["purchase.order.line"].search(
            [("sale_line_id", "in", self.lines.ids), ("order_id.state", "!=", "cancel")]
        )

    # What is coming

    def read_documents(self):
        """Production orders, purchase lines and transfers made for these order lines."""
        for need in self.needs.values():
            need.coming = []
        self.pools = {}
        self.productions = self.env["mrp.production"].search(
            [("sale_line_id", "in", self.lines.ids), ("state", "!=", "cancel")]
        )
        for production in self.productions.filtered(lambda order: not order.move_dest_ids):
            self.add_document("make", production, production.sale_line_id)
        for line in self.purchase_lines.filtered(lambda line: not line._is_supply_dropship()):
            self.add_document("buy", line, line.sale_line_id)
        for line in self.lines:
            for move in line._get_supply_transfers():
                self.add_document("transfer", move, line)
        components.read(self)
        claims.settle(self)

    def add_document(self, source, record, line, is_component=False):
        need = self.need(line, record.product_id, is_component)
        quantity = need.round(record._get_supply_open_quantity())
        if quantity > 0:
            need.coming.append(Coming(source, record, quantity, record._get_supply_firmness()))

    def read_again(self):
        """After documents were made or taken back; a purchase line that is gone took its peg with it."""
        self.old_pegs = self.old_pegs.exists()
        self.read_purchase_lines()
        self.read_documents()

    # Pegs

    def write_pegs(self):
        """Bring the stored pegs to what was read."""
        claims.write_back(self)
        wanted = {}
        for need in self.needs.values():
            for values in self.peg_values(need):
                wanted[self.peg_key(values)] = values
        gone = self.env["sale.supply.line"]
        for peg in self.old_pegs:
            values = wanted.pop(self.stored_key(peg), None)
            if values is None:
                gone |= peg
            else:
                self.update_peg(peg, values)
        gone.unlink()
        self.env["sale.supply.line"].create(list(wanted.values()))

    def lost_words(self):
        """{order: what had a document and has none any more}."""
        words = defaultdict(list)
        for need in self.needs.values():
            known = self.old_decide[need.key]
            fresh = need.round(need.missing + need.lost - known)
            if fresh > 0 and (known or need.key in self.planned):
                words[need.line.order_id].append(f"{need.product.display_name}: {round(fresh, 3):g}")
        return {order: ", ".join(parts) for order, parts in words.items()}

    KEY = ("order_line_id", "product_id", "is_component", "source", "reason", "claim_id")
    LINKS = ("production_id", "purchase_line_id", "move_id")

    def peg_key(self, values):
        return tuple(values.get(name) or False for name in self.KEY + self.LINKS)

    def stored_key(self, peg):
        return tuple(
            peg[name].id if peg._fields[name].relational else (peg[name] or False) for name in self.KEY + self.LINKS
        )

    def update_peg(self, peg, values):
        changed = {
            name: values[name]
            for name in ("quantity", "surplus", "date_deadline")
            if peg[name] != values.get(name, 0.0)
        }
        if changed:
            peg.write(changed)

    def peg_values(self, need):
        """Yield the values of the pegs of one need."""
        base = {
            "order_id": need.line.order_id.id,
            "order_line_id": need.line.id,
            "product_id": need.product.id,
            "is_component": need.is_component,
            "date_deadline": need.line._get_supply_deadline(),
            "surplus": 0.0,
        }
        for move, quantity in need.stock:
            yield base | {"source": "stock", "move_id": move.id, "quantity": quantity}
        for record, quantity in need.direct:
            yield base | {"source": "direct", "quantity": quantity} | record._get_supply_direct_link()
        for document, used, surplus in need.allocate():
            if used or surplus:
                yield base | {"quantity": used, "surplus": surplus} | self.link(document)
        for share in need.shares:
            yield base | {"quantity": share.quantity, "claim_id": share.claim.id} | self.link(share.document)
        for reason, quantity in self.open_shares(need):
            yield base | {"source": "decide", "reason": reason, "quantity": quantity}

    def link(self, document):
        return {"source": document.source, document.record._supply_link_field: document.record.id}

    def open_shares(self, need):
        """(reason, quantity) of what nothing covers."""
        unplanned = need.round(need.unplanned)
        if unplanned > 0:
            released = need.line.order_id._is_supply_released()
            yield ("no_delivery" if released else "held"), unplanned
        shares = defaultdict(float)
        if need.missing > 0:
            shares["lost" if need.line._find_supply_rule(need) else "no_source"] += need.missing
        if need.lost > 0:
            shares["lost"] += need.lost
        yield from shares.items()
