"""Arabic on paper, without a database."""

import re

LETTERS = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
WORD = re.compile(f"[{LETTERS}]+")
TEXT = re.compile(f">[^<]*[{LETTERS}][^<]*")


def separate_words(page):
    """The page with each Arabic word in an element of its own.

    Debian's wkhtmltopdf takes a run of Arabic words for one: it leaves the paper instead of going on in the next line.

    :param page: HTML
    """
    return TEXT.sub(lambda text: WORD.sub(r"<span>\g<0></span>", text[0]), str(page))
