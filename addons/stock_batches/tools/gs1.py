"""GS1 element strings: what a scanner read, and what a label may hold. Knows nothing of Odoo."""

import re

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString
from biip.gtin import Gtin

SEPARATOR = "\x1d"
WRITTEN_SEPARATORS = re.compile(r"\{GS\}|<GS>|\u241d", re.IGNORECASE)
SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
BRACKETED = re.compile(r"\((\d{2,4})\)")
FIXED_LENGTH = re.compile(r"^N(\d)\+N(\d+)$")
# What a series or serial number may hold: GS1's 82 characters but the brackets, which mark identifiers in our texts.
ELEMENT_TEXT = re.compile(r"^[!\"%-'*-?A-Z_a-z]{1,20}$")
NAMES = {"10": "lot", "21": "serial"}
DATES = {"11": "production", "15": "best_before", "17": "expiry"}
COUNTS = ("30", "37")


def read(text):
    """Parts of a scanned code; see `stock.lot._read_gs1` for their names. A bare trade item number counts too."""
    found = {}
    rest = _plain(text or "")
    whole = rest
    while rest:
        try:
            part = GS1ElementString.extract(rest)
        except ParseError as error:
            length = _wrong_length(rest)
            found.setdefault("errors", []).append((rest[:length], str(error)))
        else:
            length = len(part)
            _keep(found, part)
        rest = rest[length:].lstrip(SEPARATOR)
    if set(found) <= {"errors"}:
        gtin = to_gtin(whole)
        return {"gtin": gtin} if gtin else {}
    return found


def _plain(text):
    """The code as a scanner in plain mode gives it: no symbology identifier, no brackets, GS as separator."""
    text = WRITTEN_SEPARATORS.sub(SEPARATOR, SYMBOLOGY.sub("", text.strip(" \t\r\n")))
    if BRACKETED.match(text):
        _nothing, *parts = BRACKETED.split(text)
        text = SEPARATOR.join(ai + value for ai, value in zip(parts[::2], parts[1::2], strict=True))
    return text.strip(SEPARATOR)


def _wrong_length(text):
    """Length of a part that cannot be read: that of its identifier if it is fixed, else up to the separator."""
    end = text.find(SEPARATOR)
    end = len(text) if end < 0 else end
    try:
        fixed = FIXED_LENGTH.match(GS1ApplicationIdentifier.extract(text).format)
    except ParseError:
        return end
    return min(end, int(fixed[1]) + int(fixed[2])) if fixed else end


def _keep(found, part):
    ai = part.ai.ai
    if part.gtin_error:
        found.setdefault("errors", []).append((ai + part.value, part.gtin_error))
    elif ai == "01":
        found.setdefault("gtin", part.value)
    elif ai in NAMES:
        found.setdefault(NAMES[ai], part.value)
    elif ai in DATES:
        found.setdefault(DATES[ai], part.date)
    elif ai in COUNTS:
        found.setdefault("quantity", float(part.value))
    else:
        found.setdefault("other", {})[ai] = part.value


def to_gtin(barcode):
    """The 14 digits of a trade item number with a right check digit, else an empty text."""
    try:
        return Gtin.parse(barcode or "").as_gtin_14()
    except ParseError:
        return ""


def gtin_forms(gtin):
    """All texts under which a product may hold this number as its barcode."""
    return [gtin[14 - length :] for length in (14, 13, 12, 8) if not gtin[: 14 - length].strip("0")]


def is_element_text(text):
    """True when a series number may stand in a GS1 code."""
    return bool(ELEMENT_TEXT.match(text or ""))
