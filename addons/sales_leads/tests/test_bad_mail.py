from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import SAMPLES, SalesLeadsCommon

BAD = {
    "empty": b"",
    "no headers": b"just some words that came from nowhere",
    "only a recipient": b"To: info@plant.example\r\n\r\n",
    "no sender, unknown charset": b"To: info@plant.example\nContent-Type: text/plain; charset=no-such\n\n\xff\xfe\x00",
    "no Message-Id": b"From: a@b.example\nTo: info@plant.example\nSubject: x\n\nWe need two pumps",
    "eight bits in headers": "From: Пётр <p@p.example>\nTo: info@plant.example\nSubject: Насос\n\nНужен насос".encode(
        "cp1251"
    ),
    "broken encoded word": b"From: =?utf-8?B?////=?= <q@q.example>\nTo: info@plant.example\nSubject: =?x-none?Q?=FF?=\n\nSome words here",
    "broken base64": b"From: a@b.example\nTo: info@plant.example\nContent-Transfer-Encoding: base64\n\n@@@@@ not base64",
    "endless multipart": b"From: a@b.example\nTo: info@plant.example\nContent-Type: multipart/mixed; boundary=X\n\n--X\n--X\n--X",
    "multipart without boundary": b"From: a@b.example\nTo: info@plant.example\nContent-Type: multipart/mixed\n\nwords in here",
    "bad date": b"From: a@b.example\nTo: info@plant.example\nDate: yesterday 25:61\n\nwords in here",
    "NUL in text": b"From: a@b.example\nTo: info@plant.example\nSubject: a\x00b\n\nnul \x00 in the text",
    "bad address": b"From: <<<@@>>>\nTo: info@plant.example\n\nwords in here and there",
    "very long header": b"From: a@b.example\nTo: info@plant.example\nSubject: " + b"x" * 70_000 + b"\n\nwords in here",
    "deep nesting": b"From: a@b.example\nTo: info@plant.example\n"
    + b"".join(b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(200))
    + b"Content-Type: text/plain\n\nwords at the bottom",
}


@tagged("post_install", "-at_install")
class TestBadMail(SalesLeadsCommon):
    """Nothing is raised to the gateway, nothing is lost, whatever comes."""

    def check(self, raw):
        """Store and interpret a raw mail; it must end in a state that somebody sees."""
        event = self.deliver(raw, model="crm.inbound.event")
        self.interpret()
        self.assertIn(event.state, ("processed", "failed", "ignored"))
        if event.state == "processed":
            self.assertTrue(event.appeal_id or event.request_id or event.lead_id)
        else:
            self.assertTrue(event.error)
        return event

    def test_bad_mails_are_stored_and_never_raise(self):
        for name, raw in BAD.items():
            with self.subTest(name):
                self.check(raw)

    def test_what_is_readable_becomes_an_appeal_with_a_remark(self):
        event = self.check(BAD["no Message-Id"])
        self.assertEqual(event.state, "processed")
        self.assertIn("no Message-Id", event.error)
        self.assertEqual(event.appeal_id.email, "a@b.example")

    def test_nothing_readable_and_nobody_to_ask_fails_and_is_listed(self):
        event = self.check(BAD["no sender, unknown charset"])
        self.assertEqual(event.state, "failed")
        action = self.env.ref("sales_leads.crm_inbound_event_action")
        self.assertIn("failed", action.context)
        self.assertIn(event, self.events.with_user(self.dispatcher).search([("state", "=", "failed")]))

    def test_unknown_charset_is_guessed(self):
        raw = b"From: a@b.example\nTo: info@plant.example\nContent-Type: text/plain; charset=x-russian\n\n"
        event = self.check(raw + "Нужен новый насос".encode("koi8-r"))
        self.assertEqual(event.appeal_id.text, "Нужен новый насос")
        self.assertIn("x-russian", event.error)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_mutated_mails_always_end_as_a_seen_event(self, data):
        names = sorted(path.name for path in (SAMPLES / "mail").glob("*.eml"))
        raw = bytearray((SAMPLES / "mail" / data.draw(st.sampled_from(names))).read_bytes())
        for _step in range(data.draw(st.integers(1, 6))):
            place = data.draw(st.integers(0, len(raw)))
            removed = data.draw(st.integers(0, 200))
            raw[place : place + removed] = data.draw(st.binary(max_size=40))
        self.check(bytes(raw))
