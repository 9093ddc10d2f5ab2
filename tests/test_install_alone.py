"""Each addon installs from a database that has `base` only: no missing dependency hides behind the template.

Once per CI (CI or LONG is set): nine installations take some minutes.
"""

import os
import re

import db
import lib
import pytest

WARNING = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*")
MACHINE = re.compile(r"pg_trgm|PostgreSQL extensions|odoo\.tools\.config: option")

slow = pytest.mark.skipif(not (os.environ.get("CI") or os.environ.get("LONG")), reason="once per CI, or LONG=1")


@slow
@pytest.mark.parametrize("addon", lib.suite_addons())
def test_installs_alone(addon, tmp_path):
    name = f"alone_{addon}"
    log = tmp_path / "install.log"
    db.drop(name)
    try:
        lib.odoo("server", "-d", name, "-i", addon, "--stop-after-init", "--no-http", f"--logfile={log}")
        state = lib.psql(f"SELECT state FROM ir_module_module WHERE name = '{addon}'", name)
    finally:
        db.drop(name)
    assert state == "installed"
    warnings = [line for line in log.read_text().splitlines() if WARNING.match(line) and not MACHINE.search(line)]
    assert warnings == []
