"""Calls of a plain Asterisk: the file that its cdr_csv or cdr_custom writes, or one taken from its `cdr` table.

With a line of column names the columns are found by them; without one they are those of Master.csv, in its order, with
what `loguniqueid` and `loguserfield` add and a linkedid behind where cdr_custom writes one.
"""

import csv
import os
import re
from datetime import datetime, timedelta

from .cdr import Page

COLUMNS = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec"
    " disposition amaflags uniqueid userfield linkedid"
).split()
# What the `cdr` table and other writers call the same.
OTHER_NAMES = {"calldate": "start", "answerdate": "answer", "hangupdate": "end", "dnid": "did"}
ROWS = 1000
# Applications that are nobody who could answer.
APPS = ("queue", "playback", "background", "voicemail", "read", "waitexten", "ivr")


class CsvSource:
    """The rows of one file that only grows; a shorter file is a new one."""

    settles = False

    def __init__(self, path):
        self.path = path

    def pages(self, position):
        if position > os.path.getsize(self.path):
            position = 0
        with open(self.path, "rb") as file:
            names = self._read_names(file)
            file.seek(max(position, file.tell() if names is not COLUMNS else position))
            more = True
            while more:
                legs, more = self._read_legs(file, names)
                if legs:
                    yield Page(legs, file.tell(), more)

    @staticmethod
    def _read_names(file):
        file.seek(0)
        first = next(csv.reader([file.readline().decode("utf-8", "replace").lower()]), [])
        names = [OTHER_NAMES.get(name.strip(), name.strip()) for name in first]
        return names if {"src", "start"} <= set(names) else COLUMNS

    def _read_legs(self, file, names):
        """Legs of the next lines, and whether there may be more; a line that is still being written waits."""
        legs = []
        for _row in range(ROWS):
            mark = file.tell()
            line = file.readline()
            if not line.endswith(b"\n"):
                file.seek(mark)
                return legs, False
            if line.strip():
                legs.append(self.read_leg(line.decode("utf-8", "replace"), names, mark))
        return legs, True

    def read_leg(self, line, names, mark):
        values = next(csv.reader([line.strip("\r\n")]), [])
        row = dict(zip(names, (value.strip() for value in values), strict=False))
        try:
            return self._read_row(row, mark)
        except (KeyError, ValueError) as error:
            return {"mark": mark, "linkedid": f"bad {mark}", "bad": row, "why": f"{type(error).__name__}: {error}"}

    @staticmethod
    def _read_row(row, mark):
        start = datetime.fromisoformat(row["start"]).replace(microsecond=0)
        answered = row["disposition"].upper() == "ANSWERED" and int(float(row.get("billsec") or 0)) >= 1
        end = row.get("end") or str(start + timedelta(seconds=int(float(row.get("duration") or 0))))
        answer = row.get("answer") or str(
            datetime.fromisoformat(end) - timedelta(seconds=int(float(row.get("billsec") or 0)))
        )
        return {
            "mark": mark,
            "linkedid": row.get("linkedid") or row.get("uniqueid") or f"{row['start']} {row['src']} {row['dst']}",
            "start": str(start),
            "answer": answer if answered else "",
            "end": end,
            "src": row["src"],
            "dst": _get_extension(row),
            "did": row.get("did") or (row["dst"] if _get_extension(row) != row["dst"] else ""),
            "answered": answered,
            "app": not row.get("dstchannel") and row.get("lastapp", "").lower() in APPS,
            "open": False,
            "recording": "",
        }


def _get_extension(row):
    """Whose telephone rang: the channel says it where the number called is a queue's or our own line."""
    inner = re.match(r"(?:PJSIP|SIP|IAX2|Local)/(\d{2,4})[-@]", row.get("dstchannel") or "")
    return inner[1] if inner else row["dst"]
