"""A real Asterisk with SIPp in a root of its own: `with Asterisk() as pbx: pbx.call("79160001122", "74951000000")`.

Needs root and debootstrap; the root is made once (a minute, half a gigabyte) and kept in .odoo/asterisk.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import lib

sys.path.insert(0, str(Path(lib.REPO) / "tools"))
ROOT = lib.HOME / "asterisk"
SECRET, AMI_PORT, SIP_PORT, PHONE_PORT, CALLER_PORT = "asterisk-ami-secret", 15038, 15070, 15090, 15080
PHONES = ("9201", "9202")
SUITE = "sid"
PACKAGES = "asterisk,sip-tester"
FIELDS = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec"
    " disposition amaflags uniqueid userfield linkedid"
).split()

CONFIG = {
    "manager.conf": f"""
[general]
enabled = yes
bindaddr = 127.0.0.1
port = {AMI_PORT}
timestampevents = yes
[odoo]
secret = {SECRET}
read = call
write = originate,reporting
eventfilter = !Event: Newexten
""",
    "pjsip.conf": f"""
[global]
type = global
endpoint_identifier_order = username,ip
[udp]
type = transport
protocol = udp
bind = 127.0.0.1:{SIP_PORT}
[trunk]
type = endpoint
context = incoming
disallow = all
allow = ulaw
direct_media = no
aors = trunk
[trunk]
type = identify
endpoint = trunk
match = 127.0.0.1
[trunk]
type = aor
contact = sip:trunk@127.0.0.1:{CALLER_PORT + 9}
"""
    + "".join(
        f"""
[{phone}]
type = endpoint
context = inner
disallow = all
allow = ulaw
direct_media = no
aors = {phone}
[{phone}]
type = aor
contact = sip:{phone}@127.0.0.1:{PHONE_PORT + place}
"""
        for place, phone in enumerate(PHONES)
    ),
    "extensions.conf": """
[incoming]
exten => 74951000000,1,Dial(PJSIP/9201,20)
exten => 74951000001,1,Queue(sales,,,,20)
exten => 74951000002,1,Dial(PJSIP/9201,20,g)
 same => n,Dial(PJSIP/9202,20)
exten => 74951000003,1,Dial(PJSIP/9201,2)
 same => n,Hangup()
[inner]
exten => _920X,1,Dial(PJSIP/${EXTEN},20)
[internal-originate]
exten => _920X,1,Dial(PJSIP/${EXTEN},20)
[all_peers]
exten => _7.,1,Answer()
 same => n,Wait(2)
 same => n,Hangup()
""",
    "queues.conf": """
