"""International account numbers, without a database.

`stdnum.iban` does the same, but cannot be imported inside Odoo, which replaces the loader that its data file is read by.
"""

import functools
import re
from pathlib import Path

import stdnum
from stdnum import numdb
from stdnum.iso7064 import mod_97_10

CHARACTERS = {"n": r"\d", "a": "[A-Z]", "c": "[A-Z0-9]"}


@functools.cache
def _numbering():
    with Path(stdnum.__file__).with_name("iban.dat").open(encoding="utf-8") as lines:
        return numdb.read(lines)


@functools.cache
def _pattern(country):
    """How accounts of this country look; nothing where they are no IBAN."""
    known = _numbering().info(country) if country else [("", {})]
    parts = re.findall(r"(\d+)!([nac])", known[0][1].get("bban", ""))
    body = "".join(f"{CHARACTERS[kind]}{{{length}}}" for length, kind in parts)
    return re.compile(rf"{country}\d\d{body}", re.ASCII) if body else None


def has_iban(country):
    """True when banks of the country with this code number accounts so."""
    return _pattern(country or "") is not None


def is_iban(number, country=None):
    """True when the number has the shape of its country, or of the one that is named, and the right check digits."""
    pattern = _pattern(country or number[:2])
    return bool(pattern and pattern.fullmatch(number)) and mod_97_10.is_valid(number[4:] + number[:4])
