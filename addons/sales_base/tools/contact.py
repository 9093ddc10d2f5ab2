"""Spelling of e-mail addresses and phone numbers, without a database."""

import re

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from odoo.tools import email_normalize_all

# Fewer digits are an inner number of somebody's exchange: they identify nobody.
SHORTEST_PHONE = 5
LAST_DIGITS = 10

EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|д|ext(?:ension)?|x|#|,|;)[\s.:№#)]*(\d{1,6})\D*$", re.IGNORECASE
)
BETWEEN_PHONES = re.compile(r"[;,/\n|]|\s+(?:и|или|and|or)\s+", re.IGNORECASE)


def digits_of(text):
    return phonenumbers.normalize_digits_only(text)


def split_emails(text):
    """All addresses of a text such as «Ivan <i@a.ru>, shop@a.ru», normalised, each once, in their order."""
    found = (_domain_in_unicode(email) for email in email_normalize_all(text or ""))
    return list(dict.fromkeys(found))


def _domain_in_unicode(email):
    """A Cyrillic domain arrives either as it is written or in its ASCII form; keep one of the two."""
    local, _at, domain = email.rpartition("@")
    if "xn--" not in domain:
        return email
    try:
        return f"{local}@{domain.encode('ascii').decode('idna')}"
    except UnicodeError:
        return email


def split_phones(text):
    """Numbers of a text that may hold several; a short piece after a long one is its extension."""
    pieces = []
    for piece in filter(None, map(str.strip, BETWEEN_PHONES.split(text or ""))):
        if pieces and len(digits_of(piece)) < SHORTEST_PHONE:
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    return pieces


def normalise_phone(text, regions):
    """(value, last ten digits) of a phone number, or (False, False) when it is none.

    `regions` are ISO country codes, the likeliest first. The value is E.164 where the number makes sense
    in one of them or by itself, else its bare digits, so that the same spelling still finds itself.
    """
    value = _spell(text, regions)
    if not value:
        return False, False
    digits = digits_of(value)
    return value, digits[-LAST_DIGITS:] if len(digits) >= LAST_DIGITS else False


def _spell(text, regions):
    text = re.sub(r"^\D*00(?=[1-9])", "+", EXTENSION.sub("", text or ""))
    digits = digits_of(text)
    if len(digits) < SHORTEST_PHONE:
        return False
    parsed = list(_readings((text, digits, f"+{digits}"), regions))
    for number in parsed:
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    for number in parsed:
        if phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE:
            spelt = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            # With its country code in front the number may turn out to be a valid one of another region.
            return spelt if spelt == text else _spell(spelt, regions)
    return digits


def _readings(spellings, regions):
    for spelling in spellings:
        for region in [None] if spelling.startswith("+") else regions:
            try:
                yield phonenumbers.parse(spelling, region)
            except phonenumbers.NumberParseException:
                continue
