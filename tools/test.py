#!/usr/bin/env python3
"""Run the tests: all of them, or those of some addons.

A fresh database is cloned from the template, our addons are installed into it, and pytest (pytest-odoo)
runs over it with an HTTP server for the browser tours: in units.py's units, as many at once as TEST_WORKERS
says (two where there are two processors), or as one pytest where paths or names are given. What needs real commits lives in tests/
and works on clones of the database `suite_built`, which nobody connects to.

Usage: test.py [--addons a,b] [--long] [pytest arguments]
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import db
import lib
import units

BUILT = "suite_built"
# What Odoo's own test runner does: else the first page of a run packs them while all its other requests wait.
PACK_ASSETS = """
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


def addons_key():
    """Digest of all that an installation depends on."""
    known = hashlib.sha256(db._key().encode())
    for path in sorted(lib.ADDONS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and "static/description" not in str(path):
            known.update(str(path.relative_to(lib.ADDONS)).encode() + path.read_bytes())
    return known.hexdigest()


def built():
    """A database with the whole suite, as installed and never used; rebuilt when an addon changed."""
    stamp = lib.STAMPS / "built"
    key = addons_key()
    with lib.lock("built"):
        if not (db.exists(BUILT) and stamp.exists() and stamp.read_text() == key):
            stamp.unlink(missing_ok=True)
            db.make(BUILT, log=lib.HOME / "install.log")
            pack_assets(BUILT)
            stamp.write_text(key)
    return BUILT


def pack_assets(name):
    """Pack scripts and styles of the web client once; clones of the database have them too."""
    script = lib.HOME / f"pack_assets_{name}.py"
    script.write_text(PACK_ASSETS)
    try:
        lib.odoo_shell(name, script)
    finally:
        script.unlink()


def prepare(addons, number=1):
    """Names of as many equal databases as tests run at once."""
    if not addons:
        source, names = built(), [f"suite_test_{place + 1}" for place in range(number)]
    else:
        source = "test_" + "_".join(addons)[:50]
        db.make(source, addons)
        pack_assets(source)
        names = [source, *(f"{source}_{place + 1}" for place in range(1, number))]
    for name in names:
        if name != source:
            db.clone(source, name)
    return names


def environment(options):
    env = lib.pg_env()
    env["PATH"] = os.pathsep.join([str(lib.VENV / "bin"), str(Path(lib.pg_bin("psql")).parent), env["PATH"]])
    env["PGOPTIONS"] = env.get("PGOPTIONS", "") + " -c synchronous_commit=off"
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    if options.long:
        env["LONG"] = "1"
    return env


def command(database, *chosen):
    """The call of pytest over one database."""
    odoo = [
        f"--odoo-config={lib.CONF}",
        f"--odoo-addons-path={lib.addons_path()}",
        f"--odoo-database={database}",
        "--odoo-http",
    ]
    return [str(lib.PYTHON), "-m", "pytest", *odoo, *chosen]


def workers():
    return int(os.environ.get("TEST_WORKERS") or min(2, os.cpu_count() or 1))


def choose(addons, rest):
    """Arguments for one pytest where paths or names are given; none where all is to run."""
    if any(not word.startswith("-") and "/" in word for word in rest):
        return rest
    if "-k" in rest:
        return [*([f"addons/{name}" for name in addons] or ["addons", "tests"]), *rest]
    return []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--addons", default="")
    parser.add_argument("--long", action="store_true")
    options, rest = parser.parse_known_args()
    addons = [name for name in options.addons.replace(",", " ").split() if name]
    unknown = set(addons) - set(lib.suite_addons())
    if unknown:
        lib.fail(f"There is no addon {', '.join(sorted(unknown))}; there are {', '.join(lib.suite_addons())}.")
    env = environment(options)
    os.environ.update(env)
    lib.write_config()
    os.chdir(lib.REPO)
    if chosen := choose(addons, rest):
        os.execve(lib.PYTHON, command(*prepare(addons), *chosen), env)
    work = units.cut(addons or lib.suite_addons(), crossing=not addons)
    databases = prepare(addons, min(workers(), len(work)))
    raise SystemExit(units.run(work, databases, lambda database, files: command(database, *files, *rest), env))


if __name__ == "__main__":
    main()
