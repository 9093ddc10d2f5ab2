import base64
import contextlib
import logging
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..tools import mail as mail_reader
from .common import SAMPLES, SalesLeadsCommon

LONG = bool(os.environ.get("LONG"))
EXAMPLES = 5_000 if LONG else 60
CHARSETS = ("utf-8", "windows-1251", "koi8-r", "iso-8859-5", "utf-16", "utf-7", "x-none", "hex", "")
ENCODINGS = ("8bit", "base64", "quoted-printable", "7bit", "x-uuencode", "binary", "nonsense")
KINDS = ("plain", "html", "calendar", "x-nonsense")
HEADERS = (
    "From",
    "Reply-To",
    "Subject",
    "Date",
    "Message-Id",
    "References",
    "In-Reply-To",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Precedence",
    "Auto-Submitted",
    "Return-Path",
    "X-Odoo-Objects",
    "X-Any",
)
WORDS = (
    "Нужен насос",
    "Имя: Анна\nТелефон: 8 912 345-67-89",
    "<table><tr><td>Имя</td><td>Анна</td></tr></table><script>alert(1)</script>",
    "<dl><dt>E-mail<dd>a@a.example",
    "С уважением,\nАнна Ким",
    "-- \n",
    "---------- Forwarded message ---------\nОт: <a@a.example>\n\n",
    "Посетитель: да",
    "\x00\x1b\ufeff\u202e",
)
# Header values as the world writes them: encoded words cut off, lone brackets, other people's charsets.
VALUES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        (
            "<a@a.example>",
            "Анна <anna@veter.example>, <<b@",
            "=?utf-8?B?0JDQ?=",
            "=?x-none?Q?=FF=?= =?koi8-r?B?8MXU0g==?=",
            "multipart/mixed; boundary=",
            "multipart/alternative; boundary=B",
            "message/rfc822",
            "text/html; charset=windows-1251",
            "attachment; filename*=utf-8''%D0%A2%ZZ",
            "bulk",
            "auto-generated",
            "<>",
            "Mon, 31 Feb 2026 99:99:99 +9999",
            "x" * 70_000,
        )
    ),
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=60)), max_size=4).map("\n".join)


@st.composite
def parts(draw, depth=0):
    """A part of a mail, sometimes of several parts, sometimes a whole mail, sometimes large."""
    if depth < 4 and draw(st.integers(0, 3)) == 0:
        kind = draw(st.sampled_from(("mixed", "alternative", "related", "report", "digest")))
        border = draw(st.sampled_from(("B", "BB", "=_x")))
        inner = draw(st.lists(parts(depth=depth + 1), max_size=3))
        body = b"".join(b"--%s\r\n%s\r\n" % (border.encode(), part) for part in inner)
        closed = b"--%s--\r\n" % border.encode() if draw(st.booleans()) else b""
        return f"Content-Type: multipart/{kind}; boundary={border}\r\n\r\n".encode() + body + closed
    return draw(leaves())


@st.composite
def leaves(draw):
    charset, encoding = draw(st.sampled_from(CHARSETS)), draw(st.sampled_from(ENCODINGS))
    text = draw(TEXTS) * draw(st.sampled_from((1, 1, 1, 1, 400)))
    spelled = draw(st.sampled_from(("utf-8", "windows-1251", "koi8-r", "utf-16")))
    data = text.encode(spelled, "replace")
    if encoding == "base64" and draw(st.booleans()):
        data = base64.encodebytes(data)
    head = f"Content-Type: text/{draw(st.sampled_from(KINDS))}; charset={charset}\r\n"
    head += f"Content-Transfer-Encoding: {encoding}\r\n"
    if draw(st.integers(0, 4)) == 0:
        head += "Content-Disposition: attachment; filename=a.txt\r\n"
    return head.encode() + b"\r\n" + data


@st.composite
def mails(draw):
    """Bytes of a mail made of headers and parts, or of a sample, with some bytes changed afterwards."""
    if draw(st.integers(0, 2)) == 0:
        names = sorted(path.name for path in (SAMPLES / "mail").glob("*.eml"))
        raw = (SAMPLES / "mail" / draw(st.sampled_from(names))).read_bytes()
    else:
        lines = draw(st.lists(st.tuples(st.sampled_from(HEADERS), VALUES), max_size=8))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines)
        raw = head.encode(draw(st.sampled_from(("utf-8", "koi8-r"))), "replace") + draw(parts())
    raw = bytearray(raw)
    for _change in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(raw)))
        raw[place : place + draw(st.integers(0, 200))] = draw(st.binary(max_size=40))
    return bytes(raw)


class Seen(logging.Handler):
    """Keeps what a log must not hold: tracebacks, and anything from warnings on."""

    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        if record.exc_info or record.levelno >= logging.WARNING:
            self.found.append(record.getMessage())


@tagged("post_install", "-at_install")
class TestMutations(SalesLeadsCommon):
    @contextlib.contextmanager
    def quiet(self):
        seen = Seen()
        logging.getLogger("odoo").addHandler(seen)
        try:
            yield
        finally:
            logging.getLogger("odoo").removeHandler(seen)
        self.assertEqual(seen.found, [])

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=not LONG, suppress_health_check=list(HealthCheck))
    @given(mails())
    def test_no_mail_is_lost_and_none_leaves_a_traceback(self, raw):
        with self.quiet():
            event = self.deliver(raw, model="crm.inbound.event")
            self.check_stored(event, raw)
            self.interpret()
            self.assertIn(event.state, ("processed", "failed", "ignored"))
            if event.state == "processed":
                self.assertTrue(event.appeal_id or event.request_id or event.lead_id)
            else:
                self.assertTrue(event.error)
            self.assertNotIn("Unexpected", event.error or "")

    def check_stored(self, event, raw):
        """The event holds the mail as it came; a repeat whose relays added headers is the event that was first."""
        stored = base64.b64decode(event.raw)
        self.assertEqual(event.key, mail_reader.get_key(raw, mail_reader.read_headers(raw)))
        self.assertEqual(mail_reader.split(stored)[1], mail_reader.split(raw)[1])
        if event.state == "new":
            self.assertEqual(stored, raw)

    @settings(max_examples=EXAMPLES // 2, deadline=None, derandomize=not LONG)
    @given(mails())
    def test_the_test_box_shows_every_mail(self, raw):
        with self.quiet():
            test = self.env["crm.mail.test"].new({"upload": base64.b64encode(raw) if raw else False})
            self.assertTrue(test.result)
