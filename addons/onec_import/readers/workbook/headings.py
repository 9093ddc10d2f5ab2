"""Finds the heading of a table and what each column means, by the table of Russian headings.

A heading has one to five rows. Two things are told apart in it: a column group over columns ("Конечный остаток" over
"Долг" and "Аванс"), which are joined, and names that stand one under another in the one column of labels
("Контрагент", "Договор", "Документ"): those are the levels of a grouped report.
"""

import re
from functools import cache
from typing import NamedTuple

from ..fields import FIELDS, KINDS, ONE_OF
from ..structures import Column
from ..values import fold

SAMPLE = 60
TALLEST = 5
UNIT_TAIL = re.compile(r"[,\s]*\(?\b(?:руб|rub|rur|usd|eur|шт|кг|дн|дней|м3)\b\.?\)?$|[,\s]*%$|[,\s]*[₽$€]$")
MONEY = re.compile(r"\((?:руб|rub|₽)\.?\)")
MOVES = ("начальн", "приход", "расход", "оборот", "поступлен", "отгруз", "увелич", "уменьш", "на начало")
HINTS = (
    ("settlements", r"взаиморасч|задолжен|расчет\w* с (?:клиент|покупат|постав|контраг|партн)|дебитор|кредитор|сальдо"),
    (
        "stock",
        r"остатк\w* (?:и доступн\w* )?(?:товар|номенкл|тмц|на склад|по склад)|остатк\w* серий|ведомость по товар|инвентариз",
    ),
    ("supplier_orders", r"заказ\w* поставщ"),
    ("customer_orders", r"заказ\w* (?:клиент|покупат)"),
    ("production_orders", r"заказ\w* на производ|производствен\w* заказ"),
    ("boms", r"спецификац|состав издел"),
    ("vendors", r"цен\w* постав|срок\w* постав|номенклатур\w* поставщ"),
    ("prices", r"прайс|цен\w* номенкл|вид\w* цен"),
    ("purchases", r"продаж|реализац|последн\w* покуп"),
    ("responsibles", r"ответствен|закрепл|менеджер\w* (?:клиент|контраг)"),
    ("customers", r"контрагент|партнер|клиент|покупател"),
    ("goods", r"номенклатур|товар|каталог"),
)


class Heading(NamedTuple):
    """rows: (first, last) from 1; kind: the guess; mapping: {field: column index}; several fields of one column are levels."""

    rows: tuple
    columns: list
    kind: str
    kinds: tuple
    mapping: dict
    score: float


def heading_key(text):
    """A heading as it is compared."""
    key = " ".join(MONEY.sub(" ", fold(text)).replace(")(", ") (").split())
    key = UNIT_TAIL.sub("", key).strip(" .,:;*")
    return re.sub(r"\s*/\s*", " / ", key)


@cache
def aliases(kind):
    """{heading: (rank, field)} of a kind; the lower rank wins where two columns claim one field."""
    fields = {
        name: field
        for name, field in FIELDS[kind].items()
        if field.type != "columns" and not field.help.startswith(("Made by", "From CommerceML"))
    }
    found = {heading_key(field.label_ru): (0, name) for name, field in fields.items()}
    for name, field in fields.items():
        for rank, word in enumerate(field.aliases, 1):
            found.setdefault(heading_key(word), (rank, name))
    return found


@cache
def all_aliases():
    return frozenset(key for kind in KINDS for key in aliases(kind))


def find_heading(rows, titles="", kind="", fixed=None):
    """The best Heading of the first rows, or None. `fixed`: (first, last) row of the heading, from 1."""
    best = None
    for block in [fixed] if fixed else _blocks(rows):
        found = _judge(rows, block, titles, kind)
        if found and (best is None or found.score > best.score):
            best = found
    return best


def _blocks(rows):
    """(first, last) of every run of rows that can be a heading."""
    for first in range(len(rows)):
        if not _known(rows[first]):
            continue
        for last in range(first, min(first + TALLEST, len(rows))):
            if last > first and not _can_go_on(rows[last], _words_above(rows[first])):
                break
            yield first + 1, last + 1


def _words_above(row):
    """{column: name of the group that reaches over it}."""
    found, name = {}, ""
    for index in range(max(len(row), 1) + TALLEST):
        name = _word(row[index]) or name if index < len(row) else name
        found[index] = name
    return found


def _known(row):
    """Whether a row can begin a heading: no numbers, and at least one word of the table."""
    if any(cell not in ("", None) and not isinstance(cell, str) for cell in row):
        return False
    return any(isinstance(cell, str) and heading_key(cell) in all_aliases() for cell in row if cell)


def _can_go_on(row, above):
    """Whether a row can be a lower row of a heading: texts only, and half of them words of the table.

    `above`: the words of the column above each cell; alone or together with them it must be known.
    """
    filled = [(index, cell) for index, cell in enumerate(row) if cell not in ("", None)]
    if not filled or not all(isinstance(cell, str) and not cell.strip().isdigit() for _index, cell in filled):
        return False
    known = [
        heading_key(cell) in all_aliases() or heading_key(f"{above.get(index, '')} / {cell}") in all_aliases()
        for index, cell in filled
    ]
    return sum(known) * 2 >= len(known)


