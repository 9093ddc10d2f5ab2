#!/usr/bin/env python3
"""Fetch all that the suite needs into .odoo/: Python packages, Odoo 19, PostgreSQL, fonts.

Each step leaves a stamp with the digest of what it was made from; a second call does only what changed,
so a broken download is taken up where it stopped. Needs nothing but Python 3.11 or newer and Debian's or
Ubuntu's apt; root only for the browser and the PDF tools, and says so where it is not.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lib

ODOO_PACKAGE = "odoo-19"
ODOO_VERSION = "19.0.0+dfsg-1"
SID_FONTS = (
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
)
STABLE_FONTS = ("fonts-font-awesome", "fonts-inconsolata")
NPM_PACKAGE = "@mediapipe/selfie_segmentation@0.1.1675465747"
SELFIE = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
SYSTEM_TOOLS = {
    "chromium": "chromium",
    "wkhtmltopdf": "wkhtmltopdf",
    "pdftotext": "poppler-utils",
    "dovecot": "dovecot-imapd",
    "soffice": "libreoffice-calc-nogui",
}
APT = lib.HOME / "apt"


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def step(name, key, action):
    """Run `action` unless it was completed before with the same `key`."""
    stamp = lib.STAMPS / name
    if stamp.exists() and stamp.read_text() == key:
        return
    started = time.time()
    lib.say(f"-- {name}")
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    lib.say(f"   {name}: {time.time() - started:.0f} s")


# --- Python packages ------------------------------------------------------------------------------


def make_venv():
    if shutil.which("apt-get") and os.geteuid() == 0:
        probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
        if probe.returncode:
            apt_install("python3-venv")
    lib.run(sys.executable, "-m", "venv", lib.VENV)


def install_packages():
    if not lib.PYTHON.exists():
        make_venv()
    wanted = lib.REPO / "config" / "requirements.txt"
    command = [lib.PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted]
    done = subprocess.run(list(map(str, command)), stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        lib.fail(f"pip could not install the packages:\n{done.stderr[-3000:]}")


# --- Odoo from Debian -----------------------------------------------------------------------------


def debian_mirror():
    """The mirror that this machine's own apt uses for Debian; DEBIAN_MIRROR= names another."""
    named = os.environ.get("DEBIAN_MIRROR")
    if named:
        return named
    listed = lib.run("apt-get", "indextargets", "--format", "$(REPO_URI)", capture_output=True, text=True)
    mirrors = [uri for uri in dict.fromkeys(listed.stdout.split()) if uri.rstrip("/").endswith("/debian")]
    if not mirrors:
        lib.fail(
            "This machine's apt knows no Debian mirror. Name one (DEBIAN_MIRROR=…), "
            "or use an Odoo 19 of your own (ODOO_SRC=folder)."
        )
    return mirrors[0]


def keyring():
    """Debian's archive keys: the system's, or those of the package debian-archive-keyring."""
    system = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    if system.exists():
        return system
    lib.run("apt-get", "download", "debian-archive-keyring", cwd=APT)
    for package in APT.glob("debian-archive-keyring_*.deb"):
        lib.run("dpkg-deb", "-x", package, APT / "keyring")
    return APT / "keyring" / "usr" / "share" / "keyrings" / system.name


