"""What one order line needs of one product, and what covers it. All quantities in the product's own unit."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Coming:
    """A document that will bring goods to the stock."""

    source: str  # make, buy or transfer
    record: Any  # production order, purchase order line or stock move
    quantity: float
    firmness: int  # the firmer a document, the sooner the need leans on it; 0 costs nothing to take back

    @property
    def warehouse(self):
        """Into whose stock it brings them."""
        return self.record._get_supply_warehouse()

    @property
    def key(self):
        return self.source, self.record.id


@dataclass
class Share:
    """Part of a document that one need gets."""

    document: Coming
    quantity: float
    claim: Any = None  # the claim by which it gets it, when the document is not its own


@dataclass
class Need:
    """One product of one order line: the product sold, or a component of what is made or sold as a kit for it."""

    line: Any
    product: Any
    is_component: bool = False  # of a production order of this line
    stock: list = field(default_factory=list)  # (delivery move, reserved quantity)
    direct: list = field(default_factory=list)  # (delivery move or purchase line, quantity)
    short_moves: list = field(default_factory=list)  # first-step delivery moves that miss goods
    short: float = 0.0  # missed by the deliveries
    lost: float = 0.0  # missed by a later step: picked once, then gone
    unplanned: float = 0.0  # still to deliver, yet on no delivery
    coming: list = field(default_factory=list)
    shares: list = field(default_factory=list)  # of other documents, by claims
    lent: dict = field(default_factory=dict)  # document key: what others get of it
    is_kit: bool = False
    rules: dict = field(default_factory=dict)  # what the routes say, known to all needs of a balance

    @property
    def key(self):
        return self.line.id, self.product.id, self.is_component

    def round(self, quantity):
        """Without the noise of floating point."""
        return self.product.uom_id.round(quantity, rounding_method="HALF-UP") or 0.0

    @property
    def claimed(self):
        """Comes from documents of others."""
        return sum(share.quantity for share in self.shares)

    @property
    def own_short(self):
        """Missed, and not promised by others."""
        return max(self.round(self.short - self.claimed), 0.0)

    @property
    def coming_quantity(self):
        """Of its own documents, less what others get of them."""
        return sum(document.quantity for document in self.coming) - sum(self.lent.values())

    @property
    def wanted(self):
        """Of its own documents: by itself and by those who were promised a part of them."""
        return self.own_short + sum(self.lent.values())

    @property
    def missing(self):
        """Missed by the deliveries, and nothing is coming for it."""
        return max(self.round(self.own_short - self.coming_quantity), 0.0)

    @property
    def surplus(self):
        """Coming, and no delivery misses it."""
        return max(self.round(self.coming_quantity - self.own_short), 0.0)

    @property
    def covered(self):
        """On the deliveries of this line, whether goods are there or not."""
        ready = sum(quantity for _move, quantity in self.stock + self.direct)
        return self.round(ready + self.short + self.lost)

    def cap(self, to_deliver):
        """Bring the need to what the customer still gets: too much on deliveries needs no supply."""
        gap = self.round(to_deliver - self.covered)
        self.unplanned = max(gap, 0.0)
        excess = max(-gap, 0.0)
        for name in ("short", "lost"):
            taken = min(getattr(self, name), excess)
            setattr(self, name, self.round(getattr(self, name) - taken))
            excess = self.round(excess - taken)
        self.direct, excess = self._capped(self.direct, excess)
        self.stock, excess = self._capped(self.stock, excess)

    def _capped(self, shares, excess):
        """`shares` less `excess`, taken from the last ones first, and the excess that is left."""
        kept = []
        for document, quantity in reversed(shares):
            taken = min(quantity, excess)
            excess = self.round(excess - taken)
            kept.append((document, self.round(quantity - taken)))
        return [share for share in reversed(kept) if share[1]], excess

    def by_firmness(self):
        return sorted(self.coming, key=lambda doc: (-doc.firmness, doc.record.id))

    def allocate(self):
        """Yield (document, quantity that this need uses, surplus), the firmest documents first."""
        left = self.own_short
        for document in self.by_firmness():
            free = self.round(document.quantity - self.lent.get(document.key, 0.0))
            used = min(free, left)
            left = self.round(left - used)
            yield document, self.round(used), self.round(free - used)