def _judge(rows, block, titles, kind):
    parts = column_parts(rows, block)
    above = (cell for row in rows[: block[0] - 1][:6] for cell in _title_cells(row))
    titles = f"{titles} {' '.join(above)[:600]}"
    candidates = [kind] if kind else KINDS
    ranked = sorted(((_score(parts, name, titles), name) for name in candidates), key=lambda pair: -pair[0][0])
    (score, mapping), best = ranked[0]
    if score <= 0:
        return None
    kinds = tuple(name for (value, _mapping), name in ranked if value > 2)
    score -= 0.3 * (block[1] - block[0])
    return Heading(block, named_columns(parts), best, kinds or (best,), mapping, score)


def _title_cells(row):
    """Texts of a row that can be a title: one or two cells, else it is part of a table."""
    filled = [cell for cell in row if cell not in ("", None)]
    return [cell for cell in filled if isinstance(cell, str)] if len(filled) <= 2 else []


def column_parts(rows, block):
    """{column index: [texts of the heading's rows from above]}; groups reach over the columns to their right."""
    height = block[1] - block[0] + 1
    lines = [[_word(cell) for cell in row] for row in rows[block[0] - 1 : block[1]]]
    width = max(map(len, lines), default=0)
    lines = [line + [""] * (width - len(line)) for line in lines]
    for number in range(height - 1):
        _spread(lines, number)
    return {index: found for index in range(width) if (found := [line[index] for line in lines if line[index]])}


def _word(cell):
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _spread(lines, number):
    """A group's name over the empty cells to its right, as far as there are names below and none of its own row."""
    name, line = "", lines[number]
    for index, word in enumerate(line):
        below = next((lower[index] for lower in lines[number + 1 :] if lower[index]), "")
        if word:
            name = word if below else ""
        elif name and below:
            line[index] = name
        else:
            name = ""


def named_columns(parts):
    return [Column(index, " / ".join(dict.fromkeys(words))) for index, words in parts.items()]


def _score(parts, kind, titles):
    """(score, mapping) of reading these columns as that kind."""
    mapping = guess_mapping(parts, kind)
    fields = FIELDS[kind]
    lacking = sum(1 for name, field in fields.items() if field.required and name not in mapping)
    lacking += sum(1 for group in ONE_OF[kind] if not any(name in mapping for name in group))
    met = sum(field.required for field in fields.values()) + len(ONE_OF[kind]) - lacking
    hint = 3 if hinted(titles) == kind else 0
    return len(mapping) + 0.5 * met - 3 * lacking + hint - (1 if not mapping else 0), mapping


@cache
def hinted(titles):
    """The kind that the title, the sheet and the file are named after, or ""."""
    text = fold(titles)
    return next((kind for kind, pattern in HINTS if re.search(pattern, text)), "")


def guess_mapping(parts, kind):
    """{field: column index}, levels of one column in their order from outside in."""
    claims = {}
    stack = _stack(parts, kind)
    for place, (name, index) in enumerate(stack):
        claims[name] = (-1, place, index)
    stacked = {index for _name, index in stack}
    for index, words in parts.items():
        if index not in stacked and (claim := _claim(words, kind)):
            rank, name = claim
            claims[name] = min(claims.get(name, (99, 0, 0)), (rank, index, index))
    mapping = {name: index for name, (_rank, _place, index) in sorted(claims.items(), key=lambda item: item[1][0] >= 0)}
    return mapping | _many_columns(parts, kind, mapping)


def _stack(parts, kind):
    """[(field, column)] of the one column in which names of different fields stand one under another."""
    known = aliases(kind)
    for index, words in parts.items():
        names = [known[key][1] for word in words if (key := heading_key(word)) in known]
        joined = heading_key(" / ".join(words))
        if len(words) > 1 and len(set(names)) == len(words) and joined not in known:
            return [(name, index) for name in names]
        listed = _listed(words, known)
        if listed:
            return [(name, index) for name in listed]
    return []


def _listed(words, known):
    """Fields of one cell "Склад, Номенклатура, Серия", or []."""
    keys = [heading_key(part) for part in re.split(r"[,;]", words[0])] if len(words) == 1 else []
    names = [known[key][1] for key in keys if key in known]
    return names if len(keys) > 1 and len(set(names)) == len(keys) and heading_key(words[0]) not in known else []


def _claim(words, kind):
    """(rank, field) of a column, by its joined heading, else by its lowest, else by its uppermost word."""
    known = aliases(kind)
    keys = [heading_key(" / ".join(dict.fromkeys(words)))]
    if len(words) > 1 and not any(word in fold(words[0]) for word in MOVES):
        keys += [heading_key(words[-1]), heading_key(words[0])]
    found = [(known[key][0] + 20 * place, known[key][1]) for place, key in enumerate(keys) if key in known]
    return found[0] if found else None


def _many_columns(parts, kind, mapping):
    """Columns "Цена …" of goods as their price types."""
    if "prices" not in FIELDS[kind]:
        return {}
    taken = set(mapping.values())
    indexes = [index for index, words in parts.items() if index not in taken and fold(words[0]).startswith("цен")]
    return {"prices": indexes} if indexes else {}
