"""Take back what was ordered and is no longer needed, as far as that costs nothing."""


def take_back(balance):
    """Lower or cancel drafts by the surplus that appeared since the pegs were written last.

    What somebody had already ordered beyond the need stays: that was his decision. What is in work stays too and
    is shown as surplus, for the planner to decide. What was ordered because less is not made or sold stays as long as
    a piece of it is needed.
    """
    while _take_back_once(balance):
        balance.read_again()


def _take_back_once(balance):
    """Whether a document was lowered: then the components of what is not made may be too much as well."""
    changed = False
    for need in balance.needs.values():
        excess = _excess(balance, need)
        for document in _cheapest_first(need):
            if excess <= 0:
                break
            taken = min(excess, document.quantity)
            given = need.round(taken - document.record._take_back_supply(need.round(taken)))
            changed = changed or given > 0
            excess = need.round(excess - given)
    return changed


def _excess(balance, need):
    """Surplus that nobody decided on and no least quantity asks for."""
    excess = need.surplus - balance.old_surplus[need.key]
    free = _cheapest_first(need) if need.surplus > 0 else []
    values = need.line._find_supply_rule(need) if free else None
    batch = values.get("supply_batch", 0.0) if values else 0.0
    if batch:
        old = min(_rounding(batch, balance.old_used[need.key]), balance.old_surplus[need.key])
        excess += old - min(_rounding(batch, need.wanted), need.surplus)
    return need.round(excess)


def _rounding(batch, wanted):
    """What a least quantity brings beyond what is wanted."""
    return max(batch - wanted, 0.0) if wanted > 0 else 0.0


def _cheapest_first(need):
    """Documents that cost nothing to take back: draft purchase lines, then orders nobody began, the newest first."""
    free = [document for document in need.coming if not document.firmness]
    return sorted(free, key=lambda document: (document.source != "buy", -document.record.id))
