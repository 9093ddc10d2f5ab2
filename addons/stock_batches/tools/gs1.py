"""GS1 element strings: what a scanner read, and what a label may hold. Knows nothing of Odoo."""

import re

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString
from biip.gtin import Gtin

SEPARATOR = "\x1d"
WRITTEN_SEPARATORS = re.compile(r"\{GS\}|<GS>|\[GS\]|\u241d|\\x1d|\\u001d|Alt029|<?FNC1>?|\^\]", re.IGNORECASE)
# What keyboards and terminals make of the separator. GS1 forbids these characters in nearly every part, so that they
# are tried only where the code does not read without them.
KEYBOARD_SEPARATORS = re.compile(r"[\]#^|~\x1c\x1e\x1f]+")
SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
# EAN and UPC symbols hold a trade item number and nothing else.
EAN = re.compile(r"^\s*\]E[0-9]")
BRACKETED = re.compile(r"\((\d{2,4})\)")
FIXED_LENGTH = re.compile(r"^N(\d)\+N(\d+)$")
# A Russian keyboard under a scanner that types: the same keys, other letters.
LAYOUT = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮёЁ№",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,.`~#",
)
CYRILLIC = re.compile("[а-яёА-ЯЁ]")
# What a series or serial number may hold: GS1's 82 characters but the brackets, which mark identifiers in our texts.
ELEMENT_TEXT = re.compile(r"^[!\"%-'*-?A-Z_a-z]{1,20}$")
NAMES = {"10": "lot", "21": "serial", "00": "sscc", "414": "gln"}
# Never made of each other: each says another thing.
DATES = {"11": "production", "13": "packaging", "15": "best_before", "17": "expiry"}
COUNTS = ("30", "37")


def read(text):
    """Parts of a scanned code; see `stock.lot._read_gs1` for their names. A bare trade item number counts too."""
    if EAN.match(text or ""):
        gtin = to_gtin(text.strip()[3:])
        return {"gtin": gtin} if gtin else {}
    best = None
    for plain in _readings(text or ""):
        found = _read_plain(plain)
        if found and "errors" not in found:
            return found
        if best is None or _worth(found) > _worth(best):
            best = found
    return best or {}


def _readings(text):
    """The text as it is, then as what a keyboard may have made of it."""
    plain = _plain(text)
    readings = [plain]
    latin = _plain(text.translate(LAYOUT)) if CYRILLIC.search(text) else plain
    for reading in (latin, KEYBOARD_SEPARATORS.sub(SEPARATOR, latin).strip(SEPARATOR)):
        if reading not in readings:
            readings.append(reading)
    return readings


def _worth(found):
    """How much of a code was understood; what is wrong counts against it."""
    return len(found) - 2 * len(found.get("errors", ())) if found else 0


def _read_plain(whole):
    found, rest = {}, whole
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


def swallowed(name):
    """Ways to read a number that may hold what follows it, for want of a separator: [(shorter number, the parts)]."""
    ways = []
    for end in range(1, len(name or "")):
        found = _read_plain(name[end:])
        if found and "errors" not in found and set(found) & {*DATES.values(), "quantity", "serial", "lot"}:
            ways.append((name[:end], found))
    return ways


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
    if not part.value or not part.value.isascii():
        found.setdefault("errors", []).append((ai + part.value, "This part is empty or has forbidden characters."))
    elif part.gtin_error:
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


def _has_check_digit(text, length):
    """True for that many digits of which the last is right: weights 3 and 1 from the right."""
    if not text or len(text) != length or not (text.isascii() and text.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return total % 10 == 0


def is_gln(text):
    """True for the number of a place, 13 digits."""
    return _has_check_digit(text, 13)


def is_sscc(text):
    """True for the number of a logistic unit, 18 digits."""
    return _has_check_digit(text, 18)


def gtin_forms(gtin):
    """All texts under which a product may hold this number as its barcode."""
    return [gtin[14 - length :] for length in (14, 13, 12, 8) if not gtin[: 14 - length].strip("0")]


def is_element_text(text):
    """True when a series number may stand in a GS1 code."""
    return bool(ELEMENT_TEXT.match(text or ""))


# Cyrillic letters that look like Latin ones: in a number of only these nobody meant the Cyrillic.
LOOKALIKES = dict(zip("АВЕКМНОРСТУХаеорсух", "ABEKMHOPCTYXaeopcyx", strict=True))
SOUNDS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch  y  e yu ya".split(" "),
        strict=True,
    )
)


def offer_number(text):
    """A number for a series that scanners can read, as near as possible to the one given."""
    letters = CYRILLIC.findall(text)
    if all(letter in LOOKALIKES for letter in letters):
        text = "".join(LOOKALIKES.get(letter, letter) for letter in text)
    rows = []
    for letter in text:
        sound = SOUNDS.get(letter.lower())
        if sound is not None and letter.isupper():
            sound = sound.upper() if text.isupper() else sound.capitalize()
        rows.append(letter if sound is None else sound)
    latin = re.sub(r"\s+", "-", "".join(rows).strip())
    return "".join(letter for letter in latin if is_element_text(letter))[:20]
