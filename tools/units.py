"""Cut the tests into units of work and run several units at once, each in a process and a database of its own.

A unit is some test files of one folder that share what is dear to prepare: an addon (a large one in several parts), the
tests of the played day, the tests of real servers, the installations one by one. Each worker owns one database; the output of a
unit is printed in one piece when it ends, and a list of all units at the end.
"""

import concurrent.futures
import queue
import re
import subprocess
import time

import lib

TEST = re.compile(r"^\s*def test_", re.M)
# A test that asks for the fixture of the played day, or for a copy of it.
PLAYED = re.compile(r"^def test_\w+\([^)]*\bplayed", re.M)
# So many tests are worth a process, which loads the registry for some seconds first.
LARGE = 170
# What pytest returns where `-k` chose none of the unit's tests.
NOTHING_CHOSEN = 5


def cut(addons, crossing):
    """Units as (name, test files relative to the project), the longest first; `crossing` adds those of tests/."""
    found = _crossing() if crossing else []
    for addon in addons:
        found += _parts(addon, sorted((lib.ADDONS / addon / "tests").glob("test_*.py")))
    return sorted(found, key=lambda unit: (unit[0].startswith("tests"), _weigh(unit[1])), reverse=True)


def _crossing():
    """Units of tests/: the files that share the played day, each long one alone, the others."""
    kinds = {}
    for path in sorted((lib.REPO / "tests").glob("test_*.py")):
        shared = "played" if PLAYED.search(path.read_text()) else "servers"
        kind = "alone" if path.stem == "test_install_alone" else shared
        kinds.setdefault(f"tests: {kind}", []).append(_relative(path))
    return list(kinds.items())


def _parts(addon, paths):
    """The addon's files, in as many parts of about the same number of tests as it takes to keep them small."""
    number = 1 + sum(map(_count, paths)) // LARGE
    parts = [[] for _part in range(number)]
    for path in sorted(paths, key=_count, reverse=True):
        min(parts, key=_weigh).append(_relative(path))
    names = [addon] if number == 1 else [f"{addon} {part + 1} of {number}" for part in range(number)]
    return [(name, sorted(part)) for name, part in zip(names, parts, strict=True) if part]


def _relative(path):
    return str(path.relative_to(lib.REPO))


def _count(path):
    return len(TEST.findall(path.read_text()))


def _weigh(paths):
    return sum(_count(lib.REPO / path) for path in paths)


def run(units, databases, command, env):
    """Run all units, one per database at a time; returns pytest's worst exit code."""
    free = queue.SimpleQueue()
    for database in databases:
        free.put(database)

    def work(unit):
        database = free.get()
        started = time.time()
        try:
            done = subprocess.run(
                command(database, unit[1]),
                cwd=lib.REPO,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        finally:
            free.put(database)
        lib.say(f"\n===== {unit[0]}\n{done.stdout}")
        return unit[0], done.returncode, time.time() - started, _last_line(done.stdout)

    with concurrent.futures.ThreadPoolExecutor(len(databases)) as pool:
        results = list(pool.map(work, units))
    return _summarise(results)


def _last_line(output):
    return (output.strip().splitlines() or ["no output"])[-1].strip("= ")


def _summarise(results):
    """Print a line per unit; the exit code is the worst, and no test at all is none that passed."""
    lib.say("\n===== units")
    for name, code, seconds, line in results:
        lib.say(f"{'ok ' if code in (0, NOTHING_CHOSEN) else 'BAD'} {name}: {seconds:.0f} s, {line}")
    codes = {code for _name, code, _seconds, _line in results}
    if bad := codes - {0, NOTHING_CHOSEN}:
        return max(bad, key=abs)
    return 0 if 0 in codes else NOTHING_CHOSEN
