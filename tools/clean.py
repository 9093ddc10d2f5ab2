#!/usr/bin/env python3
"""Stop the embedded PostgreSQL and remove .odoo/ with all databases in it."""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

if __name__ == "__main__":
    lib.stop_postgres()
    shutil.rmtree(lib.HOME, ignore_errors=True)
    lib.say(f"{lib.HOME.name}/ is gone.")
