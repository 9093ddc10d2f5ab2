"""Hand over to Odoo's command line with our configuration, in this very process."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

if __name__ == "__main__":
    os.environ["ODOO_RC"] = str(lib.write_config())
    launcher = str(lib.REPO / "tools" / "odoo_bin.py")
    os.execv(lib.PYTHON, [str(lib.PYTHON), launcher, *(sys.argv[1:] or ["help"])])
