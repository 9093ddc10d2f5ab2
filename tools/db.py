#!/usr/bin/env python3
"""Databases of the suite: the template with core's modules, clones of it, and their files.

Usage: db.py make NAME [ADDON…] | clone FROM TO | drop NAME | list | template
"""

import hashlib
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

TEMPLATE = "suite_template"
LANGUAGE = "ru_RU"


def exists(name):
    return bool(lib.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def names():
    return lib.psql("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1").split()


def filestore(name):
    return lib.DATA / "filestore" / name


def drop(name):
    """Drop the database and its files; connections that are left are cut."""
    _cut_sessions(name)
    lib.run(lib.pg_bin("dropdb"), "--if-exists", name, env=lib.pg_env())
    shutil.rmtree(filestore(name), ignore_errors=True)


def _cut_sessions(name):
    """End our own sessions in the database; PostgreSQL waits some seconds for them, and ends autovacuum's by itself.

    Cutting autovacuum's is refused to whoever is no superuser, by `dropdb --force` as well.
    """
    lib.psql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND pid <> pg_backend_pid() AND usename = current_user"
    )


def clone(source, target):
    """Copy database and filestore in seconds; an existing target is replaced."""
    drop(target)
    _cut_sessions(source)
    # Copying files is faster than writing a log of them; PostgreSQL 14 knows no other way and no such word.
    strategy = "STRATEGY file_copy" if int(lib.psql("SHOW server_version_num")) >= 150000 else ""
    lib.psql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" {strategy}')
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(target))


def _key():
    release = (lib.odoo_source() / "odoo" / "release.py").read_text()
    return hashlib.sha256(repr((release, lib.CORE_MODULES, LANGUAGE)).encode()).hexdigest()


def template():
    """Build the template with core's modules once; returns its name."""
    stamp = lib.STAMPS / "template"
    with lib.lock("template"):
        if exists(TEMPLATE) and stamp.exists() and stamp.read_text() == _key():
            return TEMPLATE
        started = time.time()
        lib.say("-- template database (core modules, Russian): once, about a minute")
        drop(TEMPLATE)
        install(TEMPLATE, lib.CORE_MODULES)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(_key())
        lib.say(f"   template: {time.time() - started:.0f} s")
    return TEMPLATE


def install(name, modules, log=None):
    """Install modules into a database, made if it is not there; a failed install raises."""
    arguments = ["-d", name, "-i", ",".join(modules), f"--load-language={LANGUAGE}", "--stop-after-init", "--no-http"]
    if log:
        Path(log).unlink(missing_ok=True)
        arguments += [f"--logfile={log}"]
    else:
        arguments += ["--log-level=warn"]
    lib.odoo("server", *arguments)


def make(name, modules=None, log=None):
    """A fresh database with our addons (all of them, or those named), from the template."""
    if name in ("postgres", TEMPLATE):
        lib.fail(f"{name} is not a name for a working database.")
    clone(template(), name)
    modules = modules or lib.suite_addons()
    if modules:
        install(name, modules, log)


def main(arguments):
    command, *rest = arguments or ["list"]
    if command == "list":
        lib.say("\n".join(names()))
    elif command == "template":
        template()
    elif command == "make" and rest:
        started = time.time()
        make(rest[0], rest[1:])
        lib.say(f"Database {rest[0]} is ready ({time.time() - started:.0f} s).")
    elif command == "clone" and len(rest) == 2:
        clone(*rest)
    elif command == "drop" and rest:
        drop(rest[0])
    else:
        lib.fail(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
