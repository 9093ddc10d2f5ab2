"""What a letter to a customer is written by: language, cleaned texts, addresses that nobody reads. No database."""

import re

from odoo.tools import email_normalize

from .form import NO_REPLY

RUSSIAN, ENGLISH = "ru", "en"
# The first line that says something; below stand signatures and legal notices in whatever language.
BEGINNING, SAYS = 120, 8
# A Russian letter names pumps and companies in Latin letters; an English one is signed by Ivan at most.
LATIN_TO_CYRILLIC = 3
CYRILLIC, LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)
RUSSIAN_COUNTRIES = {"RU", "BY", "KZ", "KG", "AM", "UZ", "TJ", "TM", "AZ"}
RUSSIAN_DOMAINS = (".ru", ".su", ".by", ".kz", ".xn--p1ai", ".рф")
# Control characters, line ends of any alphabet among them: in a header they would begin another one.
CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]+")
# Core takes a name that holds an address for another recipient.
SPECIAL = re.compile(r"[@,;:<>()\[\]\\\"]+")
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,480}>")
ROBOT = re.compile(
    r"(?:mailer-daemon|postmaster|bounces?|listserv|majordomo|owner|mailman|notifications?|unattended|autoreply)"
    r"(?:[-+._][^@]*)?@|[^@]*(?:-request|-owner|-bounces?)@",
    re.IGNORECASE,
)


def guess_language(text, country_code=None, address=None):
    """ "ru", "en", or None when nothing tells: by what he writes, else by where he is.

    >>> guess_language("Прошу КП на Grundfos CR 5-10"), guess_language("We look for a pump. Ivan Иванов"), guess_language("?")
    ('ru', 'en', None)
    """
    lines = [_count_letters(line[:BEGINNING]) for line in (text or "").splitlines()]
    said = next((counts for counts in lines if sum(counts) >= SAYS), None)
    cyrillic, latin = said or [sum(counts) for counts in zip(*lines, strict=True)] or (0, 0)
    if cyrillic and cyrillic * LATIN_TO_CYRILLIC >= latin:
        return RUSSIAN
    if latin:
        return ENGLISH
    if country_code:
        return RUSSIAN if country_code in RUSSIAN_COUNTRIES else ENGLISH
    return RUSSIAN if (address or "").lower().endswith(RUSSIAN_DOMAINS) else None


def _count_letters(text):
    return len(CYRILLIC.findall(text)), len(LATIN.findall(text))


def clean(text, longest=200):
    """One line that is safe in any header."""
    words = " ".join(CONTROL.sub(" ", text or "").split())
    return words if len(words) <= longest else words[:longest].rstrip() + "…"


def clean_name(text):
    """A name that is safe before an address, whatever it consists of."""
    return clean(SPECIAL.sub(" ", text or ""), 100)


def find_message_ids(text):
    """Message-Ids in a header's value, in their order; whatever else stands there is left out."""
    return MESSAGE_ID.findall(text or "")


def is_robot(address):
    """True for addresses behind which nobody reads: robots, lists, those that bounces come from."""
    return bool(NO_REPLY.match(address) or ROBOT.match(address))


def normalise(address):
    """The address as it compares, or False."""
    return email_normalize(address or "", strict=False)


def asks_for_silence(mail):
    """True when a mail that looks like a person's asks not to be answered by a machine, or went to many."""
    suppressed = {word.strip().lower() for word in mail.get("X-Auto-Response-Suppress").split(",")}
    many = any(mail.get(name) for name in ("List-Unsubscribe", "List-Post", "Feedback-ID"))
    return many or bool(suppressed & {"all", "autoreply", "oof"})
