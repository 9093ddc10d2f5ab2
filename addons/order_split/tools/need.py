"""What one order line needs of one product, and what covers it. All quantities in the product's own unit."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Coming:
    """A document that will bring goods to the stock for one order line."""

    source: str  # make, buy or transfer
    record: Any  # production order, purchase order line or stock move
    quantity: float
    firmness: int  # the firmer a document, the sooner the need leans on it; 0 costs nothing to take back


@dataclass
class Need:
    """One product of one order line: the product sold, or a component where a kit is sold."""

    line: Any
    product: Any
    stock: list = field(default_factory=list)  # (delivery move, reserved quantity)
    direct: list = field(default_factory=list)  # (delivery move or purchase line, quantity)
    short_moves: list = field(default_factory=list)  # first-step delivery moves that miss goods
    short: float = 0.0  # missed by the deliveries
    lost: float = 0.0  # missed by a later step: picked once, then gone
    unplanned: float = 0.0  # still to deliver, yet on no delivery
    coming: list = field(default_factory=list)
    is_kit: bool = False

    def round(self, quantity):
        """Without the noise of floating point."""
        return self.product.uom_id.round(quantity, rounding_method="HALF-UP") or 0.0

    @property
    def coming_quantity(self):
        return sum(document.quantity for document in self.coming)

    @property
    def missing(self):
        """Missed by the deliveries, and nothing is coming for it."""
        return max(self.round(self.short - self.coming_quantity), 0.0)

    @property
    def surplus(self):
        """Coming, and no delivery of this line misses it."""
        return max(self.round(self.coming_quantity - self.short), 0.0)

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

    def allocate(self):
        """Yield (document, quantity that this need uses, surplus), the firmest documents first."""
        left = self.short
        for document in sorted(self.coming, key=lambda doc: (-doc.firmness, doc.record.id)):
            used = min(document.quantity, left)
            left = self.round(left - used)
            yield document, self.round(used), self.round(document.quantity - used)
