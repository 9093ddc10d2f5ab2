#!/usr/bin/env python3
"""Take the pictures of docs/guides from the example company, each as the user who works there, in Russian.

Usage: pictures.py [DATABASE [NAME…]]; without a database a clone of the played example is made for it.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import db
import lib
import shot
from example import data, pages

PORT = 8099
TARGET = lib.REPO / "docs" / "guides" / "pictures"


def serve(database):
    command = [lib.PYTHON, lib.REPO / "tools/odoo_bin.py", "server", "-d", database, f"--http-port={PORT}"]
    env = {**os.environ, "ODOO_RC": str(lib.write_config())}
    options = ["--max-cron-threads=0", "--log-level=error", f"--db-filter=^{database}$"]
    process = subprocess.Popen([*map(str, command), *options], env=env)
    for _attempt in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/web/login", timeout=60).read()
            return process
        except OSError:
            time.sleep(0.5)
    raise SystemExit("error: the server did not start")


def take(database, name):
    page = pages.PAGES[name]
    base = f"http://127.0.0.1:{PORT}"
    with shot.Browser(page.get("width", 1280), page.get("height", 800)) as browser:
        browser.login(base, database, page["login"], data.PASSWORD)
        path = page["path"]
        record = page.get("record")
        if record:
            path += f"/{lib.psql(record, database).split()[0]}"
        found = browser.open(base + path, page.get("wait"))
        for selector in page.get("click", ()):
            browser.click(selector)
        browser.picture(TARGET / f"{name}.png")
    lib.say(f"{'ok ' if found else 'BAD'} {name}")
    return found


def main(arguments):
    database, names = (arguments[0], arguments[1:]) if arguments else ("suite_pictures", [])
    if not arguments:
        import run
        import test

        db.clone(test.built(), database)
        run.make_example(database)
    process = serve(database)
    try:
        results = [take(database, name) for name in names or pages.PAGES]
    finally:
        process.terminate()
        process.wait(20)
    raise SystemExit(not all(results))


if __name__ == "__main__":
    main(sys.argv[1:])
