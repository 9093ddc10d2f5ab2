#!/usr/bin/env python3
"""Run the benches of tests/bench (or those named) against stock Odoo; one JSON line a result.

Usage: bench.py [NAME…] [--addons a,b: ours is these addons alone instead of the whole suite]
Ends with an error when a goal is missed.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

BENCHES = lib.REPO / "tests" / "bench"


def known():
    """Names of the benches: the modules with a function `main`."""
    return sorted(path.stem for path in BENCHES.glob("*.py") if "\ndef main(" in path.read_text())


def run(names):
    """Run the benches, print each result as it comes; True when all goals are reached."""
    sys.path.insert(0, str(BENCHES))
    importlib.import_module("common").start()
    good = True
    for name in names:
        for line in importlib.import_module(name).main():
            print(json.dumps(line), flush=True)
            good = good and line["ok"]
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--addons")
    options = parser.parse_args()
    if unknown := set(options.names) - set(known()):
        lib.fail(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(known())}.")
    if Path(sys.prefix) != lib.VENV:
        os.execv(lib.PYTHON, [str(lib.PYTHON), __file__, *sys.argv[1:]])
    if options.addons:
        os.environ["BENCH_ADDONS"] = options.addons
    with lib.lock("bench"):
        raise SystemExit(0 if run(options.names or known()) else 1)


if __name__ == "__main__":
    main()
