#!/usr/bin/env python3
"""Back up a database with its files into one archive, and restore it under a new name.

The archive holds `database.dump` (pg_dump, custom format, one consistent snapshot), `filestore/` and
`backup.json`. The database is dumped before the files are copied: Odoo never changes a stored file and
deletes unused ones only in its garbage collection, which waits here on a lock of the table it reads,
so every file that the dump names is in the archive.

Usage: backup.py backup DB [FOLDER] | restore NEW [ARCHIVE] | list
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import db
import lib

FOLDER = lib.HOME / "backups"
KEEP = int(os.environ.get("KEEP") or 14)
# Odoo's file garbage collection locks this table in SHARE MODE before it removes a file: holding a
# ROW EXCLUSIVE lock keeps it waiting for as long as the copy takes, and hinders no user.
HOLD = "BEGIN; LOCK ir_attachment IN ROW EXCLUSIVE MODE; SELECT 'held';"


def backup(name, folder=None):
    """Write the archive of the database `name`; returns its path."""
    if not db.exists(name):
        lib.fail(f"There is no database {name}; there are: {', '.join(db.names())}.")
    folder = Path(folder or FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.tar.gz"
    with tempfile.TemporaryDirectory(dir=folder) as work:
        dump = Path(work) / "database.dump"
        holder = _hold_files(name)
        try:
            lib.run(lib.pg_bin("pg_dump"), "--format=custom", "--no-owner", f"--file={dump}", name, env=lib.pg_env())
            partial = target.with_suffix(".partial")
            _pack(partial, dump, name)
        finally:
            holder.communicate("COMMIT;\n")
    partial.replace(target)
    _forget_old(folder, name)
    return target


def _hold_files(name):
    """A session that keeps the garbage collection of files waiting until it is told to commit."""
    holder = subprocess.Popen(
        [lib.pg_bin("psql"), "-qAtX", "-d", name],
        env=lib.pg_env(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    holder.stdin.write(HOLD + "\n")
    holder.stdin.flush()
    if holder.stdout.readline().strip() != "held":
        lib.fail(f"{name} is not an Odoo database.")
    return holder


def _pack(target, dump, name):
    facts = {"database": name, "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "modules": _modules(name)}
    note = dump.with_name("backup.json")
    note.write_text(json.dumps(facts, indent=1))
    with tarfile.open(target, "w:gz", compresslevel=3) as archive:
        archive.add(note, note.name)
        archive.add(dump, dump.name)
        if db.filestore(name).is_dir():
            archive.add(db.filestore(name), "filestore")


def _modules(name):
    rows = lib.psql("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed' ORDER BY 1", name)
    return dict(line.split("\t") for line in rows.splitlines())


def _forget_old(folder, name):
    """Keep the newest archives of the database, KEEP= says how many."""
    for old in sorted(folder.glob(f"{name}-*.tar.gz"))[:-KEEP]:
        old.unlink()


def newest():
    archives = sorted(FOLDER.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        lib.fail("There is no backup yet: make backup DB=name.")
    return archives[-1]


def restore(name, source=None):
    """Bring an archive back as the new database `name`; an existing database is never overwritten."""
    if db.exists(name):
        lib.fail(f"The database {name} exists: restore into a new name, or drop it first.")
    source = Path(source) if source else newest()
    with tempfile.TemporaryDirectory(dir=lib.HOME) as work:
        with tarfile.open(source) as archive:
            archive.extractall(work, filter="data")
        lib.run(lib.pg_bin("createdb"), "--template=template0", "--encoding=UTF8", name, env=lib.pg_env())
        try:
            dump = Path(work) / "database.dump"
            lib.run(
                lib.pg_bin("pg_restore"), "--no-owner", "--exit-on-error", "-j2", "-d", name, dump, env=lib.pg_env()
            )
            _make_copy(name)
            files = Path(work) / "filestore"
            if files.is_dir():
                db.filestore(name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(files, db.filestore(name))
        except BaseException:
            db.drop(name)
            raise
    return source


def _make_copy(name):
    """What two databases must not share: identity, and the mail and schedules of the original.

    A copy gets a new uuid; where COPY=1 (a trial beside the working database) it also stops sending and
    fetching mail. A restore after a loss keeps everything as it was.
    """
    if not os.environ.get("COPY"):
        return
    lib.psql("UPDATE ir_config_parameter SET value = gen_random_uuid() WHERE key = 'database.uuid'", name)
    lib.psql("UPDATE ir_mail_server SET active = FALSE", name)
    if lib.psql("SELECT to_regclass('fetchmail_server')", name):
        lib.psql("UPDATE fetchmail_server SET active = FALSE", name)
    lib.psql("UPDATE ir_cron SET active = FALSE", name)


def main(arguments):
    command, *rest = arguments or [""]
    if command == "backup" and rest:
        target = backup(*rest[:2])
        lib.say(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")
    elif command == "restore" and rest:
        lib.say(f"Database {rest[0]} restored from {restore(*rest[:2])}.")
    elif command == "list":
        lib.say("\n".join(str(path) for path in sorted(FOLDER.glob("*.tar.gz"))))
    else:
        lib.fail(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
