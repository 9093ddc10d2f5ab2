"""Decoding of bytes whose charset is missing, unknown or wrong, without a database."""

import email.errors
import email.header
import re

# What Russian mail programs write when they do not say which; the likelier first.
GUESSES = ("windows-1251", "koi8-r")
LOWER_CYRILLIC = re.compile("[а-яё]")
# PostgreSQL stores no NUL; the other control characters are never part of a text.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text):
    """Text that can be stored: no control characters, no lone surrogates, lines ended by a newline."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text)


def decode(data, charset=None):
    """(text, remark) of bytes; the remark is "unknown_charset", "wrong_charset" or None."""
    remark = None
    try:
        return clean(data.decode(charset or "utf-8")), None
    except LookupError:
        remark = "unknown_charset"
    except (ValueError, TypeError):
        remark = "wrong_charset"
    try:
        return clean(data.decode("utf-8")), remark
    except UnicodeDecodeError:
        return clean(guess(data)), remark


def guess(data):
    """Text in the Russian eight-bit charset that gives the most small letters: the wrong one gives capitals."""
    readings = [data.decode(charset, "replace") for charset in GUESSES]
    best = max(readings, key=lambda text: len(LOWER_CYRILLIC.findall(text)))
    return best if LOWER_CYRILLIC.search(best) else data.decode("utf-8", "replace")


def decode_header(value):
    """Readable text of a raw header value (str with surrogates where it held eight-bit bytes)."""
    if not value:
        return ""
    raw = value.encode("utf-8", "surrogateescape")
    if not raw.isascii():
        value = decode(raw)[0]
    try:
        words = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        words = [(value, None)]
    pieces = (word if isinstance(word, str) else decode(word, charset)[0] for word, charset in words)
    return " ".join(clean("".join(pieces)).split())
