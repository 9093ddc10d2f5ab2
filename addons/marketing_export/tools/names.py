"""Names of people as they stand on a card, without a database."""

import re

PATRONYMIC = re.compile(r"(вич|вна|ична|инична|vich|vna)$", re.IGNORECASE)


def split_name(name):
    """(first name, last name) of a person.

    «Петров Иван Сергеевич» is last name, first name, patronymic; «Иван Сергеевич Петров» the same in the other
    order; the patronymic stays with the first name. Of other names the first word is the first name.
    """
    words = (name or "").split()
    if len(words) == 3 and PATRONYMIC.search(words[2]):
        return f"{words[1]} {words[2]}", words[0]
    if len(words) == 3 and PATRONYMIC.search(words[1]):
        return f"{words[0]} {words[1]}", words[2]
    if len(words) == 2 and PATRONYMIC.search(words[1]):
        return " ".join(words), ""
    return (words[0], " ".join(words[1:])) if words else ("", "")
