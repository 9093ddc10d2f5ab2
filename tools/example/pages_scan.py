"""The pictures of the scanning page, at phone width: part of pages.py, which says how to read it."""

import lib

HANDHELD = {"login": "worker", "path": "/scan", "width": 360, "height": 740}
# The keys of a scanner, as the addon's own walks press them.
STEPS = (lib.ADDONS / "stock_batches_scan/static/tests/tours/steps.js").read_text()
SERIES = "await scan(find('.s_series').innerText); await pause(800);"
OFFLINE = "window.fetch = () => Promise.reject(new TypeError('Failed to fetch'));"
# The page opens where this device stopped; each picture has a device of its own.
PICK = (".s_tile[name=pick]", ".s_option")


def _scan(*steps):
    return f"(async () => {{ {STEPS} {' '.join(steps)} }})()"


PAGES = {
    "worker-scan-home": {**HANDHELD, "wait": ".s_tile"},
    "worker-scan-pick": {**HANDHELD, "wait": ".s_tile", "click": PICK, "then": ".s_series"},
    "worker-scan-quantity": {
        **HANDHELD,
        "wait": ".s_tile",
        "click": PICK,
        "script": _scan(SERIES, "await press('.s_number');"),
        "then": ".s_keypad",
    },
    "worker-scan-wrong": {
        **HANDHELD,
        "wait": ".s_tile",
        "click": PICK,
        "script": _scan("await scan('0000000'); await pause(800);"),
        "then": ".s_message_wrong",
    },
    "worker-scan-offline": {
        **HANDHELD,
        "wait": ".s_tile",
        "click": PICK,
        "script": _scan(OFFLINE, SERIES),
        "then": ".s_bar_offline .s_waits",
    },
}
