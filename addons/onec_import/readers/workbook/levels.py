"""What the levels of a grouped report are, and how deep a row stands where the file does not say it."""

import re
from collections import Counter

from ..values import Bad, fold, to_number

CURRENCIES = (
    "руб",
    "rub",
    "rur",
    "usd",
    "eur",
    "rmb",
    "cny",
    "kzt",
    "byn",
    "gbp",
    "тенге",
    "евро",
    "доллар сша",
    "юань",
    "$",
    "€",
)
CONTRACT = re.compile(r"договор|соглашен|контракт|дог\.|основной дог|с покупателем|с поставщиком|без договора|№")
DOCUMENT = re.compile(
    r"(?:реализац|поступлен|заказ|счет|списание|приходн|расходн|корректир|возврат|ввод остатк|передача|отчет комисс|платеж|аванс|взаимозачет"
    r"|акт |накладн|чек |операция)|\sот\s\d{1,2}\.\d{1,2}\.\d{4}"
)
OUTER = ("organisation", "warehouse", "currency", "side", "department")
TINY = 0.006


def classify(label):
    """currency, contract, document or name: what the words of a label look like."""
    text = fold(label)
    if text in CURRENCIES:
        return "currency"
    if CONTRACT.match(text):
        return "contract"
    return "document" if DOCUMENT.match(text) or DOCUMENT.search(text) and " от " in text else "name"


def assign(names, depth, classes):
    """[field or ""] a level: `names` outermost first onto `depth` levels; those that are left over are folders.

    classes: [class of most labels] a level, for where the heading names fewer levels than there are.
    """
    names = list(names)
    if depth <= len(names):
        return names[: max(depth, 1)]
    named = _by_class(names, depth, classes)
    if named:
        return named
    top = [name for name in names if name in OUTER]
    bottom = [name for name in names if name not in OUTER]
    return [*top, *([""] * (depth - len(names))), *bottom]


def _by_class(names, depth, classes):
    """Levels by what their labels look like, for settlements: … customer, contract, document."""
    if "customer" not in names or len(names) > 2 or len(classes) < depth:
        return None
    found = [name if name in ("currency", "contract", "document") else "" for name in classes[:depth]]
    people = [place for place, name in enumerate(classes[:depth]) if name == "name"]
    if not people:
        return None
    found[people[-1]] = "customer"
    if len(people) > 1 and "organisation" in names:
        found[people[0]] = "organisation"
    return found if all(name in found for name in names) else None


def level_classes(labels):
    """[class of most labels] of the levels 0, 1, 2…; labels: [(level, label)]."""
    counts = {}
    for level, label in labels:
        counts.setdefault(level, Counter())[classify(label)] += 1
    return [counts[level].most_common(1)[0][0] for level in sorted(counts)]


def as_float(cell):
    """A cell as a float for sums; 0 where it is none."""
    if isinstance(cell, float):
        return cell
    try:
        return float(to_number(cell) or 0) if cell else 0.0
    except Bad:
        return 0.0


class ByOrder:
    """How deep each row stands where only the order tells: a group ends when its rows have made up its total.

    A label that is a document or a currency is put on its own level whatever the sums say.
    """

    def __init__(self, fields):
        self.fields = fields
        self.last = len(fields) - 1
        self.open = []

    def level(self, label, amounts):
        while self.open and self.open[-1].is_full():
            self.open.pop()
        depth = self._place(label)
        del self.open[depth:]
        if depth < self.last:
            self._open(amounts)
            return depth
        for group in self.open:
            group.take(amounts)
        return depth

    def _place(self, label):
        depth = min(len(self.open), self.last)
        kind = classify(label)
        if kind not in ("document", "currency") or kind not in self.fields:
            return depth
        wanted = self.fields.index(kind)
        return wanted if wanted <= len(self.open) else depth

    def _open(self, amounts):
        self.open.append(Rest(amounts))


class Rest:
    """What of a group's total its rows have not made up yet."""

    def __init__(self, amounts):
        self.amounts = list(amounts)
        self.rows = 0

    def take(self, amounts):
        self.amounts = [rest - amount for rest, amount in zip(self.amounts, amounts, strict=True)]
        self.rows += 1

    def is_full(self):
        return self.rows > 0 and all(abs(rest) < TINY for rest in self.amounts)
