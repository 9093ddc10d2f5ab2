"""Each addon installs with nothing but what it depends on: no missing dependency hides behind the template.

Once per CI (CI or LONG is set). An addon is installed upon a copy of the database in which one of those it depends on was
installed alone: the same modules as from a database that has `base` only, in a third of the time.
"""

import ast
import contextlib
import graphlib
import os
import re

import db
import lib
import pytest

WARNING = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) .*")
MACHINE = re.compile(r"pg_trgm|PostgreSQL extensions|odoo\.tools\.config: option")

slow = pytest.mark.skipif(not (os.environ.get("CI") or os.environ.get("LONG")), reason="once per CI, or LONG=1")

SUITE = set(lib.suite_addons())
MANIFESTS = {addon: ast.literal_eval((lib.ADDONS / addon / "__manifest__.py").read_text()) for addon in SUITE}
NEEDS = {addon: SUITE & set(manifest["depends"]) for addon, manifest in MANIFESTS.items()}
# They come by themselves where all that they join is there.
AUTO = {addon for addon, manifest in MANIFESTS.items() if manifest.get("auto_install")}


def name_of(addon):
    return f"alone_{addon}"


def all_needs(addon):
    return NEEDS[addon].union(*map(all_needs, NEEDS[addon]))


@pytest.fixture(scope="module")
def made():
    """Addons whose database stands; all are dropped in the end."""
    addons = set()
    with contextlib.ExitStack() as stack:
        for addon in NEEDS:
            stack.callback(db.drop, name_of(addon))
        yield addons


@slow
@pytest.mark.parametrize("addon", list(graphlib.TopologicalSorter(NEEDS).static_order()))
def test_installs_alone(addon, made, tmp_path):
    name, log = name_of(addon), tmp_path / "install.log"
    db.drop(name)
    below = max(made & NEEDS[addon], key=lambda other: len(all_needs(other)), default=None)
    if below:
        db.clone(name_of(below), name)
    lib.odoo("server", "-d", name, "-i", addon, "--stop-after-init", "--no-http", f"--logfile={log}")
    assert lib.psql(f"SELECT state FROM ir_module_module WHERE name = '{addon}'", name) == "installed"
    installed = lib.psql("SELECT name FROM ir_module_module WHERE state = 'installed'", name).split()
    assert SUITE & set(installed) <= {addon, *all_needs(addon)} | AUTO
    made.add(addon)
    warnings = [line for line in log.read_text().splitlines() if WARNING.match(line) and not MACHINE.search(line)]
    assert warnings == []
