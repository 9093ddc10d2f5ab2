"""Names of people as they stand on a card, without a database."""

import re

PATRONYMIC = re.compile(r"(вич|вна|ична|инична|vich|vna)$", re.IGNORECASE)
SURNAME = re.compile(r"(ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая)$", re.IGNORECASE)
# First names that end as surnames do.
FIRST_NAMES = frozenset(
    "лев яков валентин валентина вениамин константин мартин августин эмин амин марина ирина галина екатерина кристина"
    " полина нина алина карина арина ангелина антонина дина регина сабина эвелина алевтина альбина василина каролина"
    " акулина павлина мальвина эльвина катарина фаина мадина амина эльмина зарина".split()
)


def split_name(name):
    """(first name, last name) of a person.

    «Петров Иван Сергеевич» is last name, first name, patronymic; «Иван Сергеевич Петров» the same in the other
    order; the patronymic stays with the first name. «Петров Иван» is taken for what it is by the ending of a Russian
    surname. Of other names the first word is the first name.
    """
    words = (name or "").split()
    if len(words) == 3 and PATRONYMIC.search(words[2]):
        return f"{words[1]} {words[2]}", words[0]
    if len(words) == 3 and PATRONYMIC.search(words[1]):
        return f"{words[0]} {words[1]}", words[2]
    if len(words) == 2 and PATRONYMIC.search(words[1]):
        return " ".join(words), ""
    if len(words) == 2 and _is_surname(words[0]) and not _is_surname(words[1]):
        return words[1], words[0]
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _is_surname(word):
    return bool(SURNAME.search(word)) and word.lower() not in FIRST_NAMES
