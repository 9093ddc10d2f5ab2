from datetime import UTC, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common import KNOWN, LINE, STRANGER, MikopbxCommon


@tagged("post_install", "-at_install")
class TestLive(MikopbxCommon):
    """What the bridge tells: the card of whoever is called, and nobody else's."""

    def event(self, kind, linkedid="live-1", **values):
        moment = values.pop("moment", datetime.now(UTC))
        return {"key": f"{linkedid}:{kind}", "kind": kind, "linkedid": linkedid, "at": moment.isoformat(), **values}

    def ring(self, number=STRANGER, extension="9301", **values):
        return self.tell(self.event("ring", number=number, did=LINE, extension=extension, **values))

    def tell(self, *events):
        statuses = [told["status"] for told in self.connection._take_events(list(events))]
        return statuses[0] if len(statuses) == 1 else statuses

    def card(self, user=None, linkedid="live-1"):
        # Whoever the test runs as, the card is there or it is not.
        return (
            self.env["mikopbx.card"]
            .sudo()
            .search([("linkedid", "=", linkedid), ("user_id", "=", (user or self.manager).id)])
        )

    def test_known_customer_rings_at_his_manager(self):
        lead = self.env["crm.lead"].create(
            {"name": "Pump 50", "partner_id": self.known.id, "user_id": self.manager.id, "team_id": self.vys.id}
        )
        lead.message_post(body="Wants it in May", author_id=self.manager.partner_id.id, message_type="comment")
        self.assertEqual(self.ring(KNOWN), "done")
        card = self.card().with_user(self.manager)
        self.assertRecordValues(card, [{"partner_id": self.known.id, "line_id": self.line.id, "state": "ring"}])
        self.assertEqual(card.lead_ids, lead)
        (told,) = self.bus()
        for words in ("Vodokanal calls", "action_open", "action_create", "action_note", "get_details"):
            self.assertIn(words, told)
        for words in ("Sales", "Pump 50", "Wants it in May"):
            self.assertIn(words, card.get_details())

    def test_stranger_rings_too_and_only_at_whom_he_rings(self):
        self.assertEqual(self.ring(), "done")
        self.assertIn(f"{STRANGER} calls", self.bus()[0])
        card = self.card().with_user(self.manager)
        self.assertEqual(card.get_details(), "Sales")
        self.assertFalse(card.lead_ids or card.request_ids or card.last_note)
        self.assertFalse(self.card(self.colleague))

    def test_ring_is_told_once(self):
        self.assertEqual([self.ring(), self.ring(), self.ring(extension="9302")], ["done", "repeated", "done"])
        self.assertEqual(len(self.bus()), 2)

    def test_many_telephones_ring_at_once(self):
        rings = [
            self.event("ring", f"live-{place}", number=KNOWN if place % 2 else STRANGER, did=LINE, extension=extension)
            for place in range(10)
            for extension in ("9301", "9302", "9777")
        ]
        self.env.flush_all()
        with self.assertQueryCount(60):
            statuses = self.tell(*rings, rings[0])
        self.assertEqual(statuses, ["done", "done", "nobody"] * 10 + ["repeated"])
        self.assertEqual(len(self.bus()), 20)
        self.assertEqual(self.card(linkedid="live-1").partner_id, self.known)
        broken = self.tell(*rings, {"kind": "ring", "linkedid": "live-99"})
        self.assertEqual(broken, ["repeated", "repeated", "nobody"] * 10 + ["bad"])

    def test_extension_nobody_has(self):
        self.assertEqual(self.ring(extension="9777"), "nobody")
        self.manager.active = False
        self.assertEqual(self.ring(), "nobody")

    def test_buffered_ring_is_late_and_does_not_pop_up(self):
        self.assertEqual(self.ring(moment=datetime.now(UTC) - timedelta(minutes=10)), "late")
        self.assertFalse(self.bus())
        self.assertEqual(self.card().state, "over")

    def test_whoever_takes_it_keeps_the_card_the_others_lose_it(self):
        self.ring()
        self.ring(extension="9302")
        self.assertEqual(self.tell(self.event("answer", extension="9302")), "done")
        self.assertEqual((self.card().state, self.card(self.colleague).state), ("over", "talk"))
        self.assertEqual(len(self.bus("sales_leads.pop_down")), 1)
        self.assertEqual(self.tell(self.event("hangup")), "done")
        self.assertEqual(self.card(self.colleague).state, "over")
        self.assertTrue(self.card(self.colleague).answered_at)

    def test_nobody_takes_it(self):
        self.ring()
        self.tell(self.event("hangup"))
        self.assertEqual((self.card().state, self.card().answered_at), ("over", False))
        self.assertEqual(len(self.bus("sales_leads.pop_down")), 1)
        self.assertEqual(self.tell(self.event("hangup", "never rang")), "nobody")

    def test_odd_events_are_answered_clearly_and_stop_nobody(self):
        good = self.event("ring", number=STRANGER, extension="9301")
        odd = [
            {"kind": "explode"},
            "text",
            None,
            {"kind": "ring"},
            self.event("ring", extension="9301") | {"at": "yesterday"},
            self.event("ring", extension="9301") | {"at": "2026-11-29T10:00:00"},
        ]
        self.assertEqual(self.tell(*odd, good), ["unknown", "unknown", "unknown", "bad", "bad", "bad", "done"])
        told = self.connection._take_events([{"kind": "explode", "key": "k"}])
        self.assertEqual((told[0]["key"], "ring, answer, hangup" in told[0]["why"]), ("k", True))

    def test_whole_call_of_events_counts_only_where_there_is_no_list(self):
        call = {"linkedid": "live-9", "start": "2026-03-02T09:00:00+03:00", "src": STRANGER, "dst": "9301"}
        event = self.event("call", "live-9", call=call | {"answered": True, "employee": "9301", "direction": "in"})
        self.assertEqual(self.tell(event), "unneeded")
        self.connection.source = "ami"
        self.assertEqual([self.tell(event), self.tell(event)], ["done", "repeated"])
        self.interpret()
        call = self.registered("live-9")
        self.assertEqual((call.user_id, call.appeal_id.phone), (self.manager, STRANGER))
        inner = self.event("call", call={"linkedid": "live-8", "src": "9301", "dst": "9302"})
        self.assertEqual(self.tell(inner), "unneeded")

    def test_bridge_has_a_source_of_its_own(self):
        self.assertEqual(self.tell(self.event("hello")), "done")
        source = self.env["crm.intake.source"].search([("key", "=", f"connector:mikopbx-{self.connection.id}-bridge")])
        self.assertTrue(source.last_contact_at)
        self.assertTrue(self.connection.last_event_at)

    # --- what the employee does with the card ---------------------------------------------------------

    @users("sb_manager")
    def test_note_goes_to_the_customer(self):
        self.ring(KNOWN)
        card = self.card().with_user(self.env.user)
        with self.assertRaisesRegex(UserError, "Write the note first"):
            card.action_keep_note()
        card.note = "Call after lunch"
        self.assertEqual(card.action_keep_note()["type"], "ir.actions.act_window_close")
        message = self.known.message_ids[0]
        self.assertIn("Call after lunch", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)
        self.assertFalse(card.note)

    @users("sb_manager")
    def test_deal_begins_from_the_card_of_a_customer(self):
        self.ring(KNOWN)
        action = self.card().with_user(self.env.user).action_create()
        self.assertEqual((action["res_model"], action["context"]["default_partner_id"]), ("crm.lead", self.known.id))
        self.assertEqual(action["context"]["default_type"], "opportunity")

    @users("sb_manager")
    def test_lead_of_a_stranger_is_his_who_spoke_and_the_finished_call_finds_it(self):
        self.ring()
        card = self.card().with_user(self.env.user)
        action = card.action_create()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual((lead.user_id, lead.team_id, lead.phone), (self.manager, self.vys, STRANGER))
        self.assertEqual(card.action_create()["res_model"], "crm.lead")
        self.assertEqual(self.env["crm.appeal"].sudo().search_count([("phone", "=", STRANGER)]), 1)
        self.pbx.add("mikopbx-1", self.local(minutes=1), src_num=STRANGER, dst_num="9301")
        self.poll_as_system()
        call = self.registered_as_system()
        self.assertEqual(call.lead_id.id, lead.id)
        self.assertEqual(self.env["crm.appeal"].sudo().search_count([("phone", "=", STRANGER)]), 1)

    def poll_as_system(self):
        with self.no_commit():
            self.connection.sudo()._cron_poll()
            self.events.sudo()._cron_interpret()

    def registered_as_system(self):
        return self.calls.sudo().search([("linkedid", "=", "mikopbx-1")])

    @users("sb_colleague")
    def test_card_is_its_owners_alone(self):
        self.ring()
        card = self.card()
        self.assertFalse(self.env["mikopbx.card"].search([("id", "=", card.id)]))
        with self.assertRaises(AccessError):
            card.with_user(self.env.user).read(["number"])
        with self.assertRaises(AccessError):
            self.env["mikopbx.card"].create({"linkedid": "x"})

    def test_old_cards_are_dropped(self):
        self.ring(moment=datetime.now(UTC) - timedelta(days=8))
        self.ring("74997770000", linkedid="live-2")
        self.env["mikopbx.card"]._gc_cards()
        self.assertFalse(self.card())
        self.assertTrue(self.card(linkedid="live-2"))