[sales]
strategy = linear
timeout = 2
retry = 1
member => PJSIP/9201
member => PJSIP/9202
""",
    "cdr.conf": "[general]\nenable = yes\nunanswered = yes\n",
    "cdr_custom.conf": "[mappings]\nOdoo.csv => "
    + ",".join(f"${{CSV_QUOTE(${{CDR({field})}})}}" for field in FIELDS)
    + "\n",
}

CALLER = """<?xml version="1.0" encoding="utf-8"?>
<scenario name="caller">
  <send retrans="500"><![CDATA[

INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:{number}@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: sip:{number}@[local_ip]:[local_port]
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=u 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000

  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="486" optional="true" next="9"/>
  <recv response="480" optional="true" next="9"/>
  <recv response="503" optional="true" next="9"/>
  <recv response="603" optional="true" next="9"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[

ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:{number}@[local_ip]:[local_port]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

  ]]></send>
  {tail}
  <label id="9"/>
</scenario>
"""
HANGS_UP = """<pause milliseconds="{talk}"/>
  <send retrans="500"><![CDATA[

BYE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:{number}@[local_ip]:[local_port]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

  ]]></send>
  <recv response="200"/>"""


def missing():
    """Why there is none, or empty."""
    if os.geteuid():
        return "a real Asterisk runs in a root of its own: that needs root"
    if not (ROOT / "usr/sbin/asterisk").exists() and not shutil.which("debootstrap"):
        return "debootstrap is not installed"
    return ""


def build():
    """The root with Asterisk and SIPp, from the machine's own Debian mirror; False where that does not work here."""
    if (ROOT / "usr/bin/sipp").exists() and (ROOT / "usr/sbin/asterisk").exists():
        return True
    import bootstrap

    making = ROOT.with_name("asterisk_making")
    shutil.rmtree(making, ignore_errors=True)
    made = lib.run(
        "debootstrap",
        "--variant=minbase",
        f"--include={PACKAGES}",
        f"--keyring={bootstrap.keyring()}",
        SUITE,
        making,
        bootstrap.debian_mirror(),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if made.returncode:
        return False
    making.rename(ROOT)
    return True


class Asterisk:
    """Trunk on SIP_PORT, phones 9201 and 9202 (started by `phone`), AMI on AMI_PORT."""

    def __enter__(self):
        for name, text in CONFIG.items():
            (ROOT / "etc/asterisk" / name).write_text(text)
        self.csv = ROOT / "var/log/asterisk/cdr-custom/Odoo.csv"
        self.csv.parent.mkdir(parents=True, exist_ok=True)
        self.csv.unlink(missing_ok=True)
        self.stack = contextlib.ExitStack()
        self.stack.callback(self._unmount)
        for place in ("dev", "proc"):
            lib.run("mount", "--bind", f"/{place}", ROOT / place)
        self.process = self._run("asterisk", "-f", "-n")
        self.stack.callback(self._stop, self.process)
        self._wait()
        return self

    def __exit__(self, *exc):
        self.stack.close()

    @staticmethod
    def _run(*command, **kwargs):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(["chroot", str(ROOT), *map(str, command)], **quiet | kwargs)

    @staticmethod
    def _unmount():
        for place in ("dev", "proc"):
            lib.run("umount", "-l", ROOT / place, check=False)

    @staticmethod
    def _stop(process):
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            process.kill()
            process.wait(5)

    def _wait(self):
        for _attempt in range(60):
            done = self._run("asterisk", "-rx", "core waitfullybooted")
            if done.wait(20) == 0:
                return
            time.sleep(0.5)
        raise AssertionError("Asterisk did not start")

    @contextlib.contextmanager
    def phone(self, *extensions):
        """Telephones that take every call."""
        started = []
        for extension in extensions:
            port = PHONE_PORT + PHONES.index(extension)
            started.append(self._run("sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", port, "-mp", port + 1000, cwd="/"))
        time.sleep(1)
        try:
            yield
        finally:
            for process in started:
                self._stop(process)

    def call(self, number, line, talk=1500):
        """A call from outside (or of an extension) that is over when this returns."""
        self._begin(number, line, talk).wait(60)

    def pass_on(self, number, line):
        """The first telephone hangs up, and the caller is put through to the next one."""
        process = self._begin(number, line, 5000)
        time.sleep(2)
        for channel in self._ask("core show channels concise").splitlines():
            if channel.startswith(f"PJSIP/{PHONES[0]}-"):
                self._ask(f"channel request hangup {channel.split('!')[0]}")
        process.wait(60)

    def _begin(self, number, line, talk):
        tail = HANGS_UP.format(number=number, talk=talk)
        scenario = ROOT / "tmp" / f"caller-{number}.xml"
        scenario.write_text(CALLER.format(number=number, tail=tail))
        options = ["-sf", f"/tmp/{scenario.name}", "-s", line, "-i", "127.0.0.1", "-p", CALLER_PORT, "-m", 1]
        return self._run("sipp", *options, "-nostdin", "-timeout", 25, f"127.0.0.1:{SIP_PORT}", cwd="/")

    @staticmethod
    def _ask(command):
        done = subprocess.run(
            ["chroot", str(ROOT), "asterisk", "-rx", command], capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout
