"""Which requests to pay a payment is for, without a database."""

import re
from collections import namedtuple
from dataclasses import dataclass, field
from decimal import Decimal

# due and paid in the currency of the account; owner: id of the legal entity; pay_on sorts.
Asked = namedtuple("Asked", "id name owner order due paid pay_on")

TOKEN = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
# «счет 12», «по счетам №№ 12, 13 и 14»: short numbers, told apart from dates and sums by the word before them.
SHORT = re.compile(r"сч[её]?т\w*[^\d]{0,25}((?:(?:№|N|No)?\s*\d+(?![\d.]*\.\d)(?:\s*(?:,|;|и)\s*)?)+)", re.IGNORECASE)
REFUND = re.compile(r"возврат|возвращ", re.IGNORECASE)
SUGGESTED = 5


@dataclass
class Decision:
    """`state`: matched, suggested, unknown or other; `parts`: [(request id, amount)]; `reason`: a code."""

    state: str
    reason: str
    parts: list = field(default_factory=list)
    suggestions: list = field(default_factory=list)
    owner: int = 0


def find_tokens(purpose):
    """Words with digits in them, in capitals, that may be numbers of documents."""
    words = TOKEN.findall(purpose)
    # «2026-00012/НДС»: a stroke may belong to the number, or not.
    words += [part for word in words if "/" in word for part in word.split("/")]
    return [word.upper() for word in words if any(sign.isdigit() for sign in word)]


def find_short(purpose):
    """Numbers that a customer shortened: what is left of them without leading noughts."""
    found = re.findall(r"\d+", " ".join(SHORT.findall(purpose)))
    return [text.lstrip("0") for text in found if text.lstrip("0")]


def tail(name):
    """The last digits of a number without leading noughts: 2026-00012 is 12."""
    digits = re.search(r"(\d+)\D*$", name or "")
    return digits[1].lstrip("0") if digits else ""


class Matcher:
    """Decides on payments one after another; what one takes is not due to the next.

    :param requests: iterable of Asked
    :param owners: {INN: ids of legal entities}
    :param orders: {number of an order in capitals: its id}
    """

    def __init__(self, requests, owners, orders):
        self.requests = {asked.id: asked for asked in requests}
        self.owners, self.orders = owners, orders
        self.due = {asked.id: asked.due for asked in self.requests.values()}
        self.by_name, self.by_owner, self.by_order = {}, {}, {}
        for asked in sorted(self.requests.values(), key=lambda one: (one.pay_on, one.id)):
            self.by_name[asked.name.upper()] = asked
            self.by_owner.setdefault(asked.owner, []).append(asked)
            self.by_order.setdefault(asked.order, []).append(asked)

    @staticmethod
    def exact(amount):
        """Sums are compared in kopecks: floats of a database are none that add up."""
        return Decimal(f"{amount:.2f}")

    def decide(self, amount, inn, purpose, outgoing=False):
        """The Decision on one payment.

        :param inn: of the other side
        :param outgoing: the money left us
        """
        owners = self.owners.get(inn, ()) if inn else ()
        named, reason = self._find_named(purpose, owners)
        if outgoing:
            return self._decide_refund(amount, owners, named, purpose)
        if named:
            return self._decide_named(amount, owners, named, reason)
        if owners:
            return self._decide_by_sum(amount, owners)
        return Decision("unknown", "payer")

    def _find_named(self, purpose, owners):
        tokens = find_tokens(purpose)
        named = [self.by_name[token] for token in tokens if token in self.by_name]
        if named:
            return list(dict.fromkeys(named)), "number"
        ordered = [
            asked for token in tokens if token in self.orders for asked in self.by_order.get(self.orders[token], ())
        ]
        if ordered:
            return list(dict.fromkeys(ordered)), "order"
        short = find_short(purpose)
        own = [asked for owner in owners for asked in self.by_owner.get(owner, ()) if tail(asked.name) in short]
        return own, "short"

    def _decide_named(self, amount, owners, named, reason):
        owner = named[0].owner
        if not all(asked.owner in owners for asked in named):
            return Decision("suggested", "other_payer", suggestions=[one.id for one in named[:SUGGESTED]], owner=owner)
        parts, left = self._spread(amount, named)
        if not parts:
            return Decision("suggested", "paid_already", suggestions=[one.id for one in named[:SUGGESTED]], owner=owner)
        return Decision("matched", "over" if left > 0 else reason, parts, owner=owner)

    def _decide_by_sum(self, amount, owners):
        opened = [one for owner in owners for one in self.by_owner.get(owner, ()) if self.due[one.id] > 0]
        same = [one for one in opened if self.due[one.id] == amount]
        everything = sum(self.due[one.id] for one in opened)
        chosen = same if len(same) == 1 else opened if opened and everything == amount else []
        if chosen:
            return Decision("matched", "sum", self._spread(amount, chosen)[0], owner=chosen[0].owner)
        near = sorted(opened, key=lambda one: (abs(self.due[one.id] - amount), one.pay_on, one.id))
        suggestions = [one.id for one in near[:SUGGESTED]]
        return Decision("suggested", "which" if near else "nothing_open", suggestions=suggestions, owner=owners[0])

    def _decide_refund(self, amount, owners, named, purpose):
        if not owners or not REFUND.search(purpose):
            return Decision("other", "outgoing")
        paid = [one for one in named if one.owner in owners and one.paid >= amount]
        if len(paid) == 1:
            return Decision("matched", "refund", [(paid[0].id, amount)], owner=paid[0].owner)
        near = [one for owner in owners for one in self.by_owner.get(owner, ()) if one.paid >= amount]
        suggestions = [one.id for one in (paid or near)[:SUGGESTED]]
        return Decision("suggested", "refund_which", suggestions=suggestions, owner=owners[0])

    def _spread(self, amount, chosen):
        """([(request id, amount)], what is left), in the order in which they are given."""
        parts, left = [], amount
        for asked in chosen:
            part = min(left, self.due[asked.id])
            if part > 0:
                parts.append((asked.id, part))
                self.due[asked.id] -= part
                left -= part
        return parts, left
