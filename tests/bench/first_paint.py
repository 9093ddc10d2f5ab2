"""Until the scanning page can scan: what a browser loads, against the web client's home until it can be used.

Goal: <= 0.25 of the bytes over the wire and of the requests. Both with an empty cache, signed in, served by the same
server without compression, the service worker's own loading not counted: it begins when the page can scan already.
"""

import json

import lib
import shot
from common import result
from server import Server

PAGES = {
    "ours": ("/scan", "document.body.dataset.ready"),
    "reference": (
        "/odoo",
        "document.querySelector('.o_action_manager > *, .o_home_menu') && !document.querySelector('.o_blockUI')",
    ),
}
# One entry a request; the page itself is a "navigation".
SEEN = "JSON.stringify([...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
SEEN += ".map((entry) => [entry.name, entry.transferSize]))"
NO_WORKER = (
    "Object.defineProperty(navigator, 'serviceWorker', {value: undefined}); delete Navigator.prototype.serviceWorker"
)


def measure(server, path, ready):
    """(bytes, requests) until the page is ready, with nothing in the cache."""
    with shot.Browser(360, 740) as browser:
        browser.login(server.url, server.database, "admin", "admin")
        browser.call("Page.enable")
        browser.call("Page.addScriptToEvaluateOnNewDocument", source=NO_WORKER)
        browser.call("Page.navigate", url=server.url + path)
        assert browser.wait_for(ready, 120), f"{path} did not become ready"
        seen = json.loads(browser.evaluate(SEEN))
    return sum(size for _name, size in seen), len(seen)


def main():
    import db
    import test as suite

    database = "bench_first_paint"
    db.clone(suite.built(), database)
    lib.psql(
        "INSERT INTO res_groups_users_rel (gid, uid) SELECT data.res_id, 2 FROM ir_model_data data"
        " WHERE data.module = 'stock_batches' AND data.name = 'group_worker' ON CONFLICT DO NOTHING",
        database,
    )
    try:
        with Server(database) as server:
            for path, ready in PAGES.values():
                measure(server, path, ready)  # packs the bundles
            seen = {side: measure(server, *page) for side, page in PAGES.items()}
    finally:
        db.drop(database)
    (ours, ours_number), (reference, reference_number) = seen["ours"], seen["reference"]
    yield result("first_paint: bytes", ours, reference, "<= 0.25", n=1, unit="bytes")
    yield result("first_paint: requests", ours_number, reference_number, "<= 0.25", n=1, unit="requests")
