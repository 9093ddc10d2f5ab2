import json
from datetime import UTC, datetime
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..controllers import live
from ..tools.limit import Bucket
from .common import KNOWN, LINE, STRANGER, MikopbxCommon


@tagged("post_install", "-at_install")
class TestEndpoint(MikopbxCommon, HttpCase):
    """The doors of bridge and exchange: a key, a limit, and clear answers."""

    def setUp(self):
        super().setUp()
        self.key = self.connection._make_key()
        for name, bucket in (("KNOWN", Bucket(100, 300)), ("STRANGERS", Bucket(0, 5))):
            patcher = patch.object(live, name, bucket)
            patcher.start()
            self.addCleanup(patcher.stop)

    def post(self, content, key=None, **headers):
        raw = content if isinstance(content, (bytes, str)) else json.dumps(content)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key or self.key}", **headers}
        return self.url_open("/mikopbx/event", data=raw, headers=headers)

    def ask(self, key=None, **params):
        query = "&".join(f"{name}={value}" for name, value in params.items())
        return self.url_open(f"/mikopbx/responsible?{query}", headers={"Authorization": f"Bearer {key or self.key}"})

    def ring(self):
        return {
            "key": "k1",
            "kind": "ring",
            "linkedid": "http-1",
            "extension": "9301",
            "number": STRANGER,
            "at": datetime.now(UTC).isoformat(),
        }

    def test_ring_over_http(self):
        told = self.post({"events": [self.ring(), {"kind": "boom", "key": "k2"}]})
        self.assertEqual(told.status_code, 200)
        first, second = told.json()["results"]
        self.assertEqual((first, second["status"]), ({"key": "k1", "status": "done"}, "unknown"))
        self.assertTrue(self.env["mikopbx.card"].search([("linkedid", "=", "http-1")]))

    def test_without_with_a_wrong_and_with_an_old_key(self):
        bare = self.url_open("/mikopbx/event", data="{}", headers={"Content-Type": "application/json"})
        self.assertEqual(bare.status_code, 401)
        self.assertEqual(self.post({"events": []}, "wrong").status_code, 401)
        old, self.key = self.key, self.connection._make_key()
        self.assertEqual(self.post({"events": []}, old).status_code, 401)
        self.assertEqual(self.post({"events": []}).status_code, 200)
        self.assertEqual(self.ask("wrong", number=KNOWN).status_code, 401)
        self.assertNotIn(self.key, str(self.connection.sudo().read()))

    def test_guessing_keys_is_soon_refused(self):
        statuses = [self.post({"events": []}, f"guess {number}").status_code for number in range(8)]
        self.assertEqual(statuses, [401] * 5 + [429] * 3)
        self.assertEqual(self.post({"events": []}).status_code, 200)

    def test_more_than_may_be_told(self):
        with patch.object(live, "KNOWN", Bucket(0, 3)):
            answers = [self.post({"events": []}) for _time in range(5)]
        self.assertEqual([answer.status_code for answer in answers], [200] * 3 + [429] * 2)
        self.assertEqual(answers[-1].headers["Retry-After"], "1")

    def test_a_thousand_a_second(self):
        clock = [0.0]
        bucket = Bucket(100, 300, lambda: clock[0])
        allowed = 0
        for _question in range(1000):
            clock[0] += 0.001
            allowed += bucket.take("bridge")
        self.assertTrue(380 <= allowed <= 400, allowed)

    def test_large_and_odd_bodies(self):
        self.assertEqual(self.post(b"x" * (50 * 1024 * 1024)).status_code, 413)
        for body in ("nonsense", "[]", "{}", '{"events": 1}', '{"events": null}'):
            self.assertEqual(self.post(body).status_code, 400, body)
        many = {"events": [{"kind": "hello"}] * 501}
        self.assertEqual(self.post(many).status_code, 400)

    def test_who_is_responsible(self):
        told = self.ask(number=KNOWN, did=LINE)
        self.assertEqual(told.json(), {"extension": "9301", "name": "Manager"})
        self.assertEqual(self.ask(number=KNOWN, form="text").text, "9301")
        self.assertEqual(self.ask(number=STRANGER).json(), {"extension": "", "name": ""})
        self.assertEqual(self.ask().json(), {"extension": "", "name": ""})
        self.make_absence(self.manager, self.colleague, "2020-01-01", "2050-01-01")
        self.assertEqual(self.ask(number=KNOWN).json()["extension"], "9302")
