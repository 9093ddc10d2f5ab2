#!/usr/bin/env python3
"""Take a picture of a screen as a given user, with headless Chromium.

Usage: shot.py --db D --login L --password P --path /odoo/… --out x.png [--port 8069] [--width 1280] [--height 800]
               [--wait CSS] [--click CSS …] [--script JS]
"""

import argparse
import base64
import itertools
import json
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import requests
import websocket

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)
READY = "document.readyState === 'complete' && !document.querySelector('.o_loading_indicator, .o_blockUI')"


def _lift_memory_limit():
    """Odoo limits the memory of its process, and so of its children; Chromium reserves more than it ever uses."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


class Browser:
    """A headless Chromium driven over its own debugging protocol; use it as a context manager."""

    def __init__(self, width=1280, height=800):
        self.size = (width, height)
        self.profile = tempfile.mkdtemp(prefix="chromium-")
        self.numbers = itertools.count(1)

    def __enter__(self):
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        if not program:
            raise SystemExit("error: no Chromium on this machine")
        command = [program, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_lift_memory_limit
        )
        pages = requests.get(f"http://127.0.0.1:{self._debug_port()}/json", timeout=10).json()
        target = next(page for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(target["webSocketDebuggerUrl"], timeout=60)
        width, height = self.size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        return self

    def _debug_port(self):
        port_file = Path(self.profile) / "DevToolsActivePort"
        for _attempt in range(600):
            if port_file.exists() and port_file.read_text().strip():
                return port_file.read_text().split()[0]
            time.sleep(0.05)
        raise SystemExit("error: Chromium did not start")

    def __exit__(self, *_exc):
        self.socket.close()
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                return answer.get("result", {})

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer.get("result", {}).get("value")

    def wait_for(self, condition, seconds=30):
        """True as soon as the JavaScript condition holds; False when the time is over."""
        until = time.time() + seconds
        while time.time() < until:
            if self.evaluate(f"Boolean({condition})"):
                return True
            time.sleep(0.2)
        return False

    def login(self, base, database, login, password):
        """Open a session over HTTP and hand its cookie to the browser."""
        session = requests.Session()
        answer = session.post(
            f"{base}/web/session/authenticate",
            json={"params": {"db": database, "login": login, "password": password}},
            timeout=60,
        ).json()
        if "error" in answer:
            raise SystemExit(f"error: {login} cannot log in: {answer['error']['data']['message']}")
        self.call("Network.setCookie", name="session_id", value=session.cookies["session_id"], url=base)

    def open(self, url, wait=None, seconds=60):
        """Go to the page and wait until it stands still (and until `wait`, a CSS selector, is there)."""
        self.call("Page.navigate", url=url)
        time.sleep(0.5)
        selector = json.dumps(wait or ".o_action_manager > *, #wrapwrap, .oe_login_form, body.o_report")
        found = self.wait_for(f"{READY} && document.querySelector({selector})", seconds)
        time.sleep(1)
        self.wait_for(READY, seconds)
        return found

    def click(self, selector):
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")
        time.sleep(1)
        self.wait_for(READY)

    def picture(self, target):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).write_bytes(base64.b64decode(data))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("db", "login", "password", "path", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--wait")
    parser.add_argument("--script")
    parser.add_argument("--click", action="append", default=[])
    options = parser.parse_args()
    base = f"http://127.0.0.1:{options.port}"
    with Browser(options.width, options.height) as browser:
        browser.login(base, options.db, options.login, options.password)
        found = browser.open(base + options.path, options.wait)
        for selector in options.click:
            browser.click(selector)
        if options.script:
            print(browser.evaluate(options.script))
        browser.picture(options.out)
    print(options.out if found else f"{options.out} (what was waited for did not appear)")


if __name__ == "__main__":
    main()
