from odoo.tests import HttpCase, new_test_user, tagged

from .common import ScanCommon


@tagged("post_install", "-at_install")
class TestHttp(ScanCommon, HttpCase):
    """The endpoint as the page calls it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.password = "series_worker_1"

    def _post(self, scenario, **data):
        sent = {"uid": f"http-{next(self.numbers)}", "session": "http", "device": "http-1", "action": "start", **data}
        return self.make_jsonrpc_request(f"/scan/do/{scenario}", sent)

    def test_a_pick_by_http(self):
        picking = self._two_places(8)
        self.authenticate(self.worker.login, "series_worker_1")
        home = self._post("home")
        self.assertIn("pick", [tile["name"] for tile in home["screen"]["tiles"]])
        go = self._post("home", action="scan", code=picking.name)["go"]
        answer = self._post("pick", session=go["session"])
        self.assertEqual(answer["screen"]["target"]["series"], "NEW")
        answer = self._post("pick", session=go["session"], action="scan", code="NEW", uid="once")
        self.assertEqual((answer["message"]["kind"], answer["sound"]), ("right", "right"))
        again = self._post("pick", session=go["session"], action="scan", code="NEW", uid="once")
        self.assertTrue(again["repeat"])
        self.env.invalidate_all()
        self.assertEqual(sum(picking.move_line_ids.mapped("scan_quantity")), 1)

    def test_refusals_are_sentences(self):
        self.authenticate(self.worker.login, "series_worker_1")
        answer = self._post("unlink", action="scan", code="X", queued=True)
        self.assertEqual((answer["sound"], answer["screen"], answer["conflict"]["code"]), ("wrong", None, "X"))
        answer = self._post("home", action="scan", code="X" * 30_000)
        self.assertIn("too long", answer["message"]["text"])

    def test_others_are_refused(self):
        new_test_user(self.env, login="http_clerk", password="http_clerk_1", groups="base.group_user", lang="en_US")
        self.authenticate("http_clerk", "http_clerk_1")
        self.assertIn("Only people of the warehouse", self._post("home")["message"]["text"])
