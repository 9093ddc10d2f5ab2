from odoo.tests import Form, new_test_user, tagged

from ..services.screen import Screen, number
from .common import PickCommon


@tagged("post_install", "-at_install")
class TestSupervisor(PickCommon):
    """What the supervisor sees of the scanners, and what others do not."""

    MENUS = ("scan_menu", "stock_scan_clash_menu", "stock_scan_event_menu", "stock_scan_device_menu")

    def _visible(self, user):
        return set(self.env["ir.ui.menu"].with_user(user).load_menus(False))

    def test_who_sees_which_menu(self):
        clerk = new_test_user(self.env, login="scan_menu_clerk", groups="base.group_user")
        page = self.env.ref("stock_batches_scan.scan_page_menu").id
        self.assertEqual(
            [page in self._visible(user) for user in (self.worker, self.supervisor, clerk)], [True, True, False]
        )
        for name in self.MENUS:
            menu = self.env.ref(f"stock_batches_scan.{name}").id
            self.assertEqual([menu in self._visible(user) for user in (self.worker, self.supervisor)], [False, True])

    def test_the_menu_leads_to_the_page(self):
        action = self.env.ref("stock_batches_scan.scan_page_action")
        self.assertEqual((action.url, action.target), ("/scan", "self"))

    def test_lists_open(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW")
        pick.scan("NOBODY")
        for name in ("event", "session", "claim", "device"):
            model = self.env[f"stock.scan.{name}"].with_user(self.supervisor)
            action = self.env.ref(f"stock_batches_scan.stock_scan_{name}_action")
            self.assertEqual(action.res_model, model._name)
            kinds = [kind for kind in action.view_mode.split(",")]
            views = model.get_views([(False, kind) for kind in kinds])["views"]
            self.assertEqual(set(views), set(kinds))
            self.assertTrue(model.search([], limit=1).display_name)

    def test_clashes_are_found_and_closed(self):
        pick = self._start(self._two_places(8))
        pick.scan("NOBODY", queued=True)
        pick.scan("NEW", queued=True)
        events = self.env["stock.scan.event"].with_user(self.supervisor)
        clash = events.search([("conflict", "=", True), ("solved", "=", False), ("session_id.key", "=", pick.session)])
        self.assertEqual(clash.mapped("code"), ["NOBODY"])
        self.assertEqual(clash.user_id, self.worker)
        clash.action_solve()
        self.assertTrue(clash.solved)
        # A scan that was no clash cannot be closed.
        right = events.search([("code", "=", "NEW"), ("session_id.key", "=", pick.session)])
        right.action_solve()
        self.assertFalse(right.solved)

    def test_devices_get_names(self):
        self._start(self._two_places(8), device="long-key-of-a-device")
        device = self.env["stock.scan.device"].search([("key", "=", "long-key-of-a-device")])
        self.assertEqual(device.name, "Device long-key")
        self.assertTrue(device.used_at)
        device.with_user(self.supervisor).name = "At the gate"
        self.assertEqual(device.name, "At the gate")
        again = self.env["stock.scan.device"]._find_or_make("long-key-of-a-device")
        self.assertEqual(again, device)

    def test_an_event_is_read_only_on_its_form(self):
        pick = self._start(self._two_places(8))
        pick.scan("NEW")
        event = self.env["stock.scan.event"].search([("code", "=", "NEW")], limit=1)
        form = Form(event.with_user(self.supervisor))
        with self.assertRaises(AssertionError):
            form.code = "OTHER"

    def test_numbers_have_no_tail(self):
        self.assertEqual([number(value) for value in (3.0, 2.5, None, 0.1 + 0.2, 1e-9)], [3, 2.5, 0, 0.3, 0])

    def test_a_screen_says_all_that_a_page_may_ask_for(self):
        screen = Screen("pick", "Title")
        screen.ask("n", "number", "How many", value=1, min=0, max=3)
        screen.field("d", "date", "When")
        screen.ask("c", "choice", "Which", options=[("1", "One", None)])
        self.assertEqual(screen.data["input"]["options"], [{"value": "1", "label": "One", "detail": ""}])
        self.assertEqual(screen.data["fields"][0]["options"], [])
        keys = "name title subtitle prompt expects target lines progress input fields buttons tiles files".split()
        self.assertEqual(sorted(screen.data), sorted(keys))
