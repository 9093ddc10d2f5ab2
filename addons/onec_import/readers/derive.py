"""What follows from the values of a record: balances with their sign, numbers and dates of documents, lists of parts."""

import re
from functools import lru_cache

from .addresses import split_address
from .values import Bad, parse_date

DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
ADDRESS_KINDS = (("legal_address", "legal"), ("actual_address", "actual"), ("postal_address", "postal"))


@lru_cache(4096)
def _day(text):
    """The date that a text begins with, or None; reports name the same days again and again."""
    match = DATE.match(text)
    try:
        return match and parse_date(match[0]).date()
    except Bad:
        return None


def parse_document(label):
    """(number, date) of "Заказ клиента ТД00-000012 от 01.02.2026 10:00:00"; (None, None) where it is none."""
    head, _word, tail = label.rpartition(" от ")
    day = _day(tail) if head else None
    if day is None:
        return None, None
    return head.rpartition(" ")[2].lstrip("№") or None, day


def derive_settlement(values, options):
    """amount: > 0 they owe us. Of a supplier, 1C's debt is ours and the prepayment too."""
    if "document" in values and "document_number" not in values:
        number, day = parse_document(values["document"])
        if number:
            values["document_number"] = number
        if day:
            values.setdefault("document_date", day)
    side = values.get("side") or options.get("side")
    if side:
        values["side"] = side
    if "debt" in values or "prepayment" in values:
        amount = values.get("debt", 0) - values.get("prepayment", 0)
        values["amount"] = -amount if side == "supplier" and not options.get("debit") else amount


def derive_order(values, options):
    label = values.get("document")
    if label and "number" not in values:
        number, day = parse_document(label)
        if number:
            values["number"] = number
        if day:
            values.setdefault("date", day)


def derive_customer(values, options):
    for name, kind in ADDRESS_KINDS:
        if text := values.get(name):
            values.setdefault("addresses", []).append({"type": kind, **split_address(text)})
    _list(values, "accounts", ("account", "bic", "bank", "corr_account"), ("account",))
    person = {"contact": "name", "contact_function": "function", "contact_phone": "phone", "contact_email": "email"}
    if "contact" in values:
        entry = {new: values[old] for old, new in person.items() if old in values}
        values.setdefault("contacts", []).append(entry)


def _list(values, name, parts, needed):
    if all(part in values for part in needed):
        values.setdefault(name, []).append({part: values[part] for part in parts if part in values})


def derive_goods(values, options):
    if "pack_factor" in values and values.get("pack_unit") and values["pack_factor"] > 0:
        values.setdefault("units", []).append({"name": values["pack_unit"], "factor": values["pack_factor"]})


DERIVE = {
    "settlements": derive_settlement,
    "customers": derive_customer,
    "goods": derive_goods,
    "customer_orders": derive_order,
    "supplier_orders": derive_order,
    "production_orders": derive_order,
}
