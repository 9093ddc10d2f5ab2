"""Check of Russian requisites, without a database."""

import re

from stdnum.ru import inn

KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}", re.ASCII)
BIC = re.compile(r"\d{9}", re.ASCII)


WRITTEN_INN = re.compile(r"\bИНН\D{0,12}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)


def find_inns(text):
    """INNs that a letter names as such, each once; what only looks like one is left out."""
    return list(dict.fromkeys(found for found in WRITTEN_INN.findall(text or "") if is_inn(found)))


def is_inn(text):
    return inn.is_valid(text)


def is_kpp(text):
    return bool(KPP.fullmatch(text))


def is_bic(text):
    return bool(BIC.fullmatch(text))


def is_okpo(text):
    """Eight digits (organisation) or ten (person), the last being the check digit."""
    if not re.fullmatch(r"\d{8}|\d{10}", text, re.ASCII):
        return False
    *body, check = (int(digit) for digit in text)
    rest = _weighted(body, first=1)
    if rest == 10:
        rest = _weighted(body, first=3) % 10
    return rest == check


def _weighted(digits, first):
    """Remainder by 11; the weights run from 1 to 10 and begin again."""
    return sum(((first + place - 1) % 10 + 1) * digit for place, digit in enumerate(digits)) % 11
