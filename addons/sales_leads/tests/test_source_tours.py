import contextlib
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import SalesLeadsCommon
from .own_mailbox_common import FakeClient


@tagged("post_install", "-at_install")
class TestSourceTours(SalesLeadsCommon, HttpCase):
    """Sources and own mailbox in a browser, each as its role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.dispatcher | cls.manager).write({"lang": "en_US"})

    def test_dispatcher_sees_what_fails_and_checks_it(self):
        sources = self.env["crm.intake.source"]
        sources._report("connector", "tour", "Tour exchange", "The key was refused.")
        source = sources.search([("key", "=", "connector:tour")])
        source._check()
        self.assertEqual(source.state, "failed")
        check = type(source).action_check_now

        def repaired(records):
            records.sudo()._note(False)
            return check(records)

        with patch.object(type(source), "action_check_now", repaired):
            self.start_tour("/odoo/sources", "sales_leads_sources_tour", login="sb_dispatcher")
        self.assertEqual((source.state, source.incident_at), ("ok", False))

    def test_manager_sets_his_mailbox_up(self):
        boxes = self.env["crm.own.mailbox"]
        with patch.object(type(boxes), "_connect", lambda box: contextlib.nullcontext(FakeClient())):
            self.start_tour("/odoo/own-mailbox", "sales_leads_mailbox_tour", login="sb_manager")
        box = boxes.search([("user_id", "=", self.manager.id)])
        self.assertRecordValues(box, [{"state": "done", "server": "imap.plant.example", "port": 993}])
        self.assertEqual(box.sudo().secret, "tour-secret")
