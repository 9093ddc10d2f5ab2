"""Fixtures for what crosses addons: clones of the built database, real servers, the played day."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import xmlrpc.client
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import db
import lib

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def built():
    """Name of the database with the whole suite, as installed; only ever cloned."""
    import test as test_tool

    return test_tool.built()


@contextlib.contextmanager
def cloned(source):
    """A copy of the database `source`, gone afterwards."""
    name = f"suite_clone_{os.getpid()}_{next(NUMBERS)}"
    db.clone(source, name)
    try:
        yield name
    finally:
        db.drop(name)


@pytest.fixture
def database(built):
    """A copy of the built database for one test."""
    with cloned(built) as name:
        yield name


@pytest.fixture(scope="session")
def played(built):
    """A copy of the built database in which the example company has lived its day; do not write to it."""
    import run as run_tool

    with cloned(built) as name:
        run_tool.make_example(name)
        yield name


@pytest.fixture
def played_copy(played):
    """A copy of the played day for a test that changes it."""
    with cloned(played) as name:
        yield name


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A real Odoo server on one database, over HTTP; `crons` is the number of threads for scheduled actions."""

    def __init__(self, database, crons=0):
        self.database, self.crons = database, crons
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = lib.HOME / f"server-{self.port}.log"

    def start(self):
        command = [lib.PYTHON, lib.REPO / "tools/odoo_bin.py", "server", "-d", self.database]
        options = [f"--http-port={self.port}", f"--max-cron-threads={self.crons}", f"--logfile={self.log}"]
        env = {**os.environ, "ODOO_RC": str(lib.write_config())}
        self.process = subprocess.Popen([*map(str, command), *options], env=env, start_new_session=True)
        for _attempt in range(240):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/web/login?db={self.database}", timeout=30).read()
                return self
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            time.sleep(0.25)
        raise AssertionError("the server did not answer within a minute")

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


@pytest.fixture
def serve():
    """Start servers: `serve(database, crons=0)`; all of them are stopped after the test."""
    servers = []

    def start(database, crons=0):
        servers.append(Server(database, crons))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()
        server.log.unlink(missing_ok=True)


@pytest.fixture
def sql():
    """Rows of one SQL statement as lists of text: `sql(database, statement)`."""

    def query(database, statement):
        return [line.split("\t") for line in lib.psql(statement, database).splitlines()]

    return query
