"""Read what order lines need and what covers it, and write that down as pegs.

A balance is made for a set of order lines, lives for one call and reads everything in batches.
"""

from collections import defaultdict

from .need import Coming, Need


class Balance:
    """Needs of some order lines by (order line, product)."""

    def __init__(self, lines):
        self.lines = lines
        self.env = lines.env
        self.needs = {}
        self.old_pegs = self.env["sale.supply.line"].search([("order_line_id", "in", lines.ids)])
        self.old_decide, self.old_surplus = defaultdict(float), defaultdict(float)
        for peg in self.old_pegs:
            key = (peg.order_line_id.id, peg.product_id.id)
            self.old_surplus[key] += peg.surplus
            if peg.source == "decide" and peg.reason != "held":
                self.old_decide[key] += peg.quantity
        self.read_needs()
        self.read_documents()

    def need(self, line, product):
        """The need of a product in an order line, made when it is asked for first."""
        key = (line.id, product.id)
        if key not in self.needs:
            self.needs[key] = Need(line, product)
        return self.needs[key]

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
        self.purchase_lines = self.env["purchase.order.line"].search(
            [("sale_line_id", "in", self.lines.ids), ("order_id.state", "!=", "cancel")]
        )
        for line in self.purchase_lines.filtered(lambda line: line._is_supply_dropship()):
            need = self.need(line.sale_line_id, line.product_id)
            quantity = need.round(line._get_supply_open_quantity())
            if quantity > 0:
                need.direct.append((line, quantity))

    # What is coming

    def read_documents(self):
        """Production orders, purchase lines and transfers made for these order lines."""
        for need in self.needs.values():
            need.coming = []
        productions = self.env["mrp.production"].search(
            [("sale_line_id", "in", self.lines.ids), ("state", "!=", "cancel")]
        )
        for production in productions.filtered(lambda order: not order.move_dest_ids):
            self.add_document("make", production, production.sale_line_id, production._get_supply_firmness())
        for line in self.purchase_lines.filtered(lambda line: not line._is_supply_dropship()):
            self.add_document("buy", line, line.sale_line_id, line._get_supply_firmness())
        for line in self.lines:
            for move in line._get_supply_transfers():
                self.add_document("transfer", move, line, 1)

    def add_document(self, source, record, line, firmness):
        need = self.need(line, record.product_id)
        quantity = need.round(record._get_supply_open_quantity())
        if quantity > 0:
            need.coming.append(Coming(source, record, quantity, firmness))

    def read_again(self):
        """After documents were made or taken back; a purchase line that is gone took its peg with it."""
        self.old_pegs = self.old_pegs.exists()
        self.purchase_lines = self.env["purchase.order.line"].search(
            [("sale_line_id", "in", self.lines.ids), ("order_id.state", "!=", "cancel")]
        )
        self.read_documents()

    # Pegs

    def write_pegs(self):
        """Bring the stored pegs to what was read."""
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

    KEY = ("order_line_id", "product_id", "source", "reason", "production_id", "purchase_line_id", "move_id")

    def peg_key(self, values):
        return tuple(values.get(name) or False for name in self.KEY)

    def stored_key(self, peg):
        return tuple(peg[name].id if peg._fields[name].relational else (peg[name] or False) for name in self.KEY)

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
            "date_deadline": need.line._get_supply_deadline(),
            "surplus": 0.0,
        }
        for move, quantity in need.stock:
            yield base | {"source": "stock", "move_id": move.id, "quantity": quantity}
        for record, quantity in need.direct:
            yield base | {"source": "direct", "quantity": quantity} | record._get_supply_direct_link()
        for document, used, surplus in need.allocate():
            link = {document.record._supply_link_field: document.record.id}
            yield base | {"source": document.source, "quantity": used, "surplus": surplus} | link
        for reason, quantity in self.open_shares(need):
            yield base | {"source": "decide", "reason": reason, "quantity": quantity}

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
