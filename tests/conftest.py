"""Fixtures for what crosses addons: clones of the built database, real servers, the played day."""

import contextlib
import itertools
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import db
import lib
import server as server_tool

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


@pytest.fixture
def serve():
    """Start servers: `serve(database, crons=0)`; all of them are stopped after the test."""
    servers = []

    def start(database, crons=0):
        servers.append(server_tool.Server(database, crons))
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
