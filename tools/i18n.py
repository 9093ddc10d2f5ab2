#!/usr/bin/env python3
"""Bring an addon's i18n/ru.po up to date with its terms; what is translated stays, what is gone goes.

Usage: i18n.py DATABASE [ADDON…]. Prints the number of terms still without a translation, by addon.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "ru",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);",
    "MIME-Version": "1.0",
}


def export(database, addons, target):
    """Write all terms of the addons as one template; each term's comment names its modules."""
    lib.odoo("i18n", "export", "-d", database, "-l", "pot", "-o", str(target), *addons, stdout=subprocess.DEVNULL)


def merge(template, target):
    """Rewrite `target` with the template's terms and the translations it already had."""
    import polib

    known = {}
    if target.exists():
        known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(target)) if entry.msgstr}
    result = polib.POFile(wrapwidth=110)
    result.metadata = dict(HEADER)
    missing = []
    for entry in sorted(polib.pofile(str(template)), key=lambda term: term.msgid):
        entry.msgstr = known.get(entry.msgid, "")
        entry.tcomment = ""
        entry.occurrences = sorted(entry.occurrences)
        result.append(entry)
        if not entry.msgstr:
            missing.append(entry.msgid)
    target.parent.mkdir(exist_ok=True)
    result.save(str(target))
    return missing


def main(database, addons):
    total = 0
    for addon in addons or lib.suite_addons():
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / f"{addon}.pot"
            export(database, [addon], template)
            missing = merge(template, lib.ADDONS / addon / "i18n" / "ru.po")
        total += len(missing)
        lib.say(f"{addon}: {len(missing)} terms without a Russian translation")
        for term in missing:
            lib.say(f"    {term!r}")
    return total


if __name__ == "__main__":
    if len(sys.argv) < 2:
        lib.fail(__doc__)
    if Path(sys.prefix) != lib.VENV:
        raise SystemExit(subprocess.call([str(lib.PYTHON), __file__, *sys.argv[1:]]))
    main(sys.argv[1], sys.argv[2:])
