from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_call_rule import KNOWN, CallRuleCommon


@tagged("post_install", "-at_install")
class TestCallRecording(CallRuleCommon):
    """A recording is heard on demand, by those whom it concerns."""

    def spoken(self, recording="https://pbx.example/rec/1.mp3", **values):
        return self.call(KNOWN, answered=True, employee="9501", recording=recording, **values)

    def test_button_only_where_there_is_one(self):
        call = self.spoken()
        self.assertTrue(call.with_user(self.manager).has_recording)
        # A reference that only a connector understands is nothing without the connector.
        for recording in (None, "", "/storage/rec/1.mp3", "javascript:alert(1)"):
            self.assertFalse(self.spoken(recording).has_recording)
        with self.assertRaisesRegex(UserError, "no recording"):
            self.spoken(None).with_user(self.manager).action_play_recording()
        self.assertFalse(Form(self.spoken(None)).has_recording)

    def test_heard_by_whom_it_concerns_and_written_down(self):
        call = self.spoken()
        for user in (self.manager, self.head, self.director, self.administrator):
            action = call.with_user(user).action_play_recording()
            self.assertEqual((action["type"], action["url"]), ("ir.actions.act_url", "https://pbx.example/rec/1.mp3"))
            self.assertIn(user.name, call.message_ids[0].body)

    def test_not_heard_by_others(self):
        call = self.spoken()
        for user in (self.colleague, self.outsider, self.dispatcher):
            with self.assertRaises(AccessError):
                call.with_user(user).action_play_recording()
        self.assertFalse(call.message_ids.filtered("body"))

    def test_reference_is_no_secret_to_administrators_only(self):
        call = self.spoken()
        self.assertTrue(call.with_user(self.administrator).recording_ref)
        for user in (self.manager, self.head, self.dispatcher):
            with self.assertRaises(AccessError):
                call.with_user(user).read(["recording_ref"])

    def test_connector_fills_the_hook(self):
        call = self.spoken("cdr 17")
        model = type(call)
        with (
            patch.object(model, "_can_be_heard", lambda call: bool(call.recording_ref)),
            patch.object(model, "_get_recording_url", lambda call: f"https://pbx.example/{call.recording_ref[4:]}"),
        ):
            self.assertTrue(call.has_recording)
            self.assertEqual(call.with_user(self.manager).action_play_recording()["url"], "https://pbx.example/17")

    def test_told_with_a_later_leg(self):
        call = self.spoken(None, linkedid="late record")
        self.spoken(linkedid="late record")
        self.assertTrue(call.recording_ref)