def private_apt():
    """Settings of an apt of our own, beside the system's: its signatures are checked, it installs nothing."""
    for folder in ("lists/partial", "cache/archives/partial", "debs"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    mirror, keys = debian_mirror(), keyring()
    sources = [f"deb [signed-by={keys}] {mirror} {suite} main" for suite in ("sid", "bookworm")]
    (APT / "sources.list").write_text("\n".join(sources) + "\n")
    (APT / "apt.conf").write_text(
        f'Dir::Etc::SourceList "{APT}/sources.list";\n'
        'Dir::Etc::SourceParts "/dev/null";\n'
        f'Dir::State::Lists "{APT}/lists";\n'
        f'Dir::Cache "{APT}/cache";\n'
        'APT::Sandbox::User "root";\n'
        'Acquire::Languages "none";\n'
        'Acquire::Retries "3";\n'
    )
    env = {**os.environ, "APT_CONFIG": str(APT / "apt.conf")}
    lib.run("apt-get", "-q", "-q", "update", env=env)
    return env


def odoo_to_fetch(env):
    """The pinned version while the mirror has it, else the newest 19.0 there."""
    known = lib.run("apt-cache", "madison", ODOO_PACKAGE, env=env, capture_output=True, text=True).stdout
    versions = [line.split("|")[1].strip() for line in known.splitlines() if "|" in line]
    if ODOO_VERSION in versions:
        return f"{ODOO_PACKAGE}={ODOO_VERSION}"
    if not versions:
        lib.fail(f"The mirror has no {ODOO_PACKAGE}: name an Odoo 19 of your own (ODOO_SRC=folder).")
    lib.say(f"   {ODOO_PACKAGE} {ODOO_VERSION} is gone from the mirror; taking {versions[0]}.")
    return f"{ODOO_PACKAGE}={versions[0]}"


def fetch_odoo():
    env = private_apt()
    wanted = [odoo_to_fetch(env), *(f"{name}/sid" for name in SID_FONTS), *(f"{n}/bookworm" for n in STABLE_FONTS)]
    folder = APT / "debs"
    lib.run("apt-get", "-q", "-q", "download", *wanted, cwd=folder, env=env)
    shutil.rmtree(lib.ROOT, ignore_errors=True)
    for package in sorted(folder.glob("*.deb")):
        lib.run("dpkg-deb", "-x", package, lib.ROOT)
        package.unlink()
    add_selfie_segmentation()


def add_selfie_segmentation():
    """A script of mail's asset bundle that Debian leaves out; without the file no browser bundle is built.

    Where npm is missing an empty file stands in for it: only blurring the background of a video call needs it.
    """
    target = lib.ROOT / "usr/lib/python3/dist-packages/odoo/addons" / SELFIE
    target.parent.mkdir(parents=True, exist_ok=True)
    if shutil.which("npm"):
        done = subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=APT, check=False, capture_output=True)
        for archive in APT.glob("mediapipe-selfie*.tgz") if not done.returncode else ():
            shutil.unpack_archive(archive, APT / "npm")
            shutil.copy(APT / "npm" / "package" / "selfie_segmentation.js", target)
            return
    lib.say("   without npm: the background of video calls cannot be blurred, all else works.")
    target.write_text("/* left out: see tools/bootstrap.py */\n")


def link_odoo():
    """Make `import odoo` work in our Python."""
    for site in lib.VENV.glob("lib/python3*/site-packages"):
        (site / "odoo_source.pth").write_text(f"{lib.odoo_source()}\n")
    lib.run(lib.PYTHON, "-c", "import odoo.release as r; assert r.version_info[0] == 19, r.version")


# --- Browser and PDF tools ------------------------------------------------------------------------


def apt_install(*packages):
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    lib.run("apt-get", "-q", "-q", "update", env=env, stdout=subprocess.DEVNULL)
    lib.run(
        "apt-get", "-q", "-q", "install", "-y", "--no-install-recommends", *packages, env=env, stdout=subprocess.DEVNULL
    )


def missing_tools():
    missing = {program: package for program, package in SYSTEM_TOOLS.items() if not shutil.which(program)}
    if any(shutil.which(name) for name in ("google-chrome", "chromium-browser")):
        missing.pop("chromium", None)
    return missing


def try_to_install(packages):
    try:
        if packages:
            apt_install(*packages)
    except subprocess.CalledProcessError as error:
        lib.say(f"   the system's package tool failed ({error.returncode})")


def install_tools():
    missing = missing_tools()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        lib.say(f"-- {' '.join(missing.values())} (system packages)")
        # The office suite is by far the largest: what becomes of it is no matter of the others.
        office = [missing.pop("soffice")] if "soffice" in missing else []
        for packages in ([*missing.values(), "fonts-dejavu-core"], office):
            try_to_install(packages)
        missing = missing_tools()
    if missing:
        lib.say(
            f"Missing: {', '.join(missing)}. Everything else works; browser tests, PDFs, the tests of real mailboxes and of workbooks need them.\n"
            f"As root: apt-get install {' '.join(missing.values())}"
        )


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python meets first)
        lib.fail(f"Python 3.11 or newer is needed, this is {platform.python_version()}.")
    with lib.lock("bootstrap"):
        packages = (lib.REPO / "config" / "requirements.txt").read_text()
        step("packages", digest(packages, sys.version_info[:2]), install_packages)
        if not os.environ.get("ODOO_SRC"):
            step("odoo", digest(ODOO_VERSION, SID_FONTS, STABLE_FONTS), fetch_odoo)
        step("link", digest(lib.odoo_source()), link_odoo)
        install_tools()
        lib.write_config()


if __name__ == "__main__":
    main()
