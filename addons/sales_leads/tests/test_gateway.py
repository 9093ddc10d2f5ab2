import base64
import hashlib
import xmlrpc.client
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SalesLeadsCommon


@tagged("post_install", "-at_install")
class TestGateway(SalesLeadsCommon):
    """What the gateway stores, and that it does nothing else."""

    def test_mail_to_the_alias_is_only_stored(self):
        raw = self.make_mail()
        with patch.object(type(self.events), "_interpret", side_effect=AssertionError("interpreted by the gateway")):
            event = self.deliver(raw)
        self.assertEqual(event.state, "new")
        self.assertEqual(base64.b64decode(event.raw), raw)
        self.assertEqual(event.digest, hashlib.sha256(raw).hexdigest())
        self.assertEqual(event.size, len(raw))
        self.assertEqual((event.name, event.sender), ("Pump", "Ivan Petrov <ivan@newcomer.example>"))
        cron = self.env.ref("sales_leads.ir_cron_interpret_events")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_incoming_server_of_the_model_stores_any_recipient(self):
        event = self.deliver(self.make_mail(to="somebody@else.example"), model="crm.inbound.event")
        self.assertEqual(event.state, "new")

    def test_xmlrpc_binary_is_accepted(self):
        event = self.deliver(xmlrpc.client.Binary(self.make_mail()))
        self.assertEqual(event._name, "crm.inbound.event")
        self.assertEqual(event.state, "new")

    def test_other_aliases_take_the_way_of_core(self):
        self.env["mail.alias"].create(
            {
                "alias_name": "other-leads",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        before = self.events.search_count([])
        partner = self.env["mail.thread"].message_process(False, self.make_mail(to="other-leads@plant.example"))
        self.assertEqual(self.env["res.partner"].browse(partner).name, "Pump")
        self.assertEqual(self.events.search_count([]), before)

    def test_alias_of_another_domain_is_not_ours(self):
        with self.assertRaisesRegex(ValueError, "No possible route"):
            self.env["mail.thread"].message_process(False, self.make_mail(to="info@foreign.example"))

    def test_renamed_alias_is_followed(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.intake_alias_name, "info")
        settings.intake_alias_name = "zakaz"
        settings.execute()
        self.assertEqual(self.deliver(self.make_mail(to="Plant <ZAKAZ@plant.example>")).state, "new")

    def test_same_mail_twice_is_one_event(self):
        raw = self.make_mail()
        first = self.deliver(raw)
        again = self.deliver(b"Received: by another relay\r\n" + raw)
        self.assertEqual(again, first)
        self.interpret()
        self.assertEqual(self.deliver(raw), first)
        self.interpret()
        self.assertEqual(self.env["crm.appeal"].search_count([("event_id", "=", first.id)]), 1)

    def test_same_id_with_another_body_is_a_new_marked_event(self):
        first = self.deliver(self.make_mail("One.", key="<same@id.example>"))
        other = self.deliver(self.make_mail("Two.", key="<same@id.example>"))
        self.assertNotEqual(other, first)
        self.assertEqual((first.changed_copy, other.changed_copy), (False, True))

    def test_mails_without_id_are_told_apart_by_sender_and_body(self):
        bare = self.make_mail().replace(b"Message-Id", b"X-Lost")
        first = self.deliver(bare)
        self.assertEqual(self.deliver(bare), first)
        self.assertNotEqual(self.deliver(bare.replace(b"ivan@", b"olga@")), first)

    def test_one_bad_event_never_stops_the_next(self):
        bad, good = self.deliver(self.make_mail("bad")), self.deliver(self.make_mail("good", sender="g@good.example"))
        receive = type(self.env["crm.intake"])._receive

        def break_one(intake, contact, **kwargs):
            if contact["text"] == "bad":
                intake.env["crm.appeal"].create({"contact_name": "half made"})
                raise ZeroDivisionError("on purpose")
            return receive(intake, contact, **kwargs)

        with patch.object(type(self.env["crm.intake"]), "_receive", break_one):
            self.interpret()
        self.assertEqual((bad.state, good.state), ("failed", "processed"))
        self.assertIn("on purpose", bad.error)
        self.assertFalse(self.env["crm.appeal"].search([("contact_name", "=", "half made")]))

    def test_event_whose_content_is_gone_fails_with_a_reason(self):
        event = self.deliver(self.make_mail())
        event.raw = False
        self.interpret()
        self.assertEqual(event.state, "failed")
        self.assertIn("no longer kept", event.error)

    def test_scheduled_action_works_in_slices(self):
        events = [self.deliver(self.make_mail(sender=f"s{number}@slice.example")) for number in range(3)]
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0):
            self.events._cron_interpret()
        self.assertEqual([event.state for event in events], ["processed", "new", "new"])

    def test_scheduled_action_runs_as_scheduled(self):
        event = self.deliver(self.make_mail())
        with self.enter_registry_test_mode():
            self.env.ref("sales_leads.ir_cron_interpret_events").method_direct_trigger()
        self.assertEqual(event.state, "processed")

    def test_address_is_given_back(self):
        from .. import hooks

        team = self.env["crm.team"].create({"name": "With address", "alias_name": "free"})
        team.alias_id.alias_domain_id = self.domain
        team.alias_id.alias_name = False
        self.env["ir.config_parameter"].set_param(hooks.PARAMETER, team.alias_id.id)
        hooks.give_address_back(self.env)
        self.assertEqual(team.alias_id.alias_name, "info")
        self.assertFalse(self.env["ir.config_parameter"].get_param(hooks.PARAMETER))
        hooks.take_address(self.env)
        self.assertFalse(team.alias_id.alias_name)

    def test_addresses_are_sent_nowhere_unless_somebody_decided_so(self):
        from .. import hooks

        parameters = self.env["ir.config_parameter"]
        for before, after in ((False, "manual"), ("auto", "auto")):
            parameters.set_param(hooks.ENRICHMENT, before)
            hooks.prepare(self.env)
            self.assertEqual(parameters.get_param(hooks.ENRICHMENT), after)

    def test_nothing_to_open_says_so(self):
        with self.assertRaisesRegex(UserError, "Nothing was made"):
            self.deliver(self.make_mail()).action_open_result()
