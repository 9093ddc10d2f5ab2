"""Reading of raw mails, whatever is wrong with them, without a database."""

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property

from odoo.tools import html2plaintext, html_sanitize
from odoo.tools.mail import email_normalize, email_split_tuples, unfold_references

from . import charset
from . import pairs as pair_reader

END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
# Site forms set an address as a link and each line as a block of its own.
ADDRESS_LINK = re.compile(r'<a\s[^>]*href="(?:mailto|tel):([^"?]*)[^"]*"[^>]*>([^<]*)</a>', re.IGNORECASE)
BLOCK_END = re.compile(r"</(?:div|li|dt|dd)>", re.IGNORECASE)
PAIRED = re.compile(r"<(?:table|dl)\b", re.IGNORECASE)
MAX_DEPTH = 30
ROBOT_PRECEDENCE = {"bulk", "junk", "list", "auto_reply"}
REPLY_HEADERS = ("X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply")
# Outlook, Exchange and the usual providers begin the subject so; not all of them set a header.
AUTO_SUBJECT = re.compile(
    r"^\s*(?:автоматический ответ|автоответ(?:чик)?|automatic reply|auto(?:matic)?[- ]?reply|out of office(?: reply)?)\s*:",
    re.IGNORECASE,
)
BOUNCERS = {"mailer-daemon", "postmaster"}
# A name may hold an address of somebody else: what counts is in the brackets.
ONE_ADDRESS = re.compile(r"([^<>]*)<([^<>\s]+@[^<>\s]+)>\s*")
RECIPIENT_HEADERS = ("delivered-to", "to", "cc", "resent-to", "resent-cc")


@dataclass
class Attachment:
    name: str
    content: bytes
    mimetype: str


@dataclass
class Mail:
    """What a raw mail says; `remarks` lists what was wrong with it as pairs (code, detail)."""

    headers: dict = field(default_factory=dict)
    text: str = ""
    html: str = ""
    attachments: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    content_type: str = "text/plain"

    def get(self, name):
        """First value of a header, decoded; empty when it is missing."""
        return next(iter(self.headers.get(name.lower(), ())), "")

    def get_address(self, name):
        """(name, normalised address) of the first address of a header; the address is False when there is none."""
        value = self.get(name)
        one = value.count("@") > 1 and ONE_ADDRESS.fullmatch(value)
        for words, address in [one.groups()] if one else email_split_tuples(value):
            normalised = email_normalize(address, strict=False)
            if normalised:
                return words.strip("\"' \t"), normalised
        return "", False

    def get_recipients(self):
        """Normalised addresses that the mail was sent to."""
        values = [value for name in RECIPIENT_HEADERS for value in self.headers.get(name, ())]
        pairs = [pair for value in values for pair in email_split_tuples(value)]
        return [address for address in (email_normalize(pair[1], strict=False) for pair in pairs) if address]

    @cached_property
    def pairs(self):
        """[(label, value)] of the tables and definition lists of its HTML."""
        return pair_reader.find_pairs(self.html) if PAIRED.search(self.html) else []

    @property
    def subject(self):
        return self.get("Subject")

    @property
    def message_id(self):
        return self.get("Message-Id")[:500]

    @property
    def references(self):
        """Message-Ids that the mail answers, the nearest last, at most 32 as in core."""
        found = unfold_references(f"{self.get('References')} {self.get('In-Reply-To')}")
        return list(dict.fromkeys(word for word in found if word.startswith("<")))[-32:]

    @property
    def date(self):
        """Naive UTC datetime of the Date header, or None."""
        try:
            written = parsedate_to_datetime(self.get("Date"))
            offset = written.utcoffset()
            return (written - offset if offset else written).replace(tzinfo=None, microsecond=0)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None

    def get_robot_reason(self):
        """Why the mail is no request: "bounce", "auto_reply", "generated", "mailing_list", or None."""
        if self._is_bounce():
            return "bounce"
        submitted = self.get("Auto-Submitted").partition(";")[0].partition("(")[0].strip().lower()
        replies = any(self.get(name) for name in REPLY_HEADERS) or AUTO_SUBJECT.match(self.subject)
        if replies or submitted not in ("", "no", "auto-generated"):
            return "auto_reply"
        if submitted == "auto-generated":
            return "generated"
        if self.get("List-Id") or self.get("Precedence").strip().lower() in ROBOT_PRECEDENCE:
            return "mailing_list"
        return None

    def _is_bounce(self):
        _name, sender = self.get_address("From")
        path = self.get("Return-Path").strip()
        return (
            path == "<>"
            or bool(self.get("X-Failed-Recipients"))
            or self.content_type == "multipart/report"
            or (sender or "").partition("@")[0] in BOUNCERS
            or self.get("From").strip().lower() in ("<>", "mailer-daemon")
        )


