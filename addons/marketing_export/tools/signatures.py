"""Who was in a file and what his row said, in four bytes a contact, without a database."""

import base64
import zlib
from array import array


class Signatures:
    """Check sums of rows by the id of the contact; nought: not in the file."""

    def __init__(self, sums=None):
        self.sums = sums or array("I")

    def __contains__(self, contact_id):
        return contact_id < len(self.sums) and self.sums[contact_id] != 0

    def set_all(self, ids, rows):
        """Remember the texts of each of the rows."""
        sums, last = self.sums, max(ids, default=0)
        if last >= len(sums):
            sums.frombytes(bytes(sums.itemsize * (last + 1 + len(sums) // 8 - len(sums))))
        for contact_id, texts in zip(ids, rows, strict=True):
            sums[contact_id] = zlib.crc32("\x1f".join(texts).encode()) or 1

    def compare(self, before):
        """(new, gone, changed) against an earlier file."""
        new = gone = changed = 0
        common = min(len(self.sums), len(before.sums))
        for now, then in zip(self.sums, before.sums):  # noqa: B905 (the longer one's rest is counted below)
            if now != then:
                new += not then
                gone += not now
                changed += bool(now and then)
        new += sum(1 for now in self.sums[common:] if now)
        gone += sum(1 for then in before.sums[common:] if then)
        return new, gone, changed

    def add(self, before):
        """Remember also who was in the earlier file."""
        self.sums.extend(before.sums[len(self.sums) :])
        for contact_id, then in enumerate(before.sums):
            if then and not self.sums[contact_id]:
                self.sums[contact_id] = then

    def dump(self):
        return zlib.compress(self.sums.tobytes(), 1)

    @classmethod
    def load(cls, encoded):
        """From the base64 text that a binary field gives; from nothing, of nobody."""
        sums = array("I")
        if encoded:
            sums.frombytes(zlib.decompress(base64.b64decode(encoded)))
        return cls(sums)
