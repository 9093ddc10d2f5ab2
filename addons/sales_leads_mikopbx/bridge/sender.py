"""Tells Odoo what waits in the spool, in its order; keeps it while Odoo is away."""

import asyncio
import json
import logging
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime

LOG = logging.getLogger("bridge.odoo")
BATCH = 100
TIMEOUT = 20
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60
# Sign of life, so that Odoo's alarm hears of a bridge that is gone.
GREET_EVERY = 60


class Sender:
    def __init__(self, spool, url, key):
        self.spool, self.url = spool, url.rstrip("/") + "/mikopbx/event"
        self.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        self.waking, self.pause = asyncio.Event(), FIRST_PAUSE

    def wake(self):
        self.waking.set()

    async def run(self):
        while True:
            waiting = self.spool.peek(BATCH)
            if not waiting:
                self.waking.clear()
                await self.waking.wait()
                continue
            if await asyncio.to_thread(self._tell, [event for _place, event in waiting]):
                self.spool.note_told([place for place, _event in waiting])
                self.pause = FIRST_PAUSE
            else:
                await asyncio.sleep(self.pause)
                self.pause = min(self.pause * 2, LONGEST_PAUSE)

    async def greet(self):
        while True:
            if not self.spool.count():
                now = datetime.now(UTC).isoformat()
                hello = {"key": f"hello:{time.time()}", "kind": "hello", "at": now}
                await asyncio.to_thread(self._tell, [hello])
            await asyncio.sleep(GREET_EVERY)

    def _tell(self, events):
        """Whether Odoo took the events; what it could not read it has said so, and it is not told again."""
        request = urllib.request.Request(self.url, json.dumps({"events": events}).encode(), self.headers)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                results = json.loads(answer.read())["results"]
        except urllib.error.HTTPError as error:
            LOG.warning("Odoo answers %s: %s events wait", error.code, len(events))
            return False
        except (OSError, ValueError, KeyError) as error:
            LOG.warning("Odoo does not answer (%s): %s events wait", type(error).__name__, len(events))
            return False
        for told in results:
            if told.get("status") in ("unknown", "bad"):
                LOG.error("Odoo could not read %s: %s", told.get("key"), told.get("why"))
        return True
