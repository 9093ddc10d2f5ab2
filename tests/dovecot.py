"""A real IMAP server with mailboxes of its own: `with Dovecot() as imap: imap.put("anna", raw)`."""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = "right-password"

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{home}/mail/%u
mail_uid = {user}
mail_gid = {group}
imap_id_send =
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
"""


def missing():
    """Why the server cannot run here, or an empty text."""
    if not shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin"):
        return "dovecot is not installed (as root: apt-get install dovecot-imapd)"
    return "" if os.geteuid() == 0 else "dovecot needs root"


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Dovecot:
    """Any login exists and has the password PASSWORD; folders INBOX and Sent."""

    host = "127.0.0.1"
    password = PASSWORD

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port = _free_port()
        user = pwd.getpwnam("nobody")
        group = grp.getgrgid(user.pw_gid).gr_name
        for name in ("run", "state", "mail"):
            (self.home / name).mkdir()
        self.home.chmod(0o755)
        shutil.chown(self.home / "mail", user.pw_uid, user.pw_gid)
        config = self.home / "dovecot.conf"
        values = {"home": self.home, "port": self.port, "user": "nobody", "group": group, "password": PASSWORD}
        config.write_text(CONFIG.format(**values))
        program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
        self.process = subprocess.Popen([program, "-F", "-c", config], stderr=subprocess.PIPE, text=True)
        self._wait()
        return self

    def _wait(self):
        for _attempt in range(100):
            with contextlib.suppress(OSError), self.client("probe"):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        log = self.home / "dovecot.log"
        raise AssertionError(
            f"dovecot did not start: {log.read_text() if log.exists() else self.process.stderr.read()}"
        )

    def __exit__(self, *_details):
        self.process.terminate()
        self.process.wait(20)
        self.process.stderr.close()
        shutil.rmtree(self.home, ignore_errors=True)

    @contextlib.contextmanager
    def client(self, login):
        with imaplib.IMAP4(self.host, self.port, timeout=10) as client:
            client.login(login, PASSWORD)
            yield client

    def put(self, login, *mails, folder="INBOX"):
        """Lay raw mails into a folder, unread and in this order."""
        with self.client(login) as client:
            for raw in mails:
                status, _answer = client.append(folder, "", None, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
                assert status == "OK"

    def flags(self, login, folder="INBOX"):
        """Flags of each mail of a folder, in their order; reading them changes nothing."""
        with self.client(login) as client:
            client.select(folder, readonly=True)
            _status, answer = client.fetch("1:*", "(FLAGS)")
        return [imaplib.ParseFlags(line) for line in answer if line]
