"""Start the bridge of the telephone beside a database: for `make run`, tests and benches."""

import configparser
import ctypes
import signal
import subprocess
import tempfile
from pathlib import Path

import lib

PR_SET_PDEATHSIG = 1
BRIDGE = lib.ADDONS / "sales_leads_mikopbx" / "bridge"


def write_config(folder, pbx, odoo, log="INFO"):
    """The bridge's ini file; `pbx` has host, port, user, secret, `odoo` url and key. Only its owner reads it."""
    config = configparser.ConfigParser(interpolation=None)
    config["pbx"], config["odoo"] = pbx, odoo
    config["bridge"] = {"spool": str(Path(folder) / "pbx-bridge.db"), "log": log}
    path = Path(folder) / "pbx-bridge.conf"
    path.touch(mode=0o600)
    with path.open("w") as file:
        config.write(file)
    return path


def _go_with_parent():
    """Linux ends this process when whoever started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Bridge:
    """The bridge as a process of its own; a context manager. `log` is all that it said so far."""

    def __init__(self, pbx, odoo, folder=None):
        self.folder = folder or tempfile.mkdtemp(prefix="bridge-")
        self.config = write_config(self.folder, pbx, odoo)
        self.output = Path(self.folder) / "bridge.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exc):
        self.stop()

    @property
    def log(self):
        return self.output.read_text()

    def start(self):
        with self.output.open("a") as file:
            command = [str(lib.PYTHON), str(BRIDGE), str(self.config)]
            self.process = subprocess.Popen(command, stdout=file, stderr=file, preexec_fn=_go_with_parent)  # noqa: PLW1509

    def stop(self):
        self.process.terminate()
        self.process.wait(15)

    def kill(self):
        self.process.kill()
        self.process.wait(15)
