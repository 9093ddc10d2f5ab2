"""The units of the tests: none is forgotten, none runs twice, and none fails in silence."""

import sys

import lib
import units


def test_every_test_file_is_in_one_unit():
    known = [path for _name, paths in units.cut(lib.suite_addons(), crossing=True) for path in paths]
    there = [*lib.REPO.glob("addons/*/tests/test_*.py"), *lib.REPO.glob("tests/test_*.py")]
    assert sorted(known) == sorted(str(path.relative_to(lib.REPO)) for path in there)


def test_an_addon_alone_brings_its_own_tests_only():
    for _name, paths in units.cut(["sales_base"], crossing=False):
        assert all(path.startswith("addons/sales_base/tests/") for path in paths)


def run(codes, capsys):
    """(exit code, output) of units that print their database and end with these codes, two at once."""
    work = [(f"unit {number}", [str(code)]) for number, code in enumerate(codes)]

    def command(database, files):
        return [sys.executable, "-c", f"print('{database}'); raise SystemExit({files[0]})"]

    return units.run(work, ["first", "second"], command, None), capsys.readouterr().out


def test_one_failed_unit_fails_the_run(capsys):
    code, output = run([0, 1, 0, 0], capsys)
    assert code == 1
    assert "BAD unit 1" in output and output.count("ok  unit") == 3


def test_a_killed_unit_fails_the_run(capsys):
    assert run([0, -9], capsys)[0] != 0


def test_units_of_which_k_chose_nothing_are_no_failure_unless_all_are(capsys):
    assert run([5, 0, 5], capsys)[0] == 0
    assert run([5, 5], capsys)[0] != 0


def test_databases_are_handed_on(capsys):
    _code, output = run([0] * 6, capsys)
    assert output.count("===== unit ") == 6
    assert all(name in output for name in ("first", "second"))
