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


def gather_customer(values):
    """The account and the person of a row as entries of lists, so that rows of one customer can be joined."""
    _gather(values, "accounts", ACCOUNT)
    _gather(values, "contacts", PERSON)


def gather_goods(values):
    if "pack_factor" in values and values.get("pack_unit") and values["pack_factor"] > 0:
        _gather(values, "units", PACK)


def _gather(values, name, parts):
    """{old: new} parts into one entry of a list, where the first of them is filled; they leave the row."""
    if next(iter(parts)) in values:
        entry = {new: values.pop(old) for old, new in parts.items() if old in values}
        values.setdefault(name, []).append(entry)


ACCOUNT = {"account": "account", "bic": "bic", "bank": "bank", "corr_account": "corr_account"}
PERSON = {"contact": "name", "contact_function": "function", "contact_phone": "phone", "contact_email": "email"}
PACK = {"pack_unit": "name", "pack_factor": "factor"}
GATHER = {"customers": gather_customer, "goods": gather_goods}
DERIVE = {
    "settlements": derive_settlement,
    "customers": derive_customer,
    "customer_orders": derive_order,
    "supplier_orders": derive_order,
    "production_orders": derive_order,
}
