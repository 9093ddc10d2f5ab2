"""The groups of a report that are open while it is read: what they are called, and whether their rows make up their sums."""

import re

from ..values import Bad, to_text

LEEWAY = 0.011
EMPTY_LABEL = re.compile(r"<[^<>]{0,40}>")


class Groups:
    """Values of a leaf begin with those of the groups above it, converted once a group."""

    def __init__(self, rows):
        self.rows = rows
        levels = rows.layout.levels
        goods_last = rows.layout.kind == "stock" and levels[-1] == "goods"
        self.last = (levels[-1], rows.finisher.converters["goods"]) if goods_last else None
        self.fields = [(name, rows.finisher.converters.get(name)) for name in levels]
        self.bases = [({}, ())]
        self.open = []
        self.sums = [rows.made]

    def open_group(self, number, level, label, row):
        """A row that is not a leaf: the groups before it end, and it stands over what follows."""
        if len(self.open) > level:
            self.close(level)
        while len(self.open) < level:
            self._push(number, None, "", None)
        self._push(number, self._field(level), label, self.rows.amounts(row))

    def leaf(self, number, level, label, row):
        """(row, values, problems) of a row that nothing stands below."""
        if len(self.open) > level:
            self.close(level)
        base, problems = self.bases[-1]
        values = base.copy()
        field = self.last or self._field(level)
        if field:
            name, convert = field
            if convert is to_text and label.__class__ is str and label[0] not in "<#":
                values[name] = to_text(label)
            else:
                problems = [*problems, *self._label(values, field, label, number)]
        found = self.rows.fill(values, number, row, self.sums[-1])
        return number, values, [*problems, *found] if found else problems

    def _field(self, level):
        """(field, converter) of a level; None for a folder."""
        return self.fields[level] if level < len(self.fields) and self.fields[level][0] else None

    def _label(self, values, field, label, number):
        """Put a label among the values, unless it is 1C's word for nothing; the Problems of it."""
        name, convert = field
        values.pop(name, None)
        if label.__class__ is str and label[0] == "<" and EMPTY_LABEL.fullmatch(label):
            return ()
        try:
            value = convert(label)
        except Bad as bad:
            return (self.rows.finisher.bad_value(name, bad, (self.rows.sheet, number)),)
        if value is not None:
            values[name] = value
        return ()

    def _push(self, number, field, label, amounts):
        base, problems = self.bases[-1]
        if field:
            base = base.copy()
            problems = (*problems, *self._label(base, field, label, number))
        self.bases.append((base, problems))
        self.open.append((number, label, amounts))
        self.sums.append([0.0] * len(self.rows.names))

    def close(self, level):
        """End the groups from that level on, comparing what they state with what their rows make."""
        while len(self.open) > level:
            number, label, stated = self.open.pop()
            self.bases.pop()
            made = self.sums.pop()
            outside = self.sums[-1]
            for place, amount in enumerate(made):
                outside[place] += amount
            if stated is not None:
                self._compare(number, label, stated, made)

    def _compare(self, number, label, stated, made):
        if not self.open:
            self.rows.outer[label] = stated
        for place, said in enumerate(stated):
            if said and abs(said - made[place]) > max(LEEWAY, 1e-9 * abs(said)):
                self.rows.differences.append((number, self.rows.names[place], said, made[place]))
