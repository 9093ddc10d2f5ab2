"""A real Odoo server on one database, for tests, pictures and the story."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
import xmlrpc.client

import lib


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """Starts on a free port; `crons` is the number of threads for scheduled actions. A context manager too."""

    def __init__(self, database, crons=0):
        self.database, self.crons = database, crons
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = lib.HOME / f"server-{self.port}.log"

    def __enter__(self):
        return self.start()

    def __exit__(self, *_exc):
        self.stop()
        self.log.unlink(missing_ok=True)

    def start(self):
        command = [lib.PYTHON, lib.REPO / "tools/odoo_bin.py", "server", "-d", self.database]
        options = [
            f"--http-port={self.port}",
            "--http-interface=127.0.0.1",
            f"--db-filter=^{self.database}$",
            f"--max-cron-threads={self.crons}",
            f"--logfile={self.log}",
        ]
        env = {**os.environ, "ODOO_RC": str(lib.write_config())}
        self.process = subprocess.Popen([*map(str, command), *options], env=env, start_new_session=True)
        for _attempt in range(240):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/web/login", timeout=60).read()
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.25)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def stop(self, how=signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(30)

    def call(self, model, method, *args, login="admin", password="admin", **kwargs):
        """Result of one RPC call as the given user, in a transaction of its own."""
        common = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/common", allow_none=True)
        uid = common.authenticate(self.database, login, password, {})
        assert uid, f"{login} cannot log in"
        models = xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        return models.execute_kw(self.database, uid, password, model, method, args, kwargs)
