"""A handheld without a screen: what the page sends, by real HTTP, for tests with several people and for benches."""

import threading
import time
import uuid

import requests


class Handheld:
    """One person signed in at a server (`tools/server.py`); `times` are the seconds from scan to answer."""

    def __init__(self, url, database, login, password):
        self.url, self.device, self.times = url, f"{login}-{uuid.uuid4().hex[:8]}", []
        self.http = requests.Session()
        signed = self._call("/web/session/authenticate", {"db": database, "login": login, "password": password})
        assert signed["uid"], f"{login} cannot log in"

    def _call(self, path, params):
        answer = self.http.post(
            self.url + path, json={"jsonrpc": "2.0", "method": "call", "params": params}, timeout=120
        ).json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]

    def send(self, action, uid=None, **data):
        """The answer to one action in the present piece of work."""
        common = {"uid": uid or uuid.uuid4().hex, "session": self.session, "device": self.device, "action": action}
        started = time.perf_counter()
        self.answer = self._call(f"/scan/do/{self.scenario}", {**common, **data})
        self.times.append(time.perf_counter() - started)
        return self.answer

    def open(self, scenario, code=None):
        """A new piece of work, on the document that was scanned at home."""
        self.scenario, self.session = "home", uuid.uuid4().hex
        self.send("start")
        answer = self.send("scan", code=code) if code else self.send("press", name="tile", value=scenario)
        assert answer.get("go"), answer["message"]
        self.scenario, self.session = answer["go"]["scenario"], answer["go"]["session"]
        assert self.scenario == scenario
        return self.send("start")

    @property
    def target(self):
        return (self.answer["screen"] or {}).get("target")


def together(work, *rows):
    """Call `work(*row)` for each row at once, each in a thread of its own; the first error is raised."""
    results, errors = [None] * len(rows), []

    def run(index, row):
        try:
            results[index] = work(*row)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(index, row)) for index, row in enumerate(rows)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def percentile(times, share=0.95):
    """The time within which this share of the answers came."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]
