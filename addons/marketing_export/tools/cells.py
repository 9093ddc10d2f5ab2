"""Cells that no program may take for anything but text, without a database."""

import re

# MailChimp cuts text fields by bytes: of Cyrillic that is 127 letters.
MAILCHIMP_BYTES = 255
# Excel's own limit; longer text makes a file that it calls damaged.
EXCEL_CHARACTERS = 32767

# What XML 1.0 cannot hold, lone surrogates included.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PHONE = re.compile(r"\+\d{7,15}", re.ASCII)
# The full-width signs start a formula in spreadsheets set up for East Asia.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def printable(value):
    """The value as text without control characters; nothing at all is the empty text."""
    if not value:
        return "" if value is None or value is False else str(value)
    text = value if isinstance(value, str) else str(value)
    # Nearly all are: the test is ten times quicker than the search.
    return text if text.isprintable() else UNPRINTABLE.sub("", text)


def is_plain(text):
    """True for text that is short, of one line, without outer or double blanks and without control characters: most
    cells are, and telling so costs a fraction of what making them so does."""
    # No character has more than four bytes.
    return len(text) * 4 <= MAILCHIMP_BYTES and text.isprintable() and text.strip() == text and "  " not in text


def one_line(value):
    """Text of one line without outer blanks: a line break inside a field splits a row for many programs."""
    return " ".join(printable(value).split())


def clip_bytes(text, limit=MAILCHIMP_BYTES):
    """The longest beginning of the text that fits into `limit` bytes of UTF-8 and ends with a whole character."""
    # No character has more than four bytes.
    if len(text) * 4 <= limit:
        return text
    return text.encode()[:limit].decode(errors="ignore")


def guard(text):
    """Text that no spreadsheet takes for a formula; an international phone number stays as it is."""
    return f"'{text}" if text.startswith(DANGEROUS) and not PHONE.fullmatch(text) else text


def csv_cell(value):
    """Cell of a file for MailChimp."""
    return clip_bytes(guard(one_line(value))).rstrip()


def mail_cell(value):
    """Cell of a workbook for MailChimp."""
    if isinstance(value, str) and is_plain(value):
        return value
    return clip_bytes(one_line(value)).rstrip()


def excel_cell(value):
    """Cell of a workbook, whose writer marks it as text: no apostrophe is needed, line breaks are allowed."""
    return printable(value)[:EXCEL_CHARACTERS]


def make_all(values, make):
    """The cells of a column; each different value is made a cell once, and most columns repeat themselves."""
    values = list(values)
    known = {value: make(value) for value in set(values)}
    return list(map(known.__getitem__, values))
