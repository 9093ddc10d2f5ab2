from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, users

from ..tools import rest
from .common import MikopbxCommon
from .pbx_server import KEY


@tagged("post_install", "-at_install")
class TestConnection(MikopbxCommon):
    """The administrator connects the exchange; nobody reads the key again."""

    def test_administrator_sets_it_up(self):
        with Form(self.env["mikopbx.connection"].with_user(self.administrator)) as form:
            form.name = "Second"
            form.host = self.pbx.url
            form.api_key = KEY
        connection = form.record
        connection.action_test()
        self.assertIn("Works", connection.test_result)
        connection.action_switch_on()
        self.assertRecordValues(connection, [{"state": "done", "has_api_key": True, "api_key": False}])

    def test_key_is_read_by_nobody_and_told_nowhere(self):
        for user in (self.administrator, self.manager):
            with self.assertRaises(AccessError):
                self.connection.with_user(user).read(["api_secret"])
        for name in ("api_secret", "ami_secret", "bridge_hash"):
            self.assertNotIn(name, self.connection.with_user(self.administrator).fields_get())
        self.pbx.key = "another"
        with self.assertLogs(level="DEBUG") as logs:
            self.connection.action_test()
            self.poll()
        self.assertNotIn(KEY, "\n".join(logs.output))
        told = self.connection.read(["error", "test_result", "api_key", "name"])
        self.assertNotIn(KEY, str(told))
        self.assertFalse(self.connection.copy().has_api_key)

    @users("sb_manager", "sb_head", "sb_dispatcher", "sb_director")
    def test_others_do_not_see_it(self):
        with self.assertRaises(AccessError):
            self.connection.with_user(self.env.user).read(["name"])
        with self.assertRaises(AccessError):
            self.env["mikopbx.connection"].create({"name": "Mine", "host": "pbx.example"})

    def test_key_does_not_follow_to_another_host(self):
        self.connection.with_user(self.administrator).host = "http://elsewhere.example"
        self.assertFalse(self.connection.has_api_key)
        self.connection.with_user(self.administrator).write({"host": self.pbx.url, "api_key": KEY})
        self.assertTrue(self.connection.has_api_key)

    def test_what_the_test_says(self):
        self.pbx.add("mikopbx-1", self.local(minutes=30), dst_num="9777")
        for ill, words in (
            (401, "refuses the API key"),
            (403, "may not read calls"),
            (503, "busy or broken"),
            ("nonsense", "is no MikoPBX"),
            ("moved", "is no MikoPBX"),
            ("cut", "was cut off"),
        ):
            self.pbx.ills = [ill]
            self.connection.with_user(self.administrator).action_test()
            self.assertIn(words, self.connection.test_result)
        self.connection.action_test()
        self.assertIn("1 in the last year", self.connection.test_result)
        self.assertIn("Nobody has these extensions: 9777", self.connection.test_result)
        self.connection.host = "http://127.0.0.1:1"
        with self.assertRaisesRegex(UserError, "Enter the API key"):
            self.connection.action_switch_on()
        self.connection.api_key = KEY
        self.connection.action_test()
        self.assertIn("Nobody answers at http://127.0.0.1:1", self.connection.test_result)

    def test_clock_and_zone(self):
        self.pbx.add("mikopbx-1", self.local(minutes=3))
        self.pbx.skew = timedelta(hours=1)
        self.connection.action_test()
        self.assertIn("clock is 60 minutes fast", self.connection.test_result)
        self.pbx.skew = -timedelta(hours=1)
        self.connection.action_test()
        self.assertIn("clock is 60 minutes slow", self.connection.test_result)
        self.pbx.skew = timedelta()
        self.connection.tz = "Europe/London"
        self.connection.action_test()
        self.assertIn("The time zone is wrong", self.connection.test_result)
        self.connection.tz = "Europe/Moscow"
        self.connection.action_test()
        self.assertNotIn("zone is wrong", self.connection.test_result)
        self.assertIn("is that right?", self.connection.test_result)

    def test_what_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "not a path"):
            self.connection.file_name = "../../etc/passwd"
        with self.assertRaisesRegex(ValidationError, "has to say"):
            self.connection.dial_channel = "Local/201@x"
        with self.assertRaisesRegex(UserError, "Switch the exchange off"):
            self.connection.unlink()
        self.connection.action_switch_off()
        self.connection.unlink()

    def test_success_feeds_the_alarm_and_failure_raises_it(self):
        self.poll()
        sources = self.env["crm.intake.source"]
        source = sources.search([("key", "=", f"connector:mikopbx-{self.connection.id}")])
        self.assertEqual((source.name, bool(source.last_contact_at), source.error), ("Works", True, False))
        self.pbx.ills = [500]
        self.poll()
        self.assertIn("busy or broken", source.error)
        self.assertIn("busy or broken", self.connection.error)
        source._check()
        self.assertEqual(source.state, "failed")
        self.poll()
        source._check()
        self.assertEqual((source.state, self.connection.error), ("ok", False))
        self.connection.action_switch_off()
        self.assertFalse(source.active)

    def test_address_is_read_as_people_write_it(self):
        self.assertEqual(rest.get_url(" pbx.company.ru/ "), "https://pbx.company.ru")
        self.assertEqual(rest.get_url("http://10.0.0.5"), "http://10.0.0.5")
