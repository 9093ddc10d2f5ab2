"""Finding of whoever wrote a mail that somebody else handed on, without a database."""

import re
from collections import namedtuple

from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

from . import mail as mail_reader

Original = namedtuple("Original", "name email text")
# Where the forwarded mail begins, as Gmail, Yandex, Mail.ru, Thunderbird, Apple Mail and Outlook write it.
MARK = re.compile(
    r"^[\s>]*(?:[-_]{2,}\s*(?:forwarded message|original message|пересылаемое сообщение|пересланное сообщение"
    r"|перенаправленное сообщение|исходное сообщение)\s*[-_]*"
    r"|begin forwarded message:|начало переадресованного сообщения:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
OUTLOOK = re.compile(
    r"^[\s>*]*(?:from|от(?: кого)?)[\s*]*:.*\n(?:[\s>*]*(?:sent|date|отправлено|дата|to|кому|cc|копия|subject|тема)"
    r"[\s*]*:.*(?:\n|\Z)){2}",
    re.IGNORECASE | re.MULTILINE,
)
RECIPIENT_LINE = re.compile(r"^[\s>*]*(?:to|cc|кому|копия|reply-to|ответить)[\s*]*:", re.IGNORECASE)
HEADER_LINE = re.compile(r"^[\s>*]*[\w\- ]{2,20}[\s*]*:\s|^[\s>]*\d{1,2}[./]\d{1,2}[./]\d{2,4}.*:\s*$", re.IGNORECASE)
HEADER_LINES = 8


def find_original(mail):
    """The mail that was forwarded inside `mail`, or None.

    :return: Original: name (may be empty), normalised e-mail, its words without the forwarded header
    """
    for attachment in mail.attachments:
        if attachment.mimetype == "message/rfc822":
            inner = mail_reader.read(attachment.content)
            name, address = inner.get_address("From")
            if address:
                return Original(name, address, inner.text)
    mark = MARK.search(mail.text) or OUTLOOK.search(mail.text)
    if not mark:
        return None
    begin = mark.end() if mark.re is MARK else mark.start()
    return _read_block(mail.text[begin:].strip("\n").splitlines())


def _read_block(lines):
    """Original of the lines that begin with its header: the first address there that is no recipient's."""
    for line in lines[:HEADER_LINES]:
        if RECIPIENT_LINE.match(line):
            continue
        for words, address in email_split_tuples(line.lstrip("> ")):
            if email_normalize(address):
                return Original(_clean_name(words), email_normalize(address), _skip_header(lines))
    return None


def _clean_name(words):
    """The name in front of an address, without the label or the moment that stood before it."""
    words = re.sub(r"^[\s>*]*(?:from|от(?: кого)?)[\s*]*:\s*", "", words, flags=re.IGNORECASE)
    return re.sub(r"^[\d.,:/\s]*(?:\d{4}[\d.,:/\s]*)", "", words).strip("\"'«» *,:")


def _skip_header(lines):
    rest = list(lines)
    while rest and (HEADER_LINE.match(rest[0]) or email_split_tuples(rest[0])):
        rest.pop(0)
    return "\n".join(rest).strip()
