"""Who signed a mail that was written by hand, without a database."""

import re

CLOSING = re.compile(
    r"^[ \t>]*(?:с (?:глубоким |большим )?уважением|с наилучшими пожеланиями|с благодарностью|искренне ваш[аи]?|"
    r"всего доброго|заранее спасибо|(?:best|kind|warm) regards|regards|best wishes|(?:yours )?sincerely|"
    r"yours faithfully)\b[ \t,.!:–—-]*(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
DASHES = re.compile(r"^-- ?$\n?", re.MULTILINE)
# Where somebody else's words begin: the answered mail, as the usual programs quote it.
QUOTED = re.compile(
    r"^(?:[ \t]*>|.{0,200}(?:пишет|писал[аи]?|написал[аи]?|wrote|writes)[ \t]*:[ \t]*$|[ \t]*-{2,}[ \t]*(?:original message|"
    r"исходное сообщение|пересылаемое сообщение|forwarded message)|[ \t]*(?:from|от(?: кого)?)[ \t]*:[ \t].*@)",
    re.IGNORECASE | re.MULTILINE,
)
PART = r"(?:[А-ЯЁ][а-яё]+|[A-Z][a-z]+)(?:-(?:[А-ЯЁ][а-яё]+|[A-Z][a-z]+))?"
NAME = re.compile(
    rf"^\s*({PART}(?:\s+(?:[А-ЯЁA-Z]\.\s?){{1,2}}{PART}|(?:\s+{PART}){{1,2}}|\s+(?:[А-ЯЁA-Z]\.\s?){{1,2}}))"
)
INITIALS_FIRST = re.compile(rf"^\s*((?:[А-ЯЁA-Z]\.\s?){{1,2}}{PART})")
LINES = 12
NAME_LINES = 3
LONGEST = 20_000


def own_words(text):
    """The text without the mail that it answers."""
    quoted = QUOTED.search(text[:LONGEST])
    return text[: quoted.start()] if quoted else text


def find_signature(text):
    """Lines under the last closing formula or the mark of a signature; empty when there is neither."""
    words = own_words(text)[:LONGEST]
    closings = list(CLOSING.finditer(words))
    if closings:
        lines = [closings[-1][1], *words[closings[-1].end() :].splitlines()]
    else:
        dashes = DASHES.search(words)
        lines = words[dashes.end() :].splitlines() if dashes else []
    return [line.strip() for line in lines if line.strip()][:LINES]


def find_name(text):
    """Name of whoever signed, as he wrote it; empty when no line of the signature begins with one."""
    for line in find_signature(text)[:NAME_LINES]:
        found = NAME.match(line) or INITIALS_FIRST.match(line)
        if found and (found.end() == len(line) or line[found.end()] in " ,.;|/–—-(\t"):
            return found[1].strip()
    return ""
