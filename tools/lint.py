#!/usr/bin/env python3
"""All that is checked without running our tests; each check prints one line, a failed one its findings.

ruff, ruff format, pylint-odoo, warnings of ours in the install log, Russian terms, core's test_lint.
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import db
import i18n
import lib
import test

# A long model is cut into one file per topic, and `with_context(clean_context(…))` drops default_* keys on purpose.
ON_PURPOSE = "consider-merging-classes-inherited,context-overridden"
PYLINT = (f"--rcfile={lib.REPO / 'pyproject.toml'}", "-d", "all", "-e", "odoolint", "-d", ON_PURPOSE)
LINT_MODULE = "test_lint"
CORE_CHECKS = (
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
)
CORE_PLUGINS = (
    "_pylint_path_setup",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)
WARNING = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
# Said by Odoo of the machine, not of our addons.
NOT_OURS = re.compile(r"pg_trgm|PostgreSQL extensions|security risk|odoo\.tools\.config: option|phonenumbers")


def report(name, findings):
    """Print the outcome of one check; returns True when it found nothing."""
    head = f"{'ok ' if not findings else 'BAD'} {name}" + (f": {len(findings)}" if findings else "")
    lib.say("\n".join([head, *(f"    {line}" for line in findings[:60])]))
    return not findings


def command_findings(*command, env=None):
    done = subprocess.run(list(map(str, command)), cwd=lib.REPO, env=env, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines or ["failed without a word"] if done.returncode else []


def ruff():
    return command_findings(lib.VENV / "bin/ruff", "check", "--quiet", "--output-format=concise", ".")


def ruff_format():
    return command_findings(lib.VENV / "bin/ruff", "format", "--check", "--quiet", ".")


def pylint_odoo():
    folders = [f"addons/{name}" for name in lib.suite_addons()]
    return command_findings(lib.PYTHON, "-m", "pylint", *PYLINT, "--score=n", *folders)


def core_pylint():
    """The checkers of core's test_lint over our addons; its own test would read all of core for many minutes."""
    checkers = next(path for path in lib.core_addons() if (path / LINT_MODULE).is_dir()) / LINT_MODULE / "tests"
    env = {**os.environ, "PYTHONPATH": str(checkers), "ADDONS_PATH": os.pathsep.join(map(str, lib.core_addons()))}
    options = [
        f"--rcfile={os.devnull}",
        "--disable=all,useless-option-value",
        f"--enable={','.join(CORE_CHECKS)}",
        f"--load-plugins={','.join(CORE_PLUGINS)}",
        "--score=n",
    ]
    folders = [f"addons/{name}" for name in lib.suite_addons()]
    return command_findings(lib.PYTHON, "-m", "pylint", *options, *folders, env=env)


def install_log():
    """Warnings in the log of the installation of the whole suite."""
    test.built()
    log = lib.HOME / "install.log"
    return [line for line in log.read_text().splitlines() if WARNING.match(line) and not NOT_OURS.search(line)]


def russian_terms():
    """Terms that have no translation, or that ru.po does not know yet."""
    import polib

    addons = lib.suite_addons()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "suite.pot"
        i18n.export(test.BUILT, addons, template)
        terms = list(polib.pofile(str(template)))
    findings = []
    for addon in addons:
        known = lib.ADDONS / addon / "i18n" / "ru.po"
        translated = {entry.msgid for entry in polib.pofile(str(known)) if entry.msgstr} if known.exists() else set()
        own = [term.msgid for term in terms if addon in re.findall(r"\w+", term.comment.partition("module:")[2])]
        findings += [f"{addon}: {msgid[:90]!r}" for msgid in own if msgid not in translated]
    return findings


def core_lint():
    """Core's own linter over our addons: its tests run when it is installed."""
    name = "suite_lint"
    db.clone(test.built(), name)
    log = lib.HOME / "lint.log"
    log.unlink(missing_ok=True)
    done = subprocess.run(
        [
            lib.PYTHON,
            lib.REPO / "tools" / "odoo_bin.py",
            "server",
            "-d",
            name,
            "-i",
            LINT_MODULE,
            "--test-tags",
            f"/{LINT_MODULE},-/{LINT_MODULE}:TestPyLint",
            "--stop-after-init",
            "--no-http",
            f"--logfile={log}",
        ],
        env={**os.environ, "ODOO_RC": str(lib.write_config()), "PATH": f"{lib.VENV / 'bin'}:{os.environ['PATH']}"},
        check=False,
        capture_output=True,
    )
    db.drop(name)
    text = log.read_text()
    ran = re.search(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", text)
    if not ran or not int(ran[3]):
        return [f"core's test_lint ran no test (exit {done.returncode})", *text.splitlines()[-20:]]
    if ran[1] == ran[2] == "0":
        return []
    return [line for line in text.splitlines() if "ERROR" in line or "addons/" in line or "AssertionError" in line]


# Two lanes at once: what reads files, and what needs the built database, one after the other.
LANES = ((ruff, ruff_format, pylint_odoo, core_pylint), (install_log, russian_terms, core_lint))


def run(checks):
    return [report(check.__name__, check()) for check in checks]


def main(chosen):
    lib.start_postgres()
    lanes = [[check for check in lane if not chosen or check.__name__ in chosen] for lane in LANES]
    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        results = [good for lane in pool.map(run, lanes) for good in lane]
    raise SystemExit(not all(results))


if __name__ == "__main__":
    main(sys.argv[1:])
