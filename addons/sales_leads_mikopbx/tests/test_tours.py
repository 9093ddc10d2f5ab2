from datetime import UTC, datetime

from odoo.tests import HttpCase, tagged

from odoo.addons.sales_base.tests.common_scripts import ScriptCase

from .common import KNOWN, LINE, STRANGER, MikopbxCommon
from .test_dial import SECRET, AmiServer


@tagged("post_install", "-at_install")
class TestTours(MikopbxCommon, HttpCase):
    """A call rings, its card is there, a note is kept, a lead begins from it; as the manager."""

    def test_cards_of_calls(self):
        self.env["res.lang"]._activate_lang("en_US")
        self.manager.lang = "en_US"
        ami = AmiServer()
        self.addCleanup(ami.stop)
        self.connection.write(
            {"ami_host": "127.0.0.1", "ami_port": ami.port, "ami_user": "odoo", "ami_password": SECRET}
        )
        told = {"kind": "ring", "extension": "9301", "did": LINE, "at": datetime.now(UTC).isoformat()}
        calls = [told | {"linkedid": number, "number": number} for number in (KNOWN, STRANGER)]
        self.assertEqual([one["status"] for one in self.connection._take_events(calls)], ["done", "done"])
        self.start_tour("/odoo/call-cards", "sales_leads_mikopbx_card_tour", login="sb_manager")
        self.assertIn("Friday", "".join(self.known.message_ids.mapped("body")))
        self.assertEqual(ami.got[-1]["Exten"], KNOWN)
        lead = self.env["crm.appeal"].search([("phone", "=", STRANGER)]).lead_id
        self.assertRecordValues(lead, [{"user_id": self.manager.id, "team_id": self.vys.id}])


@tagged("post_install", "-at_install")
class TestDialScript(ScriptCase):
    def test_unit_tests_of_dialling(self):
        self.run_suite("@sales_leads_mikopbx")
