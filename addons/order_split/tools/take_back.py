"""Take back what was ordered and is no longer needed, as far as that costs nothing."""


def take_back(balance):
    """Lower or cancel drafts by the surplus that appeared since the pegs were written last.

    What somebody had already ordered beyond the need stays: that was his decision. What is in work stays too and
    is shown as surplus, for the planner to decide.
    """
    while _take_back_once(balance):
        balance.read_again()


def _take_back_once(balance):
    """Whether a document was lowered: then the components of what is not made may be too much as well."""
    changed = False
    for key, need in balance.needs.items():
        excess = need.round(need.surplus - balance.old_surplus[key])
        for document in _cheapest_first(need):
            if excess <= 0:
                break
            taken = min(excess, document.quantity)
            given = need.round(taken - document.record._take_back_supply(need.round(taken)))
            changed = changed or given > 0
            excess = need.round(excess - given)
    return changed


def _cheapest_first(need):
    """Documents that cost nothing to take back: draft purchase lines, then orders nobody began, the newest first."""
    free = [document for document in need.coming if not document.firmness]
    return sorted(free, key=lambda document: (document.source != "buy", -document.record.id))
