import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import SalesLeadsCommon

SPAMMER = "Shop <ads@spam-shop.example>"


@tagged("post_install", "-at_install")
class TestSpamRule(SalesLeadsCommon):
    """The dispatcher marks spam, sees what that does before, and takes it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["crm.spam.rule"]

    def make_wizard(self, records, **values):
        action = records.with_user(self.dispatcher).action_mark_spam()
        context = action["context"]
        return self.env["crm.spam.mark"].with_user(self.dispatcher).with_context(**context).create(values)

    def mark(self, records, **values):
        self.make_wizard(records, **values).action_apply()
        return self.rules.search([], order="id desc", limit=1)

    def receive_appeal(self, sender=SPAMMER, **values):
        return self.receive(self.make_mail("Buy our ads.", sender=sender, **values)).appeal_id

    # --- marking ------------------------------------------------------------------------------------

    def test_what_is_marked_is_no_request_and_neither_is_what_follows(self):
        appeal = self.receive_appeal()
        rule = self.mark(appeal)
        self.assertEqual((rule.value, rule.appeal_ids, rule.hit_count), ("ads@spam-shop.example", appeal, 0))
        self.assertRecordValues(appeal, [{"state": "rejected", "spam_rule_id": rule.id}])
        self.assertFalse(appeal.lead_id.active or appeal.partner_id.active)
        self.assertEqual(appeal.sorted_by_id, self.dispatcher)
        event = self.receive(self.make_mail("More ads.", sender=SPAMMER))
        self.assertRecordValues(event, [{"state": "ignored", "appeal_id": False, "spam_rule_id": rule.id}])
        for words in ("ads@spam-shop.example", self.dispatcher.name):
            self.assertIn(words, event.error)
        self.assertEqual((rule.hit_count, rule.last_hit), (1, event.received_at))
        other = self.receive(self.make_mail("Honest.", sender="boss@spam-shop.example"))
        self.assertTrue(other.appeal_id)

    def test_an_answer_in_the_rejected_thread_is_ignored_too(self):
        self.mark(self.receive_appeal(key="<spam-1@spam-shop.example>"))
        event = self.receive(
            self.make_mail("Again.", sender=SPAMMER, headers="In-Reply-To: <spam-1@spam-shop.example>")
        )
        self.assertEqual(event.state, "ignored")

    def test_a_whole_domain(self):
        rule = self.mark(self.receive_appeal(), scope="domain")
        self.assertEqual((rule.value, rule.kind), ("spam-shop.example", "domain"))
        for sender in ("boss@spam-shop.example", "BOSS@Spam-Shop.example"):
            self.assertEqual(self.receive(self.make_mail(sender=sender)).state, "ignored")
        for sender in ("a@not-spam-shop.example", "a@spam-shop.example.org"):
            self.assertTrue(self.receive_appeal(sender), sender)

    def test_spam_that_came_by_the_sites_form_is_its_writers(self):
        text = "Имя: Shop\nE-mail: ads@spam-shop.example\nСообщение: Buy our ads"
        site = "noreply@site.example"
        rule = self.mark(self.receive(self.make_mail(text, sender=site)).appeal_id)
        self.assertEqual(rule.value, "ads@spam-shop.example")
        self.assertEqual(self.receive(self.make_mail(text + "!", sender=site)).state, "ignored")
        honest = self.receive(self.make_mail(text.replace("ads@spam-shop", "anna@veter"), sender=site))
        self.assertTrue(honest.appeal_id)

    def test_it_is_shown_before_it_is_made(self):
        appeals = self.receive_appeal() | self.receive_appeal("x@gmail.com") | self.receive_appeal("y@gmail.com")
        other = self.receive_appeal("third@spam-shop.example")
        wizard = self.make_wizard(appeals, scope="domain")
        self.assertEqual(
            wizard.preview.splitlines(),
            [
                "Mails of everybody at spam-shop.example are ignored.",
                "Mails of x@gmail.com are ignored.",
                "Mails of y@gmail.com are ignored.",
            ],
        )
        self.assertFalse(wizard.refusal)
        self.assertEqual(wizard.other_ids, other)
        self.assertFalse(self.rules.search([]))
        wizard.scope = "address"
        self.assertFalse(wizard.other_ids)
        self.assertIn("ads@spam-shop.example", wizard.preview)

    def test_their_other_new_appeals_go_with_them_if_asked(self):
        for wanted in (False, True):
            with self.subTest(wanted=wanted):
                first = self.receive_appeal(f"a@junk-{wanted}.example")
                other = self.receive_appeal(f"b@junk-{wanted}.example")
                rule = self.mark(first, scope="domain", with_others=wanted)
                self.assertEqual(other.state, "rejected" if wanted else "new")
                self.assertEqual(other.spam_rule_id, rule if wanted else self.rules)

    def test_from_an_event_whatever_became_of_it(self):
        event = self.receive(self.make_mail(sender=SPAMMER))
        self.mark(event)
        self.assertEqual(event.appeal_id.state, "rejected")
        # A stranger's answer in a thread of ours failed: its sender is marked from the list of events.
        lead = self.receive(self.make_mail()).appeal_id.lead_id
        question = lead.message_post(body="Which flow?", message_type="comment")
        failed = self.receive(self.make_mail(sender="evil@junk.example", headers=f"In-Reply-To: {question.message_id}"))
        self.assertEqual(failed.state, "failed")
        rule = self.mark(failed)
        self.assertEqual(rule.value, "evil@junk.example")
        self.assertRecordValues(failed, [{"state": "ignored", "spam_rule_id": rule.id}])

    def test_the_rule_wins_over_an_open_sorted_lead(self):
        appeal = self.receive_appeal(key="<offer@spam-shop.example>")
        appeal._sort(self.vys)
        appeal.lead_id._assign(self.manager)
        note = self.receive(self.make_mail("More ads.", sender=SPAMMER))
        self.assertEqual((note.state, note.lead_id), ("processed", appeal.lead_id))
        wizard = self.make_wizard(note)
        self.assertIn(f"silences an open lead of {self.manager.name}", wizard.preview)
        rule = self.mark(note)
        answer = "In-Reply-To: <offer@spam-shop.example>"
        later = self.receive(self.make_mail("Still more.", sender=SPAMMER))
        later |= self.receive(self.make_mail("Re: ads.", sender=SPAMMER, headers=answer))
        self.assertEqual(set(later.mapped("state")), {"ignored"})
        self.assertEqual(rule.event_ids, later)
        self.assertEqual(appeal.state, "sorted")
        rule.with_user(self.dispatcher).action_undo()
        rule.with_user(self.dispatcher).action_run_again()
        self.interpret()
        self.assertEqual((set(later.mapped("state")), later.lead_id), ({"processed"}, appeal.lead_id))

    # --- refusals -----------------------------------------------------------------------------------

    def test_never_a_free_mail_service_as_a_whole(self):
        self.assertEqual(self.mark(self.receive_appeal("ads@mail.ru"), scope="domain").value, "ads@mail.ru")
        with self.assertRaisesRegex(ValidationError, "Everybody can have an address"):
            self.rules.create({"value": "yandex.ru"})

    def test_never_a_known_customer(self):
        for value in ("semenov@vodokanal.example", "vodokanal.example"):
            with self.assertRaisesRegex(ValidationError, "no potential customer any more"):
                self.rules.create({"value": value})
        request = self.receive(self.make_mail(sender="semenov@vodokanal.example"))
        wizard = self.make_wizard(request)
        self.assertIn("Vodokanal", wizard.refusal)
        with self.assertRaisesRegex(UserError, "no potential customer any more"):
            wizard.action_apply()

    def test_whoever_becomes_a_customer_later_is_heard_in_spite_of_the_rule(self):
        appeal = self.receive_appeal()
        self.mark(appeal, scope="domain")
        appeal.partner_id.write({"counterparty_kind": "counterparty", "active": True})
        event = self.receive(self.make_mail("Our order?", sender=SPAMMER))
        self.assertTrue(event.request_id)

    def test_never_ourselves(self):
        self.manager.partner_id.email = "own@elsewhere.example"
        for value in ("info@plant.example", "plant.example", "own@elsewhere.example"):
            with self.assertRaises(ValidationError):
                self.rules.create({"value": value})

    def test_who_left_no_address_is_not_marked(self):
        appeal = self.env["crm.appeal"].create({"contact_name": "Caller", "phone": "+7 912 345-67-89"})
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            self.mark(appeal)
        self.assertEqual(appeal.state, "new")

    def test_a_sorted_appeal_is_not_marked(self):
        appeal = self.receive_appeal()
        appeal._sort(self.vys)
        with self.assertRaisesRegex(UserError, "to Vys already"):
            self.mark(appeal)
        self.assertFalse(self.receive(self.make_mail(sender="x@y.example")).spam_rule_id)

    @mute_logger("odoo.sql_db")
    def test_one_rule_for_one_address(self):
        self.rules.create({"value": "a@junk.example"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.rules.create({"value": "a@junk.example"})

    @users("sb_manager", "sb_head")
    def test_nobody_but_dispatchers_marks_or_sees(self):
        with self.assertRaises(AccessError):
            self.rules.with_user(self.env.user).search([])
        with self.assertRaises(AccessError):
            self.env["crm.spam.mark"].create({})

    # --- undo ---------------------------------------------------------------------------------------

    def test_undo_restores_the_appeal_and_the_mails_can_be_read_again(self):
        appeal = self.receive_appeal()
        rule = self.mark(appeal).with_user(self.dispatcher)
        later = self.receive(self.make_mail("More.", sender=SPAMMER)) | self.receive(
            self.make_mail("And more.", sender=SPAMMER)
        )
        with self.assertRaisesRegex(UserError, "Take the rule back first"):
            rule.action_run_again()
        action = rule.action_undo()
        self.assertEqual(self.events.search(action["domain"]), later.sorted("id", reverse=True))
        self.assertFalse(rule.active)
        self.assertRecordValues(appeal, [{"state": "new", "spam_rule_id": False}])
        self.assertTrue(appeal.lead_id.active and appeal.partner_id.active)
        self.assertEqual(set(later.mapped("state")), {"ignored"})
        rule.action_run_again()
        self.interpret()
        self.assertEqual(set(later.mapped("state")), {"processed"})
        self.assertEqual(later.lead_id, appeal.lead_id)
        self.assertFalse(later.spam_rule_id)

    def test_run_again_from_the_list_of_events_in_bulk(self):
        rule = self.mark(self.receive_appeal()).with_user(self.dispatcher)
        later = self.receive(self.make_mail("More.", sender=SPAMMER)) | self.receive(
            self.make_mail("And more.", sender=SPAMMER)
        )
        rule.action_undo()
        later.with_user(self.dispatcher).action_run_again()
        self.assertEqual(set(later.mapped("state")), {"processed"})
        self.assertFalse(rule.hit_count)

    def test_taking_an_appeal_back_ends_its_rule(self):
        appeal = self.receive_appeal()
        rule = self.mark(appeal)
        appeal.with_user(self.dispatcher).action_restore()
        self.assertFalse(rule.active)
        self.assertEqual(self.receive(self.make_mail("More.", sender=SPAMMER)).state, "processed")

    def test_marked_again_after_undo_is_the_same_rule(self):
        appeal = self.receive_appeal()
        rule = self.mark(appeal)
        rule.action_undo()
        self.mark(appeal)
        self.assertTrue(rule.active)
        self.assertEqual(self.rules.with_context(active_test=False).search_count([("value", "=", rule.value)]), 1)
        self.assertEqual(self.receive(self.make_mail("More.", sender=SPAMMER)).state, "ignored")

    # --- cost ---------------------------------------------------------------------------------------

    def test_rules_are_counted_in_one_query(self):
        rules = self.rules.create([{"value": f"a{number}@junk.example"} for number in range(20)])
        raw = base64.b64encode(b"x")
        self.events.create(
            [
                {"key": f"k{rule.id}", "received_at": "2026-03-02 09:00:00", "raw": raw, "spam_rule_id": rule.id}
                for rule in rules
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        rules.mapped("value")
        with self.assertQueryCount(1):
            self.assertEqual(sum(rules.mapped("hit_count")), 20)
