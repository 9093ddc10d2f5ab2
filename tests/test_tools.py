"""The commands of the project: what they list, refuse and repeat."""

import os
import re
import subprocess
import time

import db
import lib
import pytest


def make(*words, **env):
    return subprocess.run(
        ["make", *words], cwd=lib.REPO, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


def test_help_lists_every_target():
    listed = make("help").stdout
    for target in "setup run test lint bench db shell backup restore clean".split():
        assert re.search(rf"^{target}\s", listed, re.M), target


def test_a_second_setup_does_nothing_in_no_time():
    started = time.time()
    done = make("setup")
    assert done.returncode == 0, done.stderr
    assert "--" not in done.stdout, "a step was done again"
    assert time.time() - started < 20


def test_an_unknown_addon_is_refused_with_the_known_ones():
    done = make("test", "A=no_such_addon")
    assert done.returncode != 0
    assert "no_such_addon" in done.stderr and "sales_base" in done.stderr


def test_the_template_cannot_be_overwritten():
    done = make("db", "DB=suite_template")
    assert done.returncode != 0 and "not a name" in done.stderr


@pytest.fixture
def sleeper(built):
    """Starts two seconds of a superuser's session in a database: autovacuum has such sessions."""
    env = {**lib.pg_env(), "PGUSER": "postgres"}
    psql = [lib.pg_bin("psql"), "-qAtX", "-c"]
    if subprocess.run([*psql, "SELECT 1", built], env=env, capture_output=True, check=False).returncode:
        pytest.skip("This server of one's own gives no superuser's session.")

    def start(name):
        session = subprocess.Popen([*psql, "SELECT pg_sleep(2)", name], env=env, stdout=subprocess.DEVNULL)
        wait_for_session(name)
        return session

    return start


def test_a_database_is_cloned_and_dropped_beside_a_session_that_is_not_ours(built, sleeper):
    """Cutting it was refused, and the whole run with it."""
    name = "suite_clone_beside"
    session = sleeper(built)
    db.clone(built, name)
    assert session.wait() == 0
    session = sleeper(name)
    db.drop(name)
    assert session.wait() == 0
    assert not db.exists(name)


def wait_for_session(name):
    for _attempt in range(50):
        if lib.psql(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND usename = 'postgres'") != "0":
            return
        time.sleep(0.1)
    raise AssertionError("the session did not begin")


def test_what_postgresql_refuses_is_shown():
    with pytest.raises(RuntimeError, match="no_such_table"):
        lib.psql("SELECT * FROM no_such_table")


def test_odoo_s_own_command_line_works():
    done = subprocess.run([lib.REPO / "tools/odoo", "--version"], capture_output=True, text=True, check=True)
    assert "Odoo Server 19.0" in done.stdout + done.stderr


def test_nothing_names_a_package_host_or_a_folder_of_this_machine():
    tracked = subprocess.run(["git", "ls-files"], cwd=lib.REPO, capture_output=True, text=True, check=True)
    names = re.compile(
        "|".join(("deb" + "ian\\.org", "pypi" + "\\.org", "npm" + "js", "/wo" + "rk/", "artif" + "actory"))
    )
    found = []
    for name in tracked.stdout.splitlines():
        path = lib.REPO / name
        if path.suffix in (".png", ".eml", ".xlsx") or not path.is_file():
            continue
        if names.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(name)
    assert found == []


def test_a_database_for_real_work_asks_for_a_password():
    env = {name: value for name, value in os.environ.items() if name != "ADMIN_PASSWORD"}
    done = subprocess.run(
        ["make", "run", "DB=suite_no_password", "EXAMPLE=0"],
        cwd=lib.REPO,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0 and "administrator's password" in done.stderr
    assert not lib.psql("SELECT 1 FROM pg_database WHERE datname LIKE 'suite_no_password%'")
