#!/usr/bin/env python3
"""Take the pictures of docs/guides from the example company, each as the user who works there, in Russian.

Usage: pictures.py [DATABASE [NAME…]]; without a database a clone of the played example is made for it.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import db
import lib
import shot
from example import data, pages
from server import Server

TARGET = lib.REPO / "docs" / "guides" / "pictures"


def take_paper(database, name):
    """The first page of a file that the story printed."""
    stored = lib.psql(pages.PAGES[name]["pdf"], database).split()
    if stored:
        source = db.filestore(database) / stored[0]
        lib.run("pdftoppm", "-png", "-singlefile", "-r", "90", source, TARGET / name)
    return bool(stored)


def take(server, name):
    page = pages.PAGES[name]
    if "pdf" in page:
        found = take_paper(server.database, name)
        lib.say(f"{'ok ' if found else 'BAD'} {name}")
        return found
    base, database = server.url, server.database
    with shot.Browser(page.get("width", 1280), page.get("height", 800)) as browser:
        browser.login(base, database, page["login"], "admin" if page["login"] == "admin" else data.PASSWORD)
        path = page["path"]
        record = page.get("record")
        if record:
            path += f"/{lib.psql(record, database).split()[0]}"
        found = browser.open(base + path, page.get("wait"))
        for selector in page.get("click", ()):
            browser.click(selector)
        if "script" in page:
            browser.evaluate(page["script"])
        if "then" in page:
            found = browser.wait_for(f"document.querySelector({json.dumps(page['then'])})", 20) and found
            time.sleep(1)  # the sums of a board count up
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
    # A picture for everybody shows no folder of this machine.
    lib.psql(f"UPDATE marketing_export SET path = replace(path, '{lib.DATA}', '/var/lib/odoo')", database)
    with Server(database) as server:
        results = [take(server, name) for name in names or pages.PAGES]
    raise SystemExit(not all(results))


if __name__ == "__main__":
    main(sys.argv[1:])
