"""Names of companies as they compare: without legal form, quotes and case. No database."""

import re
from difflib import SequenceMatcher

LEGAL_FORMS = frozenset(
    "ооо оао зао пао ао нао ип гуп муп фгуп фгбу мбу мку ано тоо чп одо кфх"
    " ltd llc llp inc gmbh ag kg plc corp co sa srl bv oy ab limited company corporation".split()
)
LONG_FORMS = re.compile(
    r"\b(?:(?:публичное|закрытое|открытое|непубличное)\s+)?акционерное\s+общество\b"
    r"|\bобщество\s+с\s+ограниченной\s+ответственностью\b|\bиндивидуальный\s+предприниматель\b"
)
WORD = re.compile(r"\w+")
ALIKE = 0.85
# Shorter names are alike by chance.
SHORTEST = 4


def name_key(text):
    """Words of a name that tell companies apart: «ООО "Тула-Водоканал"» gives «тула водоканал»."""
    lowered = LONG_FORMS.sub(" ", (text or "").lower().replace("ё", "е"))
    words = WORD.findall(lowered)
    telling = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(telling or words)


def are_alike(one, other):
    """True for keys of which one begins the other, and for those that differ by a slip of the keyboard."""
    if not one or not other or min(len(one), len(other)) < SHORTEST:
        return one == other and bool(one)
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith(f"{short} ") or SequenceMatcher(None, one, other).ratio() >= ALIKE
