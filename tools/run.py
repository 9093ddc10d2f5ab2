#!/usr/bin/env python3
"""`make run`: make the database the first time, play the story, serve the web client.

DB=name, EXAMPLE=0 (no example company; asks for an administrator's password), STORY=0 (no story), PORT=,
HTTP_INTERFACE=, BRIDGE=1 (starts the bridge against the telephone exchange that the database's settings name). A database is made under another name and renamed when it is whole, so that a broken first
run is simply begun again.
"""

import getpass
import json
import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bridge
import db
import lib
from server import Server

EXAMPLE_SCRIPT = lib.REPO / "tools" / "example" / "play.py"
SET_PASSWORD = """
import os
env.ref("base.user_admin").write({"password": os.environ["SUITE_ADMIN_PASSWORD"]})
env.cr.commit()
"""


def wanted(name):
    return os.environ.get(name, "1") not in ("0", "no", "")


def play(name, part):
    """Run one part of the example in the database: company or story.

    A server runs beside the story: printed papers take their styles from it.
    """
    if part == "company":
        lib.odoo_shell(name, EXAMPLE_SCRIPT, part)
    else:
        with Server(name) as server:
            lib.odoo_shell(name, EXAMPLE_SCRIPT, part, server.url)


def make_example(name):
    """Company and story in an existing database with the whole suite."""
    play(name, "company")
    play(name, "story")


def ask_password():
    """The administrator's password for a database that is meant for real work."""
    given = os.environ.get("ADMIN_PASSWORD")
    if not given and sys.stdin.isatty():
        given = getpass.getpass("Password for the administrator (login admin): ")
        if given != getpass.getpass("The same again: "):
            lib.fail("The two differ; nothing was made.")
    if not given or len(given) < 8:
        lib.fail(
            "A database for real work needs an administrator's password of 8 characters or more (ADMIN_PASSWORD=)."
        )
    return given


def set_password(name, password):
    script = lib.HOME / "set_password.py"
    script.write_text(SET_PASSWORD)
    try:
        lib.odoo_shell(name, script, env={**os.environ, "SUITE_ADMIN_PASSWORD": password})
    finally:
        script.unlink()


def make_database(name):
    """A new database with the whole suite, whole or not at all."""
    example = wanted("EXAMPLE")
    password = None if example else ask_password()
    making = f"{name}_making"
    lib.say(f"-- database {name} with the whole suite")
    started = time.time()
    db.make(making)
    if example:
        play(making, "company")
    else:
        set_password(making, password)
    lib.psql(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    if db.filestore(making).is_dir():
        shutil.rmtree(db.filestore(name), ignore_errors=True)
        db.filestore(making).rename(db.filestore(name))
    lib.say(f"   {time.time() - started:.0f} s")


def parameter(name, key):
    return lib.psql(f"SELECT value FROM ir_config_parameter WHERE key = '{key}'", name)


def start_bridge(name):
    """The bridge beside the server, gone with it; its key is made anew, its password is the settings' own."""
    folder = lib.HOME / "bridge" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    answer = folder / "exchange.json"
    answer.touch(mode=0o600)
    try:
        lib.odoo_shell(name, lib.REPO / "tools" / "bridge_settings.py", str(answer))
        found = json.loads(answer.read_text() or "{}")
    finally:
        answer.unlink()
    if not found:
        lib.fail(
            "No exchange that is switched on has an AMI user and password: CRM → Configuration → Telephone Exchanges."
        )
    odoo = {"url": f"http://{lib.HTTP_INTERFACE}:{lib.HTTP_PORT}", "key": found.pop("key")}
    bridge.Bridge(found, odoo, folder).start()
    lib.say(f"Bridge to {found['host']}: {folder / 'bridge.log'}")


def print_logins(name):
    from example import data

    lib.say(f"\nLogins of the example company (password {data.PASSWORD}; administrator: admin / admin):")
    for login, (person, job, *_rest) in data.USERS.items():
        lib.say(f"  {login:12} {person}, {job}")
    lib.say(f"\nhttp://{lib.HTTP_INTERFACE}:{lib.HTTP_PORT}/web/login?db={name}\n")


def main():
    name = os.environ.get("DB") or "suite"
    if not db.exists(name):
        make_database(name)
    example = bool(parameter(name, "suite.example"))
    if example and wanted("STORY") and not parameter(name, "suite.story"):
        play(name, "story")
    if example:
        print_logins(name)
    if os.environ.get("BRIDGE", "") not in ("", "0", "no"):
        start_bridge(name)
    launcher = str(lib.REPO / "tools" / "odoo_bin.py")
    os.environ["ODOO_RC"] = str(lib.write_config())
    options = ["-d", name, f"--db-filter=^{name}$", "--log-level=warn"]
    os.execv(lib.PYTHON, [str(lib.PYTHON), launcher, "server", *options])


if __name__ == "__main__":
    main()
