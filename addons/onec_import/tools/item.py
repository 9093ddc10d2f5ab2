"""One record of the file on its way through a batch."""

import hashlib
from decimal import Decimal


def digest(values):
    """Short sum of what the file says; equal values give the same sum in every process."""
    return hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=12).hexdigest()


def plain(value):
    """The same value as JSON can keep it."""
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(" ") if hasattr(value, "hour") else value.isoformat()
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


class Item:
    """A record, what is known of it, what is to be written, and what is wrong with it.

    outcome: "", "made", "changed", "unchanged", "refused"; `vals` are values for create or write.
    """

    __slots__ = ("record", "name", "digest", "known", "existing", "vals", "notes", "outcome", "extra", "result")

    def __init__(self, record, name):
        self.record = record
        self.name = name
        self.digest = digest(record.values)
        self.known = None
        self.existing = None
        self.vals = {}
        self.notes = []
        self.outcome = ""
        self.extra = {}
        self.result = None

    @property
    def values(self):
        return self.record.values

    @property
    def is_refused(self):
        return any(level == "error" for level, *_rest in self.notes)

    def refuse(self, text, field="", value=""):
        """This record is not taken over: `text` says what is wrong and what to do."""
        self.notes.append(("error", text, field, value, ""))

    def miss(self, kind, text, field="", value=""):
        """The record refers to something of another kind that has to be imported before."""
        self.notes.append(("error", text, field, value, f"missing.{kind}"))

    def warn(self, text, field="", value=""):
        self.notes.append(("warning", text, field, value, ""))

    def keep(self, text, field="", value=""):
        """People changed this here: it stays as it is."""
        self.notes.append(("kept", text, field, value, ""))

    def get_plain_values(self):
        """The row as JSON can keep it, so that it can be written into a file and fed again."""
        return {name: plain(value) for name, value in self.values.items()}