def split(raw):
    """(header bytes, body bytes) of a raw mail."""
    found = END_OF_HEADERS.search(raw)
    return (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")


def read_headers(raw):
    """A `Mail` with its headers alone: enough for the gateway, cheap for any size, never raises."""
    head, _body = split(raw)
    try:
        message = email.message_from_bytes(head + b"\r\n\r\n", policy=email.policy.compat32)
        return Mail(headers=_get_headers(message), content_type=message.get_content_type())
    except Exception as error:  # whatever is wrong with the headers, the mail is still to be stored
        return Mail(remarks=[("unreadable_headers", type(error).__name__)])


def get_key(raw, mail):
    """Key under which a mail is one event: its Message-Id and the hash of its body.

    Relays add headers, so these stay out; a mail without an id is known by who wrote what and when.
    """
    _head, body = split(raw)
    if mail.message_id:
        return f"mail:{mail.message_id}:{hashlib.sha256(body).hexdigest()}"
    known_by = "\n".join((mail.get("From"), mail.get("Date"), mail.subject)).encode()
    return f"mail::{hashlib.sha256(known_by + body).hexdigest()}"


def read(raw):
    """A whole `Mail`; raises only where Python's parser finds no way at all."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    mail = Mail(headers=_get_headers(message), content_type=message.get_content_type())
    pieces = []
    _collect(message, mail, pieces, 0)
    mail.text = "\n".join(piece.strip("\n") for piece in pieces if piece.strip()).strip()
    if not mail.message_id:
        mail.remarks.append(("no_message_id", ""))
    if not mail.get_address("From")[1]:
        mail.remarks.append(("no_sender", ""))
    return mail


def _get_headers(message):
    headers = {}
    for name, value in message.raw_items():
        headers.setdefault(name.strip().lower(), []).append(charset.decode_header(str(value)))
    return headers


def _collect(part, mail, pieces, depth):
    """Add the visible text of a part to `pieces`, its attachments and HTML to the mail."""
    if part.is_multipart() and depth < MAX_DEPTH and part.get_content_maintype() == "multipart":
        collect = _collect_alternative if part.get_content_type() == "multipart/alternative" else _collect_mixed
        collect(part, mail, pieces, depth + 1)
    elif part.is_multipart() or part.get_content_maintype() != "text" or _is_attachment(part):
        _keep_attachment(part, mail)
    else:
        pieces.append(_get_text(part, mail))


def _collect_mixed(part, mail, pieces, depth):
    for child in part.get_payload():
        _collect(child, mail, pieces, depth)


def _collect_alternative(part, mail, pieces, depth):
    """Of several spellings of one text the plain one is read, else the next that says anything."""
    spellings = []
    for child in part.get_payload():
        found = []
        _collect(child, mail, found, depth)
        spellings.append("\n".join(found))
    pieces.append(next((text for text in spellings if text.strip()), ""))


def _is_attachment(part):
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _get_bytes(part):
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        # The mail that is attached, not the part that holds it.
        return part.get_payload(0).as_bytes()
    if part.is_multipart():
        return part.as_bytes()
    return part.get_payload(decode=True) or b""


def _keep_attachment(part, mail):
    name = charset.decode_header(str(part.get_filename() or "")) or "attachment"
    try:
        content = _get_bytes(part)
    except Exception as error:  # a broken part must not cost the rest of the mail
        mail.remarks.append(("unreadable_part", f"{name} ({type(error).__name__})"))
        return
    mail.attachments.append(Attachment(name[:200], content, part.get_content_type()))


def _get_text(part, mail):
    text, remark = charset.decode(_get_bytes(part), part.get_content_charset())
    if remark:
        mail.remarks.append((remark, part.get_content_charset() or ""))
    if part.get_content_type() != "text/html":
        return text
    mail.html += text
    return html_to_text(text)


def _show_address(link):
    """Text of a link to an address or number, with that address where the text does not say it itself."""
    target, shown = link[1].strip(), link[2].strip()
    said = target in shown or re.sub(r"\D", "", target)[-10:] == re.sub(r"\D", "", shown)[-10:] != ""
    return shown if said else f"{shown} {target}".strip()


def html_to_text(html):
    """Visible text of HTML, with what is written in it about links; scripts and styles are not visible."""
    safe = str(html_sanitize(html, sanitize_attributes=True, sanitize_style=True))
    safe = BLOCK_END.sub(r"\g<0><br/>", ADDRESS_LINK.sub(_show_address, safe))
    try:
        return charset.clean(html2plaintext(safe)) if safe else ""
    except (ValueError, AssertionError):
        return charset.clean(re.sub(r"<[^>]*>", " ", safe))
